"""Functions of what happened to customers: counts, sums, first and last, one thing after another.

An event is dated on or before today; a window of n days holds today and the n - 1 days before it,
as the windows of the features do. Lines of one order are one event.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Coded, Column
from profiler_app.analysis.evaluation import evaluate
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.purchases import counted_lines, order_keys
from profiler_app.analysis.rows import Rows, find, pack, run_ends, run_starts
from profiler_app.domain.fields import Field
from profiler_app.domain.rules.happenings import SOURCES
from profiler_app.domain.rules.tree import Behaviour, Events, FieldRef, Rule, walk

TODAY = "today"
"""Under this name the columns of an evaluation say which day it is."""

_STORED = {"amount": {"order_line": "net"}}
_LINES = {"purchases": "sale", "returns": "return"}


def today_column(today: int, size: int) -> Column:
    """Return the business day as a column (days since 1970-01-01)."""
    return Column("date", np.full(size, today, np.int64), np.ones(size, np.bool_))


def behaviour_column(node: Behaviour, facts: Facts, *, today: int) -> Column:
    """Return a function of events per customer, up to day ``today``.

    Unknown for everybody where the workspace has no such source. Counts and sums of nothing are
    0; everything else of nothing is unknown.
    """
    tables = [SOURCES[each.source].table for each in (node.events, node.then) if each]
    if not all(facts.has(table) for table in tables):
        return _unknown(node.field, facts.size)
    rows = _chosen(node.events, facts, today)
    if node.days is not None:
        rows = rows.where(rows["day"] > today - node.days)
    if node.then is not None:
        return _sequence(node, rows, _chosen(node.then, facts, today), today)
    return _FUNCTIONS[node.function](node, rows, facts, today)


def _unknown(field: Field, size: int) -> Column:
    dtype = np.float64 if field.kind in ("num", "ratio") else np.int64
    if field.kind in ("text", "enum"):
        return Column(field.kind, np.zeros(size, np.int32), np.zeros(size, np.bool_), ("",))
    if field.kind == "bool":
        return Column(field.kind, np.zeros(size, np.bool_), np.zeros(size, np.bool_))
    return Column(field.kind, np.zeros(size, dtype), np.zeros(size, np.bool_))


# -- which events


def _chosen(events: Events, facts: Facts, today: int) -> Rows:
    source = SOURCES[events.source]
    if source.of_orders:
        lines = counted_lines(facts, today)
        rows = lines.where(lines.is_in("kind", _LINES[source.id]))
    else:
        rows = facts.rows(source.table, until=today)
    if events.where is None:
        return rows
    asked = {part.id for part in walk(events.where) if isinstance(part, FieldRef)}
    columns = {name: _column(source.columns[name], source.table, rows, facts) for name in asked}
    columns[TODAY] = today_column(today, len(rows))
    return rows.where(evaluate(Rule(events.where), columns, tags={}, size=len(rows)).true)


def _column(field: Field, table: str, rows: Rows, facts: Facts) -> Column:
    """Return a column of events as rules read it."""
    if field.id == "product":
        return _texts(field, _product_names(rows, facts))
    stored = _STORED.get(field.id, {}).get(table, field.id)
    if field.kind in ("text", "enum"):
        return _texts(field, rows.text(stored))
    known = ~rows.is_null(stored)
    values = np.where(known, rows[stored], 0).astype(np.int64)
    return Column(field.kind, values, known)


def _texts(field: Field, coded: Coded) -> Column:
    known = coded.codes >= 0
    codes = np.where(known, coded.codes, 0).astype(np.int32)
    return Column(field.kind, codes, known, coded.labels or ("",))


def _product_names(rows: Rows, facts: Facts) -> Coded:
    products = facts.tables.get("product", {})
    names, ids = products.get("name"), products.get("id")
    if not isinstance(names, Coded) or ids is None or isinstance(ids, Coded):
        return Coded(np.full(len(rows), -1, np.int32), ())
    places = find(ids, rows["product_id"])
    codes = np.append(names.codes, np.int32(-1))[places]
    return Coded(codes.astype(np.int32), names.labels)


# -- functions


def _count(node: Behaviour, rows: Rows, facts: Facts, today: int) -> Column:
    if SOURCES[node.events.source].of_orders:
        owners = rows.owner[_first_lines(rows)]
        return _known("int", np.bincount(owners, minlength=facts.size))
    return _known("int", rows.count())


def _first_lines(rows: Rows) -> NDArray[np.int64]:
    """Return where each order stands first."""
    return np.unique(order_keys(rows), return_index=True)[1] if len(rows) else np.zeros(0, np.int64)


def _distinct(node: Behaviour, rows: Rows, facts: Facts, today: int) -> Column:
    column = _looked_at(node, rows, facts)
    owners, values = rows.owner[column.known], column.values[column.known]
    pairs = np.unique(pack(owners, values), return_index=True)[1]
    return _known("int", np.bincount(owners[pairs], minlength=facts.size))


def _of_numbers(node: Behaviour, rows: Rows, facts: Facts, today: int) -> Column:
    """Return sum, average, largest or smallest; of amounts per order."""
    owner, values = _numbers(node, rows, facts)
    starts = run_starts(owner)
    holders = owner[starts]
    counts = np.diff(np.append(starts, len(owner)))
    result = np.zeros(facts.size, np.float64 if node.field.kind == "num" else np.int64)
    known = np.zeros(facts.size, np.bool_)
    known[holders] = True
    if node.function == "average":
        means = np.add.reduceat(values, starts) / counts if len(starts) else np.zeros(0)
        result[holders] = means if node.field.kind == "num" else np.rint(means)
    else:
        reduced = {"sum": np.add, "largest": np.maximum, "smallest": np.minimum}[node.function]
        result[holders] = reduced.reduceat(values, starts) if len(starts) else 0
    return (
        _known(node.field.kind, result)
        if node.function == "sum"
        else Column(node.field.kind, result, known)
    )


def _numbers(
    node: Behaviour, rows: Rows, facts: Facts
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    column = _looked_at(node, rows, facts)
    owner, values = rows.owner[column.known], column.values[column.known]
    if not SOURCES[node.events.source].of_orders or not len(owner):
        return owner, values
    keys = order_keys(rows)[column.known]
    _found, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    sums = np.zeros(len(first), np.int64)
    np.add.at(sums, inverse, values)
    order = np.argsort(owner[first], kind="stable")
    return owner[first][order], sums[order]


def _days_since(node: Behaviour, rows: Rows, facts: Facts, today: int) -> Column:
    known = rows.any()
    return Column("int", np.where(known, today - rows.highest(rows["day"]), 0), known)


def _edge(node: Behaviour, rows: Rows, facts: Facts, today: int) -> Column:
    """Return the day, or a column, of the first or last event."""
    if node.events.column:
        column = _looked_at(node, rows, facts)
    else:
        column = Column("date", rows["day"], np.ones(len(rows), np.bool_))
    at = (run_starts if node.function == "first" else run_ends)(rows.owner)
    owners = rows.owner[at]
    values = np.zeros(facts.size, column.values.dtype)
    known = np.zeros(facts.size, np.bool_)
    values[owners], known[owners] = column.values[at], column.known[at]
    return Column(node.field.kind, values, known, column.labels)


def _looked_at(node: Behaviour, rows: Rows, facts: Facts) -> Column:
    source = SOURCES[node.events.source]
    return _column(source.columns[node.events.column], source.table, rows, facts)


def _known(kind: str, values: NDArray[Any]) -> Column:
    return Column(kind, values, np.ones(len(values), np.bool_))


# -- one after another


def _sequence(node: Behaviour, first: Rows, then: Rows, today: int) -> Column:
    """Whether something followed (or did not) within some days after: on a later day.

    While the days are not over and nothing followed yet, it is not known.
    """
    assert node.within is not None
    followed = _followed(first, then, node.within, today)
    over = first["day"] + node.within <= today
    if node.function == "then":
        decided, waiting = followed, ~followed & ~over
    else:
        decided, waiting = ~followed & over, ~followed & ~over
    true = first.where(decided).any()
    unknown = first.where(waiting).any() & ~true
    return Column("bool", true, ~unknown)


def _followed(first: Rows, then: Rows, days: int, today: int) -> BoolArray:
    if not len(first) or not len(then):
        return np.zeros(len(first), np.bool_)
    low = int(min(first["day"].min(), then["day"].min()))
    span = today - low + days + 2
    wanted = np.sort(then.owner * span + (then["day"] - low))
    start = first.owner * span + (first["day"] - low)
    until = np.searchsorted(wanted, start + days, side="right")
    found: BoolArray = until > np.searchsorted(wanted, start, side="right")
    return found


_FUNCTIONS = {
    "count": _count,
    "sum": _of_numbers,
    "average": _of_numbers,
    "largest": _of_numbers,
    "smallest": _of_numbers,
    "distinct": _distinct,
    "days_since": _days_since,
    "first": _edge,
    "last": _edge,
}


def tables_of(nodes: tuple[Behaviour, ...]) -> tuple[str, ...]:
    """Return the tables that must be read for some functions."""
    events = [each for node in nodes for each in (node.events, node.then) if each]
    tables = {SOURCES[each.source].table for each in events}
    return tuple(sorted(tables | ({"product"} if "order_line" in tables else set())))
