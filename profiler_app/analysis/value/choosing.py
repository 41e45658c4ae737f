"""Choosing among the models of purchases by what they would have foretold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.value.betas import BG, MBG, regular
from profiler_app.analysis.value.checks import Finding, evenness, look_at_fit, stages_of
from profiler_app.analysis.value.fitting import Fit, Model, Pulse, fit, no_pulse
from profiler_app.analysis.value.histories import (
    WEEK,
    FloatArray,
    Histories,
    IntArray,
    buyers_until,
    purchase_days,
)
from profiler_app.analysis.value.pareto import PARETO
from profiler_app.analysis.value.steady import STEADY

_HELD_BACK = 1 / 3
"""The share of the observed time that the models are tested on."""
_CLOSE = 1.01
_PARETO_SAMPLE = 3_000
_PENALTIES = (0.0, 0.002)
_LEAST_WEEKS = 4.0


@dataclass(frozen=True, slots=True)
class Trial:
    """How a model did: fitted to the first part of the time, compared with the rest.

    ``error`` is the root mean square error of the purchases of a customer.
    """

    model: str
    weeks: float
    forecast: float
    actual: float
    error: float
    penalty: float = 0.0

    @property
    def off(self) -> float:
        """How far the total was off, as a share of what happened."""
        return self.forecast / self.actual - 1 if self.actual else 0.0


@dataclass(frozen=True, eq=False)
class Choice:
    """The model that was chosen, how all did, and what was found wrong with others."""

    fit: Fit
    trials: tuple[Trial, ...]
    findings: tuple[Finding, ...]


def model_named(name: str, stages: int = 2) -> Model:
    """Return a model by the name people type."""
    models: dict[str, Model] = {"bgnbd": BG, "mbgnbd": MBG, "pareto": PARETO, "nbd": STEADY}
    return models.get(name) or regular(stages)


def choose(
    customer: IntArray, day: IntArray, amount: IntArray, until: int, *, pulse: Pulse = no_pulse
) -> Choice:
    """Fit every model, leave out those that run away or are unfair, and take the best of a trial.

    The trial: fitted to the first two thirds of the time, the purchases of the last third are
    foretold. The smallest error per customer wins; among errors within one percent the total that
    is closest. Where no model with dropout is left, NBD is taken, and the findings say why.
    ``pulse`` is called at every step of a fit.
    """
    findings: list[Finding] = []
    trials: list[Trial] = []
    fits: list[Fit] = []
    whole = buyers_until(customer, day, amount, until)
    held = _held_back(customer, day, amount, until)
    for model in _candidates(customer, day, amount, until):
        trial = held.trial(model, pulse) if held else None
        penalty = trial.penalty if trial else 0.0
        histories = whole.histories.grouped()
        if model is PARETO:  # its likelihood takes a hundred times as long
            histories = histories.some(_PARETO_SAMPLE)
        found = fit(model, histories, penalty=penalty, pulse=pulse)
        wrong = look_at_fit(found, histories)
        findings += wrong
        if trial:
            trials.append(trial)
        if not wrong:
            fits.append(found)
    if not fits:
        findings.append(Finding("fallback", {"model": STEADY.name}))
        return Choice(fit(STEADY, whole.histories), tuple(trials), tuple(findings))
    best = _best([trial for trial in trials if trial.model in {f.model.name for f in fits}])
    chosen = next((f for f in fits if f.model.name == best), fits[0])
    return Choice(chosen, tuple(trials), tuple(findings))


def _candidates(customer: IntArray, day: IntArray, amount: IntArray, until: int) -> Sequence[Model]:
    seen = day <= until
    owner, days, _sums = purchase_days(customer[seen], day[seen], amount[seen])
    stages = stages_of(evenness(owner, days))
    return [BG, MBG, *([regular(stages)] if stages > 1 else []), PARETO]


def _best(trials: Sequence[Trial]) -> str:
    if not trials:
        return ""
    least = min(trial.error for trial in trials)
    close = [trial for trial in trials if trial.error <= least * _CLOSE]
    return min(close, key=lambda trial: abs(trial.off)).model


@dataclass(frozen=True, eq=False)
class _Held:
    """The first part of the time, and what was bought in the rest."""

    histories: Histories
    weeks: float
    bought: FloatArray

    def trial(self, model: Model, pulse: Pulse) -> Trial:
        """Try a model, with and without holding its parameters back."""
        penalties = (0.0,) if model is PARETO else _PENALTIES
        return min((self._tried(model, each, pulse) for each in penalties), key=lambda t: t.error)

    def _tried(self, model: Model, penalty: float, pulse: Pulse) -> Trial:
        grouped = self.histories.grouped()
        if model is PARETO:
            grouped = grouped.some(_PARETO_SAMPLE)
        found = fit(model, grouped, penalty=penalty, pulse=pulse)
        expected = found.expected(self.histories, self.weeks)
        error = float(np.sqrt(np.mean((expected - self.bought) ** 2)))
        actual = float(self.bought.sum())
        return Trial(model.name, self.weeks, float(expected.sum()), actual, error, penalty)


def _held_back(customer: IntArray, day: IntArray, amount: IntArray, until: int) -> _Held | None:
    """Cut the time in two; None when there is too little of it."""
    seen = day <= until
    customer, day, amount = customer[seen], day[seen], amount[seen]
    if not len(day):
        return None
    held = int((until - int(day.min())) * _HELD_BACK)
    if held < _LEAST_WEEKS * WEEK:
        return None
    cut = until - held
    buyers = buyers_until(customer, day, amount, cut)
    if not (buyers.histories.frequency > 0).any():
        return None
    bought = bought_between(customer, day, amount, buyers.customers, cut, until)
    return _Held(buyers.histories, held / WEEK, bought)


def bought_between(
    customer: IntArray, day: IntArray, amount: IntArray, who: IntArray, after: int, until: int
) -> FloatArray:
    """Return the purchase days of some customers (sorted) after one day up to another."""
    then = (day > after) & (day <= until)
    owner, _days, _sums = purchase_days(customer[then], day[then], amount[then])
    owner = owner[np.isin(owner, who)]
    return np.bincount(np.searchsorted(who, owner), minlength=len(who)).astype(np.float64)
