"""Ways to score items for a customer: best sellers, bought by the same customers, and EASE.

A history is a row of weights of the items somebody bought; a model scores all items by it.

- Item to item: cosine of the customers two items share, shrunk where few share them:
  c_ij / sqrt(c_i c_j) * c_ij / (c_ij + 10).
- EASE: Steck, H. (2019): Embarrassingly Shallow Autoencoders for Sparse Data, WWW '19. The weights
  are B = I - P / diag(P) with P = (X'X + lambda I)^-1. With fewer customers than items P is had by
  the matrix of customers instead (Woodbury): P = (I - X' M X) / lambda, M = (XX' + lambda I)^-1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from profiler_app.analysis.recommending.purchases import Bought, Matrix

Floats = NDArray[np.float64]
SHRINK = 10.0
PENALTY = 100.0
_ITEMS_AT_ONCE = 500


class Model(Protocol):
    """Scores items by what somebody bought."""

    @property
    def name(self) -> str:
        """A key of ``domain.recommending.METHODS``."""

    def scores(self, histories: Matrix) -> Floats:
        """Return a score of every item for every history; higher is better."""

    def parts(self, history: Matrix, item: int) -> Floats:
        """Return how much each bought item adds to the score of one item."""


@dataclass(frozen=True, eq=False)
class BestSellers:
    """Every customer is offered what most customers bought."""

    counts: Floats
    name: str = "popularity"

    @classmethod
    def of(cls, bought: Bought) -> BestSellers:
        """Learn from purchases."""
        return cls(bought.counts())

    def scores(self, histories: Matrix) -> Floats:
        """Return the number of buyers for everybody."""
        return np.tile(self.counts, (histories.shape[0], 1))

    def parts(self, history: Matrix, item: int) -> Floats:
        """What somebody bought plays no part."""
        return np.zeros(len(self.counts))


@dataclass(frozen=True, eq=False)
class ItemToItem:
    """Items bought by the same customers as those of the history.

    Likenesses are worked out for the items of the histories only, some at a time: all together
    would be as many as the square of the items.
    """

    matrix: Matrix
    counts: Floats
    name: str = "item_item"

    @classmethod
    def of(cls, bought: Bought) -> ItemToItem:
        """Learn from purchases."""
        return cls(bought.matrix(), np.maximum(bought.counts(), 1.0))

    def scores(self, histories: Matrix) -> Floats:
        """Return the sum of likenesses to what was bought."""
        found: Floats = np.zeros(histories.shape)
        items = np.unique(histories.indices)
        for start in range(0, len(items), _ITEMS_AT_ONCE):
            some = items[start : start + _ITEMS_AT_ONCE]
            found += histories[:, some] @ self._likeness(some)
        return found

    def parts(self, history: Matrix, item: int) -> Floats:
        """Return the likeness of the item to each bought one."""
        found: Floats = np.zeros(history.shape[1])
        items = np.unique(history.indices)
        if len(items):
            found[items] = history[:, items].toarray().ravel() * self._likeness(items)[:, item]
        return found

    def _likeness(self, items: Any) -> Floats:
        both: Floats = (self.matrix[:, items].T @ self.matrix).toarray()
        both[np.arange(len(items)), items] = 0.0
        alike = both / np.sqrt(np.outer(self.counts[items], self.counts))
        return alike * (both / (both + SHRINK))


@dataclass(frozen=True, eq=False)
class Ease:
    """Items foretold from all others by one ridge regression each, solved at once."""

    matrix: Matrix
    inverse: Floats
    diagonal: Floats
    penalty: float
    by_customers: bool
    name: str = "ease"

    @classmethod
    def of(cls, bought: Bought, penalty: float = PENALTY) -> Ease:
        """Learn from purchases; takes the third power of the smaller side."""
        matrix = bought.matrix()
        by_customers = bought.customers < bought.items
        gram = (matrix @ matrix.T if by_customers else matrix.T @ matrix).toarray()
        gram[np.diag_indices_from(gram)] += penalty
        inverse = linalg.inv(gram, overwrite_a=True, check_finite=False)
        if by_customers:
            through = (matrix.T @ inverse).T
            told = np.asarray(matrix.multiply(through).sum(axis=0)).ravel()
            return cls(matrix, inverse, (1 - told) / penalty, penalty, by_customers=True)
        return cls(matrix, inverse, np.diag(inverse).copy(), penalty, by_customers=False)

    def scores(self, histories: Matrix) -> Floats:
        """Return how strongly each item is foretold by what was bought."""
        dense = histories.toarray()
        found: Floats = dense - self._times(histories, dense) / self.diagonal
        return found

    def parts(self, history: Matrix, item: int) -> Floats:
        """Return what each bought item adds."""
        one = sparse.csr_matrix(([1.0], ([0], [item])), shape=history.shape)
        column = -self._times(one, one.toarray()).ravel() / self.diagonal[item]
        column[item] = 0.0
        found: Floats = column * history.toarray().ravel()
        return found

    def _times(self, rows: Matrix, dense: Floats) -> Floats:
        """Return rows times P."""
        if not self.by_customers:
            found: Floats = rows @ self.inverse
            return found
        shared = (rows @ self.matrix.T).toarray()
        through: Floats = (self.matrix.T @ (shared @ self.inverse).T).T
        return (dense - through) / self.penalty
