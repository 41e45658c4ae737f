"""What a rule holds while it is put together: counts at every step, and a few of its customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.evaluation import Kleene, evaluate_node
from profiler_app.analysis.explanation import Explanation, Leaf, conditions
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules import to_sentence
from profiler_app.domain.rules.draft_parts import Group, Part, draft_text
from profiler_app.domain.saved_segments import Preview
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import all_columns, all_tags
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.jobs.ruling import explained
from profiler_app.jobs.segments.saved import sales_of
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

Counts = dict[tuple[int, ...], int]
SHOWN = 7


@dataclass(frozen=True, slots=True)
class Sample:
    """A customer a rule holds for: sales of twelve months where known, and the telling reason."""

    customer: int
    number: str
    name: str
    sales_minor: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Samples:
    """Some of the customers a rule holds for; ``more``: there are others."""

    rows: tuple[Sample, ...]
    more: bool


def step_counts(source: ColumnSource, group: Group) -> Counts:
    """Return how many customers each part of a draft leaves or hits, by its path from the top.

    Where all parts of the whole rule must hold, a part at the top says how many are left after it
    and those before it; everywhere else a part says how many it holds for. Unfinished parts, and
    those that are no rule, are passed over.
    """
    found: Counts = {}
    left: BoolArray | None = None
    narrowing = group.join == "and" and not group.denied
    for at, part in enumerate(group.parts):
        verdict = _verdict(source, part)
        if verdict is None:
            continue
        left = verdict.true if left is None or not narrowing else left & verdict.true
        found[(at,)] = int(left.sum())
        if isinstance(part, Group):
            _count_inside(source, part, (at,), found)
    return found


def _count_inside(source: ColumnSource, group: Group, path: tuple[int, ...], found: Counts) -> None:
    for at, part in enumerate(group.parts):
        verdict = _verdict(source, part)
        if verdict is not None:
            found[(*path, at)] = int(verdict.true.sum())
        if isinstance(part, Group):
            _count_inside(source, part, (*path, at), found)


def _verdict(source: ColumnSource, part: Part) -> Kleene | None:
    if not part.is_complete:
        return None
    try:
        rule = parse_filter(draft_text(part))
    except RuleProblem:
        return None
    return None if rule is None else holds(source, rule)


def samples(workspace: Workspace, source: ColumnSource, text: str, *, batch: int = 0) -> Samples:
    """Return seven customers a rule holds for, each with what tells most about why.

    ``batch`` counts on to the next seven; they are spread over all of them. What tells most is the
    condition that holds for the fewest customers. Raises RuleProblem.
    """
    rule = parse_filter(text)
    if rule is None:
        return Samples((), more=False)
    places = np.flatnonzero(holds(source, rule).true)
    chosen = _spread(places, batch)
    columns, tags = all_columns(source, rule), all_tags(source, rule)
    size = len(source.ids())
    rarity = [
        int(evaluate_node(node, columns, tags=tags, size=size).true.sum())
        for node in conditions(rule.root)
    ]
    ids = source.ids()[chosen].tolist()
    base = read_customers(workspace.connection, ids, ("number", "name"))
    sales = source.columns(["monetary_12m"]).get("monetary_12m")
    rows = []
    for place, customer in zip(chosen.tolist(), ids, strict=True):
        number, name = base[customer][:2]
        spent = None if sales is None else sales.value(place)
        reason = _telling(explained(workspace, source, rule, customer), rarity)
        rows.append(Sample(customer, number, name, spent, reason))
    return Samples(tuple(rows), more=len(places) > SHOWN)


def _spread(places: NDArray[np.int64], batch: int) -> NDArray[np.int64]:
    """Return seven of many, evenly apart; every batch begins one further."""
    if len(places) <= SHOWN:
        return places
    step = len(places) / SHOWN
    at = (np.arange(SHOWN) * step).astype(np.int64) + batch
    chosen: NDArray[np.int64] = np.unique(places[at % len(places)])
    return chosen


def _telling(explanation: Explanation, rarity: list[int]) -> str:
    pairs = zip(explanation.leaves, rarity, strict=True)
    held = [(n, at) for at, (leaf, n) in enumerate(pairs) if leaf.verdict == "true"]
    return _shortly(explanation.leaves[min(held)[1]]) if held else ""


def _shortly(leaf: Leaf) -> str:
    """Return a condition with the customer's own value, or, where there is none, as it is."""
    if len(leaf.facts) != 1 or leaf.facts[0].value is None:
        return leaf.sentence
    fact = leaf.facts[0]
    return _("{field} {value}").format(field=fact.label, value=fact.display)


def preview_rule(source: ColumnSource, text: str, *, currency: str = "CNY") -> Preview:
    """Return what a typed rule holds now, or why it is no rule; never raises."""
    total = len(source.ids())
    try:
        rule = parse_filter(text)
        if rule is None:
            return Preview(0, 0, total, 0, 0.0, "", "")
        verdict = holds(source, rule)
    except RuleProblem as problem:
        return Preview(0, 0, total, 0, 0.0, "", str(problem))
    sales = sales_of(source)
    whole, own = float(sales.sum()), float(sales[verdict.true].sum())
    return Preview(
        int(verdict.true.sum()),
        int(verdict.unknown.sum()),
        total,
        round(own),
        own / whole if whole else 0.0,
        to_sentence(rule, currency=currency),
    )
