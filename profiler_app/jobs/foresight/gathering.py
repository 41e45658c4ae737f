"""What was known of customers on an earlier day: what a model tried in time learns from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.progress import Progress
from profiler_app.jobs.computing import states_as_of
from profiler_app.jobs.unprofiled import not_profiled
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

Chosen = Callable[[Mapping[str, Column]], NDArray[np.bool_]]


def gather(
    progress: Progress,
    workspace: Workspace,
    day: date,
    run: runs.Run,
    names: Sequence[str],
    chosen: Chosen,
) -> tuple[NDArray[np.int64], dict[str, Column]]:
    """Return the ids (sorted) and these features, as of a day, of the customers chosen by theirs.

    Who may not be profiled now is left out also of the days on which it was still allowed. The
    features must be numbers: labels of different blocks are not put together.
    """
    closed = not_profiled(workspace)
    ids: list[NDArray[Any]] = []
    parts: dict[str, list[Column]] = {name: [] for name in names}
    for state in states_as_of(progress, workspace.connection, as_of=day, last=run):
        rows = np.flatnonzero(chosen(state.features) & ~np.isin(state.ids, closed))
        ids.append(state.ids[rows])
        for name in names:
            parts[name].append(state.features[name].take(rows))
    everyone = np.concatenate([np.empty(0, np.int64), *ids])
    return everyone, {name: _joined(found) for name, found in parts.items()}


def _joined(parts: Sequence[Column]) -> Column:
    if not parts:
        return Column("num", np.empty(0), np.empty(0, np.bool_))
    values = np.concatenate([part.values for part in parts])
    known = np.concatenate([part.known for part in parts])
    return Column(parts[0].kind, values, known)
