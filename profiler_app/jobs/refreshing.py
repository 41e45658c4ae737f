"""Computing everything that follows from the facts: features, tags, the search index."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.features import Context, compute_features
from profiler_app.analysis.rfm import Edges
from profiler_app.domain.fields import fields
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs import tagging
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.earlier import earlier_stages
from profiler_app.jobs.facts import load_facts
from profiler_app.jobs.pinyin import readings_of
from profiler_app.jobs.segments.edges import saved_edges
from profiler_app.store import activity, runs, search
from profiler_app.store.connect import Connection
from profiler_app.store.workspace import Workspace

_FEW = 0.2
"""Up to this share of touched customers only they are computed anew."""


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
    with workspace.writing():
        indexed = _index_names(Part(progress, 0.0, 0.1), connection)
    clock.lap("search")
    work = _compute(Part(progress, 0.1, 0.7), workspace, as_of, last)
    clock.lap("features")
    progress.step(0.7, N_("Assigning tags"))
    tags = _assign(workspace, work.columns, work.ids, as_of)
    work = replace(work, columns=tagging.withhold(work.columns, tags["no_profiling"].true))
    clock.lap("tags")
    added, removed = _difference(connection, tags, work.ids)
    saved = last is None or as_of.isoformat() >= last.as_of
    report = RefreshReport(
        as_of=as_of.isoformat(),
        customers=len(work.ids),
        computed=work.computed,
        features=len(work.columns),
        tags=len(tags),
        holding=sum(int(each.true.sum()) for each in tags.values()),
        added=added,
        removed=removed,
        indexed=indexed,
        saved=saved,
        seconds=clock.laps,
    )
    progress.step(0.9, N_("Saving"))
    if saved and (work.computed or added or removed or last is None or last.as_of != report.as_of):
        with workspace.writing():
            _save(workspace, work, tags, report)
    clock.lap("saving")
    return report


def state_as_of(
    progress: Progress, workspace: Workspace, as_of: date, last: runs.Run
) -> tuple[NDArray[Any], dict[str, Column], dict[str, Kleene]]:
    """Return ids, features and tags of an earlier day, placed in the population of ``last``.

    Nothing is saved.
    """
    facts = load_facts(workspace.connection, Part(progress, 0.0, 0.6))
    progress.step(0.6, N_("Computing features"))
    history = earlier_stages(workspace, facts.ids, as_of, last)
    context = Context.from_json(last.context)
    run = compute_features(facts, as_of=as_of, context=context, history=history)
    progress.step(0.9, N_("Assigning tags"))
    tags = _assign(workspace, run.columns, facts.ids, as_of)
    return facts.ids, tagging.withhold(run.columns, tags["no_profiling"].true), tags


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """The features of everybody, and how many of them were computed anew."""

    ids: NDArray[Any]
    columns: dict[str, Column]
    context: Context
    computed: int


def _compute(progress: Progress, workspace: Workspace, as_of: date, last: runs.Run | None) -> _Work:
    connection = workspace.connection
    edges = saved_edges(connection)
    if last is not None and last.as_of == as_of.isoformat() and _same_edges(last, edges):
        touched = activity.touched_customers(connection, after=last.operation)
        if len(touched) <= _FEW * last.customers:
            return _patch(progress, workspace, as_of, last, touched)
    facts = load_facts(connection, Part(progress, 0.0, 0.6))
    progress.step(0.6, N_("Computing features"))
    history = earlier_stages(workspace, facts.ids, as_of, last)
    run = compute_features(facts, as_of=as_of, history=history, rfm_edges=edges)
    return _Work(facts.ids, dict(run.columns), run.context, len(facts.ids))


def _same_edges(last: runs.Run, edges: Edges | None) -> bool:
    """Whether the last run scored by the borders that are chosen now (None: by its own)."""
    rfm = last.context["rfm"]
    if rfm is None or edges is None:
        return rfm is None or not rfm.get("by_hand", False)
    names = ("recency_edges", "frequency_edges", "monetary_edges")
    stored = [tuple(rfm[name]) for name in names]
    means = (rfm["mean_recency"], rfm["mean_frequency"], rfm["mean_monetary"])
    return bool(rfm.get("by_hand")) and (*stored, means) == tuple(edges)


def _patch(
    progress: Progress, workspace: Workspace, as_of: date, last: runs.Run, touched: list[int]
) -> _Work:
    """Compute the touched customers anew and leave everybody else's features as they are."""
    source = ColumnSource(workspace)
    ids = source.ids()
    stored = source.columns(_feature_names())
    context = Context.from_json(last.context)
    if not touched:
        return _Work(ids, stored, context, 0)
    related = _related(workspace.connection, touched)
    facts = load_facts(workspace.connection, progress, customers=sorted({*touched, *related}))
    history = earlier_stages(workspace, facts.ids, as_of, last)
    run = compute_features(facts, as_of=as_of, context=context, history=history)
    chosen = np.flatnonzero(np.isin(facts.ids, np.array(touched)))
    places = np.searchsorted(ids, facts.ids[chosen])
    columns = {
        name: _patched(stored.get(name), column.take(chosen), places, len(ids))
        for name, column in run.columns.items()
    }
    return _Work(ids, {**stored, **columns}, context, len(chosen))


