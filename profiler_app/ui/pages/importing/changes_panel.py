"""The left part of the check: what becomes of the rows, by customer or by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.imports import CellChange, ImportReport
from profiler_app.domain.policies import policy_of, reason, source_name
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.importing import label_of
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.changes_table import ChangesTable
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.fields_table import FieldsTable
from profiler_app.ui.pages.importing.rows_table import RowsTable
from profiler_app.ui.pages.importing.selection import Selection
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.segmented import Segmented

_EVERY = ""


class Strip(QWidget):
    """One sentence about the current line, and what can be done about it."""

    toggled = Signal()
    record_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = QLabel()
        self._where = Label("", "strong")
        self._why = ElidedLabel("", "body", "text.secondary")
        self._toggle, self._record = Button(small=True), Button(small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._where)
        row.addWidget(self._why, 1)
        row.addWidget(self._toggle)
        row.addWidget(self._record)
        self._toggle.clicked.connect(lambda _on=False: self.toggled.emit())
        self._record.clicked.connect(lambda _on=False: self.record_asked.emit())
        self._dress()
        current().changed.connect(self._dress)

    def say(self, change: CellChange, *, ticked: bool) -> None:
        """Explain a change."""
        where = _("Row {line} {name}").format(line=f"{change.line:,}", name=change.name)
        self._where.setText(where)
        source = source_name(change.source) or "—"
        why = reason(change.rule, source=source, day=change.told or "—")
        by_rule = change.rule in ("filled", "overwritten", "stricter")
        self._why.setText(why if ticked == by_rule else _("You decided so for this value."))
        self._toggle.setText(_("Keep what is here") if ticked else _("Use the file's value"))
        self._toggle.setVisible(not change.fixed)
        self._record.setText(_("Show the whole record"))
        self._record.setVisible(not change.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("bg.sunken"))
        painter.fillRect(0, 0, self.width(), 1, current().color("border.subtle"))

    def _dress(self) -> None:
        self.setFixedHeight(current().px(44))
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("info", "text.secondary", 16, ratio))


class ChangesPanel(QWidget):
    """Shows what a tile stands for; ``edited`` follows every change of a tick.

    ``record_asked`` carries the places of the changes of one customer.
    """

    edited = Signal()
    policy_chosen = Signal(str, str)
    record_asked = Signal(object)

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._report: ImportReport | None = None
        self._selection: Selection | None = None
        self._kind = "updated"
        self._title = Label("", "heading")
        self._note = ElidedLabel("", "caption", "text.secondary")
        self._view = Segmented(small=True)
        self._field = DropDown()
        self._field.setMinimumWidth(current().px(124))
        self.changes, self.fields, self.rows = ChangesTable(), FieldsTable(), RowsTable()
        self._empty = EmptyState("circle-check", "")
        self._stack = QStackedWidget()
        self.strip = Strip()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = Bar(42)
        head.row.addWidget(self._title)
        head.row.addWidget(self._note, 1)
        head.row.addWidget(self._view)
        head.row.addWidget(self._field)
        for part in (self.changes, self.fields, self.rows, self._empty):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        self._view.chosen.connect(lambda _key: self._show())
        self._field.currentIndexChanged.connect(lambda _index: self._show())
        self.changes.toggled.connect(lambda row: self._toggle([self.changes.changes.places[row]]))
        self.changes.all_toggled.connect(lambda: self._toggle(self._places()))
        self.changes.opened.connect(lambda _index: self._ask_record())
        self.changes.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())
        self.fields.toggled.connect(self._toggle_field)
        self.fields.all_toggled.connect(lambda: self._toggle(self._all()))
        self.fields.policy_chosen.connect(self.policy_chosen)
        self.strip.toggled.connect(self._toggle_current)
        self.strip.record_asked.connect(self._ask_record)

    # -- what is shown

    def show_report(
        self, report: ImportReport, selection: Selection, policies: Mapping[str, str]
    ) -> None:
        """Show the changes of a checked file."""
        self._report, self._selection = report, selection
        named = [(name, label_of(name)) for name in selection.fields]
        self._field.set_options([(_EVERY, _("All fields")), *named])
        own = {name: policy_of(policies, name) for name in selection.fields}
        self.fields.show_fields(selection, dict(own))
        self._show()

    def show_kind(self, kind: str) -> None:
        """Show what becomes of other rows: ``created``, ``updated`` or ``unchanged``."""
        self._kind = kind
        self._show()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._view.set_options([("customers", _("By customer")), ("fields", _("By field"))])
        if self._report is not None and self._selection is not None:
            named = [(name, label_of(name)) for name in self._selection.fields]
            self._field.set_options([(_EVERY, _("All fields")), *named])
            self._show()

    def _show(self) -> None:
        report, selection = self._report, self._selection
        if report is None or selection is None:
            return
        updating = self._kind == "updated"
        has_changes = updating and bool(selection.changes)
        by_field = self._view.key() == "fields"
        self._view.setVisible(has_changes)
        self._field.setVisible(has_changes and not by_field)
        rows = [each for each in report.listed if each.created == (self._kind == "created")]
        if has_changes and by_field:
            self._stack.setCurrentWidget(self.fields)
        elif has_changes:
            self.changes.show_changes(selection, self._places(), self._currency)
            self._stack.setCurrentWidget(self.changes)
        elif not updating and rows:
            self.rows.show_rows(rows)
            self._stack.setCurrentWidget(self.rows)
        else:
            self._empty.set_message(self._nothing_to_list())
            self._stack.setCurrentWidget(self._empty)
        self.strip.setVisible(has_changes and not by_field)
        self._say_counts(rows)
        self._refresh()

    def _nothing_to_list(self) -> str:
        assert self._report is not None
        if self._kind == "updated":
            return _("No known customer will change")
        count = getattr(self._report, self._kind)
        if not count:
            return _("No such row in this file")
        return ngettext(
            "{n} row, not listed one by one", "{n} rows, not listed one by one", count
        ).format(n=f"{count:,}")

    def _say_counts(self, rows: Sequence[object]) -> None:
        assert self._report is not None and self._selection is not None
        effect = self._selection.effect
        count = {"updated": effect.updated, "unchanged": effect.unchanged}.get(
            self._kind, self._report.created
        )
        titles = {
            "created": ngettext("{n} row will be new", "{n} rows will be new", count),
            "updated": ngettext("{n} row will change", "{n} rows will change", count),
            "unchanged": ngettext("{n} row stays as it is", "{n} rows stay as they are", count),
        }
        self._title.setText(titles[self._kind].format(n=f"{count:,}"))
        beyond = sum(self._report.unlisted.values()) if self._kind == "updated" else 0
        note = ""
        if beyond:
            note = _("{n} more rows follow the rules").format(n=f"{beyond:,}")
        elif rows and len(rows) < count:
            note = _("the first {n} of them").format(n=f"{len(rows):,}")
        self._note.setText(note)

    def _refresh(self) -> None:
        if self._stack.currentWidget() is self.fields:
            self.fields.refresh()
        else:
            self.changes.refresh()
        self._explain()

    def _explain(self) -> None:
        place = self.changes.current_place()
        if place is not None and self._selection is not None:
            self.strip.say(self._selection.changes[place], ticked=self._selection.ticked(place))

    # -- ticks

    def _all(self) -> range:
        return range(len(self._selection.changes) if self._selection else 0)

    def _places(self) -> Sequence[int]:
        assert self._selection is not None
        name = self._field.key()
        return self._selection.fields[name] if name else self._all()

    def _toggle(self, places: Sequence[int]) -> None:
        assert self._selection is not None
        self._selection.toggle(places)
        self._refresh()
        self._say_counts(())
        self.edited.emit()

    def _toggle_current(self) -> None:
        place = self.changes.current_place()
        if place is not None:
            self._toggle([place])

    def _toggle_field(self, row: int) -> None:
        """Tick or untick a field; where not all its changes are listed, by its policy."""
        assert self._selection is not None and self._report is not None
        found = self.fields.fields.rows[row]
        if any(found.field in names for names in self._report.unlisted):
            self.policy_chosen.emit(found.field, "keep")
        else:
            self._toggle(self._selection.fields[found.field])

    def _ask_record(self) -> None:
        place = self.changes.current_place()
        if place is None or self._selection is None or self._selection.changes[place].row:
            return
        changes = self._selection.changes
        customer = changes[place].customer
        first = last = place
        while first > 0 and changes[first - 1].customer == customer:
            first -= 1
        while last + 1 < len(changes) and changes[last + 1].customer == customer:
            last += 1
        self.record_asked.emit(range(first, last + 1))
