"""BG/NBD and its relatives: customers may drop out after any purchase.

Purchases of a living customer come at a rate that differs between customers (gamma), and after each
the customer is lost with a probability that differs as well (beta).

* ``BG``: BG/NBD, Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science
  24 (2005).
* ``MBG``: MBG/NBD, Batislam, Denizel and Filiztekin, International Journal of Research in Marketing
  24 (2007): one may drop out after the first purchase too, so one-time buyers are not immortal.
* ``Regular``: MBG/CNBD-k, Platzer and Reutterer, Ticking Away the Moments, Marketing Science 35
  (2016): the gaps of steady buyers are Erlang-k, more even than chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.special import betaln, gammaln, hyp2f1

from profiler_app.analysis.value.counts import more_than
from profiler_app.analysis.value.histories import FloatArray, Histories

Parameters = tuple[float, ...]

NEGLIGIBLE = 1e-9
MOST_PURCHASES = 2_000
"""Distributions of purchases end where they are negligible, at the latest here."""


@dataclass(frozen=True)
class BetaModel:
    """A model of this family.

    ``first_drop`` is 1 when a customer may drop out after the first purchase, else 0; ``stages`` is
    the k of Erlang-k gaps, 1 for gaps of pure chance. The parameters are r and alpha (weeks) of the
    rate of purchases, a and b of the probability to drop out.
    """

    name: str
    first_drop: int
    stages: int = 1

    parameters = ("r", "alpha", "a", "b")

    def log_likelihood(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the log-likelihood of each history, up to terms without parameters."""
        r, alpha, _a, _b = parameters
        shared = histories.by_frequency(
            lambda x: gammaln(r + self.stages * x) - gammaln(r) + r * np.log(alpha)
        )
        found: FloatArray = shared + np.logaddexp(*self._branches(parameters, histories))
        return found

    def alive(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the probability that a customer is still one, at the end of the observation."""
        alive, dead = self._branches(parameters, histories)
        return 1 / (1 + np.exp(dead - alive))

    def expected(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return the purchases to be expected in the next ``weeks`` weeks."""
        if self.stages > 1:
            every: FloatArray = self.tails(parameters, histories, weeks).sum(axis=0)
            return every
        r, alpha, a, b = parameters
        x, age = histories.frequency.astype(np.float64), histories.age
        before = b + x + self.first_drop
        ends = alpha + age + weeks
        decay = np.exp((r + x) * (np.log(alpha + age) - np.log(ends)))
        with np.errstate(all="ignore"):
            spread = hyp2f1(r + x, before, a + before - 1, weeks / ends)
            found: FloatArray = (a + before - 1) / (a - 1) * (1 - decay * spread)
        found = found * self.alive(parameters, histories)
        odd = ~np.isfinite(found) | (found < 0) | (abs(a - 1) < 1e-4)
        if odd.any():
            some = Histories.of(histories.frequency[odd], histories.recency[odd], age[odd])
            found[odd] = self.tails(parameters, some, weeks).sum(axis=0)
        return found

    def tails(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return P(at least n purchases in ``weeks``), n = 1, 2... by row, customers by column.

        Stages of the running gap that are over already are weighed by what is known of the pause.
        """
        r, alpha, a, b = parameters
        x = histories.frequency.astype(np.float64)
        before = b + x + self.first_drop
        alive = self.alive(parameters, histories)
        weights = self._running(parameters, histories)
        stays = (alpha + histories.age) / (alpha + histories.age + weeks)
        reached = [
            islice(
                more_than(r + self.stages * x + stage, stays),
                self.stages - stage - 1,
                None,
                self.stages,
            )
            for stage in range(self.stages)
        ]
        kept = alive
        rows: list[FloatArray] = []
        while len(rows) < MOST_PURCHASES:
            comes = sum(weight * next(each) for weight, each in zip(weights, reached, strict=True))
            rows.append(kept * comes)
            if rows[-1].max(initial=0.0) < NEGLIGIBLE:
                break
            stayed = before + len(rows) - 1
            kept = kept * (stayed / (a + stayed))  # the chance to stay after one more purchase
        return np.array(rows)

    def half_time(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return in how many weeks a living customer has bought again with even chances."""
        r, alpha, _a, _b = parameters
        x = histories.frequency
        if self.stages == 1:
            found: FloatArray = (alpha + histories.age) * (np.exp2(1 / (r + x)) - 1)
            return found
        from scipy.stats import nbinom

        low, high = np.full(len(x), 1e-3), np.full(len(x), 1e9)
        weights = self._running(parameters, histories)
        for _step in range(60):
            middle = np.sqrt(low * high)
            stays = (alpha + histories.age) / (alpha + histories.age + middle)
            bought = sum(
                weight * nbinom.sf(self.stages - stage - 1, r + self.stages * x + stage, stays)
                for stage, weight in enumerate(weights)
            )
            low, high = np.where(bought < 0.5, middle, low), np.where(bought < 0.5, high, middle)
        return high

    def _branches(
        self, parameters: Parameters, histories: Histories
    ) -> tuple[FloatArray, FloatArray]:
        """Return the logarithms of “is alive” and “dropped out at the last purchase”."""
        r, alpha, a, b = parameters
        x = histories.frequency
        events = self.stages * x
        chance = betaln(a, b)
        lives = histories.by_frequency(lambda x: betaln(a, b + x + self.first_drop) - chance)
        alive = lives - (r + events) * histories.by_age(lambda age: np.log(alpha + age))
        if self.stages > 1:
            alive = alive + np.log(sum(self._stage_terms(parameters, histories)))
        leaves = histories.by_frequency(
            lambda x: betaln(a + 1, np.maximum(b + x + self.first_drop - 1, 1e-300)) - chance
        )
        dead = leaves - (r + events) * histories.by_recency(lambda t: np.log(alpha + t))
        if not self.first_drop:
            dead = np.where(x > 0, dead, -np.inf)
        return alive, dead

    def _stage_terms(self, parameters: Parameters, histories: Histories) -> list[FloatArray]:
        """Return how likely the pause is after 0, 1... stages of the running gap (relative)."""
        r, alpha, _a, _b = parameters
        pause = (histories.age - histories.recency) / (alpha + histories.age)
        shape = r + self.stages * histories.frequency
        terms = [np.ones(len(histories))]
        for stage in range(1, self.stages):
            terms.append(terms[-1] * pause * (shape + stage - 1) / stage)
        return terms

    def _running(self, parameters: Parameters, histories: Histories) -> list[FloatArray]:
        """Return the probability of each number of stages of the running gap that are over."""
        terms = self._stage_terms(parameters, histories)
        whole = sum(terms)
        return [term / whole for term in terms]


BG = BetaModel("bgnbd", first_drop=0)
MBG = BetaModel("mbgnbd", first_drop=1)


def regular(stages: int) -> BetaModel:
    """Return the model for gaps that are Erlang-``stages``."""
    return BetaModel(f"mbgcnbd{stages}", first_drop=1, stages=stages)
