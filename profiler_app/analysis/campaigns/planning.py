"""How many customers it takes to see an effect, and the smallest that so many can show.

Normal approximation of the two-sided test of two rates, pooled under "no effect": Fleiss, J. L.,
Levin, B. and Paik, M. C. (2003): Statistical Methods for Rates and Proportions, chapter 4.
"""

from __future__ import annotations

import math

from scipy import stats

ALPHA = 0.05
POWER = 0.8
_STEPS = 60


def needed(treated: float, control: float, ratio: float = 1.0) -> tuple[int, int]:
    """Return how many treated and how many in the control group tell two rates apart.

    ``ratio`` is the number of controls for each treated customer.
    """
    n = _treated_needed(treated, control, ratio)
    return math.ceil(n), math.ceil(n * ratio)


def _treated_needed(treated: float, control: float, ratio: float) -> float:
    together = (treated + ratio * control) / (1 + ratio)
    wrong = float(stats.norm.ppf(1 - ALPHA / 2))
    missed = float(stats.norm.ppf(POWER))
    same = wrong * math.sqrt((1 + 1 / ratio) * together * (1 - together))
    other = missed * math.sqrt(treated * (1 - treated) + control * (1 - control) / ratio)
    return ((same + other) / (treated - control)) ** 2


def smallest_visible(n_treated: int, n_control: int, base: float) -> float | None:
    """Return the smallest rise above the rate ``base`` that such arms show; None when none can."""
    if not n_treated or not n_control:
        return None
    ratio = n_control / n_treated
    low, high = base, 1.0
    if _treated_needed(high, base, ratio) > n_treated:
        return None
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if middle > base and _treated_needed(middle, base, ratio) <= n_treated:
            high = middle
        else:
            low = middle
    return high - base
