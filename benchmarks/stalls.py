"""How late the event loop of the window is, and how much memory it needs, while jobs run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks import generating
from benchmarks.measuring import Bar, Case, Experiment, Scale, worker

_LATE_MS, _LATEST_MS, _MEMORY_MB = 8, 100, 1_000
_MORE_ORDERS = 0.01


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return every kind of job on the workspace of the scale, and the window at rest."""
    customers, orders = scale.customers, scale.orders
    facts = str(generating.workspace(customers, orders, refreshed=False))
    refreshed = str(generating.workspace(customers, orders))
    empty = str(generating.workspace(0, 0, refreshed=False))
    people = str(generating.customers_csv(customers))
    more = str(generating.orders_csv(int(orders * _MORE_ORDERS), customers, first=orders))
    cases = {
        "at rest": _case("idle", refreshed),
        "importing all customers": _case("import", empty, people),
        "importing 1 % more orders": _case("import", refreshed, more),
        "refreshing everything for the first time": _case("refresh", facts),
        "clusters": _case("clusters", refreshed),
        "exporting all customers as CSV": _case("export", refreshed),
    }
    return [
        Experiment(
            cases=(replace(case, name=doing),),
            bars=_bars(doing),
            runs=1,
        )
        for doing, case in cases.items()
    ]


def _case(job: str, workspace: str, file: str = "") -> Case:
    case = worker(job, "benchmarks.stall_cases:run", job=job, workspace=workspace, file=file)
    return replace(case, environment={"QT_QPA_PLATFORM": "offscreen"})


def _bars(doing: str) -> tuple[Bar, ...]:
    return (
        Bar(f"Lateness p95, {doing}", f"{doing}.p95", None, _LATE_MS, "ms"),
        Bar(f"Lateness at most, {doing}", f"{doing}.max", None, _LATEST_MS, "ms"),
        Bar(f"… of an idle process beside it, {doing}", f"{doing}.machine_max", None, None, "ms"),
        Bar(f"Peak memory, {doing}", f"{doing}.rss", None, _MEMORY_MB, "MB"),
        Bar(f"Time, {doing}", f"{doing}.seconds", None, None, "s"),
    )
