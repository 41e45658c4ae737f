"""Value tiers of the user: names and lower bounds on one figure (SEG-01).

What is kept is a fact (the figure, the names, the bounds), written by an operation, so it can be
undone. Who stands on which tier follows from it and from the features of the last run: it is the
column ``own_tier``, which rules name like any other field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.progress import Progress
from profiler_app.domain.segmentation import NOT_SCORED, Migration, Move, Tiers
from profiler_app.domain.tags import NO_PROFILING
from profiler_app.domain.text import N_
from profiler_app.store import runs
from profiler_app.store.connect import Connection
from profiler_app.store.segments import give_up_choice, read_choice, write_choice
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.jobs.columns import ColumnSource

KIND = "tiers"
FIELD = "own_tier"
ORDERS = "freq_12m"


def saved_tiers(connection: Connection) -> Tiers | None:
    """Return the tiers in force, None when nobody made any."""
    stored = read_choice(connection, KIND)
    if stored is None:
        return None
    return Tiers(
        stored["figure"],
        tuple(stored["names"]),
        tuple(stored["bounds"]),
        tuple(stored.get("orders", ())),
        tuple(stored.get("benefits", ())),
    )


def save_tiers(progress: Progress, workspace: Workspace, tiers: Tiers | None) -> int:
    """Put tiers in force, or give them up (None), as one operation; return it."""
    progress.step(0.0, N_("Saving"))
    if tiers is None:
        return give_up_choice(workspace, KIND)
    return write_choice(workspace, KIND, asdict(tiers), {"names": " / ".join(tiers.names)})


def tier_column(connection: Connection, source: ColumnSource) -> Column | None:
    """Return the tier of everybody, the highest first; None without tiers.

    Unknown where the figure is unknown or below the last bound, and where profiling is not allowed.
    """
    tiers = saved_tiers(connection)
    return None if tiers is None else _column(tiers, source)


def preview_tiers(workspace: Workspace, source: ColumnSource, tiers: Tiers) -> Migration:
    """Return who would stand where; from the tiers in force, the moves sum to all customers.

    ``none`` is no tier: the figure is unknown or below the last bound.
    """
    size = len(source.ids())
    now, then = tier_column(workspace.connection, source), _column(tiers, source)
    old = now.labels if now is not None else ()
    before, names = _places(now, size), (*old, NOT_SCORED)
    after, new_names = _places(then, size), (*tiers.names, NOT_SCORED)
    counts = np.bincount(before * len(new_names) + after, minlength=len(names) * len(new_names))
    moves = tuple(
        Move(names[at // len(new_names)], new_names[at % len(new_names)], int(counts[at]), 0)
        for at in np.flatnonzero(counts).tolist()
    )
    run = runs.last_run(workspace.connection)
    day = "" if run is None else run.as_of
    return Migration(day, day, size, moves)


def _column(tiers: Tiers, source: ColumnSource) -> Column | None:
    """Return the place in the tiers of everybody whose figure, or purchases, reach a bound."""
    columns = source.columns([tiers.figure, ORDERS])
    if tiers.figure not in columns:
        return None
    place = reached(tiers, columns)
    withheld = source.tags([NO_PROFILING])[NO_PROFILING].true
    known = (place < len(tiers.names)) & ~withheld
    return Column("text", np.where(known, place, 0).astype(np.int32), known, tiers.names)


def reached(tiers: Tiers, columns: Mapping[str, Column]) -> NDArray[np.int64]:
    """Return the place of everybody in the tiers, one past the last for who reaches none."""
    figure, orders = columns[tiers.figure], columns.get(ORDERS)
    place = np.full(len(figure.values), len(tiers.names))
    for at in reversed(range(len(tiers.names))):
        inside = figure.known & (figure.values >= tiers.bounds[at])
        if tiers.orders and tiers.orders[at] and orders is not None:
            inside |= orders.known & (orders.values >= tiers.orders[at])
        place[inside] = at
    return place


def _places(column: Column | None, size: int) -> NDArray[np.int64]:
    """Return the place of everybody, one past the last where he stands on none."""
    if column is None:
        return np.zeros(size, np.int64)
    return np.where(column.known, column.values, len(column.labels)).astype(np.int64)
