"""What earlier runs said about the stage of life of each customer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, Coded
from profiler_app.analysis.features import History
from profiler_app.domain.dates import to_day
from profiler_app.store import runs
from profiler_app.store.connect import Connection
from profiler_app.store.feature_blocks import joined, read_features_of

_REACH = timedelta(days=200)
"""How far back a loss still matters: winning back is told from losses within 180 days."""

_FEW = 20
"""So many customers are read one by one."""


def run_compared_with(connection: Connection, day: date) -> tuple[int, str] | None:
    """Return (run, business day) of the last run up to a day, else of the oldest one.

    The last run of all is compared with none; None when there is no other day.
    """
    last = runs.last_run(connection)
    days = runs.run_days(connection, since="", before=last.as_of) if last else []
    if not days:
        return None
    return max((each for each in days if each[1] <= day.isoformat()), default=days[0])


class EarlierStages:
    """The stages of the last run of an earlier day; read before a new run overwrites them."""

    def __init__(
        self,
        connection: Connection,
        *,
        as_of: date,
        last: runs.Run | None,
        among: NDArray[Any] | None = None,
    ) -> None:
        """``among``: only these customers (sorted ids) will be asked for."""
        self._there = last is not None
        name = "lifecycle" if last and last.as_of < as_of.isoformat() else "prev_lifecycle"
        if among is not None and len(among) <= _FEW:
            self._ids, found = _of_few(connection, name, among)
        else:
            self._ids = runs.feature_ids(connection)
            found = runs.read_feature(connection, name) if last else None
        self._labels = found.labels if found else ()
        self._codes = np.where(found.known, found.values, -1) if found else np.empty(0, np.int32)
        self._lost = np.full(len(self._ids), NULL_INT)
        since = (as_of - _REACH).isoformat()
        for run, day in runs.run_days(connection, since=since, before=as_of.isoformat()):
            lost, _unknown = runs.read_tag(connection, "lc_lost", self._ids, run=run)
            self._lost[lost] = to_day(day)

    def of(self, ids: NDArray[Any]) -> History | None:
        """Return what is known about some customers (sorted ids); None when there was no run."""
        if not self._there:
            return None
        codes, lost = np.full(len(ids), -1, np.int32), np.full(len(ids), NULL_INT)
        places = np.searchsorted(self._ids, ids)
        known = places < len(self._ids)
        known[known] = self._ids[places[known]] == ids[known]
        lost[known] = self._lost[places[known]]
        if self._labels:
            codes[known] = self._codes[places[known]]
        return History(Coded(codes, self._labels), lost)


def _of_few(
    connection: Connection, name: str, customers: NDArray[Any]
) -> tuple[NDArray[Any], runs.StoredColumn | None]:
    """Return which of some customers the last run knew, and a feature of them."""
    found = {
        customer: read_features_of(connection, (name,), customer) for customer in customers.tolist()
    }
    known = [customer for customer, features in found.items() if name in features]
    columns = [found[customer][name] for customer in known]
    return np.array(known, np.int64), joined(columns) if columns else None
