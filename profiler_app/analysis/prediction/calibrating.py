"""Making probabilities of scores, learned on rows the model did not see.

Sigmoid: logistic regression on the log odds (Platt 1999). Isotonic: the best curve that never
falls; it needs many rows (Niculescu-Mizil and Caruana 2005, ICML: about a thousand).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from profiler_app.analysis.prediction.measures import (
    FloatArray,
    TruthArray,
    from_logit,
    log_loss,
)

Method = Literal["sigmoid", "isotonic"]

_ISOTONIC_ROWS = 1_000
_ISOTONIC_OF_EACH = 200
_CLEARLY = 0.995
"""Isotonic must be better than sigmoid by half a percent: it makes ties."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibrator:
    """A curve from log odds to probability: ``ends`` with a value each, straight between them.

    A sigmoid has two values instead: slope and height.
    """

    method: Method
    ends: FloatArray
    values: FloatArray

    def probability(self, scores: FloatArray) -> FloatArray:
        """Return probabilities of log odds."""
        if self.method == "sigmoid":
            return from_logit(scores * self.values[0] + self.values[1])
        return np.asarray(np.interp(scores, self.ends, self.values), np.float64)


def learn_calibrator(scores: FloatArray, truth: TruthArray) -> Calibrator:
    """Return the curve that foretells unseen rows best; isotonic only with many rows."""
    fewest = min(int(truth.sum()), int((~truth).sum()))
    if len(truth) < _ISOTONIC_ROWS or fewest < _ISOTONIC_OF_EACH:
        return _sigmoid(scores, truth)
    halves = np.arange(len(truth)) % 2 == 0
    losses = [0.0, 0.0]
    for learned in (halves, ~halves):
        for i, learn in enumerate((_sigmoid, _isotonic)):
            curve = learn(scores[learned], truth[learned])
            losses[i] += log_loss(truth[~learned], curve.probability(scores[~learned]))
    learn = _isotonic if losses[1] < losses[0] * _CLEARLY else _sigmoid
    return learn(scores, truth)


def calibrated(scores: FloatArray, truth: TruthArray) -> tuple[Calibrator, FloatArray]:
    """Return the curve of all rows, and probabilities each made without the row itself."""
    halves = np.arange(len(truth)) % 2 == 0
    unseen = np.empty(len(truth))
    for half in (halves, ~halves):
        unseen[~half] = learn_calibrator(scores[half], truth[half]).probability(scores[~half])
    return learn_calibrator(scores, truth), unseen


def _sigmoid(scores: FloatArray, truth: TruthArray) -> Calibrator:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e3, max_iter=1_000).fit(scores[:, None], truth)
    slope = max(float(fitted.coef_[0][0]), 1e-3)  # a score that ranks falsely tells nothing
    values = np.array([slope, float(fitted.intercept_[0])])
    return Calibrator("sigmoid", np.empty(0), values)


def _isotonic(scores: FloatArray, truth: TruthArray) -> Calibrator:
    from sklearn.isotonic import IsotonicRegression

    least = 1 / (len(truth) + 2)  # nothing is certain after so many rows
    fitted = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip")
    fitted.fit(scores, truth.astype(np.float64))
    return Calibrator("isotonic", fitted.X_thresholds_, fitted.y_thresholds_)
