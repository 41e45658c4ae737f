"""Facets beside a table: the values of several fields, each counted under the other choices."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.domain.fields import Field, fields, option_label, options
from profiler_app.domain.rules.showing import show
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource

USUAL = ("kind", "gender", "province", "lifecycle", "occupation", "first_source", "owner_rm",
         "education")  # fmt: skip
MOST = 8
SHOWN = 60
"""So many values of a facet are offered, the commonest first; those chosen always."""
_BINS = 6
_WIDEST = 5_000
"""A text with more different values is no facet."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its key among the choices, its label, its count, and the rule that says it."""

    key: str
    label: str
    count: int
    rule: str


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of one field under the choices in the other facets."""

    field: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Browsed:
    """Who fits all choices (ids in order), of how many, and the facets."""

    ids: Any
    total: int
    facets: tuple[FacetCounts, ...]
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class _Coded:
    """A field as codes into values; the last code says unknown. A list has ``masks`` instead."""

    codes: NDArray[np.int32]
    labels: tuple[str, ...]
    rules: tuple[str, ...]
    masks: NDArray[np.int64] | None = None

    def counts(self, chosen: BoolArray | None) -> list[int]:
        """Count each value, and unknown last, among some customers (None: all)."""
        size = len(self.labels)
        codes = self.codes if chosen is None else self.codes[chosen]
        found = np.bincount(codes, minlength=size)
        if self.masks is not None:
            masks = self.masks if chosen is None else self.masks[chosen]
            for i in range(size - 1):
                found[i] = int((masks >> i & 1).sum())
        listed: list[int] = found.tolist()
        return listed

    def fits(self, keys: frozenset[str]) -> BoolArray:
        """Mark the customers with one of some values."""
        wanted = np.array([rule in keys for rule in self.rules])
        if self.masks is None:
            return np.asarray(wanted[self.codes])
        bits = sum(1 << i for i in np.flatnonzero(wanted[:-1]).tolist())
        unknown = wanted[-1] & (self.codes == len(self.labels) - 1)
        return np.asarray(((self.masks & bits) != 0) | unknown)


def facet_fields() -> tuple[str, ...]:
    """Return the fields that can be facets; identifiers and sensitive ones are none."""
    return tuple(
        field.id
        for field in fields().values()
        if field.sensitivity in ("S0", "S1")
        and field.kind != "ref"
        and field.place != "rows"
        and field.id not in ("number", "name", "short_name", "birth_lunar", "member_no", "phone")
    )


def browse(
    source: ColumnSource, names: Sequence[str], choices: Mapping[str, frozenset[str]]
) -> Browsed:
    """Filter by all choices, and count the values of each facet under the other choices.

    ``choices`` are rules of values (see ``Value.rule``) by field. A customer fits a facet when he
    has any of its chosen values.
    """
    started = time.perf_counter()
    ids = source.ids()
    coded = {name: _coded(source, name) for name in dict.fromkeys((*names, *choices))}
    failing = {
        name: ~coded[name].fits(keys) for name, keys in choices.items() if keys and name in coded
    }
    misses: NDArray[np.uint8] = np.zeros(len(ids), np.uint8)
    for fails in failing.values():
        misses += fails
    fitting = misses == 0
    facets = []
    for name in names:
        others: BoolArray | None = fitting if failing else None
        if name in failing:
            others = None if len(failing) == 1 else (misses - failing[name]) == 0
        facets.append(_facet(name, coded[name], others, choices.get(name, frozenset())))
    found = ids[fitting] if failing else ids
    return Browsed(found, len(ids), tuple(facets), time.perf_counter() - started)


def _facet(name: str, coded: _Coded, chosen: BoolArray | None, kept: frozenset[str]) -> FacetCounts:
    counts = coded.counts(chosen)
    order: Sequence[int] = range(len(counts))
    ordered = fields()[name].options or fields()[name].kind not in ("text", "code", "list")
    if not ordered:
        order = sorted(order, key=lambda at: (at == len(counts) - 1, -counts[at]))
    offered = [at for at in order if counts[at] or coded.rules[at] in kept]
    first = set(offered[:SHOWN])
    shown = [at for at in offered if at in first or coded.rules[at] in kept]
    values = (Value(coded.rules[at], coded.labels[at], counts[at], coded.rules[at]) for at in shown)
    return FacetCounts(name, tuple(values), len(offered) - len(shown))


def _coded(source: ColumnSource, name: str) -> _Coded:
    found: _Coded = source.kept(("facet", name), lambda: _code(source, name))
    return found


def _code(source: ColumnSource, name: str) -> _Coded:
    field = fields()[name]
    column = source.read_once(name)
    size = len(source.ids())
    if column is None or len(column.labels) > _WIDEST:
        return _Coded(np.zeros(size, np.int32), (_("unknown"),), (f"isnull({name})",))
    if column.kind == "list":
        return _of_list(field, column)
    if column.kind in ("text", "enum", "code"):
        return _of_texts(field, column)
    if column.kind == "bool":
        labels = (_("yes"), _("no"))
        codes = np.where(column.values.astype(np.bool_), 0, 1)
        return _closed(field, codes, column.known, labels, (f"{name} == true", f"{name} == false"))
    return _of_numbers(field, column)


def _closed(
    field: Field,
    codes: NDArray[Any],
    known: BoolArray,
    labels: Sequence[str],
    rules: Sequence[str],
    masks: NDArray[np.int64] | None = None,
) -> _Coded:
    """Add the value unknown behind the others."""
    whole = np.where(known, codes, len(labels)).astype(np.int32)
    return _Coded(whole, (*labels, _("unknown")), (*rules, f"isnull({field.id})"), masks)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _of_texts(field: Field, column: Column) -> _Coded:
    """Options are in the order of their list."""
    labels, codes = tuple(column.labels), column.values
    if field.options:
        place = {option.id: at for at, option in enumerate(options(field.options))}
        order = sorted(range(len(labels)), key=lambda at: place.get(labels[at], len(place)))
        table = np.empty(max(len(labels), 1), np.int32)
        table[order] = np.arange(len(labels), dtype=np.int32)
        codes, labels = table[codes], tuple(labels[at] for at in order)
        shown = [option_label(field.options, text) for text in labels]
    else:
        shown = [show(field, text) for text in labels]
    rules = [f"{field.id} == {_quoted(text)}" for text in labels]
    return _closed(field, codes, column.known, shown, rules)


def _of_list(field: Field, column: Column) -> _Coded:
    labels = column.labels
    shown = [option_label(field.options, text) if field.options else text for text in labels]
    rules = [f"any_of({field.id}, [{_quoted(text)}])" for text in labels]
    masks = np.where(column.known, column.values, 0)
    nothing = np.zeros(len(column), np.int32)
    return _closed(field, nothing, column.known, shown, rules, masks)


def _of_numbers(field: Field, column: Column) -> _Coded:
    """Numbers and dates fall into ranges that hold about as many customers each."""
    values = column.values[column.known]
    if not len(values):
        return _closed(field, np.zeros(len(column)), column.known, (), ())
    edges = np.unique(np.quantile(values, np.linspace(0, 1, _BINS + 1)[1:-1], method="nearest"))
    codes = np.searchsorted(edges, column.values, side="right")
    labels, rules = [], []
    for at in range(len(edges) + 1):
        low = edges[at - 1] if at else None
        high = edges[at] if at < len(edges) else None
        labels.append(_range(field, low, high))
        rules.append(_range_rule(field, low, high))
    return _closed(field, codes, column.known, labels, rules)


def _range(field: Field, low: Any, high: Any) -> str:
    if low is None and high is None:
        return _("any value")
    if low is None:
        return _("under {value}").format(value=_number(field, high))
    if high is None:
        return _("{value} and more").format(value=_number(field, low))
    return _("{low} to under {high}").format(low=_number(field, low), high=_number(field, high))


def _number(field: Field, value: Any) -> str:
    plain = value.item() if hasattr(value, "item") else value
    return show(field, plain)


def _range_rule(field: Field, low: Any, high: Any) -> str:
    parts = [f"{field.id} {sign} {_typed(field, value)}"
             for sign, value in ((">=", low), ("<", high)) if value is not None]  # fmt: skip
    return " and ".join(parts) or f"not isnull({field.id})"


def _typed(field: Field, value: Any) -> str:
    """Return a raw number as rules are typed: money in major units, dates as texts."""
    plain = value.item() if hasattr(value, "item") else value
    if field.kind == "date":
        return _quoted(show(field, plain)) if isinstance(plain, int) else str(plain)
    return f"{plain / 100:.2f}" if field.kind == "money" else repr(plain)


def rule_of(choices: Mapping[str, frozenset[str]]) -> str:
    """Return the rule of the list of customers that says all choices."""
    parts = [
        "(" + " or ".join(f"({rule})" for rule in sorted(keys)) + ")"
        for keys in choices.values()
        if keys
    ]
    return " and ".join(parts)
