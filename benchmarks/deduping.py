"""Duplicates among 100,000 customers: a plain table beside splink, the same base as a workspace.

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
_ASKED = 40
_LIBRARIES = ("pypinyin.constants", "rapidfuzz.process", "rapidfuzz.fuzz", "rapidfuzz.distance")


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return the scan of a table beside splink (where it is installed), and of a workspace."""
    table = str(planted(scale.customers))
    book = str(generating.workspace(scale.customers, 0, refreshed=False))
    ours = worker("table", "benchmarks.deduping:scan_table", path=table)
    whole = worker("book", "benchmarks.deduping:scan_book", path=book)
    cases: tuple[Case, ...] = (ours,)
    peer = None
    if os.environ.get(PEER):
        script = str(ROOT / "benchmarks" / "deduping_peer.py")
        cases = (ours, Case("splink", (os.environ[PEER], script, table), prints=True))
        peer = "splink.seconds"
    beside = "" if peer else f" splink was not measured: {PEER} names no Python with it."
    return [
        Experiment(
            cases=cases,
            bars=(
                Bar("Duplicates in a table", "table.seconds", peer, 0.1 if peer else None),
                Bar("Processor time of it", "table.used", peer and "splink.used", None),
                Bar("F1 of it", "table.f1", peer and "splink.f1", None, ""),
                Bar("Memory of it", "table.rss", None, 1_000, "MB"),
            ),
            remark="Chinese customers with planted copies and 15 kinds of errors; from cells in "
            "memory to pairs and groups, weights learnt from the table, default threshold. splink "
            "5 gets the same cells, six blocking rules, two EM sessions, threshold 0.5." + beside,
        ),
        Experiment(
            cases=(whole,),
            bars=(
                Bar("Duplicates in a workspace", "book.seconds", None, None),
                Bar("Memory of it", "book.rss", None, 1_000, "MB"),
                Bar("One new customer checked (median)", "book.one", None, 10, "ms"),
            ),
        ),
    ]


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
    began, used = time.perf_counter(), time.process_time()
    traits = [trait_of(name, cells) for name, cells in columns.items()]
    found = scan(traits, len(rows), seed=0)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    true = {(a, b) for a, b in json.loads(Path(path).with_suffix(".json").read_text())}
    rows_of = (each[found.match].tolist() for each in (found.first, found.second))
    match = set(zip(*rows_of, strict=True))
    f1 = 2 * len(match & true) / (len(match) + len(true))
    return {"seconds": seconds, "used": used, "f1": f1}


def scan_book(path: str) -> dict[str, float]:
    """Scan all customers of a workspace; then check some of them as if they were typed in."""
    from benchmarks.timing import opened, p50, times
    from profiler_app.domain.progress import Silent
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.jobs.deduplicating import match_customers
    from profiler_app.jobs.duplicates_hint import twins
    from profiler_app.store.customers import read_customers

    with opened(path) as workspace:
        source = ColumnSource(workspace)
        ids = source.ids()
        began = time.perf_counter()
        match_customers(Silent(), workspace, source)
        seconds = time.perf_counter() - began
        names = ("name", "mobile", "birth_date", "address")
        some = read_customers(workspace.connection, ids[:_ASKED].tolist(), names)
        typed: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in some.values()]
        twins(workspace, typed[0], but=None)  # tables of sounds are made once
        return {
            "seconds": seconds,
            "one": p50(times(lambda values: twins(workspace, values, but=None), typed)),
        }
