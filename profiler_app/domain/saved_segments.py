"""Segments people save: what they hold, how they overlap and how they changed.

Amounts are minor units, shares go from 0 to 1, days are ISO texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.segmentation import Migration


@dataclass(frozen=True, slots=True)
class SavedSegment:
    """A saved segment with what it holds now.

    ``sentence`` is the rule in words, ``problem`` says why a rule cannot be evaluated. A snapshot
    was ``frozen_on`` a day; its ``rule`` asks for its members, ``sentence`` says who was chosen.
    """

    number: int
    name: str
    rule: str
    customers: int
    unknown: int
    sales_minor: int
    sales_share: float
    sentence: str = ""
    problem: str = ""
    frozen_on: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that moved so many customers; an empty sentence: what is known was changed."""

    sentence: str
    customers: int


@dataclass(frozen=True, slots=True)
class MovedCustomer:
    """One who came into a segment or left it, and by which conditions (empty: data changed)."""

    customer: int
    number: str
    name: str
    came: bool
    reason: str


@dataclass(frozen=True, slots=True)
class SegmentChanges:
    """Who came into a segment and who left it between two days, with the reasons.

    One customer may have moved by several conditions. ``people`` are the first of them;
    ``frozen``: the segment is a snapshot, and those are who its rule would take and drop.
    """

    migration: Migration
    frozen: bool
    came: tuple[Reason, ...]
    left: tuple[Reason, ...]
    people: tuple[MovedCustomer, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much a segment has in common with another."""

    number: int
    name: str
    customers: int
    both: int


@dataclass(frozen=True, slots=True)
class OverlapPair:
    """Two of the compared segments (places among them): how many are in both, of how many."""

    one: int
    other: int
    both: int
    jaccard: float | None


@dataclass(frozen=True, slots=True)
class OverlapTable:
    """Up to twelve segments against each other.

    ``combinations`` are (places of the segments, customers who are in exactly those), the largest
    first; ``untold`` are in some of them, but of another one it cannot be told.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    pairs: tuple[OverlapPair, ...]
    combinations: tuple[tuple[tuple[int, ...], int], ...]
    untold: int

    def both_rule(self, one: int, other: int) -> str:
        """Return the rule of who is in two of them."""
        if one == other:
            return _inside(self.names[one])
        return f"{_inside(self.names[one])} and {_inside(self.names[other])}"

    def exact_rule(self, places: tuple[int, ...]) -> str:
        """Return the rule of who is in exactly these of them."""
        return " and ".join(
            f"{'' if at in places else 'not '}{_inside(name)}" for at, name in enumerate(self.names)
        )


def _inside(name: str) -> str:
    return f"in_segment({quoted(name)})"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a typed rule would hold: customers, unknown, total, sales; or why it is no rule."""

    customers: int
    unknown: int
    total: int
    sales_minor: int
    sales_share: float
    sentence: str
    problem: str = ""
