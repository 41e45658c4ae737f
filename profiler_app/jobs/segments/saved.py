"""Segments of the user: a name and a rule, saved as a fact, evaluated when looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.rules import Rule, to_sentence
from profiler_app.domain.segmentation import (
    Market,
    MarketCell,
    Migration,
    Move,
    Overlap,
    Preview,
    SavedSegment,
)
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.computing import Results, states_as_of
from profiler_app.jobs.judging import all_columns
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.store import runs
from profiler_app.store.ledger import operation
from profiler_app.store.segments import read_segments
from profiler_app.store.workspace import Workspace

KIND = "rule"
INSIDE, OUTSIDE, UNKNOWN = "inside", "outside", "unknown"


def save_segment(
    progress: Progress, workspace: Workspace, number: int | None, name: str, rule: str
) -> int:
    """Save a new segment, or change one (``number``); return the operation.

    Raises RuleProblem for a rule that is not one, or none at all.
    """
    progress.step(0.0, N_("Saving"))
    if parse_filter(rule) is None:
        raise RuleProblem(position=0, reason=_("The rule is empty"))
    cells = {"name": name.strip(), "rule": rule.strip()}
    with operation(workspace, "segment", {"name": cells["name"]}) as opened:
        if number is None:
            key = f"s{opened.next_id('segment')}"
            opened.insert_one("segment", {"key": key, "kind": KIND, "status": "active", **cells})
        else:
            opened.update("segment", number, cells)
    return opened.id


def delete_segment(progress: Progress, workspace: Workspace, number: int, name: str) -> int:
    """Delete a segment; return the operation."""
    progress.step(0.0, N_("Deleting"))
    with operation(workspace, "segment_removed", {"name": name}) as opened:
        opened.delete("segment", [number])
    return opened.id


def saved_segments(workspace: Workspace, source: ColumnSource) -> tuple[SavedSegment, ...]:
    """Return all segments with what they hold now; the oldest first."""
    rows = read_segments(workspace.connection, KIND)
    sales = _sales(source)
    total = float(sales.sum())
    found = []
    for row in rows:
        try:
            rule = parse_filter(row.rule)
            assert rule is not None
            verdict = holds(source, rule)
        except RuleProblem as problem:
            broken = SavedSegment(row.id, row.name, row.rule, 0, 0, 0, 0.0, problem=str(problem))
            found.append(broken)
            continue
        own = float(sales[verdict.true].sum())
        found.append(
            SavedSegment(
                row.id,
                row.name,
                row.rule,
                int(verdict.true.sum()),
                int(verdict.unknown.sum()),
                round(own),
                own / total if total else 0.0,
                to_sentence(rule, currency=workspace.settings.currency),
            )
        )
    return tuple(found)


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
    sales = _sales(source)
    whole, own = float(sales.sum()), float(sales[verdict.true].sum())
    return Preview(
        int(verdict.true.sum()),
        int(verdict.unknown.sum()),
        total,
        round(own),
        own / whole if whole else 0.0,
        to_sentence(rule, currency=currency),
    )


def overlaps(workspace: Workspace, source: ColumnSource, number: int) -> tuple[Overlap, ...]:
    """Return how many each other segment has in common with one, the most first."""
    rows = {row.id: row for row in read_segments(workspace.connection, KIND)}
    if number not in rows:
        return ()
    try:
        own = _holds(source, rows.pop(number).rule).true
    except RuleProblem:
        return ()
    found = []
    for row in rows.values():
        try:
            other = _holds(source, row.rule).true
        except RuleProblem:
            continue
        both = int((own & other).sum())
        found.append(Overlap(row.id, row.name, int(other.sum()), both))
    return tuple(sorted(found, key=lambda each: (-each.both, each.name)))


def segment_migrations(
    progress: Progress, workspace: Workspace, *, day: date
) -> dict[int, Migration]:
    """Return per segment who was in, out or not to be told on ``day``, and is now (sums to n).

    Features and tags of the earlier day are computed by the code and in the population of the
    last run; what is typed about a customer (his city) is read as it is now.
    """
    connection = workspace.connection
    run = runs.last_run(connection)
    rows = read_segments(connection, KIND)
    if run is None or not rows:
        return {}
    source = ColumnSource(workspace)
    rules = {row.id: rule for row in rows if (rule := stored_rule(row.rule)) is not None}
    before: dict[int, list[NDArray[Any]]] = {number: [] for number in rules}
    for state in states_as_of(Part(progress, 0.0, 0.9), connection, as_of=day, last=run):
        for number, rule in rules.items():
            before[number].append(_state(held_then(source, rule, state, day)))
    progress.step(0.9, N_("Comparing"))
    sales, days = _sales(source), (day.isoformat(), run.as_of)
    return {
        number: _compared(np.concatenate(before[number]), _state(holds(source, rule)), sales, days)
        for number, rule in rules.items()
        if before[number]
    }


def stored_rule(text: str) -> Rule | None:
    """Return a stored rule; None when it no longer is one (a field is gone)."""
    try:
        return parse_filter(text)
    except RuleProblem:
        return None


def held_then(source: ColumnSource, rule: Rule, state: Results, day: date) -> Kleene:
    """Evaluate a rule for the customers of a state; what is no feature is read as it is now."""
    places = np.searchsorted(source.ids(), state.ids)
    others = all_columns(source, rule, on=day)
    return evaluate(
        rule,
        {name: column.take(places) for name, column in others.items()} | dict(state.features),
        tags={tag: state.tags[tag] for tag in rule.tags if tag in state.tags},
        size=len(state.ids),
    )


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


def _holds(source: ColumnSource, text: str) -> Kleene:
    rule = parse_filter(text)
    assert rule is not None
    return holds(source, rule)


def _sales(source: ColumnSource) -> NDArray[np.float64]:
    """Return the sales of twelve months of everybody, 0 where unknown."""
    column = source.columns(["monetary_12m"]).get("monetary_12m")
    if column is None:
        return np.zeros(len(source.ids()))
    return np.where(column.known, column.values, 0).astype(np.float64)


def market(source: ColumnSource) -> Market:
    """Return the companies by size class and industry section (SEG-04)."""
    names = ["kind", "size_class", "industry_section", "category_count_12m", "product_kinds"]
    columns = source.columns(names)
    kind = columns["kind"]
    company = kind.known & np.isin(
        kind.values, [i for i, name in enumerate(kind.labels) if name == "company"]
    )
    size, sizes = _labelled(columns, "size_class", company)
    section, sections = _labelled(columns, "industry_section", company)
    sales = _sales(source)[company]
    place = size * len(sections) + section
    counts = np.bincount(place, minlength=len(sizes) * len(sections))
    amounts = np.bincount(place, weights=sales, minlength=len(sizes) * len(sections))
    kinds = _kinds(columns, len(company))[company]
    buying = np.bincount(place[kinds > 0], minlength=len(counts))
    held = np.bincount(place, weights=kinds, minlength=len(counts))
    cells = tuple(
        MarketCell(
            sizes[at // len(sections)],
            sections[at % len(sections)],
            int(counts[at]),
            round(float(amounts[at])),
            int(buying[at]),
            float(held[at]) / int(counts[at]),
        )
        for at in np.flatnonzero(counts).tolist()
    )
    return Market(int(company.sum()), sizes, sections, cells)


def _kinds(columns: Mapping[str, Column], size: int) -> NDArray[np.int64]:
    """Return how many categories each bought in a year, or how many product kinds he holds."""
    kinds = np.zeros(size, np.int64)
    for name in ("category_count_12m", "product_kinds"):
        column = columns.get(name)
        if column is not None:
            kinds = np.maximum(kinds, np.where(column.known, column.values, 0))
    return kinds


def _labelled(
    columns: Mapping[str, Column], name: str, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the code of each chosen customer and the labels, the last one empty: not known."""
    column = columns.get(name)
    if column is None:
        return np.zeros(int(chosen.sum()), np.int64), ("",)
    labels = (*column.labels, "")
    codes = np.where(column.known, column.values.astype(np.int64), len(column.labels))
    return codes[chosen], labels
