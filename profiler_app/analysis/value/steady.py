"""NBD: a rate for each customer and no dropout, the last step of the ladder.

Ehrenberg, The Pattern of Consumer Purchases, Applied Statistics 8 (1959). It says nothing about who
is lost, so it is used only where no model with dropout describes the customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from profiler_app.analysis.value.betas import MOST_PURCHASES, NEGLIGIBLE, Parameters
from profiler_app.analysis.value.counts import more_than
from profiler_app.analysis.value.histories import FloatArray, Histories


@dataclass(frozen=True)
class SteadyModel:
    """The model; r and alpha (weeks) shape the rate of purchases."""

    name: str = "nbd"

    parameters = ("r", "alpha")

    def log_likelihood(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the log-likelihood of each history."""
        r, alpha = parameters
        shared = histories.by_frequency(lambda x: gammaln(r + x) - gammaln(r) + r * np.log(alpha))
        ends = histories.by_age(lambda age: np.log(alpha + age))
        return shared - (r + histories.frequency) * ends

    def alive(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return 1: nobody drops out here."""
        return np.ones(len(histories))

    def expected(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return the purchases to be expected in the next ``weeks`` weeks."""
        r, alpha = parameters
        return (r + histories.frequency) / (alpha + histories.age) * weeks

    def tails(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return P(at least n purchases in ``weeks``), n = 1, 2... by row, customers by column."""
        r, alpha = parameters
        stays = (alpha + histories.age) / (alpha + histories.age + weeks)
        counts = more_than(r + histories.frequency, stays)
        rows: list[FloatArray] = []
        while len(rows) < MOST_PURCHASES:
            rows.append(next(counts))
            if rows[-1].max(initial=0.0) < NEGLIGIBLE:
                break
        return np.array(rows)

    def half_time(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return in how many weeks a customer has bought again with even chances."""
        r, alpha = parameters
        found: FloatArray = (alpha + histories.age) * (np.exp2(1 / (r + histories.frequency)) - 1)
        return found


STEADY = SteadyModel()
