"""The score of every record from what is filled, valid, consistent, unique and timely (M13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.domain.quality import ASPECTS, Aspect, Score, total

Floats = NDArray[np.float64]


@dataclass(slots=True, eq=False)
class Tally:
    """What was counted of each customer; arrays of one number each.

    ``weight`` of the fields that apply and ``got`` of those with a valid value; values ``filled``
    and ``valid``; cross-field rules ``applying`` and ``passed``; ``twin``: an open duplicate
    candidate; ``fresh`` 0 to 1, None where nothing was computed yet.
    """

    weight: NDArray[np.int64]
    got: NDArray[np.int64]
    filled: NDArray[np.int64]
    valid: NDArray[np.int64]
    applying: NDArray[np.int64]
    passed: NDArray[np.int64]
    twin: BoolArray
    fresh: Floats | None = None

    @classmethod
    def of(cls, size: int) -> Tally:
        """Return a tally of nothing."""
        weight, got, filled, valid, applying, passed = np.zeros((6, size), np.int64)
        return cls(weight, got, filled, valid, applying, passed, np.zeros(size, np.bool_))

    def add_field(
        self, weight: int, applies: BoolArray, filled: BoolArray, valid: BoolArray
    ) -> None:
        """Count one field; a weight of 0 leaves it out of completeness."""
        self.weight += weight * applies
        self.got += weight * (applies & valid)
        self.filled += applies & filled
        self.valid += applies & valid

    def add_rule(self, applies: BoolArray, fails: BoolArray) -> None:
        """Count one rule between fields."""
        self.applying += applies
        self.passed += applies & ~fails

    def aspects(self) -> Mapping[Aspect, Floats | None]:
        """Return each aspect of each customer, 0 to 1; where nothing can be wrong it is 1."""
        return {
            "completeness": self.got / np.maximum(self.weight, 1),
            "validity": _share(self.valid, self.filled),
            "consistency": _share(self.passed, self.applying),
            "uniqueness": np.where(self.twin, 0.0, 1.0),
            "timeliness": self.fresh,
        }


def _share(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    return np.asarray(np.where(whole > 0, part / np.maximum(whole, 1), 1.0))


def totals(aspects: Mapping[Aspect, Floats | None]) -> Floats:
    """Return the total of each customer, 0 to 100."""
    return np.asarray(total(aspects))


def mean_score(
    aspects: Mapping[Aspect, Floats | None], scores: Floats, chosen: BoolArray | None = None
) -> Score:
    """Return the mean over everybody, or over the customers chosen."""

    def mean(values: Floats | None) -> float | None:
        picked = values if values is None or chosen is None else values[chosen]
        return float(picked.mean()) if picked is not None and len(picked) else None

    count = len(scores) if chosen is None else int(chosen.sum())
    means = {name: mean(aspects[name]) for name in ASPECTS}
    return Score(count, mean(scores) or 0.0, means)
