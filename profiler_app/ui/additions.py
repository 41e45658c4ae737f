"""What can be added to a customer by hand: the same in the menu of the card and in the palette."""

from __future__ import annotations

from typing import NamedTuple

from profiler_app.domain.text import N_
from profiler_app.jobs.entry_kinds import ENTRY_KINDS, kinds_for


class Addition(NamedTuple):
    """The form it opens (as ``FormHost`` knows it), its title, not translated yet, its icon."""

    form: str
    title: str
    icon: str

    @property
    def command(self) -> str:
        """The key of its command."""
        return f"add_{self.form}"


_FIRST = (
    Addition("order", N_("Add an order"), "shopping-bag"),
    Addition("task", N_("Add a task"), "clipboard-list"),
)
_LAST = (
    Addition("survey", N_("Fill in a questionnaire"), "list-checks"),
    Addition("relation", N_("Add a relation"), "network"),
    Addition("consent", N_("Record consent"), "shield-check"),
)

_RECORDS = {
    kind.key: Addition(kind.key, kind.title, kind.icon)
    for kind in ENTRY_KINDS.values()
    if kind.of_customer
}
ADDITIONS = (*_FIRST, *_RECORDS.values(), *_LAST)
"""All of them, in order."""


def additions_for(kind: str, line: str) -> list[Addition]:
    """Return what can be added to a customer: one of the bank has no orders."""
    records = [_RECORDS[each.key] for each in kinds_for(kind, line)]
    first = [each for each in _FIRST if each.form != "order" or line == "trade"]
    return [*first, *records, *_LAST]
