"""Lists of customers: who fits a rule or a search, in which order, and one screenful of rows."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import Field, fields, option_label, options
from profiler_app.domain.identifiers import mask
from profiler_app.domain.listing import CustomerRow, Facet, FacetValue, Found, ListQuery
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.showing import show
from profiler_app.domain.tags import built_in_tags
from profiler_app.domain.text import _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.list_orders import made_order
from profiler_app.reports.workbooks import write_csv, write_xlsx
from profiler_app.store.customers import read_customers
from profiler_app.store.runs import tag_counts
from profiler_app.store.search import search
from profiler_app.store.workspace import Workspace

_CODED = frozenset({"text", "enum", "code"})


def parse_filter(text: str) -> Rule | None:
    """Parse a rule as people type it (amounts in major units); None for an empty text.

    Raises RuleProblem naming the place and the reason.
    """
    if not text.strip():
        return None
    return parse(text, tags=built_in_tags(), money_unit="major")


def holds(source: ColumnSource, rule: Rule) -> Kleene:
    """Evaluate a rule for every customer."""
    return evaluate(
        rule,
        source.columns(rule.fields),
        tags=source.tags(rule.tags),
        size=len(source.ids()),
    )


def find(workspace: Workspace, source: ColumnSource, query: ListQuery) -> Found:
    """Return the customers of a query in order. Raises RuleProblem for a rule that is not one."""
    started = time.perf_counter()
    ids = source.ids()
    chosen = np.ones(len(ids), np.bool_)
    unknown = 0
    rule = parse_filter(query.where)
    if rule is not None:
        verdict = holds(source, rule)
        chosen, unknown = verdict.true, int(verdict.unknown.sum())
    ranks = None
    if query.search.strip():
        ranks = _ranks(workspace, ids, query.search)
        chosen = chosen & (ranks >= 0)
    places = np.flatnonzero(chosen)
    ordered = places[_order(source, query, places, ranks)]
    return Found(ids[ordered], len(ids), unknown, time.perf_counter() - started)


def count(source: ColumnSource, where: str) -> tuple[int, int]:
    """Return for how many customers a rule holds, and for how many it is unknown."""
    rule = parse_filter(where)
    if rule is None:
        return len(source.ids()), 0
    verdict = holds(source, rule)
    return int(verdict.true.sum()), int(verdict.unknown.sum())


def _ranks(workspace: Workspace, ids: NDArray[Any], text: str) -> NDArray[Any]:
    """Return how well each customer matches a search; -1 where not at all."""
    ranks = np.full(len(ids), -1, np.int8)
    found = np.array(search(workspace.connection, text), np.int64).reshape(-1, 2)
    places = np.searchsorted(ids, found[:, 0])
    inside = places < len(ids)
    places, found = places[inside], found[inside]
    right = ids[places] == found[:, 0]
    ranks[places[right]] = found[right, 1]
    return ranks


def _order(
    source: ColumnSource, query: ListQuery, places: NDArray[Any], ranks: NDArray[Any] | None
) -> NDArray[Any]:
    """Return how to arrange ``places``; equals keep the order of ids."""
    keys: list[NDArray[Any]] = []
    if query.sort:
        keys = _sort_keys(source, query.sort, query.descending, places)
    else:
        keys = _sort_keys(source, "last_contact_days", False, places)
        if ranks is not None:
            keys.append(ranks[places])
    return np.lexsort(keys) if keys else np.arange(len(places))


def _sort_keys(
    source: ColumnSource, name: str, descending: bool, places: NDArray[Any]
) -> list[NDArray[Any]]:
    column = made_order(source, name)
    if column is None:
        column = source.columns([name]).get(name)
    if column is None:
        return []
    values = _comparable(fields().get(name), column)[places]
    known = column.known[places]
    values = np.where(known, -values if descending else values, 0)
    return [values, ~known]  # lexsort: the last key decides first


def _comparable(field: Field | None, column: Column) -> NDArray[Any]:
    if field is None or column.kind not in _CODED:
        return column.values.astype(np.float64 if column.kind in ("num", "ratio") else np.int64)
    if field.options:
        order = {name: i for i, name in enumerate(_option_order(field))}
    else:
        order = {text: i for i, text in enumerate(sorted(column.labels, key=_alphabetical))}
    rank: NDArray[Any] = np.array([order.get(v, len(order)) for v in column.labels] or [0])
    return np.asarray(rank[column.values])


def _alphabetical(text: str) -> bytes:
    """Sort Chinese by sound: GB 2312 has the common characters in the order of their pinyin."""
    return text.encode("gb18030", "replace")


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
    every = source.ids()
    columns = source.columns(names)
    base = read_customers(workspace.connection, ids, ("number", "name", "kind", "line"))
    places = np.searchsorted(every, np.array(ids, np.int64))
    tags = _tags_of(workspace, source, places) if with_tags else {}
    found = []
    for number, place in zip(ids, places.tolist(), strict=True):
        if number not in base:
            continue
        code, name, kind, line = base[number]
        values = {field: column.value(place) for field, column in columns.items()}
        known = {field: value for field, value in values.items() if value is not None}
        found.append(CustomerRow(number, code, name, kind, line, known, tags.get(place, ())))
    return found


def _tags_of(
    workspace: Workspace, source: ColumnSource, places: NDArray[Any]
) -> dict[int, tuple[str, ...]]:
    held: dict[int, list[str]] = {int(place): [] for place in places}
    counts = tag_counts(workspace.connection)
    rare_first = sorted((n, tag) for tag, (n, _unknown) in counts.items() if n)
    flags = source.tags([tag for _n, tag in rare_first])
    for _n, tag in rare_first:
        for place in places[flags[tag].true[places]].tolist():
            held[place].append(tag)
    return {place: tuple(tags) for place, tags in held.items()}


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


def export(path: Path, rows: Sequence[CustomerRow], chosen: Sequence[Field]) -> int:
    """Write rows as a workbook (.xlsx) or a CSV file and return their number.

    Identifying values of class S2 are masked, those of class S3 left out.
    """
    fields_out = [field for field in chosen if field.sensitivity != "S3"]
    headers = [_("Number"), _("Name"), *(field.label for field in fields_out)]
    lines = (
        [row.number, row.name, *(exported(row.values.get(f.id), f) for f in fields_out)]
        for row in rows
    )
    write = write_xlsx if path.suffix.lower() == ".xlsx" else write_csv
    return write(path, headers, lines)


def exported(value: Any, field: Field) -> Any:
    """Return a raw value as a cell of an export; identifying texts are masked."""
    if value is None:
        return None
    if field.sensitivity == "S2" and isinstance(value, str):
        return mask(field.id, value)
    if field.kind == "money":
        return Decimal(value) / 100
    if field.kind == "date":
        return from_day(value)
    return value if field.kind in ("int", "num", "ratio", "bool") else show(field, value)
