"""Whether two arms were alike before anything was done.

Shares: chi-square test of independence; amounts: Welch's t-test. A draw by chance makes one of
twenty such comparisons look different, so the level is divided by their number (Bonferroni).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

_LEVEL = 0.05
_LEAST_EXPECTED = 5.0


def share_difference(codes: NDArray[np.int64], treated: NDArray[np.bool_]) -> float:
    """Return the p-value of two arms having the same shares of some groups (codes from 0).

    Groups too rare for the test (fewer than five expected in an arm) are taken together.
    """
    table = np.array([np.bincount(codes[arm], minlength=codes.max(initial=0) + 1)
                      for arm in (treated, ~treated)], np.float64)  # fmt: skip
    table = table[:, table.sum(axis=0) > 0]
    smaller = min(int(treated.sum()), int((~treated).sum())) / max(len(treated), 1)
    rare = table.sum(axis=0) * smaller < _LEAST_EXPECTED
    if rare.any():
        rest = table[:, rare].sum(axis=1, keepdims=True)
        table = np.hstack([table[:, ~rare], rest])
        if rest.sum() * smaller < _LEAST_EXPECTED:
            table = table[:, :-1]
    if table.shape[1] < 2 or not table.sum(axis=1).all():
        return 1.0
    return float(stats.chi2_contingency(table, correction=False).pvalue)


def amount_difference(amounts: NDArray[np.float64], treated: NDArray[np.bool_]) -> float:
    """Return the p-value of two arms having the same mean amount."""
    arms = amounts[treated], amounts[~treated]
    if min(len(arm) for arm in arms) < 2 or not any(arm.std() for arm in arms):
        return 1.0
    return float(stats.ttest_ind(*arms, equal_var=False).pvalue)


def stands_out(p: float, comparisons: int) -> bool:
    """Return whether a difference is more than the chance of so many comparisons."""
    return p < _LEVEL / max(comparisons, 1)
