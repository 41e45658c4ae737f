"""Choosing the model by a trial inside the rows it may learn from, and calibrating it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.calibrating import Calibrator, learn_calibrator
from profiler_app.analysis.prediction.matrices import Rows
from profiler_app.analysis.prediction.measures import (
    FloatArray,
    TruthArray,
    auc,
    from_logit,
    log_loss,
)
from profiler_app.analysis.prediction.models import (
    STRENGTHS,
    Boosting,
    Both,
    Logistic,
    Model,
    fit_boosting,
    fit_logistic,
)

_MANY = 10_000
"""With more rows one trial on a quarter of them tells as much as three on thirds."""
_FOLDS = 3
_CLEARLY = 0.99
"""A single model must be better than both together by one percent of the loss."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a model was worth on rows it had not seen."""

    model: str
    auc: float
    log_loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The chosen model, its calibration and the trials that decided."""

    name: str
    model: Model
    calibrator: Calibrator
    trials: tuple[Trial, ...]

    def scores(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return the log odds of yes, not calibrated: they rank."""
        return self.model.scores(columns, rows)

    def probability(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return the calibrated probability of yes."""
        return self.calibrator.probability(self.scores(columns, rows))


def choose(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    rows: Rows,
    *,
    seed: int,
) -> Fitted:
    """Choose among logistic regression, boosting and both by log loss on unseen rows; fit all.

    The calibration is learned on the same unseen rows. Both together are taken unless
    one alone is better by one percent: the mean of two different models errs less than the choice
    of one by a short trial.
    """
    strengths = STRENGTHS if len(rows) <= _MANY else STRENGTHS[:1]  # rows outweigh the penalty
    seen: dict[str, list[FloatArray]] = {}
    held: list[Rows] = []
    for learned, unseen in _inner(truth, rows, seed):
        held.append(unseen)
        for strength in strengths:
            linear = fit_logistic(columns, fields, truth, learned, strength)
            seen.setdefault(f"logistic {strength}", []).append(linear.scores(columns, unseen))
        trees = fit_boosting(columns, fields, truth, learned, seed)
        seen.setdefault("boosting", []).append(trees.scores(columns, unseen))
    told = truth[np.concatenate(held)]
    scores = {name: np.concatenate(parts) for name, parts in seen.items()}
    losses = {name: log_loss(told, from_logit(each)) for name, each in scores.items()}
    strength = min(strengths, key=lambda each: losses[f"logistic {each}"])
    linear_scores, tree_scores = scores[f"logistic {strength}"], scores["boosting"]
    candidates = {
        "logistic": linear_scores,
        "both": (linear_scores + tree_scores) / 2,
        "boosting": tree_scores,
    }
    trials = tuple(
        Trial(name, auc(told, each), log_loss(told, from_logit(each)))
        for name, each in candidates.items()
    )
    name = _best(trials)
    model = _fit(name, columns, fields, truth, rows, strength, seed)
    return Fitted(name, model, learn_calibrator(candidates[name], told), trials)


def _best(trials: Sequence[Trial]) -> str:
    both = next(trial for trial in trials if trial.model == "both")
    best = min(trials, key=lambda trial: trial.log_loss)
    return best.model if best.log_loss < both.log_loss * _CLEARLY else both.model


def _inner(truth: TruthArray, rows: Rows, seed: int) -> Iterator[tuple[Rows, Rows]]:
    from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit

    split = (
        StratifiedShuffleSplit(1, test_size=0.25, random_state=seed)
        if len(rows) > _MANY
        else StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    )
    for learned, unseen in split.split(rows, truth[rows]):
        yield rows[learned], rows[unseen]


def _fit(
    name: str,
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    rows: Rows,
    strength: float,
    seed: int,
) -> Model:
    linear: Logistic | None = None
    trees: Boosting | None = None
    if name != "boosting":
        linear = fit_logistic(columns, fields, truth, rows, strength)
    if name != "logistic":
        trees = fit_boosting(columns, fields, truth, rows, seed)
    if linear is not None and trees is not None:
        return Both(linear, trees)
    only = linear or trees
    assert only is not None
    return only
