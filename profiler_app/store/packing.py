"""Columns of numbers and texts in as few bytes as they need, to be kept as BLOBs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.store.activity import NULL_INT, Texts

_UNSIGNED = (np.uint8, np.uint16, np.uint32)
_SAME, _NONE, _RUNS, _THREE = "same", "null", "runs", "<u3"
_WORTH_IT = 4  # rows to a value, on average, from which on runs are shorter


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed column of ``rows`` cells.

    ``dtype`` says how ``data`` reads: "null" (nothing known, no data), "same" (all ``low``, no
    data), a type of numpy (cells less ``low``; a "?" behind it: the highest number is NULL), "<u3"
    (three bytes: first the lower two of every cell less ``low``, then the upper one), "runs"
    with a type behind it (sorted cells: each value less ``low`` once, then how often it stands
    there; "runs" alone, as it was written once: 64 bits each).
    """

    rows: int
    low: int
    dtype: str
    labels: str
    data: bytes


def pack(cells: NDArray[Any] | Texts) -> Packed:
    """Pack integers (``NULL_INT`` is NULL), real numbers or texts (code -1 is NULL)."""
    if isinstance(cells, tuple):
        codes, labels = cells
        names = json.dumps(labels, ensure_ascii=False)
        return _integers(np.where(codes < 0, NULL_INT, codes.astype(np.int64)), names)
    if cells.dtype.kind == "f":
        return Packed(len(cells), 0, "<f8", "", cells.astype("<f8").tobytes())
    return _integers(cells.astype(np.int64, copy=False), "")


def _integers(values: NDArray[Any], labels: str) -> Packed:
    null = values == NULL_INT
    gaps = bool(null.any())
    known = values[~null] if gaps else values
    if not len(known):
        return Packed(len(values), 0, _NONE, labels, b"")
    low, high = int(known.min()), int(known.max())
    if low == high and not gaps:
        return Packed(len(values), low, _SAME, labels, b"")
    if not gaps and (runs := _runs(values, low)) is not None:
        return Packed(len(values), low, f"{_RUNS}{runs.dtype.str}", labels, runs.tobytes())
    for dtype in _UNSIGNED:
        if dtype == np.uint32 and not gaps and high - low < 2**24:
            moved = values - low
            planes = (moved & 0xFFFF).astype("<u2").tobytes(), (moved >> 16).astype("u1").tobytes()
            return Packed(len(values), low, _THREE, labels, b"".join(planes))
        top = int(np.iinfo(dtype).max)
        if high - low < top:
            moved = np.where(null, top, values - low) if gaps else values - low
            name = np.dtype(dtype).str + ("?" if gaps else "")
            return Packed(len(values), low, name, labels, moved.astype(dtype).tobytes())
    return Packed(len(values), 0, "<i8", labels, values.astype("<i8").tobytes())


def _runs(values: NDArray[Any], low: int) -> NDArray[Any] | None:
    """Return sorted values as runs; None when they are not sorted or hardly repeat."""
    steps = np.diff(values)
    starts = np.concatenate(([0], np.flatnonzero(steps) + 1))
    if len(starts) * _WORTH_IT > len(values) or (steps < 0).any():
        return None
    counts = np.diff(np.append(starts, len(values)))
    both = np.concatenate((values[starts] - low, counts))
    top = int(both.max())
    fitting = (dtype for dtype in _UNSIGNED if top <= np.iinfo(dtype).max)
    return both.astype(np.dtype(next(fitting, np.uint64)).newbyteorder("<"))


def places_of(packed: Packed, wanted: NDArray[Any]) -> NDArray[Any]:
    """Return the rows in which a packed column of integers holds one of some (sorted) values."""
    if not packed.dtype.startswith(_RUNS):
        cells: Any = unpack(packed)
        return np.flatnonzero(among(cells, wanted))
    values, counts = _values_and_counts(packed)
    held = np.flatnonzero(among(values, wanted))
    lengths = counts[held]
    starts = (np.cumsum(counts) - counts)[held] - (np.cumsum(lengths) - lengths)
    return np.repeat(starts, lengths) + np.arange(lengths.sum())


def among(values: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which values are some (sorted) ones; ``np.isin`` would sort both, and load ``np.ma``."""
    if not len(wanted):
        return np.zeros(len(values), np.bool_)
    places = np.minimum(np.searchsorted(wanted, values), len(wanted) - 1)
    found: NDArray[np.bool_] = wanted[places] == values
    return found


def _values_and_counts(packed: Packed) -> tuple[NDArray[Any], NDArray[Any]]:
    raw = np.frombuffer(packed.data, packed.dtype.removeprefix(_RUNS) or "<u8")
    values, counts = raw.astype(np.int64).reshape(2, -1)
    return values + packed.low, counts


def unpack(packed: Packed, places: NDArray[Any] | None = None) -> NDArray[Any] | Texts:
    """Bring back what was packed, all of it or some of its rows."""
    if packed.labels:
        wide = packed.low >= 2**30 or packed.dtype.startswith(("<u4", "<i8"))
        codes = _unpacked(packed, places, np.int64 if wide else np.int32, -1)
        return codes, tuple(json.loads(packed.labels))
    wanted = np.float64 if packed.dtype == "<f8" else np.int64
    return _unpacked(packed, places, wanted, int(NULL_INT))


def _unpacked(
    packed: Packed, places: NDArray[Any] | None, wanted: type[Any], null: int
) -> NDArray[Any]:
    if packed.dtype in (_NONE, _SAME):
        rows = packed.rows if places is None else len(places)
        return np.full(rows, null if packed.dtype == _NONE else packed.low, wanted)
    if packed.dtype.startswith(_RUNS):
        values, counts = _values_and_counts(packed)
        values = values.astype(wanted)
        if places is None:
            return np.repeat(values, counts)
        return values[np.searchsorted(np.cumsum(counts), places, side="right")]
    if packed.dtype == _THREE:
        lower = _cells(packed.data, "<u2", places, rows=packed.rows)
        upper = _cells(packed.data, "u1", places, offset=2 * packed.rows)
        raw = lower | upper.astype("<u4") << 16
    else:
        raw = _cells(packed.data, packed.dtype.removesuffix("?"), places)
    result: NDArray[Any] = raw.astype(wanted)
    if packed.low:
        result += packed.low
    if packed.dtype.endswith("?"):
        result[raw == np.iinfo(raw.dtype).max] = null
    return result


def _cells(
    data: bytes, dtype: str, places: NDArray[Any] | None, *, rows: int = -1, offset: int = 0
) -> NDArray[Any]:
    cells = np.frombuffer(data, dtype, rows, offset)
    return cells if places is None else cells[places]


def join(parts: Sequence[NDArray[Any] | Texts]) -> NDArray[Any] | Texts:
    """Put columns of the same kind one after the other; labels are put together."""
    if len(parts) == 1:
        return parts[0]
    texts = [part for part in parts if isinstance(part, tuple)]
    if not texts:
        return np.concatenate([part for part in parts if not isinstance(part, tuple)])
    if len({names for _codes, names in texts}) == 1:
        return np.concatenate([codes for codes, _names in texts]), texts[0][1]
    labels: dict[str, int] = {}
    codes = []
    for own, names in texts:
        places = [labels.setdefault(name, len(labels)) for name in names]
        codes.append(np.array([*places, -1], np.int32)[own])
    return np.concatenate(codes), tuple(labels)


def take(cells: NDArray[Any] | Texts, places: NDArray[Any]) -> Any:
    """Return a column of some rows."""
    return (cells[0][places], cells[1]) if isinstance(cells, tuple) else cells[places]
