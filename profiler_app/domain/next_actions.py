"""What to do next for a customer: rules of the catalog, and why something is held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from profiler_app.domain.resources import catalog
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.tags import built_in_tags
from profiler_app.domain.text import N_, _

HELD_BACK: Mapping[str, str] = {
    "no_profiling": N_("no consent to profiling"),
    "no_marketing": N_("no consent to marketing, a complaint, or not to be disturbed"),
    "no_channel": N_("every way of contact it suits was refused"),
    "answered": N_("somebody was in contact within 7 days, which is what it asks for"),
    "contacted_7d": N_("contacted twice within 7 days"),
    "contacted_30d": N_("contacted twice within 30 days, and it is marketing"),
    "task": N_("there is an open task for it"),
    "dismissed": N_("it was put off or refused"),
}
"""Why an action is not shown; the first that holds counts."""


@dataclass(frozen=True, slots=True)
class ActionRule:
    """A rule of the catalog; ``days_left`` names the field that says how soon it must be.

    A contact within the last ``answered_days`` is what it asks for, so it is done (0: it asks for
    something else).
    """

    id: str
    texts: Mapping[str, str]
    applies_to: frozenset[str]
    rule: Rule
    task: str
    due_days: int
    base: float
    channels: tuple[str, ...]
    marketing: bool
    days_left: str | None
    answered_days: int = 0


@cache
def action_rules() -> tuple[ActionRule, ...]:
    """Return the rules of the catalog in its order."""
    return tuple(
        ActionRule(
            id=row["id"],
            texts={"zh": row["zh"], "en": row["en"]},
            applies_to=frozenset(row["applies_to"]),
            rule=parse(row["expr"], tags=built_in_tags(), money_unit="minor"),
            task=row["task"],
            due_days=row["due_days"],
            base=row["base"],
            channels=tuple(row["channels"]),
            marketing=row["marketing"],
            days_left=row["days_left"],
            answered_days=row.get("answered_days", 0),
        )
        for row in catalog("actions")["actions"]
    )


@dataclass(frozen=True, slots=True)
class NextAction:
    """One thing to do; scores order actions and mean nothing else.

    ``why`` are the tags it follows from, ``why_not`` the code of what holds it back, empty where
    nothing does.
    """

    customer: str
    name: str
    rule: str
    text: str
    score: float
    due_on: date
    channels: tuple[str, ...]
    marketing: bool
    lifecycle: str | None
    why: tuple[str, ...] = ()
    why_not: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the action as the command line prints it; no name, only the customer's key."""
        return {
            "customer": self.customer,
            "rule": self.rule,
            "text": self.text,
            "score": round(self.score, 3),
            "due_on": self.due_on.isoformat(),
            "channels": list(self.channels),
            "marketing": self.marketing,
            "lifecycle": self.lifecycle,
            "why": list(self.why),
            **({"why_not": self.reason} if self.why_not else {}),
        }

    @property
    def reason(self) -> str:
        """What holds it back, in the current language."""
        return _(HELD_BACK[self.why_not]) if self.why_not else ""


@dataclass(frozen=True, slots=True)
class NextActions:
    """The most urgent actions, how many there are in all, and how many were held back and why.

    ``withheld`` are the most urgent of those held back, each with its reason.
    """

    as_of: date
    tags_as_of: date
    total: int
    held_back: Mapping[str, int]
    actions: tuple[NextAction, ...]
    withheld: tuple[NextAction, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the actions as the command line prints them."""
        return {
            "as_of": self.as_of.isoformat(),
            "tags_as_of": self.tags_as_of.isoformat(),
            "total": self.total,
            "held_back": dict(self.held_back),
            "actions": [each.as_json() for each in self.actions],
            "withheld": [each.as_json() for each in self.withheld],
        }
