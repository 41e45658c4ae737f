"""The form of a record about a customer, made from the description of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry
from profiler_app.jobs.entry_kinds import TODAY, EntryField, EntryKind
from profiler_app.jobs.form_start import FormStart
from profiler_app.jobs.records import add_record, read_record_entry, shown_amount, shown_entry
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.editors import ChipEditor, ChoiceEditor, LineEditor, TextEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.product_editor import ProductEditor
from profiler_app.ui.widgets.band import Band

_SHOWN: Mapping[str, Any] = {"date": shown_entry, "money": shown_amount}


class RecordForm(Form):
    """``customer`` None: the record belongs to nobody (a product)."""

    def __init__(
        self, desk: Desk, kind: EntryKind, customer: int | None, name: str, start: FormStart
    ) -> None:
        title = _(kind.title)
        if customer is not None:
            title = _("{what} · {name}").format(what=title, name=name)
        super().__init__(desk, draft=f"{kind.key}:{customer or 'new'}", title=title)
        self._kind, self._customer, self._start = kind, customer, start
        self._there: list[EntryField] | None = None
        if kind.key == "balance" and not start.accounts:
            self.column.addWidget(Band("neutral", _("There is no account yet. Add one first.")))
        self._lay_out()
        self._defaults = {field.column: self._default(field) for field in kind.fields}
        self.put({name: text for name, text in self._defaults.items() if text})

    def _lay_out(self) -> None:
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        for place in (0, 1):
            self._grid.setColumnStretch(place, 1)
            self._grid.setColumnMinimumWidth(place, 1)
        for field in self._kind.fields:
            self.add_row(field.column, self._row(field)).setParent(holder)
        self.column.addWidget(holder)

    def _place(self, there: Sequence[EntryField]) -> None:
        """Put the rows that are there one after the other, halves side by side."""
        down = right = 0
        for field in there:
            wide = 1 if field.half else 2
            if right and wide == 2:
                down, right = down + 1, 0
            row = self.rows[field.column]
            self._grid.removeWidget(row)
            self._grid.addWidget(row, down, right, 1, wide, Qt.AlignmentFlag.AlignTop)
            down, right = (down, 1) if field.half and not right else (down + 1, 0)

    def _row(self, field: EntryField) -> FormRow:
        row = FormRow(
            field.label,
            self._editor(field),
            partial(self._read, field),
            shown=_SHOWN.get(field.type),
            required=field.required,
        )
        if any(field.column in (each.when or ("",))[0] for each in self._kind.fields):
            row.edited.connect(self._suit)
        return row

    def _editor(self, field: EntryField) -> Any:
        if field.type == "chips":
            return ChipEditor(field.offered())
        if field.type in ("choice", "account"):
            return ChoiceEditor(
                self._start.accounts if field.type == "account" else field.offered()
            )
        if field.type == "long":
            return TextEditor(_(field.hint) if field.hint else "")
        if field.type == "product":
            editor = ProductEditor(self.desk, self._start.line)
            editor.left.connect(partial(self._take_kind, editor))
            return editor
        return LineEditor(_(field.hint) if field.hint else "")

    def _default(self, field: EntryField) -> str:
        if field.type == "account" and len(self._start.accounts) == 1:
            return self._start.accounts[0][0]
        return self.desk.today().isoformat() if field.default == TODAY else field.default

    # -- what was typed

    def _read(self, field: EntryField, text: str) -> Entry:
        texts = {name: row.entry() for name, row in self.rows.items()}
        return read_record_entry(field, text, texts, today=self.desk.today())

    def put(self, texts: Mapping[str, str]) -> None:
        """Show texts, and the rows that are there with them."""
        super().put(texts)
        self._suit()

    def _suit(self) -> None:
        texts = self.texts()
        there = [field for field in self._kind.fields if field.there(texts)]
        if there != self._there:
            self._there = there
            for field in self._kind.fields:
                self.rows[field.column].setVisible(field in there)
            self._place(there)

    def _take_kind(self, editor: ProductEditor) -> None:
        """A known product says of which kind it is."""
        product, row = editor.chosen(), self.rows.get("product_kind")
        if row is not None and product is not None and product.kind:
            row.put(product.kind)
            self._suit()

    def dirty(self) -> bool:
        """What stood in the form from the start says nothing."""
        texts = self.texts()
        return any(text != self._defaults.get(name) for name, text in texts.items())

    def first_field(self) -> QWidget | None:
        """Return what gets the focus first: the first option where there are some in sight."""
        first = next(iter(self.rows.values())).editor
        return first.widgets()[0] if isinstance(first, ChipEditor) else first

    def save(self) -> None:
        """Store the record."""
        values = self.check()
        if values is not None:
            self.store(
                add_record,
                self._customer,
                self._kind.key,
                values,
                today=self.desk.today(),
                done=self._added,
            )

    def _added(self, operation: int) -> None:
        self.desk.toast(_(self._kind.said), operation)
        self.desk.refresh_data()
