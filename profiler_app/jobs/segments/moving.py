"""Who came into segments and who left them since an earlier day, and why.

The earlier day is computed by the code and in the population of the last run; what is typed about
a customer (his city) is read as it is now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.evaluation import Kleene, evaluate_node, segment_key
from profiler_app.analysis.explanation import conditions
from profiler_app.domain.errors import NotComputed, RuleProblem
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules import Rule
from profiler_app.domain.rules.tree import Node
from profiler_app.domain.rules.wording import node_sentence
from profiler_app.domain.saved_segments import MovedCustomer, Reason, SegmentChanges
from profiler_app.domain.segmentation import Migration, Move
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import Results, states_as_of
from profiler_app.jobs.judging import all_columns, all_tags, judge, snapshot_members
from profiler_app.jobs.segments.saved import (
    KIND,
    all_segments,
    members_of,
    rule_of,
    sales_of,
    stored_rule,
)
from profiler_app.store import runs
from profiler_app.store.customers import read_customers
from profiler_app.store.segments import SNAPSHOT, read_segments
from profiler_app.store.workspace import Workspace

INSIDE, OUTSIDE, UNKNOWN = "inside", "outside", "unknown"
MOST_NAMED = 200
"""So many of those who came or left are named."""


def segment_migrations(
    progress: Progress, workspace: Workspace, *, day: date
) -> dict[int, Migration]:
    """Return per live segment who was in, out or not to be told on ``day``, and is now.

    Every migration sums to all customers.
    """
    connection = workspace.connection
    run = runs.last_run(connection)
    rows = read_segments(connection, KIND)
    if run is None or not rows:
        return {}
    source = ColumnSource(workspace)
    rules = {row.id: rule for row in rows if (rule := usable_rule(source, row.rule)) is not None}
    before: dict[int, list[NDArray[Any]]] = {number: [] for number in rules}
    for state in states_as_of(Part(progress, 0.0, 0.9), connection, as_of=day, last=run):
        for number, rule in rules.items():
            before[number].append(_state(held_then(source, rule, state, day)))
    progress.step(0.9, N_("Comparing"))
    sales, days = sales_of(source), (day.isoformat(), run.as_of)
    return {
        number: _compared(np.concatenate(before[number]), _state(judge(source, rule)), sales, days)
        for number, rule in rules.items()
        if before[number]
    }


def usable_rule(source: ColumnSource, text: str) -> Rule | None:
    """Return a stored rule; None where it is none any more, or asks for a segment that is gone."""
    rule = stored_rule(text)
    try:
        if rule is not None:
            all_tags(source, rule)  # a segment it asks for may be gone
    except RuleProblem:
        return None
    return rule


@dataclass(frozen=True, slots=True, eq=False)
class _Then:
    """What a rule reads, as it was on an earlier day, of the customers of a state."""

    columns: Mapping[str, Column]
    tags: Mapping[str, Kleene]
    size: int

    def holds(self, node: Node) -> Kleene:
        return evaluate_node(node, self.columns, tags=self.tags, size=self.size)


def held_then(source: ColumnSource, rule: Rule, state: Results, day: date) -> Kleene:
    """Evaluate a rule for the customers of a state; what is no feature is read as it is now."""
    return _then(source, rule, state, day).holds(rule.root)


def _then(source: ColumnSource, rule: Rule, state: Results, day: date) -> _Then:
    places = np.searchsorted(source.ids(), state.ids)
    others = all_columns(source, rule, on=day)
    columns = {name: column.take(places) for name, column in others.items()}
    tags = {tag: state.tags[tag] for tag in rule.tags if tag in state.tags}
    for segment in rule.segments:
        tags[segment_key(segment)] = _segment_then(source, segment, state, day, places)
    return _Then(columns | dict(state.features), tags, len(state.ids))


def _segment_then(
    source: ColumnSource, name: str, state: Results, day: date, places: NDArray[Any]
) -> Kleene:
    rows = all_segments(source.workspace.connection)
    row, kind = next(each for each in rows if name in (each[0].key, each[0].name))
    if kind == SNAPSHOT:
        members = snapshot_members(source, row.rule)
        return Kleene(members.true[places], members.unknown[places])
    return held_then(source, rule_of(row, kind), state, day)


def _compared(
    before: NDArray[Any], now: NDArray[Any], sales: NDArray[Any], days: tuple[str, str]
) -> Migration:
    names = (OUTSIDE, INSIDE, UNKNOWN)
    place = 3 * before + now
    counts = np.bincount(place, minlength=9)
    amounts = np.bincount(place, weights=sales, minlength=9)
    moves = tuple(
        Move(names[at // 3], names[at % 3], int(counts[at]), round(float(amounts[at])))
        for at in np.flatnonzero(counts).tolist()
    )
    return Migration(*days, len(place), moves)


def _state(verdict: Kleene) -> NDArray[np.int64]:
    return np.where(verdict.unknown, 2, verdict.true.astype(np.int64))


# -- one segment, with the reasons


def segment_changes(
    progress: Progress, workspace: Workspace, number: int, *, day: date
) -> SegmentChanges:
    """Return who came into a segment and who left it since ``day``, and which condition did it.

    A snapshot is compared with whom its rule holds for now, since the day it was taken. Raises
    NotComputed before the first refresh, and RuleProblem.
    """
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    row, kind = next(each for each in all_segments(workspace.connection) if each[0].id == number)
    source = ColumnSource(workspace)
    rule = rule_of(row, kind)
    within = (row.key,) if kind == KIND else ()
    now = judge(source, rule, within=within)
    if kind == SNAPSHOT:
        day = date.fromisoformat(json.loads(row.rule)["as_of"])
    parts = list(conditions(rule.root))
    table: list[list[Kleene]] = []
    for state in states_as_of(Part(progress, 0.0, 0.8), workspace.connection, as_of=day, last=run):
        then = _then(source, rule, state, day)
        table.append([then.holds(node) for node in (rule.root, *parts)])
    progress.step(0.8, N_("Comparing"))
    before, *earlier = (_joined([block[at] for block in table]) for at in range(len(parts) + 1))
    if kind == SNAPSHOT:
        before = members_of(source, row, kind)
    columns, tags = all_columns(source, rule), all_tags(source, rule, within=within)
    later = [evaluate_node(node, columns, tags=tags, size=len(now)) for node in parts]
    currency = workspace.settings.currency
    said = [node_sentence(node, currency=currency) for node in parts]
    came, left = now.true & ~before.true, before.true & ~now.true
    causes_in = [~a.true & b.true for a, b in zip(earlier, later, strict=True)]
    causes_out = [a.true & ~b.true for a, b in zip(earlier, later, strict=True)]
    return SegmentChanges(
        migration=_compared(
            _state(before), _state(now), sales_of(source), (day.isoformat(), run.as_of)
        ),
        frozen=kind == SNAPSHOT,
        came=_reasons(came, causes_in, said),
        left=_reasons(left, causes_out, said),
        people=(
            *_named(workspace, source, came, causes_in, said, came=True),
            *_named(workspace, source, left, causes_out, said, came=False),
        ),
    )


def _joined(parts: Sequence[Kleene]) -> Kleene:
    return Kleene(
        np.concatenate([part.true for part in parts]),
        np.concatenate([part.unknown for part in parts]),
    )


def _reasons(
    moved: BoolArray, causes: Sequence[BoolArray], said: Sequence[str]
) -> tuple[Reason, ...]:
    """Return how many each condition moved, the most first; without one: typed data changed."""
    found: dict[str, int] = {}
    rest = moved.copy()
    for cause, sentence in zip(causes, said, strict=True):
        found[sentence] = found.get(sentence, 0) + int((moved & cause).sum())
        rest &= ~cause
    found[""] = int(rest.sum())
    rows = [Reason(sentence, n) for sentence, n in found.items() if n]
    return tuple(sorted(rows, key=lambda each: (-each.customers, each.sentence)))


def _named(
    workspace: Workspace,
    source: ColumnSource,
    moved: BoolArray,
    causes: Sequence[BoolArray],
    said: Sequence[str],
    *,
    came: bool,
) -> list[MovedCustomer]:
    places = np.flatnonzero(moved)[:MOST_NAMED].tolist()
    ids = source.ids()[places].tolist()
    base = read_customers(workspace.connection, ids, ("number", "name"))
    found = []
    for place, customer in zip(places, ids, strict=True):
        why = [words for cause, words in zip(causes, said, strict=True) if cause[place]]
        number, name = base[customer][:2]
        reason = _("; ").join(dict.fromkeys(why))
        found.append(MovedCustomer(customer, number, name, came, reason))
    return found
