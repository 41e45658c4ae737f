"""Fitting the models of purchases: largest likelihood from several beginnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.optimize import minimize

from profiler_app.analysis.value.betas import Parameters
from profiler_app.analysis.value.histories import FloatArray, Histories

_FEW = 4_000
"""The best beginning is looked for on so many histories, then all of them decide."""
_LOW, _HIGH = np.log(1e-5), np.log(1e5)
_NEAR = 1e-9
"""How little a step may still gain while several starts are compared; the best goes on."""
_EDGE = 0.05

Pulse = Callable[[], object]
"""Called again and again while something is fitted; it may raise to stop that."""


def no_pulse() -> None:
    """Let a fit run to its end."""


class Model(Protocol):
    """What every model of purchases can do; all times are weeks."""

    @property
    def name(self) -> str:
        """The name people type."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters."""

    def log_likelihood(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the log-likelihood of each history."""

    def alive(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return the probability to be a customer still."""

    def expected(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return the purchases to be expected."""

    def tails(self, parameters: Parameters, histories: Histories, weeks: float) -> FloatArray:
        """Return P(at least n purchases), n = 1, 2... by row, customers by column."""

    def half_time(self, parameters: Parameters, histories: Histories) -> FloatArray:
        """Return when a customer who stays has bought again with even chances."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model; ``penalty`` is how much extreme parameters were held back (0: not)."""

    model: Model
    values: Parameters
    log_likelihood: float
    penalty: float = 0.0

    @property
    def by_name(self) -> dict[str, float]:
        """The parameters by name."""
        return dict(zip(self.model.parameters, self.values, strict=True))

    @property
    def at_an_edge(self) -> bool:
        """Whether a parameter ran away: then the model does not describe these customers."""
        logs = np.log(self.values)
        return bool((logs < _LOW + _EDGE).any() or (logs > _HIGH - _EDGE).any())

    def alive(self, histories: Histories) -> FloatArray:
        """Return P(alive) of each history."""
        return self.model.alive(self.values, histories)

    def expected(self, histories: Histories, weeks: float) -> FloatArray:
        """Return the expected purchases of each history in the next weeks."""
        return self.model.expected(self.values, histories, weeks)

    def quiet(self, histories: Histories, weeks: float) -> FloatArray:
        """Return the probability that nothing is bought in the next weeks.

        It is the likelihood of the same purchases seen for longer, over the likelihood so far.
        """
        now = self.model.log_likelihood(self.values, histories)
        later = self.model.log_likelihood(self.values, histories.later(weeks))
        return np.exp(np.minimum(later - now, 0.0))


def fit(
    model: Model, histories: Histories, *, penalty: float = 0.0, pulse: Pulse = no_pulse
) -> Fit:
    """Fit a model; always the same for the same histories.

    ``penalty`` weighs the squares of the logarithms of the parameters against the mean
    log-likelihood of a customer. ``pulse`` is called at every step.
    """
    every = histories.grouped()
    few = every.some(_FEW)
    starts = [start[: len(model.parameters)] for start in _beginnings(every)]
    runs = [_climb(model, few, start, penalty, pulse, near=_NEAR) for start in starts]
    best = min(runs, key=lambda run: run[1])[0]
    best = _climb(model, every, best, penalty, pulse)[0]
    values = tuple(float(value) for value in np.exp(best))
    whole = float(every.weights @ model.log_likelihood(values, every))
    return Fit(model, values, whole, penalty)


def _beginnings(histories: Histories) -> Sequence[FloatArray]:
    """Return logarithms of parameters to begin with, from the mean rate of the histories."""
    weights = histories.weights
    time = max(float(weights @ histories.age), 1e-9)
    rate = min(max(float(weights @ histories.frequency) / time, 1e-4), 10.0)
    return [
        np.log([r, min(r / rate, 5e4), last, after])
        for r, last, after in ((0.3, 0.8, 2.5), (1.0, 0.5, 5.0), (0.5, 2.0, 20.0))
    ]


def _climb(
    model: Model,
    histories: Histories,
    start: FloatArray,
    penalty: float,
    pulse: Pulse,
    near: float = 1e-13,
) -> tuple[FloatArray, float]:
    share = histories.weights / histories.weights.sum()

    def loss(logs: FloatArray) -> float:
        pulse()
        with np.errstate(all="ignore"):  # far out the terms leave the range of numbers
            found = share @ model.log_likelihood(tuple(np.exp(logs)), histories)
        value = float(-found + penalty * float(logs @ logs))
        return value if np.isfinite(value) else 1e10

    run = minimize(
        loss,
        np.clip(start, _LOW, _HIGH),
        method="L-BFGS-B",
        bounds=[(_LOW, _HIGH)] * len(start),
        options={"ftol": near, "gtol": 1e-8, "maxiter": 400},
    )
    return run.x, float(run.fun)
