"""Why somebody has a tag: the rule, the customer's own values, since when, what would end it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import TagOnCard, Verdict, Why, WhyLeaf
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.own_reasons import LEARNED
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.pills import TagPill
from profiler_app.ui.widgets.popover import Popover

WIDTH = 380
_MARKS: dict[Verdict, tuple[str, str]] = {
    "yes": ("check", "success"),
    "no": ("x", "danger"),
    "unknown": ("circle-question-mark", "text.tertiary"),
}


class WhyPopover(Popover):
    """Opens on a tag. A rule is ``refused`` with a reason, a tag given by hand ``taken_back``.

    ``contested``: somebody refused it before; it can be ``settled`` that it fits after all.
    """

    refused = Signal(str)
    settled = Signal()
    taken_back = Signal()
    persona_asked = Signal()
    what_if_asked = Signal()

    def __init__(
        self,
        tag: TagOnCard,
        why: Why,
        today: date,
        parent: QWidget,
        *,
        blocked: str = "",
        contested: bool = False,
    ) -> None:
        super().__init__(parent, width=WIDTH)
        self._contested = contested
        self.setAccessibleName(_("Why not this tag?") if contested else _("Why this tag?"))
        self.body.setSpacing(10)
        self.body.addLayout(self._head(tag))
        self.body.addWidget(Hairline())
        self.body.addLayout(why_rows(why, today))
        self.reason = QLineEdit()
        self._foot = QVBoxLayout()
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot)
        way_out = self._way_out(tag)
        way_out.setEnabled(not blocked)
        way_out.setToolTip(as_tooltip(blocked))
        typical = Button(_("Typical customer with this tag"), small=True)
        typical.clicked.connect(self.close)
        typical.clicked.connect(self.persona_asked)
        self._foot.addWidget(typical)
        if tag.id in LEARNED and not contested:
            self._foot.addWidget(self._what_if())
        self._foot.addWidget(way_out)

    def _what_if(self) -> Button:
        button = Button(_("What if …"), icon="flask-conical", small=True)
        button.setToolTip(_("Try what the model would say if a field were different"))
        button.clicked.connect(self.close)
        button.clicked.connect(self.what_if_asked)
        return button

    def _way_out(self, tag: TagOnCard) -> Button:
        if self._contested:
            button = Button(_("It fits after all"), small=True)
            button.clicked.connect(self.close)
            button.clicked.connect(self.settled)
        elif tag.kind == "manual":
            button = Button(_("Take the tag away"), small=True)
            button.clicked.connect(self._take_back)
        else:
            button = Button(_("Does not fit this customer…"), small=True)
            button.clicked.connect(self._ask_reason)
        return button

    def _take_back(self) -> None:
        self.close()
        self.taken_back.emit()

    def _head(self, tag: TagOnCard) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(TagPill(tag.label, tag.colour))
        row.addWidget(Label(self.accessibleName(), "strong"))
        row.addStretch(1)
        close = IconButton("x", _("Close"), small=True)
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row

    def _ask_reason(self) -> None:
        """Ask why it does not fit; the reason is kept with the decision."""
        while (item := self._foot.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        reason = self.reason
        reason.setPlaceholderText(_("Why does it not fit? The reason is kept."))
        save = Button(_("Take the tag away"), kind="danger", small=True)
        save.setEnabled(False)
        reason.textChanged.connect(lambda text: save.setEnabled(bool(text.strip())))
        reason.returnPressed.connect(save.click)
        save.clicked.connect(lambda: self._refuse(reason.text().strip()))
        self._foot.addWidget(reason)
        self._foot.addWidget(save)
        reason.setFocus()
        self.adjustSize()

    def _refuse(self, reason: str) -> None:
        self.close()
        self.refused.emit(reason)


def why_rows(why: Why, today: date) -> QGridLayout:
    """Return the rule, the customer's values, since when, and what would end it."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    _add(grid, _("Rule"), _wrapped(why.rule))
    if why.leaves:
        _add(grid, _("Customer"), _leaves(why.leaves))
    elif why.evidence:
        _add(grid, _("Evidence"), _wrapped(why.evidence))
    if why.since is not None:
        since = _("since {day}").format(day=format_date(why.since, today))
        if why.version is not None:
            since += " · " + _("rule v{version}").format(version=why.version)
        _add(grid, _("In force"), _wrapped(since))
    if why.removed_when:
        _add(grid, _("Ends when"), _wrapped(why.removed_when))
    return grid


def _add(grid: QGridLayout, title: str, content: QWidget) -> None:
    row = grid.rowCount()
    label = Label(title, "caption", "text.tertiary")
    label.setFixedWidth(current().px(56))
    grid.addWidget(label, row, 0)
    label.setContentsMargins(0, 1, 0, 0)
    grid.setAlignment(label, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(content, row, 1)


def _wrapped(text: str) -> Label:
    label = Label(text, "body", wrap=True)
    label.setFixedWidth(current().px(WIDTH - 24 - 68))
    label.setMinimumHeight(label.heightForWidth(current().px(WIDTH - 24 - 68)))
    return label


def _leaves(leaves: tuple[WhyLeaf, ...]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for leaf in leaves:
        column.addWidget(_Leaf(leaf))
    return box


class _Leaf(QWidget):
    """One condition: fulfilled or not, in words, with the customer's value."""

    def __init__(self, leaf: WhyLeaf) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        icon, ink = _MARKS[leaf.verdict]
        mark = QLabel()
        mark.setPixmap(icons.pixmap(icon, ink, current().px(14), self.devicePixelRatioF()))
        mark.setAccessibleName(
            {"yes": _("holds"), "no": _("does not hold"), "unknown": _("not known")}[leaf.verdict]
        )
        row.addWidget(mark)
        words = Label(leaf.field_label or leaf.sentence, "body", "text.secondary", wrap=True)
        words.setToolTip(as_tooltip(leaf.sentence))
        row.addWidget(words, 1)
        row.addWidget(Label(leaf.value or "—", "strong"))
