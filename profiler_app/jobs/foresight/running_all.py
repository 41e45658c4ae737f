"""Running in one go every model that needs no question: all of them are stored, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.errors import TooLittleData, TooManyRules
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.reports import Report
from profiler_app.jobs.foresight.running import (
    run_churn,
    run_potential,
    run_recommender,
    run_rules,
    run_staying,
    run_value,
)
from profiler_app.store.workspace import Workspace

_YEAR = 365
_SUPPORT, _CONFIDENCE = 0.005, 0.1


@dataclass(frozen=True, slots=True)
class AllRun:
    """What was made, by kind of model, and why the others refused."""

    reports: dict[str, Report]
    refused: dict[str, TooLittleData | TooManyRules]


def run_all(progress: Progress, workspace: Workspace, *, today: date) -> AllRun:
    """Run the models of value, staying, churn, potential, baskets and recommendation.

    A model that has too little data refuses without stopping the others. Cancelled, nothing of any
    of them is saved. Raises NotComputed.
    """
    parts: tuple[tuple[str, float, Callable[[Progress], Report]], ...] = (
        ("value", 0.2, lambda part: run_value(part, workspace, today=today, horizon_days=_YEAR)),
        ("staying", 0.1, lambda part: run_staying(
            part, workspace, today=today, horizon_days=_YEAR)),
        ("churn", 0.25, lambda part: run_churn(part, workspace, today=today)),
        ("potential", 0.25, lambda part: run_potential(part, workspace, today=today)),
        ("rules", 0.1, lambda part: run_rules(
            part, workspace, today=today, support=_SUPPORT, confidence=_CONFIDENCE)),
        ("recommender", 0.1, lambda part: run_recommender(part, workspace, today=today)),
    )  # fmt: skip
    reports: dict[str, Report] = {}
    refused: dict[str, TooLittleData | TooManyRules] = {}
    begun = 0.0
    with workspace.writing():
        for kind, share, run in parts:
            try:
                reports[kind] = run(Part(progress, begun, begun + share))
            except (TooLittleData, TooManyRules) as problem:
                refused[kind] = problem
            begun += share
    return AllRun(reports, refused)
