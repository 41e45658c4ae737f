"""Making and changing a person or a company; the fields come from the catalog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import ChangedMeanwhile, UserProblem
from profiler_app.domain.fields import Field, dimensions, fields, option_label
from profiler_app.domain.identifiers import mask
from profiler_app.domain.text import _
from profiler_app.jobs.duplicates_hint import Twin, twins
from profiler_app.jobs.editing import Created, create_customer, edit_customer, stored_values
from profiler_app.jobs.entries import (
    Entry,
    entry_text,
    first_fields,
    further_fields,
    read_entry,
    with_implied,
)
from profiler_app.jobs.form_start import FormStart
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.consent_part import ConsentEditor, consents_of
from profiler_app.ui.forms.editors import editor_for
from profiler_app.ui.forms.fold import Fold
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow
from profiler_app.ui.forms.masked_editor import MaskedEditor
from profiler_app.ui.theme import motion_ms
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline
from profiler_app.ui.widgets.segmented import Segmented

_KIND, _LINE, _CONSENT = "kind", "line", "consent"
_HINTED = ("mobile", "cn_id", "uscc", "email", "member_no", "core_cust_no", "name", "birth_date")


class CustomerForm(Form):
    """The form of a new customer, or of one who is known (``customer``)."""

    def __init__(
        self, desk: Desk, start: FormStart, *, kind: str, customer: int | None = None
    ) -> None:
        draft = "new" if customer is None else f"edit:{customer}"
        known = str(start.values.get("name") or "")
        title = _("New customer") if customer is None else _("Edit {name}").format(name=known)
        super().__init__(desk, draft=draft, title=title)
        self._customer, self._known = customer, dict(start.values)
        self._managers = start.managers
        self._kind, self._line = kind, start.line
        self._texts = {
            name: entry_text(name, value)
            for name, value in start.values.items()
            if name in fields() and value is not None
        }
        self._stored = dict(self._texts)
        self._folds: dict[str, tuple[Fold, Sequence[Field]]] = {}
        self._switch = self._make_switch()
        self._twins = QVBoxLayout()
        self._look = QTimer(self, singleShot=True, interval=motion_ms("search_debounce_ms"))
        self._look.timeout.connect(self._look_for_twins)
        self._body: QWidget | None = None
        self._build()
        self.edited.connect(self._look.start)
        self.edited.connect(self._note_filled)

    def _make_switch(self) -> Segmented:
        switch = Segmented(
            [(kind, option_label("kind", kind)) for kind in ("person", "company")], small=True
        )
        switch.setAccessibleName(fields()[_KIND].label)
        switch.choose(self._kind)
        switch.chosen.connect(self._turn_into)
        return switch

    def head_widget(self) -> QWidget | None:
        """The switch between person and company; a known customer stays what he is."""
        return self._switch if self._customer is None else None

    # -- what is shown

    def _build(self) -> None:
        """Lay out the rows of the kind and line at hand, filled with what was typed."""
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self.rows.clear()
        self._folds.clear()
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if self._customer is None:
            column.addLayout(self._line_row())
        column.addWidget(self._grid(first_fields(self._kind)))
        self._twins = QVBoxLayout()
        column.addLayout(self._twins)
        if self._customer is None and self._kind == "person":
            column.addWidget(Hairline())
            check = partial(_answered, needed=True)
            row = FormRow(_("Consent"), ConsentEditor(), check, required=True)
            column.addWidget(self.add_row(_CONSENT, row))
            row.put(self._texts.get(_CONSENT, ""))
        further = further_fields(self._kind, self._line)
        for dimension in dimensions():
            if dimension.id in further:
                column.addWidget(self._fold(dimension.label, further[dimension.id]))
        self.column.addWidget(self._body)
        self._note_filled()

    def _line_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        choice = Segmented([(k, option_label("line", k)) for k in ("trade", "bank")], small=True)
        choice.setAccessibleName(fields()[_LINE].label)
        choice.choose(self._line)
        choice.chosen.connect(self._take_line)
        row.addWidget(Label(fields()[_LINE].label, "caption", "text.secondary"))
        row.addWidget(choice)
        row.addStretch(1)
        return row

    def _grid(self, chosen: Sequence[Field]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 1)
        for at, field in enumerate(chosen):
            row = self._row(field)
            grid.addWidget(row, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        return holder

    def _row(self, field: Field) -> FormRow:
        offers = self._managers if field.id == "owner_rm" else ()
        check = partial(self._read, field.id)
        secret = field.sensitivity == "S2" and field.kind == "text" and self._customer is not None
        row = FormRow(
            field.label,
            MaskedEditor(partial(_masked, field.id))
            if secret
            else editor_for(field, offers=offers),
            check,
            shown=partial(entry_text, field.id),
            required=field.id == "name",
        )
        row.put(self._texts.get(field.id, ""))
        return self.add_row(field.id, row)

    def _fold(self, title: str, chosen: Sequence[Field]) -> Fold:
        fold = Fold(title, lambda: self._grid(chosen))
        self._folds[title] = (fold, chosen)
        return fold

    def _note_filled(self) -> None:
        texts = self.texts()
        for fold, chosen in self._folds.values():
            filled = sum(field.id in texts for field in chosen)
            fold.set_note(f"{filled}/{len(chosen)}")

    # -- what was typed

    def _read(self, name: str, text: str) -> Entry:
        return read_entry(name, text, kind=self._kind, today=self.desk.today())

    def texts(self) -> dict[str, str]:
        """Return what was typed, also in parts that are folded or belong to the other kind."""
        texts = {**self._texts, **{name: row.entry() for name, row in self.rows.items()}}
        return {name: text for name, text in texts.items() if text}

    def put(self, texts: Mapping[str, str]) -> None:
        """Show a draft."""
        self._texts = {**self._texts, **texts}
        self._kind = texts.get(_KIND, self._kind)
        self._line = texts.get(_LINE, self._line)
        self._switch.choose(self._kind)
        self._build()
        self._look.start()

    def dirty(self) -> bool:
        """Return whether anything was typed that is not stored."""
        shown = {*self.rows, *self._texts} - {_KIND, _LINE}
        texts = self.texts()
        return any(texts.get(name, "") != self._stored.get(name, "") for name in shown)

    def draft_texts(self) -> dict[str, str]:
        """Return what differs from what is stored, with kind and line to open it as it was."""
        texts = self.texts()
        names = {*texts, *self._stored}
        changed = {n: texts.get(n, "") for n in names if texts.get(n) != self._stored.get(n)}
        return {**changed, _KIND: self._kind, _LINE: self._line}

    def _turn_into(self, kind: str) -> None:
        self._texts, self._kind = self.texts(), kind
        self._build()
        self.count()
        first = self.first_field()
        if first is not None:
            first.setFocus()

    def _take_line(self, line: str) -> None:
        self._texts, self._line = self.texts(), line
        self._build()

    # -- who may be meant already

    def _look_for_twins(self) -> None:
        values = {}
        for name in _HINTED:
            if name in self.rows and (text := self.rows[name].entry()):
                entry = self._read(name, text)
                if not entry.problem and entry.value is not None:
                    values[name] = entry.value
        self.desk.reads.ask(
            "twins",
            _twins,
            values,
            self._customer,
            done=self._show_twins,
            failed=self.desk.show_problem,
            owner=self,
        )

    def _show_twins(self, found: tuple[Twin, ...]) -> None:
        while (item := self._twins.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for twin in found[:2]:
            text = _("{name} · {reason} · {number}").format(
                name=twin.name, reason=twin.because, number=twin.number
            )
            band = Band("warning", _("May be here already"), text)
            band.add_button(_("Open the card"), partial(self._open, twin.customer))
            self._twins.addWidget(band)

    def _open(self, customer: int) -> None:
        self.leave_asked.emit()
        self.desk.open_customer(customer)

    # -- saving

    def save(self) -> None:
        """Store the new customer, or what was changed of a known one."""
        self._open_folds_with_problems()
        values = self.check()
        if values is None:
            return
        if self._customer is None:
            self._create(values)
        else:
            self._change(values)

    def _open_folds_with_problems(self) -> None:
        """A draft may hold a mistake in a part that is still folded."""
        for fold, chosen in self._folds.values():
            for field in chosen:
                text = self._texts.get(field.id, "")
                if field.id not in self.rows and text and self._read(field.id, text).problem:
                    fold.toggle()
                    break

    def _create(self, values: dict[str, Any]) -> None:
        consents = consents_of(str(values.pop(_CONSENT, "") or ""))
        for name, field_ids in self._unopened():
            values[name] = self._read(name, field_ids).value
        told = {name: value for name, value in values.items() if value is not None}
        full = with_implied(told, kind=self._kind, today=self.desk.today())
        full = {name: value for name, value in full.items() if value is not None}
        self.store(
            create_customer,
            {**full, "kind": self._kind, "line": self._line},
            consents=consents,
            today=self.desk.today(),
            done=partial(self._created, str(full["name"])),
        )

    def _unopened(self) -> list[tuple[str, str]]:
        """Return typed texts of folded rows that mean something for this kind and line."""
        usable = [field.id for _fold, chosen in self._folds.values() for field in chosen]
        return [
            (name, self._texts[name])
            for name in usable
            if name not in self.rows and self._texts.get(name)
        ]

    def _created(self, name: str, made: Created) -> None:
        self.desk.toast(_("Created {name}.").format(name=name), made.operation)
        self.desk.refresh_data()
        self.desk.open_customer(made.customer)

    def _change(self, values: dict[str, Any]) -> None:
        for name, text in self._unopened():
            values[name] = self._read(name, text).value
        new = {n: v for n, v in values.items() if v != self._known.get(n) and not self._same(n)}
        full = with_implied(new, kind=self._kind, today=self.desk.today())
        full = {n: v for n, v in full.items() if n in new or v != self._known.get(n)}
        if not full:
            self.saved.emit()
            return
        self.store(
            edit_customer,
            self._customer,
            full,
            today=self.desk.today(),
            known=dict(self._known),
            done=self._changed,
        )

    def _same(self, name: str) -> bool:
        """A text nobody touched is no change, even where it would be read otherwise today."""
        return self.texts().get(name, "") == self._stored.get(name, "")

    def _changed(self, operation: int) -> None:
        self.desk.toast(_("The changes are saved."), operation)
        self.desk.refresh_data()

    def refused(self, problem: UserProblem) -> None:
        """After a change by somebody else, the next try is against the new values."""
        super().refused(problem)
        if isinstance(problem, ChangedMeanwhile):
            self.desk.reads.ask(
                "form values", _values, self._customer, done=self._learn, owner=self
            )

    def _learn(self, values: dict[str, Any]) -> None:
        self._known = values


def _masked(name: str, text: str) -> str:
    return mask(name, text.replace(" ", "") if name in ("mobile", "cn_id") else text)


def _answered(text: str, *, needed: bool) -> Entry:
    missing = _("Say whether the customer was asked.") if needed and not text else ""
    return Entry(text, missing)


def _twins(reader: Reader, values: dict[str, Any], but: int | None) -> tuple[Twin, ...]:
    return twins(reader.workspace, values, but=but)


def _values(reader: Reader, customer: int) -> dict[str, Any]:
    return stored_values(reader.workspace, customer)
