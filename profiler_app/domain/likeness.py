"""Customers beside each other: compared, alike, or drawn as one typical figure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_

MOST, FEWEST = 4, 2


class CannotCompare(UserProblem):
    """Customers that cannot be put beside each other; ``reason`` says why and what to do."""

    code: ClassVar[str] = "cannot_compare"
    template: ClassVar[str] = N_("There is nothing to show: {reason}")


@dataclass(frozen=True, slots=True)
class Likened:
    """What is to be shown: two to four ``customers``, or the first of them beside a ``segment``.

    ``twins`` are those like the first; ``persona`` is the typical customer of a segment, which is
    the name of a saved one, a tag or a rule; empty is the group the customer is in.
    """

    way: Literal["customers", "segment", "twins", "persona"]
    customers: tuple[int, ...] = ()
    segment: str = ""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line: what each of the compared has (None: unknown); ``differs`` when known and unequal.

    ``place`` is where the first stands among the second, 0 (below all) to 1, for a number that is
    compared with a segment.
    """

    section: str
    field: str
    label: str
    values: tuple[str | None, ...]
    differs: bool
    place: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Customers, or a customer and a segment, side by side; ``names`` head the columns."""

    names: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    common_tags: tuple[str, ...]
    own_tags: tuple[tuple[str, ...], ...]
    customers: int = 0
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Deviation:
    """What is special about one customer: one field in which few of the own group are like him.

    ``rarity`` is the share of the group at least as far out, 0 (nobody) to 1. ``usual`` is the
    median, or the most frequent value. ``spread`` is the middle half of a number's values in the
    group, empty for a quality; ``known`` how many of the group the field is known of.
    """

    field: str
    label: str
    value: str
    usual: str
    rarity: float
    sentence: str
    spread: str
    known: int


@dataclass(frozen=True, slots=True)
class Deviations:
    """The strongest deviations of a customer from the own group (``name``, by its ``rule``)."""

    name: str
    rule: str
    customers: int
    strongest: tuple[Deviation, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Likeness:
    """One field two customers are alike (or differ) in, in words with the values."""

    field: str
    label: str
    share: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A customer like the one asked about: ``likeness`` from 0 to 1, why, and what differs most."""

    customer: int
    number: str
    name: str
    likeness: float
    why: tuple[Likeness, ...]
    but: Likeness | None


@dataclass(frozen=True, slots=True)
class Twins:
    """Customers like one customer, the most alike first; chosen among ``candidates``."""

    customer: str
    name: str
    candidates: int
    compared: tuple[str, ...]
    twins: tuple[Twin, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Range:
    """A number in a segment: the middle half of its members, and the same of the others."""

    field: str
    label: str
    low: str
    middle: str
    high: str
    others: str
    known: int


@dataclass(frozen=True, slots=True)
class Distinction:
    """What sets a segment apart: ``strength`` -1 to 1, in words with both values.

    For a number it is the chance that a member has more than another customer minus the chance of
    less (Cliff's delta), for a quality the difference of both shares.
    """

    field: str
    label: str
    strength: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """A segment (by its ``rule``) as one typical figure; nobody is named.

    ``typical`` are the values (label, value) of the member nearest to all others, the medoid.
    """

    name: str
    rule: str
    sentence: str
    customers: int
    share: float
    sales_share: float | None
    typical: tuple[tuple[str, str], ...]
    ranges: tuple[Range, ...]
    distinctions: tuple[Distinction, ...]
    frequent: tuple[tuple[str, str, float], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)
