"""Choosing a field and what is asked of it; every change applies at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.fields import Field, dimensions, fields
from profiler_app.domain.rules.showing import show
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, language, ngettext
from profiler_app.jobs import lists
from profiler_app.jobs.histograms import Histogram, histogram
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.check_list import Choice
from profiler_app.ui.pages.customers.conditions import TAGS, Condition, rule_text
from profiler_app.ui.pages.customers.editors import (
    ChoiceEditor,
    DateEditor,
    Editor,
    RangeEditor,
    TextEditor,
    YesNoEditor,
    choice_ways,
)
from profiler_app.ui.pages.customers.field_list import FieldList, FieldSearch, field_of
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.popover import Popover

AnyIndex = QModelIndex | QPersistentModelIndex
_WIDTH, _LEFT, _HEIGHT = 456, 208, 396
_APPLY_MS = 250
_MOST_VALUES = 200
_OFTEN = ("lifecycle", TAGS, "monetary_all", "last_order_on", "owner_rm")
_CHOSEN_BY_NUMBER = frozenset({"int", "num", "ratio", "money"})


class FilterPopover(Popover):
    """Left the fields, right the editor of one; ``applied`` carries all conditions.

    ``more_asked``: for what no field can ask, a rule is wanted.
    """

    applied = Signal(object)
    more_asked = Signal()

    def __init__(self, desk: Desk, conditions: Sequence[Condition], parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self.set_padding(0)
        self._desk = desk
        self._conditions = list(conditions)
        self._field = ""
        self.editor: Editor | None = None
        self._soon = QTimer(self, singleShot=True, interval=_APPLY_MS)
        self._soon.timeout.connect(self._apply)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_left())
        row.addWidget(Hairline(vertical=True))
        row.addLayout(self._make_right(), 1)
        self.body.addLayout(row)
        self.closed.connect(self._finish)
        self._list_fields()
        self.search.setFocus()

    def edit(self, field: str) -> None:
        """Show the editor of a field."""
        self.fields.go_to(field)

    def show_count(self, n: int) -> None:
        """Say how many customers match."""
        self._count.setText(ngettext("{n} match", "{n} matches", n).format(n=f"{n:,}"))

    # -- its parts

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setFixedSize(current().px(_LEFT), current().px(_HEIGHT))
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self.fields = FieldList()
        self.search = FieldSearch(self.fields)
        self.fields.currentItemChanged.connect(self._turn_to)
        self.fields.entered_.connect(self._enter)
        self.search.entered_.connect(self._enter)
        column.addWidget(self.search)
        column.addWidget(self.fields, 1)
        self.more = Button(_("More conditions…"), kind="ghost", small=True, icon="plus")
        self.more.clicked.connect(self._ask_more)
        column.addWidget(self.more)
        return left

    def _make_right(self) -> QVBoxLayout:
        self._title = ElidedLabel("", "strong")
        self._holder = QVBoxLayout()
        self._count = Label("", "caption", "text.secondary")
        clear, done = (
            Button(_("Clear"), kind="ghost", small=True),
            Button(_("Done"), kind="primary", small=True),
        )
        clear.clicked.connect(self._clear)
        done.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(clear)
        foot.addWidget(done)
        right = QVBoxLayout()
        right.setContentsMargins(12, 12, 12, 10)
        right.setSpacing(8)
        right.addWidget(self._title)
        right.addLayout(self._holder, 1)
        right.addWidget(Hairline())
        right.addLayout(foot)
        return right

    def _list_fields(self) -> None:
        self.fields.add_group(_("Often used"))
        for name in _OFTEN:
            self.fields.add_field(name, field_name(name))
        offered = [field for field in fields().values() if _is_offered(field)]
        for dimension in dimensions():
            members = [field for field in offered if field.dimension == dimension.id]
            if members:
                self.fields.add_group(dimension.label)
            for field in members:
                self.fields.add_field(field.id, field.label)
        rest = [field for field in offered if field.dimension is None]
        self.fields.add_group(_("Computed features"))
        for field in rest:
            self.fields.add_field(field.id, field.label)
        self._mark()

    def _mark(self) -> None:
        self.fields.mark({each.field for each in self._conditions if not each.is_empty})

    # -- the editor

    def _turn_to(self, item: QListWidgetItem | None) -> None:
        name = field_of(item) if item is not None else ""
        if not name:
            return
        self._flush()
        self._field = name
        self._title.setText(field_name(name))
        self._show_editor()

    def _show_editor(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self._holder.removeWidget(self.editor)
        condition = next((each for each in self._conditions if each.field == self._field), None)
        self.editor = _editor(self._field, condition, self._desk.settings.currency)
        self.editor.changed.connect(self._changed)
        self._holder.addWidget(self.editor)
        if isinstance(self.editor, ChoiceEditor):
            self.editor.list.left_.connect(self.fields.setFocus)
        self._ask_values()

    def _enter(self) -> None:
        """Go from the fields into the editor."""
        if self.editor is not None:
            self.editor.enter()

    def _ask_values(self) -> None:
        """Read what there is to choose from under the other conditions."""
        others = [each for each in self._conditions if each.field != self._field]
        where = rule_text(others, self._desk.today())
        ask = self._desk.reads.ask
        if isinstance(self.editor, ChoiceEditor):
            read = _tag_choices if self._field == TAGS else _choices
            ask("facet", read, self._field, where, done=self._offer, owner=self)
        elif isinstance(self.editor, RangeEditor):
            ask("facet", _histogram, self._field, where, done=self._show_spread, owner=self)

    def _offer(self, answer: tuple[str, list[Choice]]) -> None:
        name, choices = answer
        if name == self._field and isinstance(self.editor, ChoiceEditor):
            self.editor.set_choices(choices)

    def _show_spread(self, found: Histogram) -> None:
        if found.field == self._field and isinstance(self.editor, RangeEditor):
            self.editor.show_histogram(found)

    def _changed(self, condition: Condition) -> None:
        at = next((i for i, each in enumerate(self._conditions) if each.field == self._field), None)
        if at is None:
            self._conditions.append(condition)
        else:
            self._conditions[at] = condition
        self._mark()
        self._soon.start()

    def _clear(self) -> None:
        self._conditions = [each for each in self._conditions if each.field != self._field]
        self._mark()
        self._show_editor()
        self._apply()

    def _ask_more(self) -> None:
        self.close()
        self.more_asked.emit()

    def _flush(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._apply()

    def _apply(self) -> None:
        self.applied.emit(tuple(each for each in self._conditions if not each.is_empty))

    def _finish(self) -> None:
        self._flush()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


def field_name(name: str) -> str:
    """Return the name of a field, or of the tags."""
    return _("Tags") if name == TAGS else fields()[name].label


def _is_offered(field: Field) -> bool:
    return field.sensitivity in ("S0", "S1") and field.kind != "ref" and field.place != "rows"


def _editor(name: str, condition: Condition | None, currency: str) -> Editor:
    if name == TAGS:
        return ChoiceEditor(name, choice_ways(name), condition)
    field = fields()[name]
    if field.kind == "bool":
        return YesNoEditor(field, condition)
    if field.kind == "date":
        return DateEditor(field, condition)
    if field.kind in _CHOSEN_BY_NUMBER:
        return RangeEditor(field, condition, currency)
    listed = condition is not None and condition.op in ("in", "not_in")
    if field.kind == "text" and name not in _OFTEN and not listed:
        return TextEditor(field, condition)
    return ChoiceEditor(name, choice_ways(name), condition)


def _choices(reader: Reader, name: str, where: str) -> tuple[str, list[Choice]]:
    field = fields()[name]
    found = lists.facet(reader.source, name, where).values[:_MOST_VALUES]
    named = [Choice(each.value, show(field, each.value), each.count) for each in found]
    return name, named


def _histogram(reader: Reader, name: str, where: str) -> Histogram:
    return histogram(reader.source, name, where)


def _tag_choices(reader: Reader, name: str, where: str) -> tuple[str, list[Choice]]:
    rule = lists.parse_filter(where)
    held = reader.source.tags(known_tags())
    chosen = None if rule is None else lists.holds(reader.source, rule).true
    counts = {
        tag: int((has.true if chosen is None else has.true & chosen).sum())
        for tag, has in held.items()
    }
    offered = [
        Choice(tag.id, tag.names[language()], counts[tag.id])
        for tag in known_tags().values()
        if tag.id in counts and not tag.sensitive
    ]
    return name, sorted(offered, key=lambda each: -(each.count or 0))
