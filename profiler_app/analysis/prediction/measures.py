"""How good a foretold probability is: ranking, distance from the truth, calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
TruthArray = NDArray[np.bool_]

_SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Rows with a similar foretold probability: how many, what was foretold, what came."""

    rows: int
    foretold: float
    observed: float


def auc(truth: TruthArray, score: FloatArray) -> float:
    """Return the chance that a yes scores above a no (ties count half); .5 without both."""
    yes = int(truth.sum())
    no = len(truth) - yes
    if not yes or not no:
        return 0.5
    _values, place, count = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    ranks = (ends - (count - 1) / 2)[place]
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def brier(truth: TruthArray, probability: FloatArray) -> float:
    """Return the mean squared distance of probabilities from what came."""
    return float(np.mean((probability - truth) ** 2))


def log_loss(truth: TruthArray, probability: FloatArray) -> float:
    """Return the mean surprise in nats."""
    sure = np.clip(probability, _SMALLEST, 1 - _SMALLEST)
    return float(-np.mean(np.where(truth, np.log(sure), np.log1p(-sure))))


def lift(truth: TruthArray, score: FloatArray, share: float = 0.1) -> float:
    """Return how many times more often yes is among the highest ``share`` than among all."""
    rate = float(truth.mean())
    if not rate:
        return 0.0
    first = np.argsort(-score, kind="stable")[: max(1, round(len(score) * share))]
    return float(truth[first].mean() / rate)


def separation(truth: TruthArray, score: FloatArray) -> float:
    """Return the Kolmogorov-Smirnov distance of the scores of yes and no."""
    order = np.argsort(score, kind="stable")
    ends = np.append(np.diff(score[order]) > 0, True)
    yes = np.cumsum(truth[order])[ends] / max(1, int(truth.sum()))
    no = np.cumsum(~truth[order])[ends] / max(1, int((~truth).sum()))
    return float(np.abs(yes - no).max())


def calibration(
    truth: TruthArray, probability: FloatArray, bins: int = 10
) -> tuple[CalibrationBin, ...]:
    """Return groups of equal size from the lowest to the highest probability."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return tuple(
        CalibrationBin(len(p), float(probability[p].mean()), float(truth[p].mean())) for p in parts
    )


def calibration_error(bins: tuple[CalibrationBin, ...]) -> float:
    """Return the mean distance of foretold and observed, weighted by rows."""
    rows = sum(each.rows for each in bins)
    return sum(abs(each.foretold - each.observed) * each.rows for each in bins) / max(1, rows)


def logit(probability: Any) -> FloatArray:
    """Return log odds, probabilities kept off 0 and 1."""
    sure: FloatArray = np.clip(np.asarray(probability, np.float64), _SMALLEST, 1 - _SMALLEST)
    return np.asarray(np.log(sure) - np.log1p(-sure), np.float64)


def from_logit(odds: Any) -> FloatArray:
    """Return probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40, 40))), np.float64)
