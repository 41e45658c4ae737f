"""What the page of segments shows: results without Qt and without arrays.

Amounts are minor units, shares go from 0 to 1, days are ISO texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profiler_app.domain.models import RFM_GROUPS, Cluster, ClusterParameters, KChoice
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import pgettext

GROUP_ORDER = (
    "imp_value",
    "imp_develop",
    "imp_keep",
    "imp_save",
    "gen_value",
    "gen_develop",
    "gen_keep",
    "gen_save",
)
"""The eight groups as they are listed; the place in it is also the colour of a group."""

NOT_SCORED = "none"
"""In a migration: not scored at that date (had not bought yet, or cannot be told)."""


def group_label(group: str) -> str:
    """Return the name of one of the eight groups in the current language: that of its tag.

    In Chinese the word for customers is left out, so that it fits into a cell.
    """
    return {
        "imp_value": pgettext("rfm group", "Champions"),
        "imp_develop": pgettext("rfm group", "Promising big spenders"),
        "imp_keep": pgettext("rfm group", "Loyal drifting away"),
        "imp_save": pgettext("rfm group", "At-risk big spenders"),
        "gen_value": pgettext("rfm group", "Frequent small spenders"),
        "gen_develop": pgettext("rfm group", "New small buyers"),
        "gen_keep": pgettext("rfm group", "Frequent, drifting, small"),
        "gen_save": pgettext("rfm group", "Lost small buyers"),
        NOT_SCORED: pgettext("rfm group", "Not scored"),
    }[group]


def group_rule(group: str) -> str:
    """Return the rule of one of the eight groups."""
    bits = RFM_GROUPS.index(group)
    flags = (("r_high", bits & 4), ("f_high", bits & 2), ("m_high", bits & 1))
    return " and ".join(name if on else f"not {name}" for name, on in flags)


def tier_rule(name: str) -> str:
    """Return the rule of a tier that is in force."""
    return f"own_tier == {quoted(name)}"


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """The values a score stands for, both inclusive; None: open, or nobody can have the score."""

    score: int
    low: int | None
    high: int | None
    possible: bool


@dataclass(frozen=True, slots=True)
class RfmCell:
    """Those with one recency and one frequency score."""

    recency: int
    frequency: int
    customers: int
    sales_minor: int
    sales_share: float
    groups: Mapping[str, int]

    @property
    def rule(self) -> str:
        """The rule of the cell."""
        return f"rfm_r == {self.recency} and rfm_f == {self.frequency}"

    @property
    def mean_minor(self) -> int:
        """The average spend; 0 where nobody is."""
        return round(self.sales_minor / self.customers) if self.customers else 0


@dataclass(frozen=True, slots=True)
class RfmGroup:
    """One of the eight groups."""

    group: str
    customers: int
    share: float
    sales_minor: int
    sales_share: float

    @property
    def mean_minor(self) -> int:
        """The average spend; 0 where nobody is."""
        return round(self.sales_minor / self.customers) if self.customers else 0


@dataclass(frozen=True, slots=True)
class RfmEdges:
    """The borders between scores: days, purchase days and minor units; a value on one is below."""

    recency: tuple[float, ...]
    frequency: tuple[float, ...]
    monetary: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tiers:
    """Tiers of value of the user, the highest first: whoever reaches a bound stands on its tier.

    ``figure`` is a field of kind money; ``bounds`` are minor units and fall. With ``orders`` so
    many purchases in 12 months are enough, too (0: they are not); ``benefits`` are what a tier
    brings. Both are empty or as long as ``names``.
    """

    figure: str
    names: tuple[str, ...]
    bounds: tuple[int, ...]
    orders: tuple[int, ...] = ()
    benefits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RfmOverview:
    """Everybody scored by the last run.

    ``not_scored`` counts the others by reason: ``no_purchase``, ``banking``, ``withheld``.
    ``earlier_day`` is the business day of the last run of an earlier day, None when there is none.
    """

    as_of: str
    customers: int
    scored: int
    cells: tuple[RfmCell, ...]
    groups: tuple[RfmGroup, ...]
    recency_ranges: tuple[ScoreRange, ...]
    frequency_ranges: tuple[ScoreRange, ...]
    edges: RfmEdges
    means: tuple[float, float, float]
    by_hand: bool
    window_days: int | None
    money_high_minor: int | None
    not_scored: Mapping[str, int]
    earlier_day: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Move:
    """How many went from one group to another, and their sales of today's window."""

    before: str
    after: str
    customers: int
    sales_minor: int


