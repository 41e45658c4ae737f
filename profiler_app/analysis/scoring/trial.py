"""A scorecard tried on rows it had not seen: bins and weights are learned anew each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray
from profiler_app.analysis.scoring.points import Scorecard, learn_scorecard


def unseen_scores(
    columns: Mapping[str, Column],
    kept: tuple[str, ...],
    bad: TruthArray,
    folds: int,
    seed: int,
    whole: Scorecard,
    pulse: Callable[[], object],
) -> FloatArray:
    """Return the score of every row by a card of the other parts (bins learned anew).

    ``pulse`` is called for every field of every part; it may raise to stop.
    """
    from sklearn.model_selection import StratifiedKFold

    scores = np.empty(len(bad))
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for learned, unseen in split.split(bad, bad):
        mine = {name: columns[name].take(learned) for name in kept}
        card = learn_scorecard(mine, kept, bad[learned], whole.scale, pulse) or whole
        scores[unseen] = card.scores({name: columns[name].take(unseen) for name in kept})
    return scores
