"""Who bought what, as a matrix of customers by items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from profiler_app.analysis.distinct import distinct

Ints = NDArray[np.int64]
Matrix = Any
"""A sparse matrix by rows; the library has no types."""


@dataclass(frozen=True, eq=False)
class Bought:
    """Pairs of a customer (0 to ``customers`` - 1) and an item (0 to ``items`` - 1)."""

    customer: Ints
    item: Ints
    customers: int
    items: int

    def matrix(self) -> Matrix:
        """Return a matrix with 1 where a customer bought an item, however often."""
        return as_matrix(self.customer, self.item, self.customers, self.items)

    def counts(self) -> NDArray[np.float64]:
        """Return how many customers bought each item."""
        pairs = distinct(self.customer * self.items + self.item)
        return np.bincount(pairs % max(self.items, 1), minlength=self.items).astype(np.float64)


def as_matrix(customer: Any, item: Any, customers: int, items: int) -> Matrix:
    """Return a matrix of ones at pairs, which may come several times."""
    ones = np.ones(len(customer))
    matrix = sparse.csr_matrix((ones, (customer, item)), shape=(customers, items))
    matrix.data[:] = 1.0
    return matrix
