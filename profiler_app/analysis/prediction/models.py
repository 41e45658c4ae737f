"""The models of a yes or no: logistic regression, boosted trees, and both together.

Logistic regression: L2, fields standardised (Hastie, Tibshirani, Friedman, The Elements of
Statistical Learning, chapter 4). Boosting: many small trees with a histogram of each field
(Friedman 2001, Annals of Statistics 29(5)); a random part of the fields at each split, as in
random forests. "Both" is the mean of their log odds: neither is fitted to the other, so nothing is
left to overfit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.matrices import (
    Encoder,
    Rows,
    learn_encoder,
    ordinals,
)
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray, logit

STRENGTHS: Final = (1.0, 0.1, 0.03)
"""Inverse weights of the penalty that are tried, the weakest penalty first."""
_TREES = 150


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A fitted logistic regression; ``scores`` are log odds."""

    encoder: Encoder
    weights: FloatArray
    base: float

    def scores(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return the log odds of yes."""
        return np.asarray(self.encoder.matrix(columns, rows) @ self.weights + self.base)


@dataclass(frozen=True, slots=True, eq=False)
class Boosting:
    """Fitted boosted trees; ``scores`` are log odds."""

    fields: tuple[str, ...]
    trees: Any

    def scores(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return the log odds of yes."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1):
            found = self.trees.predict_proba(ordinals(columns, self.fields, rows))
        return logit(found[:, 1])


@dataclass(frozen=True, slots=True, eq=False)
class Both:
    """The mean of the log odds of two models."""

    one: Logistic
    other: Boosting

    def scores(self, columns: Mapping[str, Column], rows: Rows | None = None) -> FloatArray:
        """Return the log odds of yes."""
        together = self.one.scores(columns, rows) + self.other.scores(columns, rows)
        return np.asarray(together / 2)


Model = Logistic | Boosting | Both


def fit_logistic(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    rows: Rows,
    strength: float,
) -> Logistic:
    """Fit logistic regression on some rows; ``strength`` is the inverse weight of the penalty."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    encoder = learn_encoder(columns, fields, rows)
    with threadpool_limits(limits=1):
        fitted = LogisticRegression(C=strength, max_iter=2_000).fit(
            encoder.matrix(columns, rows), truth[rows]
        )
    return Logistic(encoder, fitted.coef_[0].astype(np.float64), float(fitted.intercept_[0]))


def fit_boosting(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    truth: TruthArray,
    rows: Rows,
    seed: int,
) -> Boosting:
    """Fit boosted trees on some rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    # Else joblib starts a program of the system to count cores: slow, and a console on Windows.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    trees = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_leaf_nodes=8,
        max_iter=_TREES,
        min_samples_leaf=20,
        l2_regularization=1.0,
        max_features=0.5,
        early_stopping=False,
        random_state=seed,
    )
    # One thread: on small tables the threads wait for each other far longer than they work.
    values = ordinals(columns, fields, rows)
    values[:, np.isnan(values).all(axis=0)] = (
        0.0  # known only elsewhere: scikit-learn wants a value
    )
    with threadpool_limits(limits=1):
        trees.fit(values, truth[rows])
    return Boosting(tuple(fields), trees)
