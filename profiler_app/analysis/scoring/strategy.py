"""What a cut-off of a score does, what a changed field does to a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import FloatArray, TruthArray
from profiler_app.analysis.prediction.strength import CODED
from profiler_app.analysis.scoring.points import Scorecard

_STEPS = 10


@dataclass(frozen=True, slots=True)
class CutOff:
    """Everybody from ``score`` on is accepted: what share, how many of them are bad, who is lost.

    ``bad_stopped`` is the share of all bad below the score, ``good_lost`` that of all good.
    """

    score: int
    accepted: float
    bad_rate: float
    bad_stopped: float
    good_lost: float


def cut_offs(scores: FloatArray, bad: TruthArray) -> tuple[CutOff, ...]:
    """Return cut-offs that refuse about 0 %, 10 % ... 90 % of the rows."""
    levels = np.unique(np.floor(np.quantile(scores, np.arange(_STEPS) / _STEPS)).astype(np.int64))
    found = []
    for level in levels.tolist():
        accepted = scores >= level
        found.append(
            CutOff(
                level,
                float(accepted.mean()),
                float(bad[accepted].mean()),
                float((bad & ~accepted).sum() / max(1, bad.sum())),
                float((~bad & ~accepted).sum() / max(1, (~bad).sum())),
            )
        )
    return tuple(found)


def what_if(
    card: Scorecard, columns: Mapping[str, Column], row: int, changes: Mapping[str, Any]
) -> tuple[int, int]:
    """Return the score of a row as it is, and with other values (None: not known).

    Raises KeyError for a field that is not there and ValueError for a category nobody has.
    """
    mine = {name: columns[name].take(np.array([row])) for name in {*card.binnings, *changes}}
    before = int(card.scores(mine)[0])
    for name, value in changes.items():
        column = mine[name]
        raw = list(column.labels).index(value) if column.kind in CODED and value else value
        known = np.array([value is not None])
        mine[name] = Column(
            column.kind, np.array([raw or 0], column.values.dtype), known, column.labels
        )
    return before, int(card.scores(mine)[0])
