"""Churn warning by a model tried in time (DOMAIN M5): who will not buy in the next 13 weeks.

Learned on the state 182 days ago, calibrated and judged on the state 91 days ago, applied to
today. Only a model that passes the gate makes levels; otherwise the warnings stay those of the
intervals. Calibration is judged on rows it was not learned on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import NotComputed
from profiler_app.domain.predicting import (
    FEWEST_OF_EACH,
    FEWEST_ROWS,
    LEAST_AUC,
    MOST_CALIBRATION_ERROR,
)
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.foresight.gathering import gather
from profiler_app.jobs.purchases import read_purchases
from profiler_app.store import runs
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.analysis.prediction.calibrating import Calibrator
    from profiler_app.analysis.prediction.models import Model

HORIZON = 91
LEVELS = (("red", 0.70), ("orange", 0.55), ("yellow", 0.40))
LEAST_OF_LEVEL = 30
_BETTER = 0.02
_OFTEN = 3
_NOT_LOOKED_AT = ("prospect", "acquire", "lost")
FIELDS = (
    "recency_days", "freq_all", "freq_12m", "monetary_12m", "monetary_all", "ipi_median",
    "overdue_ratio", "monetary_trend", "tenure_days", "aov_12m", "discount_ratio_12m",
    "return_rate_12m", "category_count_12m", "online_ratio", "interactions_12m",
    "complaints_12m", "csat_last", "logins_30d", "views_30d", "neg_feedback_90d",
    "first_order_days", "response_rate_12m",
)  # fmt: skip
"""Runs keep places in it: what is new comes last."""


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The customers looked at on a day, their features, and who stayed away after it."""

    day: date
    ids: NDArray[np.int64]
    columns: dict[str, Column]
    gone: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ChurnModel:
    """What was found: the model, its trial on the gate day, and everybody's probability today.

    ``failed`` names the gates it did not pass (few, weak, uncalibrated, unordered). ``model`` is
    None where there was too little to learn from.
    """

    now: State
    learned: State
    gate: State
    failed: tuple[str, ...]
    fields: tuple[str, ...] = ()
    model: Model | None = None
    name: str = ""
    auc: float = 0.0
    error: float = 0.0
    lift: float = 0.0
    probability: NDArray[np.float64] | None = None
    tried: NDArray[np.float64] | None = None
    rates: tuple[tuple[str, int, float], ...] = ()
    curve: Calibrator | None = None


def learn_churn(progress: Progress, workspace: Workspace, *, today: date) -> ChurnModel:
    """Learn, try and apply the model. Nothing is saved. Raises NotComputed without a refresh."""
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    bought = read_purchases(Part(progress, 0.0, 0.05), workspace.connection)
    days = [today - timedelta(days=2 * HORIZON), today - timedelta(days=HORIZON), today]
    states = []
    for nth, day in enumerate(days):
        part = Part(progress, 0.05 + 0.25 * nth, 0.3 + 0.25 * nth)
        states.append(_state(part, workspace, day, run, bought.customer, bought.day))
    learned, gate, now = states
    progress.step(0.82, N_("Trying models"))
    if not (_enough(learned) and _enough(gate)):
        return ChurnModel(now, learned, gate, ("few",))
    return _tried(learned, gate, now)


def _state(
    progress: Progress,
    workspace: Workspace,
    day: date,
    run: runs.Run,
    customer: NDArray[Any],
    bought_on: NDArray[Any],
) -> State:
    ids, columns = gather(progress, workspace, day, run, FIELDS, _looked_at)
    last = to_day(day.isoformat())
    later = customer[(bought_on > last) & (bought_on <= last + HORIZON)]
    return State(day, ids, columns, ~np.isin(ids, later))


def _looked_at(features: Mapping[str, Column]) -> NDArray[np.bool_]:
    """Return who bought at least three times and is neither new nor lost; banks buy nothing."""
    stage, often = features["lifecycle"], features["freq_all"]
    out = [at for at, label in enumerate(stage.labels) if label in _NOT_LOOKED_AT]
    found: NDArray[np.bool_] = (
        stage.known & ~np.isin(stage.values, out) & often.known & (often.values >= _OFTEN)
    )
    return found


def _enough(state: State) -> bool:
    yes = int(state.gone.sum())
    return len(state.ids) >= FEWEST_ROWS and min(yes, len(state.ids) - yes) >= FEWEST_OF_EACH


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A model on the gate day: log odds, their curve, probabilities of unseen rows, figures."""

    name: str
    model: Model
    scores: NDArray[np.float64]
    curve: Calibrator
    unseen: NDArray[np.float64]
    auc: float
    error: float
    rates: tuple[tuple[str, int, float], ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """The gates it does not pass."""
        return _failed(self.auc, self.error, self.rates)


def _tried(learned: State, gate: State, now: State) -> ChurnModel:
    from profiler_app.analysis.prediction import measures
    from profiler_app.analysis.prediction.models import fit_boosting, fit_logistic

    fields = tuple(name for name in FIELDS if learned.columns[name].known.any())
    rows = np.arange(len(learned.ids))
    plain = _trial("logistic", fit_logistic(learned.columns, fields, learned.gone, rows, 1.0), gate)
    trees = _trial("boosting", fit_boosting(learned.columns, fields, learned.gone, rows, 42), gate)
    best = better_of(plain, trees)
    return ChurnModel(
        now,
        learned,
        gate,
        best.failed,
        fields,
        best.model,
        best.name,
        best.auc,
        best.error,
        measures.lift(gate.gone, best.scores),
        best.curve.probability(best.model.scores(now.columns)) if len(now.ids) else np.empty(0),
        best.unseen,
        best.rates,
        best.curve,
    )


def _trial(name: str, model: Model, gate: State) -> Trial:
    from profiler_app.analysis.prediction import measures
    from profiler_app.analysis.prediction.calibrating import calibrated

    scores = model.scores(gate.columns)
    curve, unseen = calibrated(scores, gate.gone)
    error = measures.calibration_error(measures.calibration(gate.gone, unseen))
    area = measures.auc(gate.gone, scores)
    return Trial(name, model, scores, curve, unseen, area, error, level_rates(unseen, gate.gone))


def better_of(plain: Trial, trees: Trial) -> Trial:
    """Return the plain model unless trees rank clearly better, and do not fail where it passes."""
    if trees.auc <= plain.auc + _BETTER or (trees.failed and not plain.failed):
        return plain
    return trees


def level_of(probability: float) -> str:
    """Return the level of a probability, empty below yellow."""
    return next((level for level, least in LEVELS if probability >= least), "")


def level_rates(
    probability: NDArray[np.float64], gone: NDArray[np.bool_]
) -> tuple[tuple[str, int, float], ...]:
    """Return for each level how many stand on it and which share of them stayed away."""
    found, top = [], np.inf
    for level, least in LEVELS:
        inside = (probability >= least) & (probability < top)
        n = int(inside.sum())
        found.append((level, n, float(gone[inside].mean()) if n else 0.0))
        top = least
    return tuple(found)


def _failed(
    area: float, error: float, rates: tuple[tuple[str, int, float], ...]
) -> tuple[str, ...]:
    found = []
    if area < LEAST_AUC:
        found.append("weak")
    if error > MOST_CALIBRATION_ERROR:
        found.append("uncalibrated")
    shares = [share for _level, _n, share in rates]
    ordered = all(high > low for high, low in pairwise(shares))
    if not ordered or any(n < LEAST_OF_LEVEL for _level, n, _share in rates):
        found.append("unordered")
    return tuple(found)
