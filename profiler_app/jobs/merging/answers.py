"""What people answered about pairs, and how good the comparison is by these answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from profiler_app.domain.merging import NEVER_MERGE
from profiler_app.store.merging import latest_answers
from profiler_app.store.workspace import Workspace

_EDGES: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
_PRIOR: Final = 2.0
"""So many answers the probability of the comparison itself is worth in a band."""
GOAL: Final = 0.98
"""The precision the suggested threshold keeps."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Precision and recall from ``threshold`` on, by ``answers`` answers; all 0 to 1."""

    threshold: float
    precision: float
    recall: float
    answers: int


def answers(workspace: Workspace) -> list[tuple[float, bool]]:
    """Return (probability shown or hidden then, whether it was one customer) of every answer.

    What the policy merged without asking is no answer.
    """
    return [
        (float(facts["probability"]), kind != NEVER_MERGE)
        for _operation, kind, facts in latest_answers(workspace.connection)
        if facts.get("probability") is not None and "auto" not in facts
    ]


def estimate(
    probabilities: Sequence[float], told: Sequence[tuple[float, bool]], threshold: float
) -> Estimate:
    """Estimate precision and recall over all pairs that were compared closely.

    Per band of probability the share of true pairs has a Beta distribution: its prior is worth
    two answers and has the mean of the comparison's own probabilities there, each answer counts
    one. Precision is the mean share at and above the threshold, recall the part of all true pairs
    that lies there. The threshold is the lowest edge of a band whose precision reaches ``GOAL``,
    once there are answers; before, it is the given one.
    """
    bands = [
        ([p for p in probabilities if low <= p < high], [yes for p, yes in told if low <= p < high])
        for low, high in pairwise(_EDGES)
    ]
    expected = [_share(own, said) * len(own) for own, said in bands]
    sizes = [len(own) for own, _said in bands]
    chosen = threshold
    if told:
        reached = [
            _EDGES[at] for at in range(len(bands)) if _ratio(expected[at:], sizes[at:]) >= GOAL
        ]
        chosen = min(reached, default=_EDGES[-2])
    first = next(at for at in range(len(bands)) if _EDGES[at + 1] > chosen)
    return Estimate(
        chosen,
        _ratio(expected[first:], sizes[first:]),
        sum(expected[first:]) / sum(expected) if sum(expected) else 1.0,
        len(told),
    )


def _share(own: Sequence[float], said: Sequence[bool]) -> float:
    if not own:
        return 0.0
    mean = sum(own) / len(own)
    return (_PRIOR * mean + sum(said)) / (_PRIOR + len(said))


def _ratio(expected: Sequence[float], sizes: Sequence[int]) -> float:
    return sum(expected) / sum(sizes) if sum(sizes) else 1.0
