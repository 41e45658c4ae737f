"""What a forecast of staying is worth: on later time, or on contracts it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.analysis.prediction.measures import auc, calibration, calibration_error, lift
from profiler_app.analysis.survival.curve import BoolArray, FloatArray, kaplan_meier
from profiler_app.analysis.survival.hazard import fit_hazard

_MOST_PAIRED = 20_000
_GROUPS = 10
_ENDS_OF_A_GROUP = 15
"""Of fewer ends the share is a matter of chance: then there are fewer groups."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial: ``auc`` is Harrell's concordance where there is no day to split by.

    ``ended`` of ``rows`` came to an end where ``foretold`` were expected to; ``plain`` is what the
    curve that looks at nothing but the time expected, ``plain_error`` how far it was off.
    """

    rows: int
    ended: float
    foretold: float
    auc: float
    error: float
    lift: float | None
    plain: float
    plain_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What was known on an earlier day, and who of those running then ended by the later one."""

    columns: Mapping[str, Column]
    time: FloatArray
    ended: BoolArray
    gone: BoolArray
    horizon: float


def try_in_time(split: Split, fields: Sequence[str], *, seed: int) -> Trial:
    """Learn on the earlier day and foretell the ends until the later one."""
    running = np.flatnonzero(~split.ended)
    truth = split.gone[running]
    age = split.time[running]
    curve = kaplan_meier(split.time, split.ended)
    plain = 1 - curve.ahead(age, split.horizon)
    foretold = plain
    if fields:
        found = fit_hazard(split.columns, fields, split.time, split.ended, seed=seed)
        mine = {name: split.columns[name].take(running) for name in fields}
        foretold = 1 - found.ahead(mine, age, np.array([split.horizon]))[:, 0]
    bins = int(np.clip(truth.sum() // _ENDS_OF_A_GROUP, 2, _GROUPS))
    return Trial(
        len(running),
        float(truth.sum()),
        float(foretold.sum()),
        auc(truth, foretold),
        calibration_error(calibration(truth, foretold, bins)),
        lift(truth, foretold),
        float(plain.sum()),
        calibration_error(calibration(truth, plain, bins)),
    )


def try_on_others(
    columns: Mapping[str, Column],
    fields: Sequence[str],
    time: FloatArray,
    ended: BoolArray,
    *,
    horizon: float,
    folds: int,
    seed: int,
) -> Trial:
    """Foretell every contract from its beginning by a model of the other parts.

    Who is still running before ``horizon`` tells only that long, so foretold and observed are
    compared by curves: in ten groups from the lowest to the highest chance.
    """
    from sklearn.model_selection import StratifiedKFold

    risk, plain = np.empty(len(time)), np.empty(len(time))
    split = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for learned, unseen in split.split(ended, ended):
        mine = {name: columns[name].take(learned) for name in fields}
        found = fit_hazard(mine, fields, time[learned], ended[learned], seed=seed)
        others = {name: columns[name].take(unseen) for name in fields}
        start = np.zeros(len(unseen))
        risk[unseen] = 1 - found.ahead(others, start, np.array([horizon]))[:, 0]
        curve = kaplan_meier(time[learned], ended[learned])
        plain[unseen] = 1 - curve.at(np.full(len(unseen), horizon))
    groups = [rows for rows in np.array_split(np.argsort(risk, kind="stable"), _GROUPS)
              if len(rows)]  # fmt: skip
    size = np.array([len(rows) for rows in groups])
    came, told, alike = (
        np.array([1 - float(kaplan_meier(time[rows], ended[rows]).at(horizon)) for rows in groups]),
        np.array([risk[rows].mean() for rows in groups]),
        np.array([plain[rows].mean() for rows in groups]),
    )
    return Trial(
        len(time),
        float(came @ size),
        float(risk.sum()),
        concordance(time, ended, risk, seed=seed),
        float(np.abs(told - came) @ size / size.sum()),
        None,
        float(plain.sum()),
        float(np.abs(alike - came) @ size / size.sum()),
    )


def concordance(time: FloatArray, ended: BoolArray, risk: FloatArray, *, seed: int) -> float:
    """Return Harrell's C (1982): of two, how often the one foretold to go first does.

    Pairs whose order is known count, ties of the risk half; of more than 20,000 contracts as many
    are drawn. A tree of counts takes n log n steps.
    """
    if len(time) > _MOST_PAIRED:
        rows = np.random.default_rng(seed).choice(len(time), _MOST_PAIRED, replace=False)
        time, ended, risk = time[rows], ended[rows], risk[rows]
    _levels, rank = np.unique(risk, return_inverse=True)
    counts = _Counts(int(rank.max(initial=0)) + 1)
    order = np.lexsort((ended, -time))  # later first; of equal times those still running first
    won, pairs = 0.0, 0
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and time[order[end]] == time[order[at]]:
            end += 1
        same = order[at:end]
        for who in same[~ended[same]]:
            counts.add(int(rank[who]))
        for who in same[ended[same]]:
            below, level = counts.below(int(rank[who])), counts.at(int(rank[who]))
            won += below + level / 2
            pairs += counts.total
        for who in same[ended[same]]:
            counts.add(int(rank[who]))
        at = end
    return won / pairs if pairs else 0.5


class _Counts:
    """How many of each rank were seen, with sums of the first ranks in log n steps (Fenwick)."""

    def __init__(self, size: int) -> None:
        self._sums: NDArray[np.int64] = np.zeros(size + 1, np.int64)
        self._single: NDArray[np.int64] = np.zeros(size, np.int64)
        self.total = 0

    def add(self, rank: int) -> None:
        self.total += 1
        self._single[rank] += 1
        rank += 1
        while rank < len(self._sums):
            self._sums[rank] += 1
            rank += rank & -rank

    def below(self, rank: int) -> int:
        found = 0
        while rank:
            found += int(self._sums[rank])
            rank -= rank & -rank
        return found

    def at(self, rank: int) -> int:
        return int(self._single[rank])
