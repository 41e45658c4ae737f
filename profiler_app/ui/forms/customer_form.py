"""What the forms of a new and of a known customer share; the fields come from the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.fields import Field, fields
from profiler_app.domain.text import _
from profiler_app.jobs.entries import (
    Entry,
    entry_text,
    first_fields,
    further_fields,
    read_entry,
)
from profiler_app.jobs.form_start import FormStart
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms.field_row import field_row, in_two_columns
from profiler_app.ui.forms.folded_fields import FoldedFields
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.twins_hint import HINTED, TwinsHint

KIND, LINE = "kind", "line"


class CustomerForm(Form):
    """The rows of a person or a company; ``customer`` is who is changed, None for a new one."""

    def __init__(
        self, desk: Desk, start: FormStart, *, title: str, kind: str, customer: int | None = None
    ) -> None:
        draft = "new" if customer is None else f"edit:{customer}"
        super().__init__(desk, draft=draft, title=title)
        self.customer = customer
        self.kind, self.line = kind, start.line
        self._managers = start.managers
        self.typed = {
            name: entry_text(name, value)
            for name, value in start.values.items()
            if name in fields() and value is not None
        }
        self.stored = dict(self.typed)
        self.folded: FoldedFields | None = None
        self._hint: TwinsHint | None = None
        self._body: QWidget | None = None
        self.build()
        self.edited.connect(self._note)

    # -- what is shown

    def build(self) -> None:
        """Lay out the rows of the kind and line at hand, filled with what was typed."""
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self.rows.clear()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.lay_out_head(column)
        column.addWidget(in_two_columns([self._row(each) for each in first_fields(self.kind)]))
        self._hint = TwinsHint(self.desk, self._recognised_by, self.customer)
        self._hint.chosen.connect(self._open)
        column.addWidget(self._hint)
        self.lay_out_more(column)
        self.folded = FoldedFields(further_fields(self.kind, self.line), self._row)
        column.addWidget(self.folded)
        self.column.addWidget(self._body)
        self.folded.note(self.texts())

    def lay_out_head(self, column: QVBoxLayout) -> None:
        """Put what stands above the first fields."""

    def lay_out_more(self, column: QVBoxLayout) -> None:
        """Put what stands between the first fields and those that are folded."""

    def _row(self, field: Field) -> FormRow:
        offers = self._managers if field.id == "owner_rm" else ()
        text = self.typed.get(field.id, "")
        known = self.customer is not None
        row = field_row(field, self.read, text=text, offers=offers, secret=known)
        return self.add_row(field.id, row)

    def _note(self) -> None:
        if self.folded is not None and self._hint is not None:
            self.folded.note(self.texts())
            self._hint.look()

    def _recognised_by(self) -> dict[str, Any]:
        texts = {name: row.entry() for name, row in self.rows.items() if name in HINTED}
        entries = {name: self.read(name, text) for name, text in texts.items() if text}
        return {
            name: entry.value
            for name, entry in entries.items()
            if not entry.problem and entry.value is not None
        }

    def _open(self, customer: int) -> None:
        self.leave_asked.emit()
        self.desk.open_customer(customer)

    # -- what was typed

    def about(self) -> int | None:
        """Return who is changed."""
        return self.customer

    def read(self, name: str, text: str) -> Entry:
        """Return what a text means in a field."""
        return read_entry(name, text, kind=self.kind, today=self.desk.today())

    def texts(self) -> dict[str, str]:
        """Return what was typed, also in parts that are folded or belong to the other kind."""
        texts = {**self.typed, **{name: row.entry() for name, row in self.rows.items()}}
        return {name: text for name, text in texts.items() if text}

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        self.typed = {**self.typed, **texts}
        self.kind = texts.get(KIND, self.kind)
        self.line = texts.get(LINE, self.line)
        self.build()
        self._note()

    def dirty(self) -> bool:
        """Return whether anything was typed that is not stored."""
        shown = {*self.rows, *self.typed} - {KIND, LINE}
        texts = self.texts()
        return any(texts.get(name, "") != self.stored.get(name, "") for name in shown)

    def draft_texts(self) -> dict[str, str]:
        """Return what differs from what is stored, with kind and line to open it as it was."""
        texts = self.texts()
        names = {*texts, *self.stored}
        changed = {n: texts.get(n, "") for n in names if texts.get(n) != self.stored.get(n)}
        return {**changed, KIND: self.kind, LINE: self.line}

    # -- saving

    def values(self) -> dict[str, Any] | None:
        """Return every value by field; None, and the first one to mend in sight, otherwise."""
        waiting = self._folded_texts()
        for name, text in waiting.items():  # a draft may hold a mistake that is still folded
            if self.read(name, text).problem and self.folded is not None:
                self.folded.open_at(name)
        found = self.check()
        if found is None:
            return None
        folded = self._folded_texts()
        return {**found, **{name: self.read(name, text).value for name, text in folded.items()}}

    def _folded_texts(self) -> dict[str, str]:
        """Return typed texts of folded rows that mean something for this kind and line."""
        names = self.folded.names() if self.folded is not None else []
        return {n: self.typed[n] for n in names if n not in self.rows and self.typed.get(n)}


def edit_title(start: FormStart) -> str:
    """Return what stands over the form of a known customer."""
    return _("Edit {name}").format(name=str(start.values.get("name") or ""))