def _patched(old: Column | None, new: Column, places: NDArray[Any], size: int) -> Column:
    if old is None:
        old = Column(new.kind, np.zeros(size, new.values.dtype), np.zeros(size, np.bool_))
    labels = dict.fromkeys((*old.labels, *new.labels))
    values, known = old.values.copy(), old.known.copy()
    fresh = new.values
    if new.kind in ("text", "enum", "code"):
        order = list(labels)
        recoded = np.array([order.index(label) for label in new.labels] or [0], np.int32)
        fresh = recoded[fresh] if len(new.labels) else fresh
    elif new.kind == "list" and old.labels and new.labels != old.labels:
        raise AssertionError("lists of features have fixed labels")
    values[places], known[places] = fresh, new.known
    return Column(new.kind, values, known, tuple(labels))


def _feature_names() -> list[str]:
    return [field.id for field in fields().values() if field.place == "feature"]


def _related(connection: Connection, touched: list[int]) -> list[int]:
    marks = ", ".join(map(str, touched))
    rows = connection.execute(
        f"SELECT other_id FROM relation WHERE customer_id IN ({marks}) "
        f"UNION SELECT customer_id FROM relation WHERE other_id IN ({marks})"
    ).fetchall()
    return [row[0] for row in rows if row[0] is not None]


def _assign(
    workspace: Workspace, features: Mapping[str, Column], ids: NDArray[Any], as_of: date
) -> dict[str, Kleene]:
    source = ColumnSource(workspace)
    both = source.columns(["kind", "line"])
    return tagging.assign(
        {**source.columns(tagging.facts_of_rules()), **features},
        kind_line=tagging.kind_and_line(both["kind"], both["line"]),
        given=_by_hand(workspace.connection, "manual_tag", ids, as_of),
        refused=_by_hand(workspace.connection, "tag_refusal", ids, as_of),
    )


def _by_hand(
    connection: Connection, table: str, ids: NDArray[Any], as_of: date
) -> dict[str, BoolArray]:
    rows = connection.execute(f"SELECT tag, customer_id, set_on, until FROM {table}").fetchall()
    pairs = ((tag, customer) for tag, customer, *days in rows if tagging.holds_on(as_of, *days))
    return tagging.by_hand(pairs, ids)


def _difference(
    connection: Connection, tags: Mapping[str, Kleene], ids: NDArray[Any]
) -> tuple[int, int]:
    added = removed = 0
    for tag, now in tags.items():
        before, _unknown = runs.read_tag(connection, tag, ids)
        added += int((now.true & ~before).sum())
        removed += int((before & ~now.true).sum())
    return added, removed


def _save(
    workspace: Workspace, work: _Work, tags: Mapping[str, Kleene], report: RefreshReport
) -> None:
    last_operation = workspace.connection.execute("SELECT max(id) FROM operation").fetchone()[0]
    counts = {name: value for name, value in asdict(report).items() if name != "seconds"}
    runs.save_run(
        workspace,
        as_of=report.as_of,
        operation=last_operation or 0,
        ids=work.ids,
        columns={
            name: runs.StoredColumn(column.kind, column.values, column.known, column.labels)
            for name, column in work.columns.items()
        },
        tags={tag: (each.true, each.unknown) for tag, each in tags.items()},
        counts=counts,
        context=asdict(work.context),
    )


def _index_names(progress: Progress, connection: Connection) -> int:
    progress.step(0.0, N_("Indexing names"))
    search.drop_orphans(connection)
    entries = [
        (customer, *readings_of(name), f"{name} {short}")
        for customer, name, short in search.unindexed(connection)
    ]
    search.write_entries(connection, entries)
    return len(entries)


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
