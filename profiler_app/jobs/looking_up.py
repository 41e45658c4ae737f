"""What the palette finds: a handful of customers, and the owners one can choose among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from profiler_app.domain.dates import age_on
from profiler_app.domain.listing import CustomerRow, FacetValue, ListQuery
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

_HEAD = ("number", "name", "kind", "line")
_SHOWN = ("short_name", "gender", "city", "industry", "birth_date")
_STAGE, _NO_PROFILING, _OWNER = "lifecycle", "no_profiling", "owner_rm"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The best matches, and how many there are in all."""

    rows: tuple[CustomerRow, ...]
    total: int


def look_up(
    workspace: Workspace, source: ColumnSource, text: str, most: int, *, today: date
) -> LookedUp:
    """Return the best matches of a text, found and ordered as in the list of customers."""
    found = lists.find(workspace, source, ListQuery(search=text))
    rows = _rows(workspace, source, found.ids[:most].tolist(), today)
    return LookedUp(rows, len(found.ids))


def recall(
    workspace: Workspace, source: ColumnSource, ids: Sequence[int], *, today: date
) -> LookedUp:
    """Return customers by their ids, leaving out those that are gone."""
    rows = _rows(workspace, source, ids, today)
    return LookedUp(rows, len(rows))


def owners(source: ColumnSource) -> tuple[FacetValue, ...]:
    """Return who looks after customers, those with the most first."""
    return lists.facet(source, _OWNER).values


def _rows(
    workspace: Workspace, source: ColumnSource, ids: Sequence[int], today: date
) -> tuple[CustomerRow, ...]:
    """Facts are read for these few alone: whole columns would be read for everybody."""
    base = read_customers(workspace.connection, ids, (*_HEAD, *_SHOWN))
    stages = _stages(source, ids)
    rows = []
    for customer in ids:
        if customer in base:
            cells = base[customer]
            values = dict(zip(_SHOWN, cells[len(_HEAD) :], strict=True))
            values["age"] = _age(values.pop("birth_date"), today)
            values[_STAGE] = stages.get(customer)
            known = {name: value for name, value in values.items() if value is not None}
            number, name, kind, line = cells[: len(_HEAD)]
            rows.append(CustomerRow(customer, number, name, kind, line, known))
    return tuple(rows)


def _stages(source: ColumnSource, ids: Sequence[int]) -> dict[int, str]:
    """Return the stage of life of those who allow profiling."""
    every = source.ids()
    column = source.columns([_STAGE]).get(_STAGE)
    if column is None or not len(every):
        return {}
    refused = source.tags([_NO_PROFILING])[_NO_PROFILING].true
    found = {}
    for customer, place in zip(ids, np.searchsorted(every, np.array(ids, np.int64)), strict=True):
        there = place < len(every) and every[place] == customer
        stage = column.value(int(place)) if there and not refused[place] else None
        if stage is not None:
            found[customer] = str(stage)
    return found


def _age(birth: str | None, today: date) -> int | None:
    """A birthday without its year says nothing of the age."""
    try:
        return age_on(date.fromisoformat(birth), today) if birth else None
    except ValueError:
        return None
