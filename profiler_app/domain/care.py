"""What is open with a customer: complaints, what to do next, what is better left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from profiler_app.domain.text import N_


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint that is not settled; ``days`` it has been open, ``due`` is what was promised."""

    row: int
    text: str
    since: date | None
    days: int | None
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to do by ``due_on``, by one of the ``channels`` (labels), from a rule."""

    rule: str
    text: str
    score: float
    due_on: date
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What would be proposed, was not there a ``reason`` against it (worded)."""

    rule: str
    text: str
    reason: str


REFUSALS = {
    "not_interested": (N_("The customer is not interested"), 180),
    "done": (N_("It is done already"), 90),
    "wrong": (N_("It does not fit this customer"), 365),
    "channel": (N_("Not by these ways"), 30),
    "other": (N_("Another reason"), 90),
}
"""Why a proposal is refused, and for how many days it then does not come again."""
