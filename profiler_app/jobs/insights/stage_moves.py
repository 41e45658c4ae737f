"""What became of those who stood on each stage of life 90 days ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.fields import option_label, options
from profiler_app.domain.insights import Chart
from profiler_app.domain.progress import Silent
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import states_as_of
from profiler_app.jobs.insights.crowd import Crowd, crowd_of
from profiler_app.jobs.insights.groups import life_stages
from profiler_app.jobs.insights.words import percent
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

DAYS = 90
MOST_UNASKED = 100_000
"""Up to so many customers the earlier day is computed without being asked for."""
_WORSE = ("decline", "lost")


def stages_with_moves(workspace: Workspace, source: ColumnSource, *, where: str) -> Chart | None:
    """Return the chart of the stages with the commonest move of each; None for too many customers.

    The state of 90 days ago is computed from the facts dated up to it, once for all filters.
    """
    if len(source.ids()) > MOST_UNASKED:
        return None
    crowd = crowd_of(workspace, source, where)
    before: NDArray[np.int64] = source.kept(
        ("stages before", crowd.as_of.isoformat()), lambda: _before(workspace, source, crowd)
    )
    column = crowd.column("lifecycle")
    if column is None or not len(column.labels):
        return None
    names = [option.id for option in options("lifecycle")]
    places = np.array([names.index(label) for label in column.labels], np.int64)
    now = np.where(column.known, places[column.values], -1)
    return life_stages(crowd, _moved(before, now, names))


def _before(workspace: Workspace, source: ColumnSource, crowd: Crowd) -> NDArray[np.int64]:
    """Return everybody's stage 90 days ago as a place among the options, -1 where unknown."""
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    names = [option.id for option in options("lifecycle")]
    ids = source.ids()
    found = np.full(len(ids), -1, np.int64)
    day = crowd.as_of - timedelta(days=DAYS)
    for state in states_as_of(Silent(), workspace.connection, as_of=day, last=run):
        column = state.features["lifecycle"]
        places = np.array([names.index(label) for label in column.labels] or [0], np.int64)
        at = np.searchsorted(ids, state.ids)
        there = ids.take(at, mode="clip") == state.ids
        stages = np.where(column.known, places[column.values], -1)
        found[at[there]] = stages[there]
    return found


def _moved(before: NDArray[Any], now: NDArray[Any], names: list[str]) -> dict[str, tuple[str, str]]:
    """Return for each stage the commonest other stage of those who stood there, and its tone."""
    told = {}
    for at, name in enumerate(names):
        mine = now[(before == at) & (now >= 0)]
        if not len(mine):
            continue
        counts = np.bincount(mine[mine != at], minlength=len(names))
        if not counts.sum():
            told[name] = (_("all stayed"), "text.secondary")
            continue
        to = int(np.argmax(counts))
        share = percent(counts[to] / len(mine), 0)
        text = _("{share} → {stage}").format(
            share=share, stage=option_label("lifecycle", names[to])
        )
        told[name] = (text, "danger" if names[to] in _WORSE else "success")
    return told
