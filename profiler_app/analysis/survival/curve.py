"""The share that is still there after a time, from ends and from those still running.

Kaplan and Meier 1958 (Journal of the American Statistical Association 53), variance by Greenwood
1926, intervals on the log(-log) scale so that they stay within 0 and 1 (Kalbfleisch and Prentice
2002, The Statistical Analysis of Failure Time Data, section 1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

Z95: Final = 1.959963984540054
FEWEST_AT_RISK: Final = 10
"""With fewer still running nothing more is read off the curve."""
_TAIL = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The curve steps at ``times``, the different times of ends, ascending.

    ``spread`` is Greenwood's sum d / (n (n - d)) up to each time. ``known_until`` is the longest
    time with at least ten still running; ``rate`` (ends per unit of time) goes on beyond it, that
    of the last quarter of the known time. ``order`` holds how long each ran, ascending.
    """

    times: FloatArray
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]
    survival: FloatArray
    spread: FloatArray
    known_until: float
    rate: float
    order: FloatArray

    def at(self, time: FloatArray | float) -> FloatArray:
        """Return the share still there after a time; beyond the known times the rate goes on."""
        when = np.asarray(time, np.float64)
        known = np.minimum(when, self.known_until)
        steps = np.searchsorted(self.times, known, side="right")
        share = np.concatenate([[1.0], self.survival])[steps]
        return np.asarray(share * np.exp(-self.rate * (when - known)), np.float64)

    def interval(self, time: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        """Return the 95 % interval of the share still there after a time."""
        return self.ahead_interval(np.zeros_like(np.asarray(time, np.float64)), time)

    def ahead(self, age: FloatArray, time: FloatArray | float) -> FloatArray:
        """Return the chance of those who stayed ``age`` to stay ``time`` longer."""
        before, after = self.at(age), self.at(np.asarray(age) + time)
        return np.asarray(np.divide(after, before, out=np.zeros_like(after), where=before > 0))

    def ahead_interval(
        self, age: FloatArray, time: FloatArray | float
    ) -> tuple[FloatArray, FloatArray]:
        """Return the 95 % interval of ``ahead``."""
        share = self.ahead(age, time)
        variance = np.maximum(self._sum(np.asarray(age) + time) - self._sum(age), 0.0)
        inside = (share > 0) & (share < 1)
        log = np.log(np.where(inside, share, 0.5))
        width = Z95 * np.sqrt(variance) / np.abs(log)
        low, high = (np.where(inside, np.exp(log * np.exp(side * width)), share)
                     for side in (1.0, -1.0))  # fmt: skip
        return low, high

    def _sum(self, time: FloatArray | float) -> FloatArray:
        steps = np.searchsorted(self.times, np.minimum(time, self.known_until), side="right")
        return np.asarray(np.concatenate([[0.0], self.spread])[steps], np.float64)

    def running_at(self, time: float) -> int:
        """Return how many ran at least so long."""
        return len(self.order) - int(np.searchsorted(self.order, time, side="left"))

    @property
    def median(self) -> float | None:
        """The time after which half have gone; None where the known times do not reach it."""
        below = (self.survival <= 0.5) & (self.times <= self.known_until)
        return float(self.times[np.argmax(below)]) if below.any() else None


def kaplan_meier(time: FloatArray, ended: BoolArray) -> Curve:
    """Estimate the curve; ``time`` is how long each was there, ``ended`` whether it is over."""
    order = np.sort(time)
    times, ends = np.unique(time[ended], return_counts=True)
    at_risk = len(time) - np.searchsorted(order, times, side="left")
    survival = np.asarray(np.cumprod(1 - ends / at_risk), np.float64)
    left = at_risk - ends
    spread = np.cumsum(np.divide(ends, at_risk * left, out=np.zeros(len(ends)), where=left > 0))
    enough = min(FEWEST_AT_RISK, len(order))
    known_until = float(order[len(order) - enough]) if len(order) else 0.0
    return Curve(
        times, at_risk, ends, survival, spread, known_until, _rate(time, ended, known_until), order
    )


def _rate(time: FloatArray, ended: BoolArray, until: float) -> float:
    """Return the ends per unit of time in the last quarter of the known time."""
    since = until * (1 - _TAIL)
    exposed = float(np.clip(np.minimum(time, until) - since, 0.0, None).sum())
    ends = int((ended & (time > since) & (time <= until)).sum())
    return ends / exposed if exposed else 0.0
