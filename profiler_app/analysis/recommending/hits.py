"""How often the item that was bought next stands among the first ten a model would offer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.recommending.models import Model
from profiler_app.analysis.recommending.purchases import Ints, Matrix

FIRST = 10
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Hits:
    """Shares over customers with one hidden item each; all items are ranked.

    ``rate`` finds the item among the first ten, ``gain`` (NDCG) and ``rank`` (mean reciprocal) also
    count how far in front it stands; ``coverage`` is the share of items offered to anybody.
    """

    method: str
    customers: int
    rate: float
    gain: float
    rank: float
    coverage: float


def measure(model: Model, histories: Matrix, hidden: Ints, *, again: bool = False) -> Hits:
    """Rank all items for every history and look for its hidden item.

    What was bought before is not offered unless ``again``.
    """
    places: list[NDArray[np.int64]] = []
    offered = np.zeros(histories.shape[1], np.bool_)
    for start in range(0, len(hidden), _AT_ONCE):
        some = histories[start : start + _AT_ONCE]
        scores = model.scores(some)
        if not again:
            scores[some.nonzero()] = -np.inf
        places.append(_places(scores, hidden[start : start + _AT_ONCE]))
        offered[_first(scores)] = True
    place = np.concatenate(places) if places else np.empty(0, np.int64)
    hit = place < FIRST
    n = max(len(place), 1)
    return Hits(
        method=model.name,
        customers=len(place),
        rate=float(hit.sum() / n),
        gain=float((1 / np.log2(place[hit] + 2)).sum() / n),
        rank=float((1 / (place[hit] + 1)).sum() / n),
        coverage=float(offered.mean()) if len(offered) else 0.0,
    )


def _places(scores: NDArray[np.float64], hidden: Ints) -> NDArray[np.int64]:
    """Return the place of each hidden item, from 0; of equals the lower number leads."""
    rows = np.arange(len(hidden))
    own = scores[rows, hidden][:, None]
    before = (scores == own) & (np.arange(scores.shape[1]) < hidden[:, None])
    found: NDArray[np.int64] = ((scores > own) | before).sum(axis=1)
    return found


def _first(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    count = min(FIRST, scores.shape[1])
    found: NDArray[np.int64] = np.argpartition(-scores, count - 1, axis=1)[:, :count]
    return found
