"""How well the items of a scale hang together, and which of them are asked the other way round.

Cronbach's alpha (Cronbach 1951): k / (k - 1) * (1 - sum of variances / variance of the sum), from
covariances over the pairs of answers that are there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Items = NDArray[np.float64]
"""Answers: one row a respondent, one column an item, NaN where nothing was answered."""


def cronbach_alpha(items: Items, reversed_items: NDArray[np.bool_]) -> float:
    """Return alpha of a scale of two items or more; NaN where it cannot be told.

    ``reversed_items`` marks the items that are asked the other way round.
    """
    covariance = _pairwise(items)
    signs = np.where(reversed_items, -1.0, 1.0)
    turned = covariance * np.outer(signs, signs)
    count, total = len(signs), float(turned.sum())
    if count < 2 or not np.isfinite(total) or total <= 0:
        return float("nan")
    return count / (count - 1) * (1 - float(np.trace(turned)) / total)


def reversed_items(items: Items) -> NDArray[np.bool_]:
    """Mark the items that load on what all have in common with the sign of the minority.

    The sign is that of the first principal component of the correlations, as in the usual check
    of keys; of two halves as large, the one that comes first is taken as it is asked.
    """
    nobody = np.zeros(items.shape[1], bool)
    covariance = _pairwise(items)
    spread = np.sqrt(np.diag(covariance))
    if items.shape[1] < 3 or not np.isfinite(covariance).all() or not (spread > 0).all():
        return nobody
    _values, vectors = np.linalg.eigh(covariance / np.outer(spread, spread))
    negative: NDArray[np.bool_] = vectors[:, -1] < 0
    many = int(negative.sum())
    if many * 2 > len(negative) or (many * 2 == len(negative) and negative[0]):
        negative = ~negative
    return negative


def _pairwise(items: Items) -> NDArray[np.float64]:
    """Return the covariances over the rows that have both answers of a pair."""
    count = items.shape[1]
    result = np.full((count, count), np.nan)
    for i in range(count):
        for j in range(i, count):
            both = items[~np.isnan(items[:, [i, j]]).any(axis=1)][:, [i, j]]
            if len(both) > 1:
                result[i, j] = result[j, i] = np.cov(both.T)[0, 1]
    return result
