"""Rows of one table of facts, and sums, counts and extremes of them per customer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, BoolArray, Coded

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


class Rows:
    """A selection of the rows of one table, in the order of their owners.

    Nothing is copied until a column is read. A column that was not delivered reads as NULL.
    Results "per customer" have ``customers`` entries, one for each position.
    """

    def __init__(
        self,
        columns: Mapping[str, NDArray[Any] | Coded],
        customers: int,
        *,
        keep: IntArray | None = None,
    ) -> None:
        self._columns = columns
        self._keep = keep
        self._read: dict[str, NDArray[Any]] = {}
        self.customers = customers

    def __len__(self) -> int:
        if self._keep is not None:
            return len(self._keep)
        for column in self._columns.values():
            return len(column.codes if isinstance(column, Coded) else column)
        return 0

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column of numbers as it was delivered (NULL is ``NULL_INT`` or NaN)."""
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self._load(name)
        return found

    def _load(self, name: str) -> NDArray[Any]:
        column = self._columns.get(name)
        if column is None:
            return np.full(len(self), NULL_INT, np.int64)
        values = column.codes if isinstance(column, Coded) else column
        return values if self._keep is None else values[self._keep]

    def text(self, name: str) -> Coded:
        """Return a column of text."""
        column = self._columns.get(name)
        if not isinstance(column, Coded):
            return Coded(np.full(len(self), -1, np.int32), ())
        return Coded(self[name], column.labels)

    def is_null(self, name: str) -> BoolArray:
        """Mark the rows where an integer column is NULL."""
        null: BoolArray = self[name] == NULL_INT
        return null

    def is_in(self, name: str, *labels: str) -> BoolArray:
        """Mark the rows where a text column holds one of ``labels`` (NULL does not)."""
        coded = self.text(name)
        wanted = [code for code, label in enumerate(coded.labels) if label in labels]
        if len(wanted) == 1:  # many times faster, and the commonest question
            return np.asarray(coded.codes == wanted[0])
        chosen = np.zeros(len(coded.labels) + 1, bool)
        chosen[wanted] = True
        return chosen[coded.codes]

    def amount(self, name: str) -> IntArray:
        """Return an integer column for adding up: NULL counts as 0."""
        null = self.is_null(name)
        return np.where(null, 0, self[name]) if null.any() else self[name]

    def where(self, mask: BoolArray) -> Rows:
        """Return the marked rows only."""
        if mask.all():
            return self
        kept = np.flatnonzero(mask)
        if self._keep is not None:
            kept = self._keep[kept]
        return Rows(self._columns, self.customers, keep=kept)

    @property
    def owner(self) -> IntArray:
        """The position of the customer of each row, ascending."""
        return self["owner"]

    def count(self) -> IntArray:
        """Count the rows per customer."""
        return np.bincount(self.owner, minlength=self.customers)

    def any(self) -> BoolArray:
        """Mark the customers that have a row."""
        return self.count() > 0

    def total(self, values: IntArray) -> IntArray:
        """Add up integers per customer, exactly; no rows give 0."""
        return self._per_customer(np.add, values)

    def mean(self, values: FloatArray) -> FloatArray:
        """Average numbers per customer; no rows give 0."""
        sums = np.bincount(self.owner, weights=values, minlength=self.customers)
        return sums / np.maximum(self.count(), 1)

    def highest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the largest value per customer; no rows give 0 (see ``any``)."""
        return self._per_customer(np.maximum, values)

    def lowest(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the smallest value per customer; no rows give 0 (see ``any``)."""
        return self._per_customer(np.minimum, values)

    def _per_customer(self, ufunc: np.ufunc, values: NDArray[Any]) -> NDArray[Any]:
        result = np.zeros(self.customers, values.dtype)
        if len(values):
            result[self.owner[self._starts]] = ufunc.reduceat(values, self._starts)
        return result

    @cached_property
    def _starts(self) -> IntArray:
        return run_starts(self.owner)

    def last(self, *keys: NDArray[Any]) -> Rows:
        """Keep one row per customer: the last by ``keys`` (the first key counts most).

        Rows with equal keys keep their order: the one imported last wins.
        """
        if not keys:
            return self.where(mask_of(run_ends(self.owner), len(self)))
        order = np.lexsort((*reversed(keys), self.owner))
        return self.where(mask_of(order[run_ends(self.owner[order])], len(self)))

    def spread(self, values: NDArray[Any]) -> NDArray[Any]:
        """Put one value per row (at most one row per customer) at its customer; others get 0."""
        result = np.zeros(self.customers, values.dtype)
        result[self.owner] = values
        return result


def mask_of(positions: IntArray, length: int) -> BoolArray:
    """Return a mask of ``length`` rows that is set at ``positions``."""
    mask = np.zeros(length, bool)
    mask[positions] = True
    return mask


def run_starts(keys: NDArray[Any]) -> IntArray:
    """Return where a new value begins in ``keys`` (equal values stand together)."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))


def run_ends(keys: NDArray[Any]) -> IntArray:
    """Return where the last of a run of equal values stands in ``keys``."""
    starts = run_starts(keys)
    return np.append(starts[1:], len(keys))[: len(starts)] - 1


def pack(first: NDArray[Any], second: NDArray[Any]) -> IntArray:
    """Combine two columns of integers into one key; equal keys mean equal pairs.

    Keys sort by ``first``, then ``second``.
    """
    if not len(first):
        return np.zeros(0, np.int64)
    low, high = int(second.min()), int(second.max())
    span = high - low + 1
    if (int(first.max()) + 1) * span >= 2**62:
        second = np.unique(second, return_inverse=True)[1]
        low, span = 0, int(second.max()) + 1
    return first.astype(np.int64, copy=False) * span + (second.astype(np.int64, copy=False) - low)


def group_ids(keys: NDArray[Any]) -> IntArray:
    """Number the different ``keys`` 0, 1, 2...; fast where equal keys stand together, in order."""
    if not len(keys):
        return np.zeros(0, np.int64)
    starts = run_starts(keys)
    runs = keys[starts]
    ids = np.arange(len(runs))
    if not (runs[1:] > runs[:-1]).all():
        ids = np.unique(runs, return_inverse=True)[1]
    return np.repeat(ids, np.diff(np.append(starts, len(keys))))


def find(ids: IntArray, wanted: IntArray) -> IntArray:
    """Return where each wanted id stands in ``ids`` (any order), -1 when it is not there."""
    if not len(ids):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(ids, kind="stable")
    place = order[np.minimum(np.searchsorted(ids[order], wanted), len(ids) - 1)]
    return np.where(ids[place] == wanted, place, -1)


def look_up(values: IntArray, place: IntArray, missing: int) -> IntArray:
    """Return ``values[place]``, ``missing`` where the place is -1."""
    if not len(values):
        return np.full(len(place), missing, np.int64)
    return np.where(place >= 0, values[np.maximum(place, 0)], missing)
