"""Values to be set right: shown before, then written as one operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.bulk import Changed
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.editing import split_values, write_attributes
from profiler_app.jobs.lists import shown_value
from profiler_app.store.customers import read_customers
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

_AT_ONCE = 2_000
SHOWN = 200
"""So many customers a preview names."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a customer: ``value`` as it is stored, None clears the field."""

    customer: int
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One customer of a preview: what stands there now and what will stand there (None: the
    problem needs a person)."""

    customer: int
    number: str
    name: str
    now: str
    then: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done: to how many customers, and the first of them."""

    count: int
    lines: tuple[Line, ...]


def write(
    progress: Progress,
    workspace: Workspace,
    changes: Sequence[Change],
    *,
    what: str,
    today: date,
) -> Changed:
    """Write all changes as one operation; ``what`` (no personal data) is told in the history."""
    with operation(workspace, "clean", {"what": what}) as opened:
        for done, (names, part) in enumerate(_parts(changes)):
            progress.step(min(0.9, 0.9 * done * _AT_ONCE / len(changes)), N_("Saving"))
            _write_part(workspace, opened, names, part, today)
        progress.step(0.9, N_("Writing the history"))
        opened.facts["count"] = len(changes)
    return Changed(len(changes), opened.id if changes else None)


def _parts(changes: Sequence[Change]) -> Iterator[tuple[tuple[str, ...], list[Change]]]:
    """Group changes of the same field, a few thousand at a time."""
    by_field: dict[str, list[Change]] = {}
    for change in changes:
        by_field.setdefault(change.field, []).append(change)
    for name, each in by_field.items():
        for first in range(0, len(each), _AT_ONCE):
            yield (name,), each[first : first + _AT_ONCE]


def _write_part(
    workspace: Workspace,
    opened: Operation,
    names: tuple[str, ...],
    part: Sequence[Change],
    today: date,
) -> None:
    own, _others = split_values(dict.fromkeys(names))
    if own:
        rows = [(change.value, change.customer) for change in part]
        opened.update_many("customer", tuple(own), rows)
        return
    for change in part:
        values: Mapping[str, Any] = {change.field: change.value}
        write_attributes(workspace, opened, change.customer, values, today)


def preview(workspace: Workspace, source: ColumnSource, changes: Sequence[Change]) -> Preview:
    """Return the first changes for reading; identifying values are masked."""
    first = changes[:SHOWN]
    named = read_customers(
        workspace.connection, [change.customer for change in first], ("number", "name")
    )
    places = np.searchsorted(source.ids(), np.array([each.customer for each in first], np.int64))
    columns = {name: source.read_once(name) for name in {each.field for each in first}}
    currency = workspace.settings.currency
    lines = []
    for change, place in zip(first, places.tolist(), strict=True):
        number, name = named[change.customer]
        column = columns[change.field]
        now = None if column is None else column.value(place)
        field = fields()[change.field]
        then = shown_value(_raw(field.kind, change.value), field, currency)
        lines.append(Line(change.customer, number, name, shown_value(now, field, currency), then))
    return Preview(len(changes), tuple(lines))


def _raw(kind: str, value: Any) -> Any:
    """Return a stored value as columns have it."""
    return to_day(value) if kind == "date" and isinstance(value, str) else value
