"""Pareto/NBD: customers may drop out at any moment, not only after a purchase.

Schmittlein, Morrison and Colombo, Counting Your Customers: Who Are They and What Will They Do
Next?, Management Science 33 (1987); in the form of Fader and Hardie, A Note on Deriving the
Pareto/NBD Model (2005).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, hyp2f1

from profiler_app.analysis.value.betas import MOST_PURCHASES, NEGLIGIBLE, Parameters
from profiler_app.analysis.value.counts import more_than
from profiler_app.analysis.value.histories import FloatArray, Histories

_NODES = 24


@dataclass(frozen=True)
class ParetoModel:
    """The model; r and alpha shape the rate of purchases, s and beta the dropout (in weeks)."""

    name: str = "pareto"

    parameters = ("r", "alpha", "s", "beta")

    def log_likelihood(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the log-likelihood of each history."""
        r, alpha, s, beta = parameters
        shared = histories.by_frequency(lambda x: gammaln(r + x) - gammaln(r))
        shared = shared + r * np.log(alpha) + s * np.log(beta)
        found: FloatArray = shared + np.logaddexp(*self._branches(parameters, histories))
        return found

    def alive(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the probability that a customer is still one, at the end of the observation."""
        alive, gone = self._branches(parameters, histories)
        return 1 / (1 + np.exp(gone - alive))

    def expected(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return the purchases to be expected in the next ``weeks`` weeks."""
        r, alpha, s, beta = parameters
        age = histories.age
        rate = (r + histories.frequency) / (alpha + age)
        if abs(s - 1) < 1e-6:
            time = (beta + age) * np.log((beta + age + weeks) / (beta + age))
        else:
            left = np.exp((s - 1) * (np.log(beta + age) - np.log(beta + age + weeks)))
            time = (beta + age) / (s - 1) * (1 - left)
        return self.alive(parameters, histories) * rate * time

    def tails(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return P(at least n purchases in ``weeks``), n = 1, 2... by row, customers by column.

        Of a living customer rate and dropout are independent, so the time left (a Pareto
        distribution) is summed over by quadrature.
        """
        r, alpha, s, beta = parameters
        shape, age = r + histories.frequency, histories.age
        alive = self.alive(parameters, histories)
        stays = np.exp(s * (np.log(beta + age) - np.log(beta + age + weeks)))
        nodes, shares = np.polynomial.legendre.leggauss(_NODES)
        times = [np.full(len(age), weeks)]
        weights = [stays]
        for node, share in zip(nodes, shares, strict=True):
            left = 1 - (node + 1) / 2 * (1 - stays)  # the chance to stay for longer
            times.append((beta + age) * np.expm1(-np.log(left) / s))
            weights.append(share / 2 * (1 - stays))
        counts = [more_than(shape, (alpha + age) / (alpha + age + time)) for time in times]
        rows: list[FloatArray] = []
        while len(rows) < MOST_PURCHASES:
            reached = sum(
                weight * next(count) for weight, count in zip(weights, counts, strict=True)
            )
            rows.append(alive * reached)
            if rows[-1].max(initial=0.0) < NEGLIGIBLE:
                break
        return np.array(rows)

    def half_time(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return in how many weeks a customer who stays has bought again with even chances."""
        r, alpha, _s, _beta = parameters
        found: FloatArray = (alpha + histories.age) * (np.exp2(1 / (r + histories.frequency)) - 1)
        return found

    def _branches(
        self, parameters: Parameters, histories: Histories
    ) -> tuple[FloatArray, FloatArray]:
        """Return the logarithms of “is alive” and “dropped out since the last purchase”."""
        r, alpha, s, beta = parameters
        x = histories.frequency.astype(np.float64)
        alive = -(r + x) * histories.by_age(lambda age: np.log(alpha + age))
        alive = alive - s * histories.by_age(lambda age: np.log(beta + age))
        early = self._integral(parameters, x, histories.recency)
        late = self._integral(parameters, x, histories.age)
        with np.errstate(divide="ignore"):
            since = early + np.log(-np.expm1(np.minimum(late - early, 0.0)))
        return alive, np.log(s / (r + s + x)) + since

    def _integral(self, parameters: Parameters, x: FloatArray, until: FloatArray) -> FloatArray:
        """Return the logarithm of F(until) of the paper, in the form that converges.

        Euler's transformation leaves 2F1(1, ...; z), whose terms all count the same way.
        """
        r, alpha, s, beta = parameters
        whole = r + s + x
        larger, difference = max(alpha, beta), abs(alpha - beta)
        other = r + x if alpha >= beta else s + 1.0
        power = s if alpha >= beta else r + x - 1.0
        z = difference / (larger + until)
        series = hyp2f1(1.0, other, whole + 1.0, z)
        found: FloatArray = np.log(series) - power * np.log1p(-z) - whole * np.log(larger + until)
        return found


PARETO = ParetoModel()
