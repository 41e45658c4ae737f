"""What the palette finds: a handful of customers, and the owners one can choose among."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from profiler_app.domain.listing import CustomerRow, FacetValue, ListQuery
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.workspace import Workspace

_FIELDS = ("short_name", "gender", "age", "city", "industry", "lifecycle")
_OWNER = "owner_rm"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The best matches, and how many there are in all."""

    rows: tuple[CustomerRow, ...]
    total: int


def look_up(workspace: Workspace, source: ColumnSource, text: str, most: int) -> LookedUp:
    """Return the best matches of a text, found and ordered as in the list of customers."""
    found = lists.find(workspace, source, ListQuery(search=text))
    return LookedUp(_rows(workspace, source, found.ids[:most].tolist()), len(found.ids))


def recall(workspace: Workspace, source: ColumnSource, ids: Sequence[int]) -> LookedUp:
    """Return customers by their ids, leaving out those that are gone."""
    rows = _rows(workspace, source, ids)
    return LookedUp(rows, len(rows))


def owners(source: ColumnSource) -> tuple[FacetValue, ...]:
    """Return who looks after customers, those with the most first."""
    return lists.facet(source, _OWNER).values


def _rows(
    workspace: Workspace, source: ColumnSource, ids: Sequence[int]
) -> tuple[CustomerRow, ...]:
    """Only customers that are still there: their places in the columns are looked up by id."""
    every = source.ids()
    at = np.searchsorted(every, np.array(ids, np.int64))
    known = [each for each, place in zip(ids, at, strict=True) if each in every[place : place + 1]]
    return tuple(lists.rows(workspace, source, known, _FIELDS, with_tags=True))
