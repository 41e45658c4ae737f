"""Valuable customers nobody looks after: without an owner, or without a next step (CRM-01)."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.members import MOST_LISTED, NOBODY, Members
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import agenda, review
from profiler_app.store.connect import Connection

VALUABLE = "high_value"


def without_owner(source: ColumnSource) -> Members:
    """Return the valuable customers without an owner; nobody where owners are not noted at all."""
    owner = source.columns(["owner_rm"]).get("owner_rm")
    if owner is None or not owner.known.any():
        return NOBODY
    return _members(source, _valuable(source) & ~owner.known)


def without_next_step(source: ColumnSource, today: date) -> Members:
    """Return the valuable customers with no open task and no step agreed on for a day to come."""
    ids, connection = source.ids(), source.workspace.connection
    planned = np.isin(ids, sorted(agenda.with_next_step(connection, today)))
    return _members(source, _valuable(source) & ~planned)


def _valuable(source: ColumnSource) -> NDArray[Any]:
    tags = source.tags([VALUABLE, "no_profiling"])
    found: NDArray[Any] = tags[VALUABLE].true & ~tags["no_profiling"].true
    return found


def _members(source: ColumnSource, who: NDArray[Any]) -> Members:
    worth = source.columns(["value_pct"]).get("value_pct")
    places = np.flatnonzero(who)
    if worth is not None:
        known = np.where(worth.known, worth.values, 0.0)
        places = places[np.lexsort((places, -known[places]))]
    chosen = source.ids()[places[:MOST_LISTED]].tolist()
    numbers = _numbers(source.workspace.connection, chosen)
    return Members(len(places), numbers)


def _numbers(connection: Connection, customers: list[int]) -> tuple[str, ...]:
    called = review.numbers(connection, customers)
    return tuple(called[each] for each in customers if each in called)
