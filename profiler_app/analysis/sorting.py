"""Putting customers in the order of a column: a million in a few hundredths of a second."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.text_coding import collation
from profiler_app.domain.fields import Field, options

_CODED = frozenset({"text", "enum", "code", "ref"})
_KEY_BITS = 62


def order_of(column: Column, field: Field | None, *, descending: bool = False) -> NDArray[Any]:
    """Return the places of a column sorted by it: unknown values last, equals as they stand.

    ``field`` gives texts the order of its options; others are sorted alphabetically.
    """
    ranks = _ranks(column, field)
    if len(ranks) == 0:
        return np.empty(0, np.int32)
    known = column.known
    low, high = int(ranks.min()), int(ranks.max())
    place_bits = max(1, int(len(ranks) - 1).bit_length())
    if (high - low + 1).bit_length() + place_bits > _KEY_BITS:
        ranks = _dense(ranks)
        low, high = 0, int(ranks.max())
    keys = (high - ranks) if descending else (ranks - low)
    keys = np.where(known, keys, high - low + 1) << place_bits
    keys |= np.arange(len(ranks))
    keys.sort()  # value and place in one number: quicker than a stable sort of places
    return (keys & ((1 << place_bits) - 1)).astype(np.int32)


def _ranks(column: Column, field: Field | None) -> NDArray[np.int64]:
    """Return integers that sort as the values do."""
    if column.kind in _CODED:
        ranks: NDArray[np.int64] = _label_ranks(column, field)[column.values]
        return ranks
    if column.values.dtype.kind == "f":
        return _float_ranks(column.values)
    return column.values.astype(np.int64)


def _label_ranks(column: Column, field: Field | None) -> NDArray[np.int64]:
    labels = column.labels
    if field is not None and field.options:
        order = {option.id: i for i, option in enumerate(options(field.options))}
        return np.array([order.get(label, len(order)) for label in labels] or [0], np.int64)
    if isinstance(labels, PackedTexts):
        return labels.ranks()
    place = {text: i for i, text in enumerate(sorted(labels, key=collation))}
    return np.array([place[label] for label in labels] or [0], np.int64)


def _float_ranks(values: NDArray[Any]) -> NDArray[np.int64]:
    """Return the bits of numbers so that they sort as integers (IEEE 754)."""
    bits = (values.astype(np.float64) + 0.0).view(np.int64)  # -0.0 becomes 0.0
    return _dense(np.where(bits < 0, bits ^ np.int64(0x7FFFFFFFFFFFFFFF), bits))


def _dense(ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the same order with numbers from 0 on without gaps."""
    order = np.argsort(ranks)
    ordered = ranks[order]
    numbers = np.zeros(len(ranks), np.int64)
    numbers[order[1:]] = np.cumsum(ordered[1:] != ordered[:-1])
    return numbers
