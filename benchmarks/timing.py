"""What the cases of the list share: opening the workspace, times and their percentiles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import generating


def opened(path: str, *, readonly: bool = True) -> Any:
    """Open a workspace of the benchmarks."""
    from profiler_app.jobs.workspaces import open_workspace

    return open_workspace(Path(path), generating.PASSPHRASE, readonly=readonly)


def times(work: Callable[[Any], object], things: Sequence[Any]) -> list[float]:
    """Return how many milliseconds the work took for each thing, ascending."""
    taken = []
    for thing in things:
        began = time.perf_counter()
        work(thing)
        taken.append((time.perf_counter() - began) * 1e3)
    return sorted(taken)


def p50(taken: Sequence[float]) -> float:
    """Return the median of ascending times."""
    return taken[len(taken) // 2]


def p95(taken: Sequence[float]) -> float:
    """Return what 95 % of ascending times do not exceed."""
    return taken[int(len(taken) * 0.95)]


def rows_of(cursor: Any) -> Iterator[Any]:
    """Yield the rows of a cursor, read many at a time."""
    return chain.from_iterable(iter(lambda: cursor.fetchmany(5_000), []))
