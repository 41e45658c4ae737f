"""Ways to look at RFM beside the scores in force: what is asked, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from profiler_app.domain.segmentation import RfmEdges

Scheme = Literal["eleven", "weighted", "fixed", "quantile"]
Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SchemeAsked:
    """A scheme with what it needs: ``fixed`` edges, ``weighted`` weights and falling bounds.

    ``names`` 8 or 11 are the groups of ``fixed`` and ``quantile``.
    """

    scheme: Scheme
    names: Literal[8, 11] = 11
    edges: RfmEdges | None = None
    weights: Three = (1.0, 1.0, 1.0)
    bounds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeGroup:
    """One group or tier: its rule holds for exactly its customers; money in minor units."""

    label: str
    customers: int
    share: float
    sales_minor: int
    sales_share: float
    rule: str

    @property
    def mean_minor(self) -> int:
        """The average spend; 0 where nobody is."""
        return round(self.sales_minor / self.customers) if self.customers else 0


@dataclass(frozen=True, slots=True)
class SchemeView:
    """Everybody who is scored, by the groups of a scheme.

    Money is that of the window (``window_days``; None: the whole history). ``ties``: a value on
    an edge belongs to the range below or above it; ``merged`` edges fell together because many
    values are equal. ``bounds`` are the points from which the tiers of ``weighted`` begin.
    """

    asked: SchemeAsked
    as_of: str
    scored: int
    window_days: int | None
    edges: RfmEdges
    ties: Literal["below", "above"]
    merged: int
    groups: tuple[SchemeGroup, ...]
    bounds: tuple[float, ...] = ()
