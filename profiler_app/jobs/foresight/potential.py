"""Potential by a model tried in time (DOMAIN M7b): who will be of high value half a year on.

Learned on the state 364 days ago with what came true 182 days ago, calibrated and judged on the
state 182 days ago with what is true today, applied to today. Only customers who bought, are not
lost and are not of high value already are looked at. Banks have no purchases and no such model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.ranks import share_among
from profiler_app.domain.errors import NotComputed
from profiler_app.domain.potential import HORIZON, LISTED_FROM, TOP_TIER
from profiler_app.domain.predicting import (
    FEWEST_OF_EACH,
    FEWEST_ROWS,
    LEAST_AUC,
    MOST_CALIBRATION_ERROR,
)
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.foresight.gathering import gather
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.prediction.models import Model

FIELDS = (
    "value_pct", "contribution_12m", "recency_days", "freq_all", "freq_12m", "monetary_12m",
    "monetary_all", "monetary_trend", "aov_12m", "max_order", "overdue_ratio", "ipi_median",
    "discount_ratio_12m", "return_rate_12m", "category_count_12m", "basket_lines_avg",
    "online_ratio", "tenure_days", "first_order_days", "interactions_12m", "logins_30d",
    "views_30d", "csat_last", "complaints_12m", "referrals_24m", "age", "company_age_years",
)  # fmt: skip
COMPARED = ("freq_12m", "aov_12m", "category_count_12m", "interactions_12m")
"""What a customer can still grow in, beside the usual value of those of high value."""
_OUT = ("prospect", "lost")
_BETTER = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Customers on a day (sorted ids) and their features."""

    day: date
    ids: NDArray[np.int64]
    columns: dict[str, Column]

    @property
    def top(self) -> NDArray[np.bool_]:
        """Whose contribution stands in the top tier of his kind."""
        rank, earned = self.columns["value_pct"], self.columns["contribution_12m"]
        return rank.known & (rank.values > TOP_TIER) & earned.known & (earned.values > 0)

    def only(self, rows: NDArray[np.intp]) -> State:
        """Return some of them."""
        columns = {name: column.take(rows) for name, column in self.columns.items()}
        return State(self.day, self.ids[rows], columns)


@dataclass(frozen=True, slots=True, eq=False)
class PotentialModel:
    """The model, its trial, and today's scores (0 to 100) of ``now``.

    ``failed`` names the gates it did not pass (few, weak, uncalibrated). ``rows`` and ``rose`` are
    the customers learned from and tried on, and how many of them rose. ``base`` is the share of
    all that rose in the trial, ``listed`` of those a list made then would have named.
    """

    now: State
    high: State
    rows: tuple[int, int]
    rose: tuple[int, int]
    failed: tuple[str, ...]
    fields: tuple[str, ...] = ()
    model: Model | None = None
    name: str = ""
    auc: float = 0.0
    error: float = 0.0
    base: float = 0.0
    listed: float = 0.0
    scores: NDArray[np.float64] | None = None
    lift: float = 0.0
    probability: NDArray[np.float64] | None = None


def learn_potential(progress: Progress, workspace: Workspace, *, today: date) -> PotentialModel:
    """Learn, try and apply the model. Nothing is saved. Raises NotComputed without a refresh."""
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    found = []
    for nth, before in enumerate((2 * HORIZON, HORIZON, 0)):
        part = Part(progress, 0.28 * nth, 0.28 * (nth + 1))
        day = today - timedelta(days=before)
        found.append(State(day, *gather(part, workspace, day, run, FIELDS, _bought)))
    progress.step(0.85, N_("Trying models"))
    first, second, last = found
    return _tried(first, second, last)


def _bought(features: Mapping[str, Column]) -> NDArray[np.bool_]:
    stage, often = features["lifecycle"], features["freq_all"]
    out = [at for at, label in enumerate(stage.labels) if label in _OUT]
    chosen: NDArray[np.bool_] = (
        stage.known & ~np.isin(stage.values, out) & often.known & (often.values > 0)
    )
    return chosen


def _tried(first: State, second: State, last: State) -> PotentialModel:
    from profiler_app.analysis.prediction import measures
    from profiler_app.analysis.prediction.calibrating import calibrated
    from profiler_app.analysis.prediction.models import fit_boosting, fit_logistic

    learned, rose = _below(first, second)
    gate, reached = _below(second, last)
    now, high = last.only(np.flatnonzero(~last.top)), last.only(np.flatnonzero(last.top))
    counts = (len(learned.ids), len(gate.ids)), (int(rose.sum()), int(reached.sum()))
    if not (_enough(rose) and _enough(reached)) or not len(now.ids):
        return PotentialModel(now, high, *counts, ("few",))
    fields = tuple(name for name in FIELDS if learned.columns[name].known.any())
    rows = np.arange(len(learned.ids))
    model: Model = fit_logistic(learned.columns, fields, rose, rows, 1.0)
    name, scores = "logistic", model.scores(gate.columns)
    trees = fit_boosting(learned.columns, fields, rose, rows, 42)
    other = trees.scores(gate.columns)
    if measures.auc(reached, other) > measures.auc(reached, scores) + _BETTER:
        model, name, scores = trees, "boosting", other
    area = measures.auc(reached, scores)
    curve, unseen = calibrated(scores, reached)
    error = measures.calibration_error(measures.calibration(reached, unseen))
    today = model.scores(now.columns)
    listed = _score(scores) >= LISTED_FROM
    return PotentialModel(
        now,
        high,
        *counts,
        _failed(area, error),
        fields,
        model,
        name,
        area,
        error,
        base=float(reached.mean()),
        listed=float(reached[listed].mean()),
        scores=_score(today),
        lift=measures.lift(reached, scores),
        probability=curve.probability(today),
    )


def _below(before: State, after: State) -> tuple[State, NDArray[np.bool_]]:
    """Return who was not of high value, and who of them was half a year later."""
    below = before.only(np.flatnonzero(~before.top))
    return below, np.isin(below.ids, after.ids[after.top])


def _enough(rose: NDArray[np.bool_]) -> bool:
    yes = int(rose.sum())
    return len(rose) >= FEWEST_ROWS and min(yes, len(rose) - yes) >= FEWEST_OF_EACH


def _failed(area: float, error: float) -> tuple[str, ...]:
    found = ["weak"] if area < LEAST_AUC else []
    if error > MOST_CALIBRATION_ERROR:
        found.append("uncalibrated")
    return tuple(found)


def _score(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return average rank / n in whole hundredths: calibration does not change the order."""
    return np.rint(share_among(np.sort(scores).tolist(), scores) * 100)
