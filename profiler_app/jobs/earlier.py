"""What earlier runs said about the stage of life of each customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, Coded
from profiler_app.analysis.features import History
from profiler_app.domain.dates import to_day
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

_REACH = timedelta(days=200)
"""How far back a loss still matters: winning back is told from losses within 180 days."""


def earlier_stages(
    workspace: Workspace, ids: NDArray[Any], as_of: date, last: runs.Run | None
) -> History | None:
    """Return the stages of the last run of an earlier day; None when there was none."""
    if last is None:
        return None
    return History(_stages(workspace, ids, as_of, last), _last_lost(workspace, ids, as_of))


def _stages(workspace: Workspace, ids: NDArray[Any], as_of: date, last: runs.Run) -> Coded:
    name = "lifecycle" if last.as_of < as_of.isoformat() else "prev_lifecycle"
    source = ColumnSource(workspace)
    found = source.columns([name]).get(name)
    if found is None:
        return Coded(np.full(len(ids), -1, np.int32), ())
    places = np.searchsorted(source.ids(), ids)
    codes = np.where(found.known[places], found.values[places], -1)
    return Coded(codes.astype(np.int32), tuple(found.labels))


def _last_lost(workspace: Workspace, ids: NDArray[Any], as_of: date) -> NDArray[Any]:
    days = np.full(len(ids), NULL_INT)
    since = (as_of - _REACH).isoformat()
    for run, day in runs.run_days(workspace.connection, since=since, before=as_of.isoformat()):
        lost, _unknown = runs.read_tag(workspace.connection, "lc_lost", ids, run=run)
        days[lost] = to_day(day)
    return days
