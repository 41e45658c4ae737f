"""Computing everything that follows from the facts: features, tags, the search index."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from profiler_app.domain.memory import give_back
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.computing import Computing, catalog_mark, learn_population, make_plan
from profiler_app.jobs.indexing import bring_up_to_date
from profiler_app.jobs.influencing import keep_influence
from profiler_app.store import column_cache, feature_blocks, model_runs, order_blocks, runs
from profiler_app.store.connect import Connection
from profiler_app.store.customers import count_customers
from profiler_app.store.tag_bits import TagBits
from profiler_app.store.tag_patches import TagPatch
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did; ``computed`` of ``customers`` had their features computed anew.

    ``saved`` is False for a business day before that of the last run: such a run only reports.
    ``seconds`` are by step.
    """

    as_of: str
    customers: int
    computed: int
    features: int
    tags: int
    holding: int
    added: int
    removed: int
    indexed: int
    saved: bool
    seconds: Mapping[str, float]


def refresh(progress: Progress, workspace: Workspace, *, as_of: date) -> RefreshReport:
    """Compute features, RFM and tags for business day ``as_of`` and store them as a run.

    Only customers whose facts changed since the last run of the same day are computed anew, placed
    in the population of that run; a new day computes everybody.
    """
    clock = _Stopwatch()
    connection = workspace.connection
    last = runs.last_run(connection)
    indexed = bring_up_to_date(Part(progress, 0.0, 0.1), workspace)
    give_back()
    clock.lap("search")
    order_blocks.catch_up(workspace, Part(progress, 0.1, 0.2))
    give_back()
    clock.lap("orders")
    plan = make_plan(connection, as_of=as_of, last=last)
    if last and not plan.groups and plan.context:
        return _unchanged(last, indexed, clock)
    context = plan.context or learn_population(
        Part(progress, 0.2, 0.4), connection, plan, as_of=as_of
    )
    give_back()
    clock.lap("population")
    saved = last is None or as_of.isoformat() >= last.as_of
    if saved:
        keep_influence(workspace, as_of=as_of, everybody=plan.context is None)
    with workspace.writing() if saved else nullcontext():
        work = Computing(connection, plan, context, as_of=as_of, last=last)
        if saved and plan.context is None:
            feature_blocks.forget_all(connection)
        for i, ids in enumerate(plan.groups):
            share = 0.4 + 0.5 * i / len(plan.groups)
            progress.step(share, N_("Computing features and tags"))
            work.compute(ids, save=saved)
        clock.lap("features")
        progress.step(0.9, N_("Saving"))
        report = _report(connection, work, as_of=as_of, indexed=indexed, saved=saved, clock=clock)
        if saved:
            _save(
                workspace,
                work.tags,
                report,
                {
                    **asdict(context),
                    "catalog": catalog_mark(),
                    "models": model_runs.mark(connection),
                },
            )
    clock.lap("saving")
    return report


def _unchanged(last: runs.Run, indexed: int, clock: _Stopwatch) -> RefreshReport:
    """Report that the last run still holds."""
    kept = {name: last.counts[name] for name in ("features", "tags", "holding")}
    return RefreshReport(
        as_of=last.as_of,
        customers=last.customers,
        computed=0,
        added=0,
        removed=0,
        indexed=indexed,
        saved=True,
        seconds=clock.laps,
        **kept,
    )


def _report(
    connection: Connection,
    work: Computing,
    *,
    as_of: date,
    indexed: int,
    saved: bool,
    clock: _Stopwatch,
) -> RefreshReport:
    tags = work.tags
    added, removed = work.changes()
    return RefreshReport(
        as_of=as_of.isoformat(),
        customers=count_customers(connection),
        computed=work.computed,
        features=work.features,
        tags=len(tags.tags),
        holding=sum(tags.counts(tag)[0] for tag in tags.tags),
        added=added,
        removed=removed,
        indexed=indexed,
        saved=saved,
        seconds=clock.laps,
    )


def _save(
    workspace: Workspace,
    tags: TagBits | TagPatch,
    report: RefreshReport,
    context: Mapping[str, Any],
) -> None:
    runs.save_run(
        workspace,
        as_of=report.as_of,
        operation=column_cache.last_operation(workspace.connection),
        customers=report.customers,
        tags=tags,
        counts={name: value for name, value in asdict(report).items() if name != "seconds"},
        context=context,
    )


class _Stopwatch:
    """Seconds since the last lap, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """Note the time since the last lap."""
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 3)
        self._last = now