@dataclass(frozen=True, slots=True)
class Migration:
    """Everybody by where he was and where he is; the moves (with those who stayed) sum to n."""

    before_day: str
    after_day: str
    customers: int
    moves: tuple[Move, ...]

    def change(self, group: str) -> int:
        """Return by how many a group grew."""
        came = sum(move.customers for move in self.moves if move.after == group)
        return came - sum(move.customers for move in self.moves if move.before == group)

    @property
    def moved(self) -> tuple[Move, ...]:
        """The moves between two different groups, the largest first."""
        real = [
            m for m in self.moves if m.before != m.after and NOT_SCORED not in (m.before, m.after)
        ]
        return tuple(sorted(real, key=lambda move: (-move.customers, move.before, move.after)))


def is_worse(move: Move) -> bool:
    """Whether a move goes down: fewer of the three scores are high, recency counting most."""
    return _rank(move.after) < _rank(move.before)


def _rank(group: str) -> int:
    bits = RFM_GROUPS.index(group)
    return (bits >> 2 & 1) * 4 + (bits & 1) * 2 + (bits >> 1 & 1)


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A rule that reproduces a group, and how well: evaluated by the engine of rules.

    ``precision`` is the share of those it holds for who are in the group, ``recall`` the share of
    the group it holds for, ``accuracy`` the share of all customers it is right about.
    """

    rule: str
    customers: int
    precision: float
    recall: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """How a number was made comparable: ``unknown`` members got the median, ``logarithm`` says
    that it was skewed by nature (counts and money)."""

    field: str
    logarithm: bool
    unknown: int


@dataclass(frozen=True, slots=True)
class ClusterView:
    """Groups that were found, ready to be shown.

    ``fields`` are the numbers, ``choices`` the categories of ``mixed`` groups. ``rules[i]``
    reproduces group i; ``known_as[i]`` is the name of the adopted group it continues ("" for a
    new one), ``moved`` the share of members who would change group (None: none were adopted, or
    nothing continues). ``outside`` are in no group (dense groups only).

    ``points`` are (x, y, group) of a sample on the two main axes of the numbers, ``explained``
    the share of the variance these axes hold. ``overall`` are the medians of all members.
    ``left_out`` had too few known fields.
    """

    fields: tuple[str, ...]
    groups: tuple[Cluster, ...]
    curve: tuple[KChoice, ...]
    best_k: int
    overall: tuple[float | None, ...]
    points: tuple[tuple[float, float, int], ...]
    explained: float
    members: int
    left_out: int
    parameters: ClusterParameters
    seconds: float
    choices: tuple[str, ...] = ()
    rules: tuple[GroupRule, ...] = ()
    known_as: tuple[str, ...] = ()
    moved: float | None = None
    outside: int = 0
    prepared: tuple[Prepared, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the groups: those they were adopted under, else what sets them apart."""
        return group_names(self.groups, self.known_as)


def group_names(groups: Sequence[Cluster], known_as: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each group, no two alike; the names kept from before stay."""
    found: list[str] = []
    for known, group in zip(known_as or [""] * len(groups), groups, strict=True):
        name, number = known or group.name, 2
        while name in found or (not known and name in known_as):
            name, number = f"{group.name} ({number})", number + 1
        found.append(name)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class MarketCell:
    """Companies of one size class and one industry section (an empty text: not known).

    ``buying`` of them bought something within a year, or hold a product of the bank; ``kinds`` is
    the mean number of different categories or products.
    """

    size: str
    section: str
    customers: int
    sales_minor: int
    buying: int
    kinds: float

    @property
    def rule(self) -> str:
        """The rule of the cell."""
        parts = ["kind == 'company'"]
        for name, value in (("size_class", self.size), ("industry_section", self.section)):
            parts.append(f"{name} == '{value}'" if value else f"isnull({name})")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Market:
    """Companies by size class and industry section; an empty text stands for not known."""

    companies: int
    sizes: tuple[str, ...]
    sections: tuple[str, ...]
    cells: tuple[MarketCell, ...]
