"""Showing what is masked: nothing is shown before the history says who was looked at, and what.

The note holds the number of the customer and the names of the fields, never a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.jobs.cards.identity import masked
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.editing import living_number
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

Shown = tuple[str, str]
"""The name of a text and how it is shown masked."""


def reveal(
    _progress: Progress,
    workspace: Workspace,
    customer: int,
    wanted: Sequence[Shown],
    *,
    as_of: date,
    known_on: date | None = None,
) -> dict[Shown, str]:
    """Return the whole texts of what a card shows masked, and note that they were shown.

    Two numbers that look the same masked are both told for either.

    ``as_of`` and ``known_on`` are those of the card. What is no longer there is left out; without
    anything left nothing is noted. Raises CustomerNotFound.
    """
    subject = read_subject(workspace, customer, as_of=as_of, known_on=known_on)
    known: dict[Shown, list[str]] = {}
    for each in masked(subject):
        known.setdefault((each.label, each.masked), []).append(each.value)
    found = {each: " / ".join(known[each]) for each in wanted if each in known}
    if found:
        _note(workspace, str(subject.own["number"]), [label for label, _masked in found])
    return found


def note_shown(
    _progress: Progress, workspace: Workspace, customer: int, labels: Sequence[str]
) -> int:
    """Note that masked fields of a customer were shown whole. Returns the operation."""
    return _note(workspace, living_number(workspace, customer), labels)


def _note(workspace: Workspace, number: str, labels: Sequence[str]) -> int:
    facts = {"number": number, "fields": listed(list(dict.fromkeys(labels)))}
    with operation(workspace, "reveal", facts) as opened:
        return opened.id
