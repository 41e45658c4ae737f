"""What a fitted model expects, with how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.value.betas import Parameters
from profiler_app.analysis.value.fitting import Fit
from profiler_app.analysis.value.histories import FloatArray, Histories

_STEP = 1e-3
_SAMPLE = 2_000
_AT_ONCE = 4_000
MONTH = 365.25 / 12 / 7
"""Weeks to a month."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """Purchases of each customer in the weeks to come.

    Eight in ten such customers buy at least ``low`` and at most ``high`` times; ``variance`` is
    that of the number.
    """

    expected: FloatArray
    low: FloatArray
    high: FloatArray
    variance: FloatArray


@dataclass(frozen=True, slots=True)
class Total:
    """Purchases of all together, with the 90 % interval of chance and of the parameters."""

    expected: float
    low: float
    high: float


def outlook(fit: Fit, histories: Histories, weeks: float, *, share: float = 0.8) -> Outlook:
    """Return what each customer is expected to buy; ``share`` of them buy between low and high."""
    grouped, places = histories.groups()
    expected = fit.expected(grouped, weeks)
    low, high, variance = (np.zeros(len(grouped)) for _each in range(3))
    edge = (1 - share) / 2
    order = np.argsort(expected)  # those with as many purchases together
    for start in range(0, len(grouped), _AT_ONCE):
        part = order[start : start + _AT_ONCE]
        some = Histories.of(grouped.frequency[part], grouped.recency[part], grouped.age[part])
        tails = fit.model.tails(fit.values, some, weeks)
        odd = 2 * np.arange(1, len(tails) + 1) - 1
        low[part] = (tails > 1 - edge).sum(axis=0)
        high[part] = (tails > edge).sum(axis=0)
        variance[part] = np.maximum(odd @ tails - tails.sum(axis=0) ** 2, 0.0)
    return Outlook(*(each[places] for each in (expected, low, high, variance)))


def total(fit: Fit, histories: Histories, weeks: float, each: Outlook) -> Total:
    """Return the forecast of all together.

    Chance: the variances of the customers. Parameters: the delta method with the curvature of the
    likelihood, on a sample that stands for all.
    """
    expected = float(each.expected.sum())
    some = histories.some(_SAMPLE)

    def forecast(logs: FloatArray) -> float:
        found = fit.model.expected(tuple(np.exp(logs)), some, weeks)
        return float(some.weights @ found)

    logs = np.log(np.asarray(fit.values))
    slope = np.array([_slope(forecast, logs, i) for i in range(len(logs))])
    spread = (
        float(slope @ _covariance(fit, some, logs) @ slope) if np.isfinite(slope).all() else 0.0
    )
    deviation = np.sqrt(float(each.variance.sum()) + max(spread, 0.0))
    return Total(expected, max(0.0, expected - 1.645 * deviation), expected + 1.645 * deviation)


def _slope(function: Callable[[FloatArray], float], logs: FloatArray, place: int) -> float:
    step = np.zeros(len(logs))
    step[place] = _STEP
    return float((function(logs + step) - function(logs - step)) / (2 * _STEP))


def _covariance(fit: Fit, histories: Histories, logs: FloatArray) -> FloatArray:
    """Return the covariance of the logarithms of the parameters: the inverse of the curvature."""

    def likelihood(at: FloatArray) -> float:
        values: Parameters = tuple(np.exp(at))
        return float(histories.weights @ fit.model.log_likelihood(values, histories))

    size = len(logs)
    steps = np.eye(size) * 10 * _STEP
    curvature = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = (
                likelihood(logs + steps[i] + steps[j])
                - likelihood(logs + steps[i] - steps[j])
                - likelihood(logs - steps[i] + steps[j])
                + likelihood(logs - steps[i] - steps[j])
            )
            curvature[i, j] = corners / (4 * (10 * _STEP) ** 2)
    return np.asarray(np.linalg.pinv(-curvature, rcond=1e-8, hermitian=True), np.float64)


def lifetime_value(
    fit: Fit,
    histories: Histories,
    spend: FloatArray,
    *,
    months: int = 36,
    discount: float = 0.01,
    margin: float = 1.0,
) -> FloatArray:
    """Return the value of each customer over some months, in the unit of ``spend``.

    The purchases expected in each month, discounted by ``discount`` a month, times the expected
    spend per purchase and the share of it that is ``margin`` (Fader, Hardie and Lee 2005, RFM and
    CLV, in monthly steps).
    """
    value = np.zeros(len(histories))
    before = np.zeros(len(histories))
    for month in range(1, months + 1):
        so_far = fit.expected(histories, month * MONTH)
        value += (so_far - before) / (1 + discount) ** month
        before = so_far
    return value * spend * margin
