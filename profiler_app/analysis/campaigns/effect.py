"""The difference between those who were treated and those who were left alone, with intervals.

Everybody who was assigned is counted, reached or not (intention to treat). Rates: Newcombe, R. G.
(1998): Interval estimation for the difference between independent proportions, Statistics in
Medicine 17, method 10, with the pooled z-test. Amounts: Welch's interval and test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from profiler_app.domain.campaigns import Arm, Effect

CONFIDENCE = 0.95


def wilson(successes: float, n: int, questions: int = 1) -> tuple[float, float]:
    """Return the score interval of a rate, wide enough to hold for several ``questions`` at once.

    Bonferroni: each of k intervals misses in 5 %/k of the cases, so all hold in 95 % of them.
    """
    z = float(stats.norm.ppf(1 - (1 - CONFIDENCE) / questions / 2))
    rate = successes / n
    middle = rate + z * z / (2 * n)
    wide = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return (middle - wide) / below, (middle + wide) / below


def rate_effect(
    treated: int, n_treated: int, control: int, n_control: int, *, questions: int = 1
) -> Effect:
    """Compare two rates; each arm needs at least one member.

    With several ``questions`` the interval holds for all of them together; p stays that of one.
    """
    rates = treated / n_treated, control / n_control
    low_t, high_t = wilson(treated, n_treated, questions)
    low_c, high_c = wilson(control, n_control, questions)
    difference = rates[0] - rates[1]
    low = difference - math.hypot(rates[0] - low_t, high_c - rates[1])
    high = difference + math.hypot(high_t - rates[0], rates[1] - low_c)
    together = (treated + control) / (n_treated + n_control)
    deviation = math.sqrt(together * (1 - together) * (1 / n_treated + 1 / n_control))
    p = float(2 * stats.norm.sf(abs(difference) / deviation)) if deviation else 1.0
    return Effect(
        treated=Arm(n_treated, rates[0]),
        control=Arm(n_control, rates[1]),
        low=low,
        high=high,
        p=p,
        error=_error(rates[0], n_treated, rates[1], n_control),
        is_rate=True,
    )


def _error(treated: float, n_treated: int, control: float, n_control: int) -> float:
    return math.sqrt(treated * (1 - treated) / n_treated + control * (1 - control) / n_control)


def mean_effect(treated: NDArray[np.float64], control: NDArray[np.float64]) -> Effect:
    """Compare two means; each arm needs at least two members."""
    difference = float(treated.mean() - control.mean())
    parts = np.array([arm.var(ddof=1) / len(arm) for arm in (treated, control)])
    error = math.sqrt(parts.sum())
    if error:
        freedom = (
            parts.sum() ** 2 / (parts**2 / np.array([len(treated) - 1, len(control) - 1])).sum()
        )
        wide = float(stats.t.ppf(0.5 + CONFIDENCE / 2, freedom)) * error
        p = float(2 * stats.t.sf(abs(difference) / error, freedom))
    else:
        wide, p = 0.0, float(difference == 0)
    return Effect(
        treated=Arm(len(treated), float(treated.mean())),
        control=Arm(len(control), float(control.mean())),
        low=difference - wide,
        high=difference + wide,
        p=p,
        error=error,
        is_rate=False,
    )


def effect_of(outcome: NDArray[np.float64], treated: NDArray[np.bool_]) -> Effect:
    """Compare the outcomes of the treated with the rest; only 0 and 1 are a rate."""
    if bool(np.isin(outcome, (0.0, 1.0)).all()):
        yes, no = outcome[treated], outcome[~treated]
        return rate_effect(int(yes.sum()), len(yes), int(no.sum()), len(no))
    return mean_effect(outcome[treated], outcome[~treated])


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return p-values that hold for several questions at once (false discovery rate).

    Benjamini, Y. and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57.
    """
    if not p_values:
        return []
    found: list[float] = stats.false_discovery_control(list(p_values)).tolist()
    return found


def differ(effects: Sequence[Effect]) -> float:
    """Return how likely such different effects are when all are the same (Cochran's Q)."""
    known = [effect for effect in effects if effect.error > 0]
    if len(known) < 2:  # nothing to compare
        return 1.0
    weights = np.array([1 / effect.error**2 for effect in known])
    differences = np.array([effect.difference for effect in known])
    mean = float((weights * differences).sum() / weights.sum())
    q = float((weights * (differences - mean) ** 2).sum())
    return float(stats.chi2.sf(q, len(known) - 1))
