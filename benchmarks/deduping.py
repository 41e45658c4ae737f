"""Duplicates: a plain table of 100,000 beside splink, ten times as many, and whole workspaces.

splink runs in an environment of its own: ZHIKE_SPLINK_PYTHON names its Python.
"""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.measuring import ROOT, Bar, Case, Experiment, Scale, run_once, worker

PEER = "ZHIKE_SPLINK_PYTHON"
_SEED, _COPIES = 7, 20
"""One in so many customers comes twice."""
_ASKED = 200
_BESIDE, _LARGE = 100_000, 1_000_000
"""Customers of the table the peer gets, and of what is only measured at the full scale."""
_LIBRARIES = ("pypinyin.constants", "rapidfuzz.process", "rapidfuzz.fuzz", "rapidfuzz.distance")


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the scan of a table beside splink (where it is installed), and of workspaces."""
    found = [_beside_peer(), _workspace(_BESIDE)]
    return [*found, _growth(), _workspace(_LARGE)] if scale.customers >= _LARGE else found


def _beside_peer() -> Experiment:
    table = str(planted(_BESIDE))
    ours = worker("table", "benchmarks.deduping:scan_table", path=table)
    cases: tuple[Case, ...] = (ours,)
    peer = None
    if os.environ.get(PEER):
        script = str(ROOT / "benchmarks" / "deduping_peer.py")
        cases = (ours, Case("splink", (os.environ[PEER], script, table), prints=True))
        peer = "splink.seconds"
    beside = "" if peer else f" splink was not measured: {PEER} names no Python with it."
    limit = 0.1 if peer else None
    return Experiment(
        cases=cases,
        bars=(
            Bar("Duplicates in a table of 100,000", "table.seconds", peer, limit),
            Bar("… its processor time", "table.used", peer and "splink.used", limit),
            Bar("… its F1", "table.f1", peer and "splink.f1", None, ""),
            Bar("… its memory", "table.rss", None, 1_000, "MB"),
        ),
        remark="Duplicates in a table: Chinese customers with planted copies and 15 kinds of "
        "errors; from cells in memory to pairs and groups, weights learnt from the table, default "
        "threshold. splink 5 gets the same cells, six blocking rules, two EM sessions, threshold "
        "0.5." + beside,
    )


def _growth() -> Experiment:
    large, small = str(planted(_LARGE)), str(planted(_BESIDE))
    return Experiment(
        cases=(
            worker("large", "benchmarks.deduping:scan_table", path=large),
            worker("table", "benchmarks.deduping:scan_table", path=small),
        ),
        bars=(
            Bar("Ten times the table, processor time", "large.used", "table.used", 20),
            Bar("… its F1", "large.f1", "table.f1", None, ""),
            Bar("… its memory", "large.rss", None, None, "MB"),
        ),
        runs=1,
    )


def _workspace(customers: int) -> Experiment:
    book = str(generating.workspace(customers, 0, refreshed=False))
    return Experiment(
        cases=(worker("book", "benchmarks.deduping:scan_book", path=book),),
        bars=(
            Bar(f"Duplicates in a workspace of {customers:,}, CPU", "book.used", None, None),
            Bar("… longest time until cancelling counts", "book.step", None, 1),
            Bar("… its memory", "book.rss", None, 1_000 if customers <= _BESIDE else None, "MB"),
            Bar("One new customer checked, CPU (p95)", "book.one", None, 10, "ms"),
            Bar("… by the clock", "book.clock", None, None, "ms"),
        ),
        runs=2,
        remark=f"{_ASKED} customers are checked as if somebody had just typed them: their keys, "
        "names and telephones and what looks or sounds like them are looked up in the file. "
        "Cancelling counts where a job reports how far it is and in every query (CPU).",
    )


def planted(customers: int) -> Path:
    """Return a table with planted copies and the true pairs beside it, made once."""
    path = generating.folder() / f"planted-{customers}.csv"
    if not path.exists():
        words = {"path": str(path), "customers": customers}
        run_once(worker("write", "benchmarks.deduping:write_planted", **words))
    return path


def write_planted(path: str, customers: int) -> None:
    """Write the table and its true pairs."""
    from tests.analysis.matching.planted import FIELDS, plant

    made = plant(_SEED, people=customers, copies=customers // _COPIES)
    Path(path).with_suffix(".json").write_text(json.dumps(sorted(made.pairs)))
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(made.rows)


def scan_table(path: str) -> dict[str, float]:
    """Scan the cells of a table with the weights it teaches."""
    from profiler_app.analysis.matching.scanning import scan
    from profiler_app.analysis.matching.traits import trait_of

    for name in _LIBRARIES:  # as the peer's are loaded before its clock starts
        import_module(name)
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    size = len(rows)
    del rows
    began, used = time.perf_counter(), time.process_time()
    traits = [trait_of(name, cells) for name, cells in columns.items()]
    found = scan(traits, size, seed=0)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    true = {(a, b) for a, b in json.loads(Path(path).with_suffix(".json").read_text())}
    rows_of = (each[found.match].tolist() for each in (found.first, found.second))
    match = set(zip(*rows_of, strict=True))
    f1 = 2 * len(match & true) / (len(match) + len(true))
    return {"seconds": seconds, "used": used, "f1": f1}


def scan_book(path: str) -> dict[str, float]:
    """Scan all customers of a workspace; then check some of them as if they were typed in."""
    from benchmarks.timing import opened, p95, times
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.jobs.deduplicating import match_customers
    from profiler_app.jobs.duplicates_hint import twins
    from profiler_app.store.customers import read_customers

    with opened(path) as workspace:
        source = ColumnSource(workspace)
        ids = source.ids()
        steps, used = _Steps(), time.process_time()
        # whoever cancels interrupts the database as well, so its steps count, too
        workspace.connection.set_progress_handler(lambda: steps.step(0.0), 10_000)
        match_customers(steps, workspace, source)
        workspace.connection.set_progress_handler(None, 0)
        used = time.process_time() - used
        names = ("name", "mobile", "birth_date", "address")
        some = read_customers(workspace.connection, ids[:_ASKED].tolist(), names)
        typed: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in some.values()]
        twins(workspace, typed[0], but=None)  # tables of sounds are made once
        one, clock = [], times(lambda values: twins(workspace, values, but=None), typed)
        for values in typed:
            began = time.process_time()
            twins(workspace, values, but=None)
            one.append((time.process_time() - began) * 1e3)
        figures = {"used": used, "step": steps.longest}
        return {**figures, "one": p95(sorted(one)), "clock": p95(clock)}


class _Steps:
    """Takes the longest time (s, of the processor) between two reports of progress."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.process_time()

    def step(self, _fraction: float, _doing: str = "") -> None:
        """Hear how far the work is; where a job is cancelled, it ends here."""
        now = time.process_time()
        self.longest, self._last = max(self.longest, now - self._last), now
