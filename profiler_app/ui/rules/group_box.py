"""A group of conditions: all or any of them hold, or none does; groups lie inside of groups."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.rules.draft_parts import Condition, Group, Join, Leaf, Part, Sequence
from profiler_app.domain.rules.tree_lines import joined_how
from profiler_app.domain.text import _, pgettext
from profiler_app.ui.rules.condition_row import ConditionRow
from profiler_app.ui.rules.rule_row import CountLabel, JoinHandle, Offered, RuleRow
from profiler_app.ui.rules.sequence_row import SequenceRow
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label

MOST_DEPTH = 3
_EDGE = 3


class GroupBox(QWidget):
    """``changed`` follows every edit inside; ``removed`` asks to be taken out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, group: Group, offered: Offered, *, depth: int = 1) -> None:
        super().__init__()
        self._offered, self._depth = offered, depth
        self.join = JoinHandle()
        self.how = DropDown(_ways())
        self.count = CountLabel()
        self.parts: list[RuleRow | GroupBox] = []
        self._subject = Label(_("Customers for whom"), "body", "text.secondary")
        self.add = Button(_("Condition"), kind="ghost", icon="plus", small=True)
        self.add_group = Button(_("Group of conditions"), kind="ghost", icon="layers", small=True)
        self.remove = IconButton("x", _("Remove this group"), small=True)
        self._column = QVBoxLayout()
        self._build(group)

    def group(self) -> Group:
        """Return what is put together here."""
        key = self.how.key()
        join: Join = "or" if key.endswith("or") else "and"
        parts = tuple(
            part.group() if isinstance(part, GroupBox) else part.leaf for part in self.parts
        )
        return Group(join, parts, key.startswith("not"))

    def _build(self, group: Group) -> None:
        whole = QVBoxLayout(self)
        inside = 10 if self._depth > 1 else 0
        whole.setContentsMargins(inside + (_EDGE if inside else 0), inside, inside, inside)
        whole.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.join)
        head.addWidget(self._subject)
        self.how.choose(f"{'not ' if group.denied else ''}{group.join}")
        self.how.setAccessibleName(_("How the conditions are joined"))
        head.addWidget(self.how)
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.remove)
        if self._depth == 1:  # the whole rule is joined to nothing and cannot be taken out
            self.join.hide()
            self.remove.hide()
        whole.addLayout(head)
        self._column.setSpacing(6)
        whole.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        whole.addLayout(foot)
        if self._depth == 1:
            whole.addStretch(1)
        self.add_group.setVisible(self._depth < MOST_DEPTH)
        for part in group.parts:
            self._insert(part)
        self.how.currentIndexChanged.connect(lambda _at: self._told())
        self.add.clicked.connect(lambda: self.add_condition().choose_subject())
        self.add_group.clicked.connect(self._add_group)
        self.remove.clicked.connect(self.removed)
        self._say()

    def add_condition(self) -> ConditionRow:
        """Add a condition that is still to be chosen."""
        row = self._insert(Condition("", "truth", "yes"))
        assert isinstance(row, ConditionRow)
        self._told()
        return row

    def _add_group(self) -> None:
        join: Join = "or" if self.group().join == "and" else "and"
        box = self._insert(Group(join, (Condition("", "truth", "yes"),)))
        self._told()
        assert isinstance(box, GroupBox)
        first = box.parts[0]
        if isinstance(first, ConditionRow):
            first.subject.setFocus()

    def _insert(self, part: Part, at: int | None = None) -> RuleRow | GroupBox:
        made: RuleRow | GroupBox
        if isinstance(part, Group):
            made = GroupBox(part, self._offered, depth=self._depth + 1)
        elif isinstance(part, Sequence):
            made = SequenceRow(part)
        else:
            made = ConditionRow(part, self._offered)
        made.changed.connect(self.changed)
        made.removed.connect(lambda made=made: self._take_out(made))
        made.join.dragged.connect(lambda height, made=made: self._drag(made, height))
        if isinstance(made, RuleRow):
            made.replaced.connect(lambda leaf, made=made: self._replace(made, leaf))
        place = len(self.parts) if at is None else at
        self.parts.insert(place, made)
        self._column.insertWidget(place, made)
        return made

    def _replace(self, part: RuleRow, leaf: Leaf) -> None:
        at = self.parts.index(part)
        self._drop(part)
        self._insert(leaf, at)
        self._told()

    def _take_out(self, part: RuleRow | GroupBox) -> None:
        self._drop(part)
        self._told()
        self.add.setFocus()

    def _drop(self, part: RuleRow | GroupBox) -> None:
        self.parts.remove(part)
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def shift(self, part: RuleRow | GroupBox, by: int) -> None:
        """Move a part up (-1) or down (1) among its neighbours."""
        at = self.parts.index(part)
        to = at + by
        if 0 <= to < len(self.parts):
            self.parts.insert(to, self.parts.pop(at))
            self._column.removeWidget(part)
            self._column.insertWidget(to, part)
            self._told()

    def _drag(self, part: RuleRow | GroupBox, height: int) -> None:
        """Move a part past the neighbour whose middle the pointer went over."""
        at = self.parts.index(part)
        if at and height < _middle(self.parts[at - 1]):
            self.shift(part, -1)
        elif at + 1 < len(self.parts) and height > _middle(self.parts[at + 1]):
            self.shift(part, 1)

    def say_subject(self, text: str) -> None:
        """Say what the conditions are about, where it is not customers."""
        self._subject.setText(text)

    def show_counts(self, counts: Mapping[tuple[int, ...], int], at: tuple[int, ...] = ()) -> None:
        """Show at each part how many customers it leaves or hits, by its path from the top."""
        if at:
            self.count.show_count(counts.get(at))
        for place, part in enumerate(self.parts):
            if isinstance(part, GroupBox):
                part.show_counts(counts, (*at, place))
            else:
                part.count.show_count(counts.get((*at, place)))

    def _told(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        group = self.group()
        word = pgettext("join", "and") if group.join == "and" else pgettext("join", "or")
        for at, part in enumerate(self.parts):
            part.join.setText(word if at else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a frame with an edge in the colour of inclusion or exclusion."""
        if self._depth == 1:
            return
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.sunken"))
        edge = "danger" if self.group().denied else "accent"
        painter.fillRect(0, 0, _EDGE, self.height(), theme.color(edge))


def _middle(part: QWidget) -> int:
    """Return the height of the middle of a part on the screen."""
    return part.mapToGlobal(part.rect().center()).y()


def _ways() -> list[tuple[str, str]]:
    ways = (("and", False), ("or", False), ("and", True), ("or", True))
    return [
        (f"{'not ' if denied else ''}{join}", joined_how(join, denied=denied))
        for join, denied in ways
    ]
