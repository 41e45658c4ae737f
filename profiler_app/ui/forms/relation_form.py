"""How a customer is tied to another one, who is searched for or made in the same step."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.entries import Entry, read_day, read_entry
from profiler_app.jobs.relating import (
    HELD,
    Candidate,
    Tie,
    add_relation,
    candidates,
    other_kind,
    read_percent,
    relation_kinds,
)
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.customer_editor import CustomerEditor
from profiler_app.ui.forms.editors import ChipEditor, LineEditor
from profiler_app.ui.forms.form import Form
from profiler_app.ui.forms.form_row import FormRow


class RelationForm(Form):
    """The kind, the other customer, since when, a note."""

    def __init__(self, desk: Desk, customer: int, name: str, kind: str) -> None:
        title = _("Add a relation · {name}").format(name=name)
        super().__init__(desk, draft=f"relation:{customer}", title=title)
        self._customer, self._kind = customer, kind
        self._other = CustomerEditor()
        self._other.searched.connect(self._look_up)
        day = partial(read_day, latest=desk.today())
        rows = {
            "kind": FormRow(
                _("What the other one is to {name}").format(name=name),
                ChipEditor(relation_kinds(kind)),
                _needed,
                required=True,
            ),
            "other": FormRow(_("Customer"), self._other, self._check_other, required=True),
            "since": FormRow(_("Since"), LineEditor(_("e.g. 1988-02-28")), day, shown=_iso),
            "note": FormRow(_("Note"), LineEditor(), Entry),
        }
        if kind == "company":
            share = FormRow(_("Share in %"), LineEditor(), read_percent, shown=_percent)
            rows = {**rows, "share": share}
        for key, row in rows.items():
            self.column.addWidget(self.add_row(key, row))
        self.rows["kind"].edited.connect(self._other.ask_again)

    def first_field(self) -> QWidget | None:
        """The first kind."""
        return next(iter(self.rows["kind"].editor.widgets()), None)

    def _look_up(self, text: str) -> None:
        self.desk.reads.ask(
            "candidates",
            _candidates,
            text.rpartition(" · ")[2],
            relation=self.rows["kind"].entry(),
            but=self._customer,
            today=self.desk.today(),
            done=partial(self._other.show_found, text),
            failed=self.desk.show_problem,
            owner=self,
        )

    def _check_other(self, text: str) -> Entry:
        if not text:
            return Entry(problem=_("Search for the customer."))
        if self._other.chosen() is not None:
            return Entry(text)
        name = self._other.new_name()
        if not name:
            return Entry(problem=_("Choose a customer from those offered."))
        kind = other_kind(self.rows["kind"].entry(), self._kind)
        return read_entry("name", name, kind=kind, today=self.desk.today())

    def save(self) -> None:
        """Store the relation."""
        values = self.check()
        if values is None:
            return
        other = self._other.chosen()
        tie = Tie(
            kind=values["kind"],
            other=other,
            new_name="" if other is not None else str(values["other"]),
            since=values["since"],
            note=values["note"] or "",
            share=values.get("share") if values["kind"] in HELD else None,
        )
        today = self.desk.today()
        self.store(add_relation, self._customer, tie, today=today, done=self._added)

    def _added(self, operation: int) -> None:
        self.desk.toast(_("The relation is added."), operation)
        self.desk.refresh_data()


def _needed(text: str) -> Entry:
    return Entry(text, "" if text else _("Choose what ties the two."))


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _percent(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else ""


def _candidates(
    reader: Reader, text: str, *, relation: str, but: int, today: date
) -> tuple[Candidate, ...]:
    return candidates(
        reader.workspace, reader.source, text, relation=relation, but=but, today=today
    )
