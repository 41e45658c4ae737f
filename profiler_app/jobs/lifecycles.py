"""Everybody's stages of life at the ends of the last months, and today; nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.fields import options
from profiler_app.domain.lifecycle import (
    WITHHELD,
    CustomerLife,
    LifecycleReport,
    LifecycleView,
    StageEntrant,
    StageEntry,
    StageMove,
)
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.computing import states_as_of
from profiler_app.store import runs
from profiler_app.store.customers import file_keys, read_customers
from profiler_app.store.workspace import Workspace

_Stages = NDArray[np.int64]
MOST_NAMED = 50
"""So many customers of each move are named."""


def lifecycle(
    progress: Progress,
    workspace: Workspace,
    *,
    as_of: date,
    months: int = 12,
    each: bool = False,
) -> LifecycleReport:
    """Compute the stage of everybody on each of the last month ends and on ``as_of``.

    Each day is computed from the facts dated up to it, as a refresh on that day would. ``each``
    adds the history of every customer. Raises NotComputed when there was no refresh yet.
    """
    names = tuple(option.id for option in options("lifecycle"))
    ids, history, texts = _history(progress, workspace, [*month_ends(as_of, months), as_of], names)
    return _report(workspace, ids, history, names, texts, each=each)


def lifecycle_view(
    progress: Progress, workspace: Workspace, *, as_of: date, months: int
) -> LifecycleView:
    """Compute the stages as ``lifecycle`` does, the moves from the first day to the last, and who.

    Raises NotComputed when there was no refresh yet.
    """
    names = tuple(option.id for option in options("lifecycle"))
    days = [*month_ends(as_of, months), as_of]
    ids, history, texts = _history(Part(progress, 0.0, 0.95), workspace, days, names)
    progress.step(0.95, N_("Comparing"))
    known = (history[0] >= 0) & (history[-1] >= 0)
    cells = np.bincount(
        history[0][known] * len(names) + history[-1][known], minlength=len(names) ** 2
    )
    flows = tuple(
        StageMove(texts[-1], names[cell // len(names)], names[cell % len(names)], int(cells[cell]))
        for cell in np.flatnonzero(cells).tolist()
    )
    return LifecycleView(
        report=_report(workspace, ids, history, names, texts, each=False),
        flows=flows,
        people=tuple(_entrants(workspace, ids, history, names, texts)),
    )


def _entrants(
    workspace: Workspace,
    ids: NDArray[np.int64],
    history: NDArray[Any],
    names: tuple[str, ...],
    days: tuple[str, ...],
) -> Iterator[StageEntrant]:
    """Yield the first of each move from the first day to the last, with when it was seen."""
    first, last = history[0], history[-1]
    moved = np.flatnonzero((first >= 0) & (last >= 0) & (first != last))
    cells = first[moved] * len(names) + last[moved]
    for cell in np.unique(cells).tolist():
        places = moved[cells == cell][:MOST_NAMED]
        base = read_customers(workspace.connection, ids[places].tolist(), ("number", "name"))
        for place in places.tolist():
            same = history[:, place] == history[-1, place]
            since = len(days) - int(np.argmin(same[::-1])) if not same.all() else 0
            number, name = base[int(ids[place])][:2]
            yield StageEntrant(
                int(ids[place]),
                number,
                name,
                names[cell // len(names)],
                names[cell % len(names)],
                days[since - 1],
                days[since],
            )


def _history(
    progress: Progress, workspace: Workspace, days: Sequence[date], names: tuple[str, ...]
) -> tuple[NDArray[np.int64], NDArray[Any], tuple[str, ...]]:
    """Return customers, the place of their stage on each day (-1: withheld), and the days."""
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    table: list[_Stages] = []
    ids = np.zeros(0, np.int64)
    for at, day in enumerate(days):
        part = Part(progress, at / len(days), (at + 1) / len(days))
        ids, stages = _on(part, workspace, day, run, names)
        table.append(stages)
    history = np.array(table).reshape(len(days), len(ids))
    history = np.where(history[-1] < 0, -1, history)  # whoever is withheld today is, all along
    return ids, history, tuple(day.isoformat() for day in days)


def _report(
    workspace: Workspace,
    ids: NDArray[np.int64],
    history: NDArray[Any],
    names: tuple[str, ...],
    texts: tuple[str, ...],
    *,
    each: bool,
) -> LifecycleReport:
    return LifecycleReport(
        days=texts,
        flow=tuple(
            {name: int((row == at).sum()) for at, name in enumerate(names)} for row in history
        ),
        moves=_moves(history, names, texts),
        withheld=int((history[-1] < 0).sum()),
        customers=_lives(workspace, ids, history, names, texts) if each else (),
    )


def month_ends(until: date, months: int) -> list[date]:
    """Return the last days of the months before a day, the oldest first."""
    found = []
    day = until
    for _month in range(months):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def _on(
    progress: Progress, workspace: Workspace, day: date, run: runs.Run, names: tuple[str, ...]
) -> tuple[NDArray[np.int64], _Stages]:
    """Return the customers and the place of their stage in ``names``, -1 where withheld."""
    ids, stages = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for state in states_as_of(progress, workspace.connection, as_of=day, last=run):
        column = state.features["lifecycle"]
        places = np.array([names.index(label) for label in column.labels], np.int64)
        ids.append(state.ids)
        stages.append(np.where(column.known, places[column.values], -1))
    return np.concatenate(ids), np.concatenate(stages)


def _moves(
    history: NDArray[Any], names: tuple[str, ...], days: tuple[str, ...]
) -> tuple[StageMove, ...]:
    """Return who changed, the largest moves of a day first."""
    found = []
    places = (*names, WITHHELD)
    for at in range(1, len(days)):
        before, after = (np.where(row < 0, len(names), row) for row in history[at - 1 : at + 1])
        moved = before != after
        cells = np.bincount(before[moved] * len(places) + after[moved])
        for cell in sorted(np.flatnonzero(cells).tolist(), key=lambda cell: -cells[cell]):
            old, new = divmod(cell, len(places))
            found.append(StageMove(days[at], places[old], places[new], int(cells[cell])))
    return tuple(found)


def _lives(
    workspace: Workspace,
    ids: NDArray[np.int64],
    history: NDArray[Any],
    names: tuple[str, ...],
    days: tuple[str, ...],
) -> tuple[CustomerLife, ...]:
    keys = file_keys(workspace.connection)
    found = []
    for number, row in zip(ids.tolist(), history.T.tolist(), strict=True):
        if row[-1] < 0:
            continue
        entries = [StageEntry(names[row[0]], None, None)] if row[0] >= 0 else []
        for at in range(1, len(row)):
            if row[at] >= 0 and row[at] != row[at - 1]:
                entries.append(StageEntry(names[row[at]], days[at - 1], days[at]))
        found.append(CustomerLife(keys[number], tuple(entries)))
    return tuple(found)
