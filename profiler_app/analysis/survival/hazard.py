"""The chance to end in each period, by how long it has run and by what is known of it.

Discrete-time hazard (Singer and Willett 1993, Journal of Educational Statistics 18(2)): every
period a contract was running is a row, "ended in it" its outcome, fitted by logistic regression
with a level for each stretch of time and fields that may count more, or less, as time goes by.
Periods are at most 24; contracts are drawn by ``seed`` where there would be more than 200,000
rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.matrices import Encoder, Rows, learn_encoder
from profiler_app.analysis.prediction.measures import from_logit
from profiler_app.analysis.survival.curve import BoolArray, FloatArray

_PERIODS: Final = 24
_MOST_ROWS = 200_000
_ENDS_OF_A_STRETCH = 10
_ONE_BY_ONE = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Hazard:
    """A fitted model of the log odds to end within a period of ``width``.

    ``starts`` are the times at which a stretch begins (the first is 0, the last one never ends),
    ``levels`` the log odds in each of them, ``weights`` what a field adds to them and ``leaning``
    what it adds more at the end of the time than at its beginning (``late``, 0 to 1, is where a
    stretch lies): what drives people away early need not do so late.
    """

    encoder: Encoder
    weights: FloatArray
    leaning: FloatArray
    starts: FloatArray
    levels: FloatArray
    late: FloatArray
    width: float

    def ahead(self, columns: Mapping[str, Column], age: FloatArray, grid: FloatArray) -> FloatArray:
        """Return the chance of those who stayed ``age`` to stay each time of ``grid`` longer."""
        known = self.encoder.matrix(columns)
        always, more = known @ self.weights, known @ self.leaning
        ends = np.append(self.starts[1:], np.inf)
        risk = np.zeros((len(age), len(grid)))
        stretches = zip(self.starts, ends, self.levels, self.late, strict=True)
        for start, end, level, late in stretches:
            rate = -np.log1p(-from_logit(always + late * more + level)) / self.width
            begun = np.clip(age[:, None] + grid[None, :], start, end)
            risk += rate[:, None] * (begun - np.clip(age, start, end)[:, None])
        return np.asarray(np.exp(-risk), np.float64)

    def now(self, age: FloatArray) -> Now:
        """Return what tells the log odds of contracts that ran ``age`` to end in this period."""
        stretch = np.searchsorted(self.starts, age, side="right") - 1
        return Now(self, self.late[stretch])


@dataclass(frozen=True, slots=True, eq=False)
class Now:
    """The hazard at the present age of some contracts, in their order."""

    hazard: Hazard
    late: FloatArray

    def scores(self, columns: Mapping[str, Column], _rows: Rows | None = None) -> FloatArray:
        """Return what the fields add to the log odds to end."""
        known = self.hazard.encoder.matrix(columns)
        found = known @ self.hazard.weights + self.late * (known @ self.hazard.leaning)
        return np.asarray(found, np.float64)


def fit_hazard(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    time: FloatArray,
    ended: BoolArray,
    *,
    seed: int,
    strength: float = 1.0,
) -> Hazard:
    """Fit on contracts that ran ``time``; ``strength`` is the inverse weight of the L2 penalty."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    width = _width(time)
    rows = _some(time, width, seed)
    encoder = learn_encoder(columns, fields, rows)
    contract, period, over = _person_periods(time[rows], ended[rows], width)
    firsts = _stretches(period[over])
    stretch = np.searchsorted(firsts, period, side="right") - 1
    late = np.log1p(firsts) / np.log1p(max(int(firsts[-1]), 1))
    known = encoder.matrix(columns, rows)[contract]
    marks = np.zeros((len(contract), len(firsts)))
    marks[np.arange(len(contract)), stretch] = 1.0
    with threadpool_limits(limits=1):
        fitted = LogisticRegression(C=strength, max_iter=2_000).fit(
            np.hstack([known, known * late[stretch][:, None], marks]), over
        )
    found = fitted.coef_[0].astype(np.float64)
    size = known.shape[1]
    return Hazard(
        encoder,
        found[:size],
        found[size : 2 * size],
        np.asarray(firsts * width, np.float64),
        found[2 * size :] + float(fitted.intercept_[0]),
        late,
        width,
    )


def _width(time: FloatArray) -> float:
    longest = float(time.max(initial=0.0))
    whole = bool(np.all(time == np.round(time)))
    width = longest / _PERIODS
    return max(1.0, float(np.ceil(width))) if whole else max(width, 1e-9)


def _some(time: FloatArray, width: float, seed: int) -> NDArray[np.int64]:
    expected = float((time / width).sum()) + len(time)
    if expected <= _MOST_ROWS:
        return np.arange(len(time))
    count = int(len(time) * _MOST_ROWS / expected)
    return np.sort(np.random.default_rng(seed).choice(len(time), count, replace=False))


def _person_periods(
    time: FloatArray, ended: BoolArray, width: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], BoolArray]:
    """Return for each period somebody was there: who, which period, whether it ended in it.

    A period counts where it was begun and ended in, or wholly got through.
    """
    parts = time / width
    last = np.maximum(np.ceil(parts - 1e-9), 1.0)
    through = np.floor(parts + 1e-9)
    count = np.where(ended, last, through).astype(np.int64)
    who = np.repeat(np.arange(len(time)), count)
    period = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    over = ended[who] & (period == count[who] - 1)
    return who, period, over


def _stretches(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the periods at which a stretch begins: each has at least ten ends.

    The last quarter is one stretch: what it tells goes on beyond the known time.
    """
    counts = np.bincount(ends, minlength=1)
    starts, found = [0], 0
    for period, n in enumerate(counts[: int(len(counts) * _ONE_BY_ONE)]):
        found += int(n)
        if found >= _ENDS_OF_A_STRETCH and counts[period + 1 :].sum() >= _ENDS_OF_A_STRETCH:
            starts.append(period + 1)
            found = 0
    return np.array(starts, np.int64)
