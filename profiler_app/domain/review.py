"""The review of a period: who moved, what was done, what came of it (journey J12).

Everything is the difference of two days on which everything was worked out. Amounts are minor
units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from profiler_app.domain.members import Members
from profiler_app.domain.text import _, pgettext
from profiler_app.domain.today import Moved

Period = Literal["week", "month"]

DAYS_BACK: Final[dict[Period, int]] = {"week": 7, "month": 30}
"""How far back each period reaches."""

ChangeKey = Literal["new", "up", "down", "at_risk", "lost", "won_back"]


@dataclass(frozen=True, slots=True)
class Change:
    """Customers who moved in one way; ``value`` is what all of them are worth now.

    ``some`` are the most valuable ones with what they came from and to, or with the reason.
    """

    key: ChangeKey
    members: Members
    value: int
    some: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class TierContacts:
    """Contacts with the customers of a tier in the period; ``planned`` None: no plan for it."""

    tag: str
    label: str
    customers: int
    contacts: int
    contacted: Members
    planned: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the period and of as many days before, or at both ends of the period."""

    now: float
    before: float | None


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the page and the sheet show.

    ``since`` is the day compared with, None while nothing was worked out on an earlier day: then
    nobody can be said to have moved. ``begins`` is the first day of the period that is counted.
    """

    period: Period
    begins: date
    until: date
    since: date | None
    customers: int
    changes: tuple[Change, ...]
    done: Members
    late: Members
    open: Members
    contacted: Members
    contacts: int
    tiers: tuple[TierContacts, ...]
    sales: Compared | None
    assets: Compared | None
    score: Compared | None

    @property
    def days(self) -> int:
        """How many days are counted."""
        return DAYS_BACK[self.period]


def change_label(key: ChangeKey) -> str:
    """Return what a way of moving is called."""
    return {
        "new": pgettext("review", "New"),
        "up": pgettext("review", "Moved up"),
        "down": pgettext("review", "Moved down"),
        "at_risk": pgettext("review", "Newly at risk, valuable"),
        "lost": pgettext("review", "Lost"),
        "won_back": pgettext("review", "Won back"),
    }[key]


def change_meaning(key: ChangeKey) -> str:
    """Return how it is told who moved in a way."""
    return {
        "new": _("Now in the stage “new”, and not on the day compared with."),
        "up": _("On a higher value tier than on the day compared with."),
        "down": _("On a lower value tier than on the day compared with."),
        "at_risk": _("Now valuable and about to leave, and not on the day compared with."),
        "lost": _("Now in the stage “lost”, and not on the day compared with."),
        "won_back": _("Now in the stage “won back”, and not on the day compared with."),
    }[key]


GOOD: Final[Sequence[ChangeKey]] = ("new", "up", "won_back")
"""Ways of moving one is glad of."""


def period_label(period: Period) -> str:
    """Return what a period is called."""
    return {"week": pgettext("review", "Week"), "month": pgettext("review", "Month")}[period]


def review_title(period: Period) -> str:
    """Return what the review of a period is called."""
    return {"week": _("Weekly review"), "month": _("Monthly review")}[period]
