"""Changing a customer who is known: only what was touched is stored."""

from __future__ import annotations

from typing import Any

from profiler_app.domain.errors import ChangedMeanwhile, UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.editing import edit_customer, stored_values
from profiler_app.jobs.entries import with_implied
from profiler_app.jobs.form_start import FormStart
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.customer_form import CustomerForm, edit_title


class EditCustomerForm(CustomerForm):
    """A person stays a person; what somebody else changed meanwhile is not overwritten."""

    def __init__(self, desk: Desk, start: FormStart, *, kind: str, customer: int) -> None:
        super().__init__(desk, start, title=edit_title(start), kind=kind, customer=customer)
        self._known = dict(start.values)

    def save(self) -> None:
        """Store what was changed."""
        values = self.values()
        if values is None:
            return
        new = {n: v for n, v in values.items() if v != self._known.get(n) and not self._same(n)}
        full = with_implied(new, kind=self.kind, today=self.desk.today())
        full = {n: v for n, v in full.items() if n in new or v != self._known.get(n)}
        if not full:
            self.saved.emit()
            return
        self.store(
            edit_customer,
            self.customer,
            full,
            today=self.desk.today(),
            known=dict(self._known),
            done=self._changed,
        )

    def _same(self, name: str) -> bool:
        """A text nobody touched is no change, even where it would be read otherwise today."""
        return self.texts().get(name, "") == self.stored.get(name, "")

    def _changed(self, operation: int) -> None:
        self.desk.toast(_("The changes are saved."), operation)
        self.desk.refresh_data()

    def refused(self, problem: UserProblem) -> None:
        """After a change by somebody else, the next try is against the new values."""
        super().refused(problem)
        if isinstance(problem, ChangedMeanwhile):
            self.desk.reads.ask("form values", _values, self.customer, done=self._learn, owner=self)

    def _learn(self, values: dict[str, Any]) -> None:
        self._known = values


def _values(reader: Reader, customer: int) -> dict[str, Any]:
    return stored_values(reader.workspace, customer)
