"""What a model is worth on rows it never saw: shuffled parts, and the later rows of a time order.

Model and calibration are chosen anew inside each part, so nothing of a row decides about itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.choosing import choose
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray, auc, brier, lift
from profiler_app.analysis.prediction.strength import CODED

FIRST_PART = 0.6
"""The share of the rows, in time order, that a model learns from to foretell the rest."""
_ORDERED = 0.5
_ENOUGH_ORDERED = 2


@dataclass(frozen=True, slots=True, eq=False)
class Validation:
    """Foretold by models that had not seen the row: ``scores`` rank, ``probability`` is calibrated.

    ``aucs`` and ``lifts`` hold one figure for each part, ``chosen`` the model taken in each.
    """

    aucs: tuple[float, ...]
    lifts: tuple[float, ...]
    chosen: tuple[str, ...]
    scores: FloatArray
    probability: FloatArray

    @property
    def auc(self) -> float:
        """The mean over the parts."""
        return float(np.mean(self.aucs))

    @property
    def lift(self) -> float:
        """The mean over the parts."""
        return float(np.mean(self.lifts))


@dataclass(frozen=True, slots=True)
class LaterRows:
    """What a model of the first rows was worth on the later ones."""

    auc: float
    brier: float
    first_rows: int
    later_rows: int
    first_rate: float
    later_rate: float


def cross_validate(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    *,
    folds: int,
    seed: int,
    report: Callable[[float], None] = lambda _share: None,
) -> Validation:
    """Foretell every row by a model of the other parts (stratified, shuffled by ``seed``)."""
    from sklearn.model_selection import StratifiedKFold

    scores, probability = np.empty(len(truth)), np.empty(len(truth))
    aucs, lifts, chosen = [], [], []
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for part, (learned, unseen) in enumerate(split.split(truth, truth)):
        report(part / folds)
        fitted = choose(columns, fields, truth, learned, seed=seed)
        scores[unseen] = fitted.scores(columns, unseen)
        probability[unseen] = fitted.calibrator.probability(scores[unseen])
        aucs.append(auc(truth[unseen], scores[unseen]))
        lifts.append(lift(truth[unseen], scores[unseen]))
        chosen.append(fitted.name)
    return Validation(tuple(aucs), tuple(lifts), tuple(chosen), scores, probability)


def foretell_later(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    order: NDArray[np.int64],
    *,
    seed: int,
    fewest: int,
) -> LaterRows | None:
    """Learn from the first rows in time and foretell the rest; None when a part is too small.

    ``fewest`` yes and no are needed in both parts.
    """
    cut = round(len(order) * FIRST_PART)
    first, later = np.sort(order[:cut]), np.sort(order[cut:])
    for part in (first, later):
        yes = int(truth[part].sum())
        if min(yes, len(part) - yes) < fewest:
            return None
    fitted = choose(columns, fields, truth, first, seed=seed)
    scores = fitted.scores(columns, later)
    return LaterRows(
        auc(truth[later], scores),
        brier(truth[later], fitted.calibrator.probability(scores)),
        len(first),
        len(later),
        float(truth[first].mean()),
        float(truth[later].mean()),
    )


def drifting(columns: Mapping[str, Column], fields: Sequence[str]) -> tuple[str, ...]:
    """Return the fields that follow the order of the rows: neighbours are too much alike.

    Von Neumann's ratio (1941, Annals of Mathematical Statistics 12) of the squared steps to twice
    the variance is 1 in a random order. Less than two such fields prove no time order: a file may
    be sorted by anything.
    """
    found = [name for name in fields if _steps(columns[name]) < _ORDERED]
    return tuple(found) if len(found) >= _ENOUGH_ORDERED else ()


def _steps(column: Column) -> float:
    """Return von Neumann's ratio; categories are compared with equal or not."""
    values = column.values[column.known]
    if len(values) < 2:
        return 1.0
    if column.kind in CODED:
        _levels, counts = np.unique(values, return_counts=True)
        by_chance = 1 - float(((counts / len(values)) ** 2).sum())
        differ = float((values[1:] != values[:-1]).mean())
        return differ / by_chance if by_chance else 1.0
    numbers = values.astype(np.float64)
    spread = float(numbers.var())
    return float((np.diff(numbers) ** 2).mean()) / (2 * spread) if spread else 1.0
