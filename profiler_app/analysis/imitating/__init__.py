"""People who do not exist, shaped like those who do: a Gaussian copula over microaggregated shapes.

Each trait keeps its distribution (categories nobody shares with at least ``SHARED`` others count as
unknown, numbers come from means of ``SHARED`` neighbours), traits keep their rank correlations, and
nobody imitated stands nearer to a real person than real people stand to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SHARED: Final = 5
"""How many people a category or a step of a distribution has to stand for (k-anonymity)."""
_NEAR: Final = 0.05
_TRIES: Final = 8
_EDGE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Trait:
    """One trait of some people: numbers (NaN: unknown) or texts (None: unknown)."""

    name: str
    values: Any
    is_number: bool


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near imitated people come to real ones, in standard deviations over all traits.

    ``least`` is the smallest distance, ``middle`` the median; ``between_real`` the median distance
    of a real person to the nearest other. ``redrawn`` had come too near and were drawn again.
    """

    least: float
    middle: float
    between_real: float
    redrawn: int


class Shape:
    """The distribution of one trait: between what shares of people which value lies."""

    def __init__(self, trait: Trait) -> None:
        self.is_number = trait.is_number
        if trait.is_number:
            self._fit_numbers(np.asarray(trait.values, np.float64))
        else:
            self._fit_texts(list(trait.values))

    def _fit_numbers(self, values: Floats) -> None:
        known = np.sort(values[~np.isnan(values)])
        self._unknown = 1 - len(known) / max(1, len(values))
        if len(known) < SHARED:
            known, self._unknown = np.zeros(1), 1.0
        steps = max(1, min(200, len(known) // SHARED))
        self._steps = np.array([part.mean() for part in np.array_split(known, steps)])
        self._sorted = known

    def _fit_texts(self, values: list[Any]) -> None:
        labels, counts = np.unique([str(v) for v in values if v is not None], return_counts=True)
        shared = counts >= SHARED
        self.labels: list[str | None] = [None, *labels[shared].tolist()]
        sizes = np.array([len(values) - counts[shared].sum(), *counts[shared]], np.float64)
        self._edges = np.concatenate([[0.0], np.cumsum(sizes) / max(1.0, sizes.sum())])
        self._places = {label: at for at, label in enumerate(self.labels)}

    def ranks(self, values: Any, dice: np.random.Generator | None) -> Floats:
        """Return where each value lies among all (0 to 1); inside a tie by ``dice``, or its middle.

        Without dice equal values lie at the same place.
        """
        if self.is_number:
            return self._ranks_of_numbers(np.asarray(values, np.float64), dice)
        at = np.array([self._places.get(None if v is None else str(v), 0) for v in values])
        low, high = self._edges[at], self._edges[at + 1]
        found: Floats = low + (high - low) * (dice.random(len(at)) if dice else 0.5)
        return found

    def _ranks_of_numbers(self, values: Floats, dice: np.random.Generator | None) -> Floats:
        known, n = ~np.isnan(values), max(1, len(self._sorted))
        low = np.searchsorted(self._sorted, values, "left") / n
        high = np.searchsorted(self._sorted, values, "right") / n
        inside = low + (high - low) * (dice.random(len(values)) if dice else 0.5)
        unknown = self._unknown * (dice.random(len(values)) if dice else 0.5)
        found: Floats = np.where(known, self._unknown + (1 - self._unknown) * inside, unknown)
        return found

    def values(self, ranks: Floats) -> Any:
        """Return the values at some places."""
        if not self.is_number:
            at = np.searchsorted(self._edges[1:-1], ranks, "right")
            return [self.labels[place] for place in at.tolist()]
        inside = (ranks - self._unknown) / max(_EDGE, 1 - self._unknown)
        centres = (np.arange(len(self._steps)) + 0.5) / len(self._steps)
        found = np.interp(np.clip(inside, 0, 1), centres, self._steps)
        return np.where(ranks < self._unknown, np.nan, found)


def imitate(
    traits: Sequence[Trait], count: int, dice: np.random.Generator
) -> tuple[Mapping[str, Any], Nearness, float]:
    """Draw ``count`` people; return their traits, how near they come, and the correlation gap.

    The gap is the largest difference between two rank correlations, real and imitated.
    """
    from scipy.special import ndtri

    shapes = [Shape(trait) for trait in traits]
    drawn_ranks = [s.ranks(t.values, dice) for s, t in zip(shapes, traits, strict=True)]
    scores = ndtri(np.clip(np.column_stack(drawn_ranks), _EDGE, 1 - _EDGE))
    links = _correlations(scores)
    real = _places(shapes, [trait.values for trait in traits])
    people = _draw(shapes, links, count, dice)
    nearness, people = _keep_away(real, people, shapes, links, dice)
    fake = ndtri(
        np.clip(
            np.column_stack([s.ranks(v, dice) for s, v in zip(shapes, people, strict=True)]),
            _EDGE,
            1 - _EDGE,
        )
    )
    gap = float(np.abs(_correlations(fake) - links).max())
    return {t.name: v for t, v in zip(traits, people, strict=True)}, nearness, gap


def _correlations(scores: Floats) -> Floats:
    spread = scores.std(axis=0)
    links = np.nan_to_num(np.corrcoef(scores, rowvar=False)) if scores.shape[1] > 1 else np.eye(1)
    links = np.atleast_2d(links)
    links[spread == 0] = links[:, spread == 0] = 0.0
    np.fill_diagonal(links, 1.0)
    return links


def _draw(shapes: list[Shape], links: Floats, count: int, dice: np.random.Generator) -> list[Any]:
    from scipy.special import ndtr

    sizes, directions = np.linalg.eigh(links)
    root = directions * np.sqrt(np.clip(sizes, 0, None))
    ranks = ndtr(dice.standard_normal((count, len(shapes))) @ root.T)
    return [shape.values(ranks[:, at]) for at, shape in enumerate(shapes)]


def _places(shapes: Sequence[Shape], values: Sequence[Any]) -> Floats:
    """Return where people stand: equal values at the same place."""
    from scipy.special import ndtri

    ranks = np.column_stack([s.ranks(v, None) for s, v in zip(shapes, values, strict=True)])
    found: Floats = ndtri(np.clip(ranks, 0.001, 0.999))
    return found


def _keep_away(
    real: Floats,
    people: list[Any],
    shapes: list[Shape],
    links: Floats,
    dice: np.random.Generator,
) -> tuple[Nearness, list[Any]]:
    """Draw those again who came nearer to somebody real than real people come to each other.

    Whoever is too near even then stays away altogether.
    """
    from scipy.spatial import cKDTree

    tree = cKDTree(real)
    between = tree.query(real, k=2)[0][:, 1] if len(real) > 1 else np.ones(1)
    least = float(np.quantile(between[between > _EDGE], _NEAR)) if (between > _EDGE).any() else 0.1
    distances = tree.query(_places(shapes, people))[0]
    redrawn = 0
    for _try in range(_TRIES):
        near = np.flatnonzero(distances < least)
        if not len(near):
            break
        redrawn += len(near)
        again = _draw(shapes, links, len(near), dice)
        for cells, fresh in zip(people, again, strict=True):
            for place, cell in zip(near.tolist(), fresh, strict=True):
                cells[place] = cell
        distances[near] = tree.query(_places(shapes, again))[0]
    kept = np.flatnonzero(distances >= least)
    people = [
        cells[kept] if isinstance(cells, np.ndarray) else [cells[at] for at in kept.tolist()]
        for cells in people
    ]
    distances = distances[kept]
    if not len(kept):
        return Nearness(0.0, 0.0, float(np.median(between)), redrawn), people
    return (
        Nearness(
            float(distances.min()),
            float(np.median(distances)),
            float(np.median(between)),
            redrawn,
        ),
        people,
    )
