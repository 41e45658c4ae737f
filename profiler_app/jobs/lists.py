"""Lists of customers: who fits a rule or a search, in which order, and one screenful of rows."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.sorting import order_of
from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import Field, fields, option_label, options
from profiler_app.domain.identifiers import mask
from profiler_app.domain.listing import CustomerRow, Facet, FacetValue, Found, ListQuery
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.showing import show
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.judging import judge
from profiler_app.jobs.list_orders import made_order
from profiler_app.jobs.searching import NOT_FOUND, search
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

_FEW = 0.3
_RANK_AT = 28
"""In a number to sort by, the rank stands before this many bits of the position."""
_LAST_CONTACT = "last_contact_days"
"""Whoever was in contact last comes first where no other order is asked for."""


def parse_filter(text: str) -> Rule | None:
    """Parse a rule as people type it (amounts in major units); None for an empty text.

    Raises RuleProblem naming the place and the reason.
    """
    if not text.strip():
        return None
    return parse(text, tags=known_tags(), money_unit="major")


def holds(source: ColumnSource, rule: Rule) -> Kleene:
    """Evaluate a rule for every customer."""
    return judge(source, rule)


def find(workspace: Workspace, source: ColumnSource, query: ListQuery) -> Found:
    """Return the customers of a query in order. Raises RuleProblem for a rule that is not one."""
    started = time.perf_counter()
    ids = source.ids()
    chosen = None
    unknown = 0
    rule = parse_filter(query.where)
    if rule is not None:
        verdict = holds(source, rule)
        chosen, unknown = verdict.true, int(verdict.unknown.sum())
    ranks, scanned = None, False
    if query.search.strip():
        ranks, scanned = search(workspace, source, query.search)
        if chosen is not None:
            ranks[~chosen] = NOT_FOUND
        if query.sort:
            chosen = ranks != NOT_FOUND
    places = _in_order(source, query, chosen, ranks)
    return Found(ids.take(places), len(ids), unknown, time.perf_counter() - started, scanned)


def count(source: ColumnSource, where: str) -> tuple[int, int]:
    """Return for how many customers a rule holds, and for how many it is unknown."""
    rule = parse_filter(where)
    if rule is None:
        return len(source.ids()), 0
    verdict = holds(source, rule)
    return int(verdict.true.sum()), int(verdict.unknown.sum())


def _in_order(
    source: ColumnSource,
    query: ListQuery,
    chosen: NDArray[np.bool_] | None,
    ranks: NDArray[np.uint8] | None,
) -> NDArray[Any]:
    """Return the places of the chosen ones (None: of all) in the order of the query."""
    descending = query.sort is not None and query.descending
    order = _order(source, query.sort or _LAST_CONTACT, descending=descending)
    if ranks is not None and not query.sort:
        return _best_first(source, order, ranks)
    return order if chosen is None else np.compress(chosen.take(order), order)


def _best_first(
    source: ColumnSource, order: NDArray[Any], ranks: NDArray[np.uint8]
) -> NDArray[Any]:
    """Return the places that were found, by rank; equals stay in order."""
    places = np.flatnonzero(ranks != NOT_FOUND)
    if len(places) > _FEW * len(order):
        found = ranks.take(order)
        ordered = np.flatnonzero(found != NOT_FOUND)
        return order.take(ordered[np.argsort(found[ordered], kind="stable")])

    def make() -> NDArray[Any]:
        positions = np.empty(len(order), np.uint32)
        positions[order] = np.arange(len(order), dtype=np.uint32)
        return positions

    positions = source.kept(("positions",), make)
    keys = ranks.take(places).astype(np.uint32) << _RANK_AT | positions.take(places)
    keys.sort()
    found_first: NDArray[Any] = order.take(keys & (2**_RANK_AT - 1))
    return found_first


def _order(source: ColumnSource, name: str, *, descending: bool) -> NDArray[Any]:
    """Return the places of all customers sorted by a field or a made order, kept for next time."""

    def make() -> NDArray[Any]:
        column = made_order(source, name)
        if column is None:
            column = source.columns([name]).get(name)
        if column is None:  # a feature nobody computed
            return np.arange(len(source.ids()), dtype=np.int32)
        return order_of(column, fields().get(name), descending=descending)

    order: NDArray[Any] = source.kept(("order", name, str(descending)), make)
    return order


def _option_order(field: Field) -> tuple[str, ...]:
    return tuple(option.id for option in options(field.options)) if field.options else ()


def rows(
    workspace: Workspace,
    source: ColumnSource,
    ids: Sequence[int],
    names: Collection[str],
    *,
    with_tags: bool = False,
) -> list[CustomerRow]:
    """Read one screenful of rows with the values of some fields, in the order of ``ids``."""
    columns = source.columns(names)
    base = read_customers(workspace.connection, ids, ("number", "name", "kind", "line"))
    places = np.searchsorted(source.ids(), np.array(ids, np.int64))
    tags = source.held_by(ids) if with_tags else [()] * len(ids)
    found = []
    for number, place, held in zip(ids, places.tolist(), tags, strict=True):
        if number not in base:
            continue
        code, name, kind, line = base[number]
        values = {field: column.value(place) for field, column in columns.items()}
        known = {field: value for field, value in values.items() if value is not None}
        found.append(CustomerRow(number, code, name, kind, line, known, held))
    return found


def facet(source: ColumnSource, name: str, where: str = "") -> Facet:
    """Count the values of a field with options, a text or a yes-no field under other filters."""
    field = fields()[name]
    column = source.columns([name]).get(name)
    size = len(source.ids())
    rule = parse_filter(where)
    chosen = np.ones(size, np.bool_) if rule is None else holds(source, rule).true
    if column is None:
        return Facet(name, (), int(chosen.sum()))
    known = chosen & column.known
    counted = _counted(column, known)
    values = [
        FacetValue(value, option_label(field.options, value) if field.options else value, n)
        for value, n in counted
    ]
    if field.options:
        order = {value: i for i, value in enumerate(_option_order(field))}
        values.sort(key=lambda each: order.get(each.value, len(order)))
    else:
        values.sort(key=lambda each: (-each.count, each.label))
    return Facet(name, tuple(values), int((chosen & ~column.known).sum()))


def _counted(column: Column, chosen: NDArray[Any]) -> list[tuple[str, int]]:
    values = column.values[chosen]
    if column.kind == "list":
        masks = values.astype(np.int64)
        return [(label, int((masks >> i & 1).sum())) for i, label in enumerate(column.labels)]
    if column.kind == "bool":
        yes = int(values.sum())
        return [("true", yes), ("false", len(values) - yes)]
    counts: list[int] = np.bincount(values, minlength=len(column.labels)).tolist()
    return list(zip(column.labels, counts, strict=False))


def shown_value(value: Any, field: Field, currency: str) -> str:
    """Return a value of a row for reading: identifying texts masked, a dash where unknown."""
    if value is None:
        return "—"
    if field.sensitivity in ("S2", "S3") and isinstance(value, str):
        return mask(field.id, value)
    return show(field, value, currency=currency)


def exported(value: Any, field: Field, *, in_clear: bool = False) -> Any:
    """Return a raw value as a cell of an export; identifying texts are masked, or ``in_clear``."""
    if value is None:
        return None
    if field.sensitivity == "S2" and isinstance(value, str) and not in_clear:
        return mask(field.id, value)
    if field.kind == "money":
        return Decimal(value) / 100
    if field.kind == "date":
        return from_day(value)
    return value if field.kind in ("int", "num", "ratio", "bool") else show(field, value)
