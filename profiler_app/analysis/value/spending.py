"""Gamma-Gamma: what a purchase is worth, learnt from few purchases of each and many of all.

Fader and Hardie, The Gamma-Gamma Model of Monetary Value (2013). The mean spend must not hang on
how often somebody buys; ``related`` says how much it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from profiler_app.analysis.value.histories import FloatArray, IntArray

MOST_RELATED = 0.3
"""From this correlation of frequency and spend on the model does not hold (DOMAIN M4)."""
FEWEST = 30
"""Customers with a repeat purchase that it takes."""
_PRIOR = 10.0


@dataclass(frozen=True, slots=True)
class Spending:
    """A fitted model, or why there is none (``reason`` then names it).

    ``mean`` is the mean spend per purchase of all; ``p``, ``q`` and ``v`` (in the unit of the
    spend) are the parameters.
    """

    mean: float
    p: float = 0.0
    q: float = 0.0
    v: float = 0.0
    log_likelihood: float = 0.0
    customers: int = 0
    related: float = 0.0
    reason: str = ""

    def expected(self, frequency: IntArray, spend: FloatArray) -> FloatArray:
        """Return the expected spend per purchase of each customer.

        Without a model it is the customer's mean, shrunk to that of all by ten purchases.
        """
        if self.reason:
            return (frequency * spend + _PRIOR * self.mean) / (frequency + _PRIOR)
        return self.p * (self.v + frequency * spend) / (self.p * frequency + self.q - 1)


def fit_spending(frequency: IntArray, spend: FloatArray, everybody: float) -> Spending:
    """Fit the model to the customers who bought again for money.

    ``everybody`` is the mean spend per purchase of all customers, for those nothing else is known
    of. Refuses with a reason where there are too few customers or the assumption does not hold.
    """
    told = (frequency > 0) & (spend > 0)
    x, m = frequency[told].astype(np.float64), spend[told]
    if len(x) < FEWEST:
        return Spending(everybody, customers=len(x), reason="few")
    related = 0.0
    if x.std() > 0 and m.std() > 0:
        related = float(np.corrcoef(x, m)[0, 1])
    if abs(related) >= MOST_RELATED:
        return Spending(everybody, customers=len(x), related=related, reason="related")
    scale = float(m.mean())
    best = _maximised(x, m / scale)
    p, q, v = np.exp(best.x)
    log_likelihood = -float(best.fun) - len(x) * float(np.log(scale))
    if not best.success or q <= 1.0 + 1e-6:
        return Spending(everybody, customers=len(x), related=related, reason="no_fit")
    return Spending(
        everybody, float(p), float(q), float(v * scale), log_likelihood, len(x), related
    )


def _maximised(x: FloatArray, m: FloatArray) -> Any:
    def loss(logs: FloatArray) -> float:
        p, q, v = np.exp(logs)
        found = (
            gammaln(p * x + q)
            - gammaln(p * x)
            - gammaln(q)
            + q * np.log(v)
            + (p * x - 1) * np.log(m)
            + p * x * np.log(x)
            - (p * x + q) * np.log(x * m + v)
        )
        return -float(found.sum())

    starts = ([1.0, 1.0, 0.0], [0.0, 0.5, 0.5], [2.0, 1.5, -0.5])
    runs = [
        minimize(loss, start, method="L-BFGS-B", bounds=[(-7, 9)] * 3, options={"ftol": 1e-12})
        for start in starts
    ]
    return min(runs, key=lambda run: run.fun)
