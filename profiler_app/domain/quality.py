"""Quality of data (M13): five aspects, a total from 0 to 100, and what to mend first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from profiler_app.domain.text import N_, _

Aspect = Literal["completeness", "validity", "consistency", "uniqueness", "timeliness"]
Remedy = Literal["clean", "review", "remind", "list", "unify"]
"""What a problem's button does: set values right, look at pairs, make reminders, open the list of
those customers, or unify spellings."""

WEIGHTS: Mapping[Aspect, float] = MappingProxyType(
    {
        "completeness": 0.35,
        "validity": 0.25,
        "consistency": 0.15,
        "uniqueness": 0.10,
        "timeliness": 0.15,
    }
)
HALF_LIVES = MappingProxyType({"behaviour": 180, "contact": 365, "background": 730})
"""After so many days what is known counts half; what identifies somebody never grows old."""

ASPECTS: Mapping[Aspect, str] = MappingProxyType(
    {
        "completeness": N_("Complete"),
        "validity": N_("Valid"),
        "uniqueness": N_("Unique"),
        "timeliness": N_("Timely"),
        "consistency": N_("Consistent"),
    }
)
"""The aspects in the order they are shown."""


def total(parts: Mapping[Aspect, Any]) -> Any:
    """Return the total of five aspects, 0 to 100; one that is not known (None) has no weight.

    Of one record or, given arrays, of many at once. Source: M13, dq = 100 (.35 completeness +
    .25 validity + .15 consistency + .10 uniqueness + .15 timeliness).
    """
    known = {name: part for name, part in parts.items() if part is not None}
    weight = sum(WEIGHTS[name] for name in known)
    return 100 * sum(WEIGHTS[name] * part for name, part in known.items()) / (weight or 1.0)


def freshness(age_days: Any, kind: str) -> Any:
    """Return how much knowledge of a kind that old (days, not negative) still counts, 1 to 0.

    Source: M13, .5^(age / half-life).
    """
    return 0.5 ** (age_days / HALF_LIVES[kind])


@dataclass(frozen=True, slots=True)
class Score:
    """The mean over some customers: aspects 0 to 1 (None: nothing to tell), total 0 to 100."""

    customers: int
    score: float
    aspects: Mapping[Aspect, float | None]


@dataclass(frozen=True, slots=True)
class ColumnQuality:
    """One field: for how many it applies, has a value, has a valid one; ``fresh`` 0 to 1."""

    field: str
    applies: int
    filled: int
    valid: int
    fresh: float | None

    @property
    def completeness(self) -> float:
        """The share of customers it applies to that have a valid value."""
        return self.valid / self.applies if self.applies else 0.0

    @property
    def validity(self) -> float | None:
        """The share of values that are valid."""
        return self.valid / self.filled if self.filled else None


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """Where customers came from: a file, typed by hand, sample data."""

    name: str
    kind: str
    score: Score


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of defect: how many have it, and how many points solving it would bring.

    ``key`` is ``rule`` or ``rule:field``. ``unit`` says what is counted: customers, groups of
    customers, or spellings. ``where`` is a rule of the list of customers, if one says it.
    ``sample`` holds some customers (ids).
    """

    key: str
    aspect: Aspect
    count: int
    gain: float
    remedy: Remedy
    unit: Literal["customers", "groups", "spellings"] = "customers"
    where: str = ""
    sample: tuple[int, ...] = ()
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The result of a check as it was recorded: one for each month, the last of the month."""

    as_of: str
    customers: int
    score: float
    aspects: Mapping[Aspect, float | None]
    problems: Mapping[str, int]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Snapshot:
        """Bring back what was kept in the settings of the workspace."""
        return cls(
            stored["as_of"],
            stored["customers"],
            stored["score"],
            stored["aspects"],
            stored["problems"],
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One customer with the score (0 to 100) of the record."""

    customer: int
    number: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything one look at the book tells."""

    as_of: str
    book: Score
    columns: tuple[ColumnQuality, ...] = ()
    sources: tuple[SourceQuality, ...] = ()
    problems: tuple[Problem, ...] = ()
    history: tuple[Snapshot, ...] = ()
    worst: tuple[Record, ...] = ()
    seconds: float = 0.0

    def snapshot(self) -> Snapshot:
        """Return what a check records."""
        counts = {problem.key: problem.count for problem in self.problems}
        book = self.book
        return Snapshot(self.as_of, book.customers, round(book.score, 2), book.aspects, counts)


RULES: Mapping[str, tuple[Aspect, str, str]] = MappingProxyType(
    {
        "missing": ("completeness", N_("{field} missing"),
                    N_("A field that tells who it is or how to reach somebody is empty.")),
        "invalid": ("validity", N_("{field} not valid"),
                    N_("The value fails the check of its field: digits, check character, list of "
                       "values.")),
        "impossible": ("validity", N_("{field} cannot be true"),
                       N_("A date in the future, an age over 150, or a number out of range.")),
        "expired": ("validity", N_("Identity document expired"),
                    N_("The identity document has run out; ask for the new one.")),
        "id_birth": ("consistency", N_("Birth date differs from the ID number"),
                     N_("The ID number holds the birth date; both have to agree.")),
        "id_gender": ("consistency", N_("Gender differs from the ID number"),
                      N_("The 17th digit of the ID number is odd for men.")),
        "region": ("consistency", N_("Province and city do not agree"),
                   N_("The city lies in another province.")),
        "county": ("consistency", N_("City and county do not agree"),
                   N_("The county lies in another city.")),
        "before_born": ("consistency", N_("Customer before being born or founded"),
                        N_("The relation begins before the date of birth or foundation.")),
        "spelling": ("consistency", N_("{field}: several spellings of one value"),
                     N_("Values that differ only in width, case, blanks or punctuation.")),
        "duplicate": ("uniqueness", N_("Possible duplicates"),
                      N_("Two customers agree in a number, or in name and date, by at least "
                         "6 bits.")),
        "stale": ("timeliness", N_("What is known is stale"),
                  N_("What is known is so old that it counts for less than half.")),
    }
)  # fmt: skip
"""By rule: its aspect, its name (``{field}`` is filled in) and what it says."""


def rule_of(key: str) -> tuple[str, str]:
    """Return rule and field ("" where it is about none) of the key of a problem."""
    rule, _colon, name = key.partition(":")
    return rule, name


def rule_name(rule: str, field_label: str = "") -> str:
    """Return what a problem is called in the current language."""
    return _(RULES[rule][1]).format(field=field_label)
