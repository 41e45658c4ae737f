"""The model that speaks: of each contract where its trial allows it, else of its time only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.survival.curve import BoolArray, Curve, FloatArray, kaplan_meier
from profiler_app.analysis.survival.hazard import Hazard, fit_hazard
from profiler_app.analysis.survival.trial import Trial

FEWEST_IN_TRIAL: Final = 20
"""Fewer ends than these in the time foretold prove nothing about a trial."""
_GRID = 60
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Staying:
    """What is known of staying; without ``hazard`` all that ran as long are alike.

    ``failed`` says why there is no hazard: "no_fields", "no_trial", "weak" or "uncalibrated".
    """

    curve: Curve
    hazard: Hazard | None
    trial: Trial | None
    failed: tuple[str, ...]
    fields: tuple[str, ...]

    def ahead(self, columns: Mapping[str, Column], age: FloatArray, grid: FloatArray) -> FloatArray:
        """Return the chance of those who stayed ``age`` to stay each time of ``grid`` longer."""
        if self.hazard is None:
            return self.curve.ahead(age[:, None], grid[None, :])
        return self.hazard.ahead(columns, age, grid)

    def stays(self, columns: Mapping[str, Column], age: FloatArray, horizon: float) -> FloatArray:
        """Return the chance to be there still at ``horizon``."""
        return self.ahead(columns, age, np.array([horizon]))[:, 0]

    def stayed(self, columns: Mapping[str, Column], age: FloatArray, horizon: float) -> FloatArray:
        """Return how much of the time up to ``horizon`` they are expected to be there."""
        grid = np.linspace(0.0, horizon, _GRID + 1)
        step = horizon / _GRID
        return self._in_parts(
            columns, age, grid, lambda shares: np.trapezoid(shares, dx=step, axis=1)
        )

    def months_paid(
        self, columns: Mapping[str, Column], age: FloatArray, months: int, discount: float
    ) -> FloatArray:
        """Return how many months each will pay, a month later worth ``discount`` less (DOMAIN M4).

        Sum over the months t of the chance to be there at its end / (1 + d)^t.
        """
        month = np.arange(1.0, months + 1)
        worth = (1 + discount) ** -month
        return self._in_parts(columns, age, month, lambda shares: shares @ worth)

    def half_gone(self, columns: Mapping[str, Column], age: FloatArray) -> FloatArray:
        """Return after how long half of such have gone; infinite beyond the known times."""
        grid = np.linspace(0.0, self.curve.known_until, _GRID + 1)

        def first(shares: FloatArray) -> FloatArray:
            below = shares <= 0.5
            return np.where(below.any(axis=1), grid[np.argmax(below, axis=1)], np.inf)

        found = self._in_parts(columns, age, grid, first)
        return np.where(age + found <= self.curve.known_until, found, np.inf)

    def _in_parts(
        self,
        columns: Mapping[str, Column],
        age: FloatArray,
        grid: FloatArray,
        made: Callable[[FloatArray], Any],
    ) -> FloatArray:
        """Work through so many at once that the grid of all of them never fills the memory."""
        parts = [np.empty(0)]
        for begin in range(0, len(age), _AT_ONCE):
            rows = np.arange(begin, min(begin + _AT_ONCE, len(age)))
            mine = {name: columns[name].take(rows) for name in self.fields}
            parts.append(np.asarray(made(self.ahead(mine, age[rows], grid)), np.float64))
        return np.concatenate(parts)


def choose(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    time: FloatArray,
    ended: BoolArray,
    trial: Trial | None,
    *,
    least_auc: float,
    most_error: float,
    seed: int,
) -> Staying:
    """Fit the curve, and the hazard where the trial says that it tells who goes."""
    failed = []
    if not fields:
        failed.append("no_fields")
    elif trial is None:
        failed.append("no_trial")
    else:
        if trial.auc < least_auc:
            failed.append("weak")
        if trial.error > most_error:
            failed.append("uncalibrated")
    hazard = None if failed else fit_hazard(columns, fields, time, ended, seed=seed)
    return Staying(kaplan_meier(time, ended), hazard, trial, tuple(failed), tuple(fields))
