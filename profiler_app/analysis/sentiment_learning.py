"""Learning from a user's own labelled texts how customers sound.

Texts become the TF-IDF weights of their groups of one to three characters and the score of the
lexicon, which a logistic regression weighs (as measured in DOMAIN M10). With too few labels, or
without a clear advantage over the lexicon, nothing is learned.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.sentiment import judge, mood_of
from profiler_app.domain.sentiment import Judgement

NEEDED, NEEDED_OF_EACH, ADVANTAGE = 300, 80, 0.03
"""So many labelled texts, so many of each label, and so much more judged right than by words."""

Array = NDArray[Any]
_LONGEST_GROUP = 3
_SHOWN = 3


class Learned:
    """A model of the labels of some texts."""

    def __init__(self, vectorizer: Any, model: Any) -> None:
        self._vectorizer, self._model = vectorizer, model

    def scores(self, texts: Sequence[str]) -> Array:
        """Return -1 (certainly dissatisfied) to 1 (certainly satisfied) of each text."""
        matrix = _matrix(self._vectorizer.transform(texts), texts)
        chances: Array = self._model.predict_proba(matrix)[:, 1]
        return 2 * chances - 1

    def judge(self, text: str) -> Judgement:
        """Judge a text; the evidence are the groups of characters that weighed most."""
        words = judge(text)
        if not text.strip():
            return words
        score = float(self.scores([text])[0])
        evidence = self._heaviest(text, sign=1 if score > 0 else -1)
        return Judgement(mood_of(score), score, evidence, words.topics, "learned")

    def _heaviest(self, text: str, *, sign: int) -> tuple[str, ...]:
        row = self._vectorizer.transform([text])
        weights = row.data * self._model.coef_[0][row.indices] * sign
        names = self._vectorizer.get_feature_names_out()
        order = np.argsort(-weights, kind="stable")
        groups = (str(names[row.indices[at]]) for at in order if weights[at] > 0)
        return tuple(group for group in groups if len(group) > 1 and group.isalnum())[:_SHOWN]


def learn(texts: Sequence[str], good: Array) -> Learned:
    """Learn from texts and whether each is a good one."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    # Else joblib starts a program of the system to count cores: slow, and a console on Windows.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    vectorizer = TfidfVectorizer(
        analyzer="char",
        ngram_range=(1, _LONGEST_GROUP),
        min_df=2,
        sublinear_tf=True,
        dtype=np.float32,
    )
    with threadpool_limits(limits=1):
        matrix = _matrix(vectorizer.fit_transform(texts), texts)
        model = LogisticRegression(C=10, solver="liblinear", max_iter=500, random_state=0)
        return Learned(vectorizer, model.fit(matrix, good))


def _matrix(weights: Any, texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix, hstack

    scores = np.array([[judge(text).score or 0.0] for text in texts], np.float32)
    return hstack([weights, csr_matrix(scores)], format="csr")


def accuracies(texts: Sequence[str], good: Array, *, folds: int, seed: int) -> tuple[float, ...]:
    """Return the share judged right in each of ``folds`` parts by what the others teach."""
    from sklearn.model_selection import StratifiedKFold

    parts = StratifiedKFold(folds, shuffle=True, random_state=seed).split(texts, good)
    found = []
    for inside, outside in parts:
        learned = learn([texts[at] for at in inside], good[inside])
        right = (learned.scores([texts[at] for at in outside]) > 0) == good[outside]
        found.append(float(right.mean()))
    return tuple(found)


def lexicon_accuracy(texts: Sequence[str], good: Array) -> float:
    """Return the share the lexicon judges right; what it cannot tell is wrong."""
    scores = np.array([judge(text).score or 0.0 for text in texts])
    return float((np.where(good, scores > 0, scores < 0)).mean())
