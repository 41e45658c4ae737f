"""What the first page of the day says: whom to contact, what is due, what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from profiler_app.domain.members import NOBODY, Members
from profiler_app.domain.profile import Kind
from profiler_app.domain.quality import Problem
from profiler_app.domain.text import N_, _, ngettext

DueKind = Literal[
    "task",
    "complaint",
    "service",
    "maturity",
    "facility",
    "id_doc",
    "risk_check",
    "birthday",
    "anniversary",
    "festival",
    "at_risk",
    "next_step",
]

DUE_TITLES: Final[Mapping[str, str]] = {
    "complaint": N_("Open complaint"),
    "service": N_("Service due"),
    "maturity": N_("Deposit or product matures"),
    "facility": N_("Credit ends"),
    "id_doc": N_("Identity document expires"),
    "risk_check": N_("Risk assessment expires"),
    "birthday": N_("Birthday"),
    "anniversary": N_("Anniversary"),
    "festival": N_("Festival greetings"),
    "at_risk": N_("Contact: valuable and at risk"),
    "next_step": N_("Agreed next step"),
}


DUE_REASONS: Final[Mapping[str, str]] = {
    "task": N_("Somebody made this task, or a talk ended with it."),
    "complaint": N_("The complaint is recorded and not closed yet."),
    "service": N_("It was installed or serviced last so long ago as its cycle is."),
    "maturity": N_("The deposit or product matures on this day."),
    "facility": N_("The credit ends on this day."),
    "id_doc": N_("The identity document is valid until this day."),
    "risk_check": N_("The risk assessment is valid until this day."),
    "birthday": N_(
        "The birthday as it was told, by the lunar calendar where that was told. Another occasion "
        "within 7 days is thought of together with it."
    ),
    "anniversary": N_(
        "So many years a customer, or so long ago founded: the first year and every fifth. Another "
        "occasion within 7 days is thought of together with it."
    ),
    "festival": N_(
        "The most valuable customers, without those who are not to be contacted, were contacted "
        "within 7 days or have an occasion of their own near that day."
    ),
    "next_step": N_("It was agreed on in a talk, and nobody was in contact since."),
}
"""Why a reminder is there."""


@dataclass(frozen=True, slots=True)
class Who:
    """A customer as a line names one; ``initial`` is the sign in the avatar."""

    customer: int
    number: str
    name: str
    kind: Kind
    initial: str


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A valuable customer about to leave: the stage, how much is at stake, and the reason.

    ``stake`` is what was spent in 12 months, at a bank the assets (minor units; None: not known).
    ``risk`` is the probability of leaving (0 to 1) when a model told one, else None; ``level`` is
    the label of the warning, ``urgent`` whether it is a red one, ``tag`` what explains it.
    """

    who: Who
    stage: str
    stake: int | None
    risk: float | None
    level: str
    reason: str
    urgent: bool
    tag: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done for a customer by a day: a task, or what follows from the data.

    ``key`` tells the occasion for good (``birthday:2026-11-22``); ``task`` is the row of a task.
    ``members`` are those a greeting of many is for; ``who`` then only says how many these are.
    """

    kind: DueKind
    key: str
    who: Who
    title: str
    due: date
    task: int | None = None
    members: tuple[Who, ...] = ()

    def rule(self) -> str:
        """Return the rule that holds for the members."""
        return f"number in [{', '.join(repr(each.number) for each in self.members)}]"

    def when(self, today: date) -> str:
        """Say when it is or was due."""
        days = (self.due - today).days
        if days == 0:
            return _("today")
        if days == 1:
            return _("tomorrow")
        if days < 0:
            return ngettext("{n} day late", "{n} days late", -days).format(n=f"{-days:,}")
        return ngettext("in {n} day", "in {n} days", days).format(n=f"{days:,}")


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer who has come into a state since the day compared with, and why."""

    who: Who
    reason: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Who came into a state (a tag): how many, how many left it, and some of them with reasons."""

    tag: str
    label: str
    entered: int
    left: int
    some: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class GroupMove:
    """How many went from one value group to another; ``rank`` < 0: to a worse one."""

    before: str
    after: str
    customers: int
    rank: int


@dataclass(frozen=True, slots=True)
class Since:
    """What changed between two days on which everything was worked out."""

    day: date
    until: date
    entered: tuple[Entered, ...]
    moves: tuple[GroupMove, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """How many valuable customers were at risk on some days, the oldest first.

    ``gaps``: weeks are missing that could be worked out from the data. ``afterwards`` of the
    first ones were, by rules alone: there are no forecasts of that time.
    """

    points: tuple[tuple[date, int], ...] = ()
    gaps: bool = True
    afterwards: int = 0

    def change(self) -> tuple[date, int] | None:
        """Return since which day how many more (negative: fewer) there are, both by a run."""
        runs = self.points[self.afterwards :]
        return (runs[0][0], runs[-1][1] - runs[0][1]) if len(runs) > 1 else None


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page shows. ``computed`` is None while nothing was worked out yet.

    ``at_risk_total`` counts everybody at risk, ``at_risk_left_out`` those of them who were
    contacted or put off lately and are not in ``at_risk``, which lists the first of the others.

    ``drifts`` are models that foretell otherwise than before, and markets that moved, in words
    beside the kind of the model that told.
    ``maturing``: an account matures within 30 days. ``ownerless`` and ``stepless`` are valuable
    customers without an owner, and without a task or an agreed step (CRM-01).

    ``problems`` of the data are those that bring most points first; empty where the score is that
    of an earlier day.
    """

    day: date
    customers: int
    computed: date | None
    at_risk: tuple[AtRisk, ...]
    at_risk_total: int
    at_risk_left_out: int
    dues: tuple[Due, ...]
    more_dues: Mapping[str, int]
    coming: int
    since: Since | None
    score: float | None
    score_on: date | None
    problems: tuple[Problem, ...]
    trend: Trend = Trend()
    maturing: bool = False
    ownerless: Members = NOBODY
    stepless: Members = NOBODY
    drifts: tuple[tuple[str, str], ...] = ()

    @property
    def to_do(self) -> int:
        """How many reminders there are, listed or only counted."""
        return len(self.dues) + sum(self.more_dues.values())

    def named(self) -> list[int]:
        """Return everybody who stands in a line, in its order, each once."""
        lines = [*(each.who for each in self.at_risk), *(due.who for due in self.dues)]
        return list(dict.fromkeys(who.customer for who in lines if who.customer))

    def overdue(self) -> list[Due]:
        """Return what should have been done before today, the oldest first."""
        return [due for due in self.dues if due.due < self.day]

    def due_now(self) -> list[Due]:
        """Return what is due today."""
        return [due for due in self.dues if due.due == self.day]


def next_monday(day: date) -> date:
    """Return the next Monday after a day."""
    return day + timedelta(days=7 - day.weekday())


def in_order(dues: Sequence[Due]) -> tuple[Due, ...]:
    """Return reminders as they are worked off: the oldest first, tasks before what follows."""
    return tuple(sorted(dues, key=lambda due: (due.due, due.kind != "task", due.who.customer)))
