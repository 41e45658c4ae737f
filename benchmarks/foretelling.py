"""How the forecasts of a whole workspace grow: each job of the Insights page, and the reports."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.growing import REMARK, grown, told
from benchmarks.measuring import Experiment, Scale, worker
from benchmarks.timing import opened

_ORDERS = 10
_HORIZON = 365
_SUPPORT, _CONFIDENCE = 0.001, 0.1
_STEPS = {
    "value ": "Value foretold, {n:,} customers",
    "churn ": "Churn warnings, {n:,}",
    "potential ": "Potential high value, {n:,}",
    "rules ": "Bought together, {n:,}",
    "recommender ": "Recommendations, {n:,}",
    "next ": "Next actions, {n:,}",
    "insights ": "All charts of Insights, {n:,}",
    "report ": "Customer report, {n:,}",
    "book ": "Book of segments, {n:,}",
}


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return all jobs at each size (the million only at full scale), and how they grow."""
    return [
        grown(
            scale,
            lambda n: worker(
                f"foretold{n}",
                "benchmarks.foretelling:foretold",
                path=str(generating.workspace(n, _ORDERS * n)),
                size=n,
            ),
            _STEPS,
            remark="Foretelling: whole jobs on an encrypted workspace with ten orders a customer, "
            f"with their trials and what they keep. {REMARK}",
        )
    ]


def foretold(path: str, size: int) -> dict[str, float]:
    """Run each job once on a copy of a workspace."""
    import sklearn.ensemble
    import sklearn.linear_model  # noqa: F401 - imports are not measured

    from profiler_app.domain.progress import Silent
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.jobs.foresight import running
    from profiler_app.jobs.insights.overview import insights
    from profiler_app.jobs.insights.reports import customer_report, segment_book
    from profiler_app.jobs.next_actions import next_actions

    copy = generating.folder() / "foretold.zhike"
    generating.copy(Path(path), copy)
    figures: dict[str, float] = {}
    with opened(str(copy), readonly=False) as workspace:
        steps: dict[str, Callable[[], object]] = {
            "value ": lambda: running.run_value(
                Silent(), workspace, today=AS_OF, horizon_days=_HORIZON
            ),
            "churn ": lambda: running.run_churn(Silent(), workspace, today=AS_OF),
            "potential ": lambda: running.run_potential(Silent(), workspace, today=AS_OF),
            "rules ": lambda: running.run_rules(
                Silent(), workspace, today=AS_OF, support=_SUPPORT, confidence=_CONFIDENCE
            ),
            "recommender ": lambda: running.run_recommender(Silent(), workspace, today=AS_OF),
            "next ": lambda: next_actions(Silent(), workspace, today=AS_OF),
            "insights ": lambda: insights(workspace, ColumnSource(workspace)),
            "report ": lambda: customer_report(Silent(), workspace),
            "book ": lambda: segment_book(Silent(), workspace),
        }
        for what, step in steps.items():
            began = time.process_time()
            step()
            figures |= told(began, size, what)
    copy.unlink()
    return figures
