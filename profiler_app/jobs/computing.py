"""Computing features and tags, one block of customers after the other.

Everybody or a few touched customers: the same steps. Memory is that of one block and of what is
stored, however many customers there are.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.features import SOURCES, Context, compute_features, learn, sample
from profiler_app.analysis.formulas import with_formulas
from profiler_app.analysis.rfm import Edges
from profiler_app.domain.fields import fields
from profiler_app.domain.own_fields import own_formulas
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules import to_text
from profiler_app.domain.tags import known_tags, own_tags
from profiler_app.domain.text import N_
from profiler_app.jobs import tagging
from profiler_app.jobs.earlier import EarlierStages
from profiler_app.jobs.facts import FactReader
from profiler_app.jobs.foresight.columns import foretold_columns
from profiler_app.jobs.segments.edges import saved_edges
from profiler_app.store import activity, feature_blocks, model_runs, runs, tag_bits
from profiler_app.store.activity import Customers
from profiler_app.store.connect import Connection
from profiler_app.store.customers import customer_ids
from profiler_app.store.feature_blocks import StoredColumn
from profiler_app.store.order_blocks import SIZE
from profiler_app.store.tag_bits import TagBits
from profiler_app.store.tag_patches import TagPatch

_Decided = dict[int, list[tuple[str, int]]]
_FEW = 0.2
"""Up to this share of touched customers only they are computed anew."""
_PATCHED = 2_000
"""Up to so many touched customers their tags are kept beside those of everybody."""
_NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Whose features to compute: groups of customers (sorted ids, some may be gone).

    ``context`` is the population of the last run to place them in; None: everybody is computed,
    and every group is a block.
    """

    groups: Sequence[NDArray[Any]]
    context: Context | None


def make_plan(connection: Connection, *, as_of: date, last: runs.Run | None) -> Plan:
    """Choose between everybody and those whose facts changed since the last run of the day."""
    same_day = last is not None and last.as_of == as_of.isoformat()
    same_catalog = last is not None and last.context.get("catalog") == catalog_mark()
    same_models = last is not None and last.context.get("models", 0) == model_runs.mark(connection)
    if (
        last
        and same_day
        and same_catalog
        and same_models
        and _same_edges(last, saved_edges(connection))
    ):
        touched = activity.touched_customers(connection, after=last.operation)
        if len(touched) <= _FEW * last.customers:
            ids = np.array(sorted(touched), np.int64)
            groups = [ids[start : start + SIZE] for start in range(0, len(ids), SIZE)]
            return Plan(groups, Context.from_json(last.context))
    return _for_everybody(connection)


