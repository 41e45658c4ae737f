"""Columns of customers read from the tables of facts: of everybody, or of those touched since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.text_coding import collation
from profiler_app.analysis.text_collecting import TextCollector
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import Field, options
from profiler_app.store import column_cache
from profiler_app.store.connect import Connection

CODED = frozenset({"text", "enum", "code", "ref"})
"""Kinds of fields that are kept as codes into texts."""
_PLAIN_LABELS = 4_096
"""Up to so many different texts stay plain strings; more are packed."""
_MOST_LABELS = 63  # a list is a bit mask in 64 bits; a free-text list keeps its commonest entries

Ids = Sequence[int] | None


def table_columns(
    connection: Connection, chosen: Sequence[Field], customers: Ids = None
) -> Iterator[tuple[str, Column]]:
    """Yield columns of the table of customers, in the order of ids, each given up when yielded."""
    if not chosen:
        return
    names = [field.id for field in chosen]
    collectors = [_COLLECTORS.get(field.kind, _Numbers)() for field in chosen]
    for batch in column_cache.customer_rows(connection, names, customers):
        for collector, cells in zip(collectors, zip(*batch, strict=True), strict=True):
            collector.add(cells)
    for field in chosen:
        yield field.id, collectors.pop(0).column(field.kind)


class _Texts(TextCollector):
    """Collects a text column."""

    def column(self, kind: str) -> Column:
        codes, texts = self.result()
        return coded_column(kind, codes, as_labels(texts))


class _Days(TextCollector):
    """Collects a column of ISO dates."""

    def column(self, kind: str) -> Column:
        codes, texts = self.result()
        days = np.array([*(_day(text) for text in texts), NULL_INT], np.int64)[codes]
        known = days != NULL_INT
        return Column(kind, np.where(known, days, 0), known)


def _day(text: str) -> int:
    try:
        return to_day(text)
    except ValueError:  # a month without a day, a lunar date
        return int(NULL_INT)


class _Numbers:
    """Collects a column of numbers."""

    def __init__(self) -> None:
        self._parts: list[NDArray[Any]] = [np.empty(0, np.int64)]

    def add(self, cells: Sequence[Any]) -> None:
        self._parts.append(np.array(cells, np.int64))

    def column(self, kind: str) -> Column:
        values = np.concatenate(self._parts)
        known = values != NULL_INT
        return Column(kind, np.where(known, values, 0), known)


_COLLECTORS: dict[str, type[_Texts] | type[_Days] | type[_Numbers]] = {
    **dict.fromkeys(CODED, _Texts),
    "date": _Days,
}


def as_labels(texts: PackedTexts) -> Sequence[str]:
    """Return few texts as plain strings, many as they are."""
    return texts if len(texts) > _PLAIN_LABELS else tuple(texts)


def coded_column(kind: str, codes: NDArray[Any], labels: Sequence[str]) -> Column:
    """Make a text column from codes, -1 being unknown."""
    known = codes >= 0
    return Column(kind, np.where(known, codes, 0).astype(np.int32), known, labels)


def attribute_columns(
    connection: Connection, chosen: Sequence[Field], ids: NDArray[Any], customers: Ids = None
) -> Iterator[tuple[str, Column]]:
    """Yield columns of attributes in the order of ``ids``; the newest value counts."""
    found: dict[str, tuple[list[int], list[str]]] = {field.id: ([], []) for field in chosen}
    rows = chain.from_iterable(column_cache.attribute_rows(connection, list(found), customers))
    for name, customer, value in rows:
        owners, values = found[name]
        owners.append(customer)
        values.append(value)
    for field in chosen:
        owners, values = found.pop(field.id)
        whose = np.array(owners, np.int64)
        places = np.searchsorted(ids, whose)
        known = places < len(ids)
        known[known] = ids[places[known]] == whose[known]
        places[~known] = len(ids)  # merged customers go behind
        column = attribute_column(field, places, values, len(ids) + 1)
        yield field.id, column.take(np.arange(len(ids)))


def attribute_column(field: Field, places: NDArray[Any], values: list[str], size: int) -> Column:
    """Make a column from values of an attribute and the places they belong to; the last counts."""
    codes, labels = _numbered(values)
    everybody = np.full(size, -1, np.int32)
    everybody[places] = codes
    column = coded_column(field.kind, everybody, labels)
    if field.kind in CODED:
        return column
    if field.kind == "list":
        return _list_column(field, column)
    if field.kind == "date":
        days = np.array([*map(_day, column.labels), NULL_INT], np.int64)[column.values]
        known = column.known & (days != NULL_INT)
        return Column(field.kind, np.where(known, days, 0), known)
    dtype = {"num": np.float64, "ratio": np.float64, "bool": np.bool_}.get(field.kind, np.int64)
    numbers: NDArray[Any] = np.array([json.loads(text) for text in column.labels] or [0], dtype)
    return Column(field.kind, np.where(column.known, numbers[column.values], 0), column.known)


def _numbered(values: list[str]) -> tuple[NDArray[Any], Sequence[str]]:
    """Return texts as codes into the different ones."""
    labels = {text: i for i, text in enumerate(sorted(set(values), key=collation))}
    if len(labels) <= _PLAIN_LABELS:
        codes = np.fromiter(map(labels.__getitem__, values), np.int32, len(values))
        return codes, tuple(labels)
    collector = TextCollector()
    collector.add(values)
    return collector.result()


def _list_column(field: Field, column: Column) -> Column:
    entries = [
        dict.fromkeys(map(str, json.loads(text))) if text.startswith("[") else {text: None}
        for text in column.labels
    ]
    often = np.bincount(column.values[column.known], minlength=len(entries)).tolist()
    labels = _list_labels(field, entries, often)
    bit = {label: 1 << i for i, label in enumerate(labels)}
    masks = np.array([sum(bit.get(name, 0) for name in each) for each in entries] or [0], np.int64)
    values = np.where(column.known, masks[column.values], 0)
    return Column("list", values, column.known, labels)


def _list_labels(
    field: Field, entries: Sequence[dict[str, None]], often: Sequence[int]
) -> tuple[str, ...]:
    if field.options:
        return tuple(option.id for option in options(field.options))
    counts: dict[str, int] = {}
    for each, times in zip(entries, often, strict=True):
        for name in each:
            counts[name] = counts.get(name, 0) + times
    commonest = sorted((name for name in counts if counts[name]), key=lambda n: (-counts[n], n))
    return tuple(commonest[:_MOST_LABELS])


def cached(column: Column) -> column_cache.CachedColumn:
    """Return a column as it is stored."""
    texts = column.labels
    if not texts:
        return column_cache.CachedColumn(column.kind, column.values, column.known)
    packed = texts if isinstance(texts, PackedTexts) else PackedTexts.of(texts)
    lengths = np.diff(packed.starts)
    return column_cache.CachedColumn(
        column.kind, column.values, column.known, packed.units, lengths
    )


def uncached(stored: column_cache.CachedColumn) -> Column:
    """Return a stored column in the types columns have."""
    labels: Sequence[str] = ()
    if stored.units is not None and stored.lengths is not None:
        packed = PackedTexts.from_lengths(stored.units, stored.lengths)
        labels = as_labels(packed)
    values = stored.values
    if values.dtype.kind == "i":
        values = values.astype(np.int32 if stored.kind in CODED else np.int64, copy=False)
    return Column(stored.kind, values, stored.known, labels)


def merged(column: Column, fresh: Column, places: NDArray[Any]) -> Column:
    """Return a column with other values at some places."""
    values, known = column.values.copy(), column.known.copy()
    new, labels = fresh.values, column.labels
    if column.kind in CODED:
        labels, new = _relabelled(column, fresh)
    elif column.kind == "list" and fresh.labels != labels:
        labels, new = _rebitted(column, fresh)
    values[places], known[places] = new, fresh.known
    return Column(column.kind, values, known, labels)


def _relabelled(column: Column, fresh: Column) -> tuple[Sequence[str], NDArray[Any]]:
    """Return the labels of both, and the fresh codes among them."""
    labels = column.labels
    if isinstance(labels, PackedTexts):
        codes = [next(iter(labels.equal_to(text)), -1) for text in fresh.labels]
    else:
        number = {text: i for i, text in enumerate(labels)}
        codes = [number.get(text, -1) for text in fresh.labels]
    added = [text for text, code in zip(fresh.labels, codes, strict=True) if code < 0]
    late = iter(range(len(labels), len(labels) + len(added)))
    table = np.array([code if code >= 0 else next(late) for code in codes] or [0], np.int32)
    if isinstance(labels, PackedTexts):
        return (labels + added if added else labels), table[fresh.values]
    return (*labels, *added), table[fresh.values]


def _rebitted(column: Column, fresh: Column) -> tuple[Sequence[str], NDArray[Any]]:
    """Return the labels of two free-text lists (as many as fit), and the fresh bit masks."""
    labels = tuple(dict.fromkeys((*column.labels, *fresh.labels)))[:_MOST_LABELS]
    masks = np.zeros(len(fresh), np.int64)
    for i, label in enumerate(fresh.labels):
        if label in labels:
            masks |= (fresh.values >> i & 1) << labels.index(label)
    return labels, masks
