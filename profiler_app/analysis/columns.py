"""Typed columns with an explicit "unknown": what features are, and what rules are evaluated on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]

NULL_INT = np.iinfo(np.int64).min
"""How a NULL of an integer column (also day, date, money, bool, ref) arrives from the store."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A text column as numbers: ``labels[codes[i]]`` is the text, code -1 is NULL."""

    codes: NDArray[np.int32]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One value per customer.

    ``kind`` is the field's kind. ``values`` holds, by kind: int, money and date (days since
    1970-01-01) int64; num and ratio float64; bool bool; text, enum and code int32 codes into
    ``labels``; list int64 bit masks over ``labels`` (bit i set: the list holds ``labels[i]``;
    at most 63 labels). Very many labels are packed (``analysis.packed``). ``known`` is False where
    the value is unknown; ``values`` is 0 there.
    """

    kind: str
    values: NDArray[Any]
    known: BoolArray
    labels: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.values)

    def value(self, position: int) -> Any:
        """Return one value as a plain Python object, None when unknown."""
        if not self.known[position]:
            return None
        raw = self.values[position]
        if self.kind in ("text", "enum", "code"):
            return self.labels[int(raw)]
        if self.kind == "list":
            return [name for i, name in enumerate(self.labels) if int(raw) >> i & 1]
        if self.kind == "bool":
            return bool(raw)
        return float(raw) if self.kind in ("num", "ratio") else int(raw)

    def without(self, hidden: BoolArray) -> Column:
        """Return the column with nothing known of some customers (a flag per customer)."""
        empty = self.values.dtype.type(0)
        values = np.where(hidden, empty, self.values)
        return Column(self.kind, values, self.known & ~hidden, self.labels)

    def take(self, positions: NDArray[Any]) -> Column:
        """Return the column of some customers only."""
        return Column(self.kind, self.values[positions], self.known[positions], self.labels)
