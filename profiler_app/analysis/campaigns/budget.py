"""Which offer goes to how many of which customers, under a budget and limited hands.

An integer programme: choose the number of customers of each group that get each offer, so that the
expected gain less its cost is largest; everybody gets one offer at most, an offer reaches no more
than its capacity, and the cost stays within the budget. Solved exactly by branch and bound (HiGHS
through ``scipy.optimize.milp``); groups, not customers, are the variables, so a million customers
take no longer than a thousand.

Effects of groups are drawn towards the effect of the whole campaign before they are used, as far as
they vary no more than chance makes them vary: DerSimonian, R. and Laird, N. (1986): Meta-analysis
in clinical trials, Controlled Clinical Trials 7.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from profiler_app.domain.campaigns import Effect

_CONFIDENCE = 0.95


def shrunk(effects: Sequence[Effect]) -> list[tuple[float, float]]:
    """Return for each group the effect drawn towards the common one, and its standard error.

    The standard error takes in that the common effect is an estimate, too.
    """
    if not effects:
        return []
    differences = np.array([effect.difference for effect in effects])
    variances = np.array([_error(effect) ** 2 for effect in effects])
    between = _between(differences, variances)
    weights = 1 / (variances + between)
    mean, of_mean = float((weights * differences).sum() / weights.sum()), 1 / weights.sum()
    own = between / (between + variances)
    errors = np.sqrt(own * variances + (1 - own) ** 2 * of_mean)
    estimates = own * differences + (1 - own) * mean
    return list(zip(estimates.tolist(), errors.tolist(), strict=True))


def _error(effect: Effect) -> float:
    """Return the standard error of a difference of rates, above 0 even where nobody bought.

    Agresti, A. and Caffo, B. (2000): Simple and effective confidence intervals for proportions,
    The American Statistician 54: one success and one failure are added to each arm.
    """
    parts = 0.0
    for arm in (effect.treated, effect.control):
        rate = (arm.outcome * arm.n + 1) / (arm.n + 2)
        parts += rate * (1 - rate) / (arm.n + 2)
    return float(np.sqrt(parts))


def _between(differences: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    """Return the variance of the true effects between groups (moment estimate, not below 0)."""
    weights = 1 / variances
    mean = (weights * differences).sum() / weights.sum()
    q = float((weights * (differences - mean) ** 2).sum())
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (q - (len(differences) - 1)) / scale) if scale > 0 else 0.0


def lower_end(estimate: float, error: float) -> float:
    """Return the lower end of the 95 % interval of an effect."""
    return estimate - float(stats.norm.ppf(0.5 + _CONFIDENCE / 2)) * error


def allocate(
    sizes: NDArray[np.int64],
    reach: NDArray[np.int64],
    gains: NDArray[np.float64],
    costs: NDArray[np.float64],
    capacity: NDArray[np.float64],
    budget: float,
) -> NDArray[np.int64]:
    """Return how many customers of each group (columns) get each offer (rows).

    ``sizes`` counts the customers of each group, ``reach`` those an offer may go to. ``gains`` is
    what a customer brings, NaN where nothing is known; ``costs`` of a customer, by offer;
    ``capacity`` the most customers of an offer (inf: no limit). Amounts are in one unit.
    """
    offers, groups = gains.shape
    profit = gains - costs[:, None]
    useful = np.isfinite(profit) & (profit > 0) & (reach > 0)
    if not useful.any():
        return np.zeros((offers, groups), np.int64)
    one_offer = np.tile(np.eye(groups), offers)
    by_offer = np.kron(np.eye(offers), np.ones(groups))
    spent = np.repeat(costs, groups)[None, :]
    found = optimize.milp(
        c=-np.where(useful, profit, 0.0).ravel(),
        integrality=np.ones(offers * groups),
        bounds=optimize.Bounds(0, np.where(useful, reach, 0).ravel().astype(np.float64)),
        constraints=[
            optimize.LinearConstraint(one_offer, ub=sizes.astype(np.float64)),
            optimize.LinearConstraint(by_offer, ub=capacity),
            optimize.LinearConstraint(spent, ub=[budget]),
        ],
    )
    assert found.x is not None, found.message
    counts: NDArray[np.int64] = np.rint(found.x).astype(np.int64).reshape(offers, groups)
    return counts