def _for_everybody(connection: Connection) -> Plan:
    ids = customer_ids(connection)
    edges = np.flatnonzero(np.diff(ids // SIZE)) + 1
    return Plan([part for part in np.split(ids, edges) if len(part)], None)


def _same_edges(last: runs.Run, edges: Edges | None) -> bool:
    """Whether the last run scored by the borders that are chosen now (None: by its own)."""
    rfm = last.context["rfm"]
    if rfm is None or edges is None:
        return rfm is None or not rfm.get("by_hand", False)
    names = ("recency_edges", "frequency_edges", "monetary_edges")
    stored = [tuple(rfm[name]) for name in names]
    means = (rfm["mean_recency"], rfm["mean_frequency"], rfm["mean_monetary"])
    return bool(rfm.get("by_hand")) and (*stored, means) == tuple(edges)


def catalog_mark() -> int:
    """Return a number that changes with the tags and features of the catalog."""
    features = [field for field in fields().values() if field.place == "feature"]
    names = [f"{each.id}:{each.formula}" if each.is_own else each.id for each in features]
    rules = [f"{tag.id}:{tag.expr}" for tag in known_tags().values()]
    changed = [f"{tag.id}:{tag.version}:{tag.retired}" for tag in own_tags().values()]
    changed += [to_text(tag.rule) for tag in own_tags().values() if tag.written and tag.rule]
    return zlib.crc32("\n".join([*names, *rules, *changed]).encode())


def _whole(ids: NDArray[Any]) -> range:
    """Return all ids of the block of some customers."""
    first = int(ids[0]) // SIZE * SIZE
    return range(first, first + SIZE)


def learn_population(
    progress: Progress, connection: Connection, plan: Plan, *, as_of: date
) -> Context:
    """Look at everybody, a block at a time."""
    reader = FactReader(connection, SOURCES)
    samples = []
    for i, ids in enumerate(plan.groups):
        progress.step(i / len(plan.groups), N_("Getting to know the customers"))
        samples.append(sample(reader.read(_whole(ids)), as_of=as_of))
    return learn(samples, as_of=as_of, rfm_edges=saved_edges(connection))


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Features (what must not be shown is withheld) and tags of customers, sorted by id."""

    ids: NDArray[Any]
    features: Mapping[str, Column]
    tags: Mapping[str, Kleene]


def states_as_of(
    progress: Progress, connection: Connection, *, as_of: date, last: runs.Run
) -> Iterator[Results]:
    """Return everybody's state on an earlier day, a block at a time in the order of ids.

    They are placed in the population of ``last``; nothing is saved.
    """
    plan = _for_everybody(connection)
    context = Context.from_json(last.context)
    work = Computing(connection, plan, context, as_of=as_of, last=last)
    for i, ids in enumerate(plan.groups):
        progress.step(i / len(plan.groups), N_("Computing features and tags"))
        yield work.results(ids)


class Computing:
    """Computes the groups of a plan; ``tags`` gathers who has which, features go to the store."""

    def __init__(
        self,
        connection: Connection,
        plan: Plan,
        context: Context,
        *,
        as_of: date,
        last: runs.Run | None,
    ) -> None:
        self._connection = connection
        self._everybody = plan.context is None
        self._context = context
        self._as_of = as_of
        self._reader = FactReader(connection, fields=tagging.columns_of_rules())
        touched = None if self._everybody else np.concatenate([*plan.groups, _NOBODY])
        self._earlier = EarlierStages(connection, as_of=as_of, last=last, among=touched)
        self._given = _by_hand(connection, "manual_tag", as_of)
        self._refused = _by_hand(connection, "tag_refusal", as_of)
        self._foretold = model_runs.read_foretold(connection, on=as_of.isoformat())
        self._related = activity.has_rows(connection, "relation")
        self.tags, self._before = self._start(plan, touched)
        self.computed = 0
        self.features = 0

    def _start(
        self, plan: Plan, touched: NDArray[Any] | None
    ) -> tuple[TagBits | TagPatch, TagBits | None]:
        """Return the tags to fill, and those of the newest run when they were read for that."""
        names = tuple(known_tags())
        last_id = max((int(ids[-1]) for ids in plan.groups), default=0)
        if touched is None:
            return TagBits(names, last_id), None
        if len(touched) <= _PATCHED and tag_bits.has_room(self._connection):
            return TagPatch(self._connection, names, touched), None
        before = TagBits.stored(self._connection, names, last_id)
        return before.copy(), before

    def changes(self) -> tuple[int, int]:
        """Return how many tags were given since the newest run, and how many were taken."""
        if isinstance(self.tags, TagPatch):
            return self.tags.changes()
        return self.tags.changes(self._before or TagBits.stored(self._connection, self.tags.tags))

    def compute(self, ids: NDArray[Any], *, save: bool) -> None:
        """Compute one group of customers, and store their features when asked to."""
        found = self.results(ids)
        self.tags.forget(ids)
        self.tags.put(
            found.ids, {tag: (each.true, each.unknown) for tag, each in found.tags.items()}
        )
        self.computed += len(found.ids)
        self.features = len(found.features)
        if save:
            self._store(ids, found.ids, found.features)

    def results(self, ids: NDArray[Any]) -> Results:
        """Return features and tags of one group of customers."""
        customers: Customers = _whole(ids) if self._everybody else ids.tolist()
        facts = self._reader.read(customers, related=self._others(customers, ids))
        run = compute_features(
            facts, as_of=self._as_of, context=self._context, history=self._earlier.of(facts.ids)
        )
        mine = np.flatnonzero(np.isin(facts.ids, ids))
        own = facts.ids[mine]
        features = {name: column.take(mine) for name, column in run.columns.items()}
        told = {name: column.take(mine) for name, column in tagging.columns_of(facts).items()}
        features |= foretold_columns(self._foretold, own)
        features |= with_formulas(own_formulas(), {**told, **features}, len(own))
        events = tagging.happened(facts, self._as_of)
        events = {name: column.take(mine) for name, column in events.items()}
        held = tagging.assign(
            {**told, **features, **events},
            kind_line=tagging.kind_and_line(told["kind"], told["line"]),
            given=tagging.by_hand(_of(self._given, ids), own),
            refused=tagging.by_hand(_of(self._refused, ids), own),
        )
        return Results(own, tagging.withhold(features, held["no_profiling"].true), held)

    def _others(self, customers: Customers, ids: NDArray[Any]) -> Sequence[int]:
        """Return the customers outside that those of a block have relations with."""
        if not self._related:
            return ()
        found = np.array(activity.related_customers(self._connection, customers), np.int64)
        return [int(other) for other in np.setdiff1d(found, ids)]

    def _store(self, ids: NDArray[Any], own: NDArray[Any], features: Mapping[str, Column]) -> None:
        stored = {
            name: StoredColumn(column.kind, column.values, column.known, tuple(column.labels))
            for name, column in features.items()
        }
        if self._everybody:
            feature_blocks.write_block(self._connection, int(ids[0]) // SIZE, own, stored)
        else:
            gone = np.setdiff1d(ids, own)
            feature_blocks.write_patch(self._connection, own, gone, stored)


def _of(decided: _Decided, ids: NDArray[Any]) -> Iterator[tuple[str, int]]:
    blocks = np.unique(ids // SIZE).tolist()
    return chain.from_iterable(decided.get(block, ()) for block in blocks)


def _by_hand(connection: Connection, table: str, as_of: date) -> dict[int, list[tuple[str, int]]]:
    """Return (tag, customer) decided by hand by block."""
    found: dict[int, list[tuple[str, int]]] = {}
    for tag, customer, *days in activity.decisions(connection, table):
        if tagging.holds_on(as_of, *days):
            found.setdefault(customer // SIZE, []).append((tag, customer))
    return found
