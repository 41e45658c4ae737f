"""Campaigns: who takes part, who is left alone and why, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.text import N_, _

LEAST_ARM = 100
"""With fewer customers in an arm nothing is ever called proved."""
SIGNIFICANT = 0.05
MINUS = "\u2212"
"""The sign of numbers below zero wherever people read them."""

VERDICTS: Mapping[str, str] = {
    "proved": N_("It worked: with 95 % confidence the difference is {low} to {high}."),
    "harmful": N_("It did harm: with 95 % confidence the difference is {low} to {high}."),
    "not_proved": N_(
        "Whether it worked cannot be concluded: the difference is {low} to {high}, which includes "
        "none at all."
    ),
    "too_few": N_(
        "For the record only: with {n} customers in an arm nothing can be proved (at least "
        "{needed} are needed). The difference is {low} to {high}."
    ),
}


@dataclass(frozen=True, slots=True)
class Arm:
    """How many customers, and their rate or mean outcome."""

    n: int
    outcome: float


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference with its 95 % interval, its p-value and its standard error."""

    treated: Arm
    control: Arm
    low: float
    high: float
    p: float
    error: float
    is_rate: bool

    @property
    def difference(self) -> float:
        """The outcome of the treated minus that of the control group."""
        return self.treated.outcome - self.control.outcome

    @property
    def relative(self) -> float | None:
        """The difference as a share of the outcome of the control group."""
        return self.difference / self.control.outcome if self.control.outcome else None

    @property
    def verdict(self) -> str:
        """One of ``VERDICTS``."""
        if min(self.treated.n, self.control.n) < LEAST_ARM:
            return "too_few"
        if self.low > 0:
            return "proved"
        return "harmful" if self.high < 0 else "not_proved"

    @property
    def sentence(self) -> str:
        """The verdict in the current language."""
        return _(VERDICTS[self.verdict]).format(
            low=self.shown(self.low),
            high=self.shown(self.high),
            n=min(self.treated.n, self.control.n),
            needed=LEAST_ARM,
        )

    def shown(self, difference: float) -> str:
        """Return a difference with its unit: percentage points for rates."""
        if self.is_rate:
            return _("{n:+.2f} pp").format(n=100 * difference).replace("-", MINUS)
        return f"{difference:+,.2f}".replace("-", MINUS)

    def as_json(self) -> dict[str, Any]:
        """Return the effect as the command line prints it."""
        return {
            "treated": self.treated.outcome,
            "control": self.control.outcome,
            "n_treated": self.treated.n,
            "n_control": self.control.n,
            "difference": self.difference,
            "interval": [self.low, self.high],
            "relative": self.relative,
            "p": self.p,
            "verdict": self.verdict,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """The effect in one group; ``adjusted`` is its p-value with all groups in mind."""

    group: str
    effect: Effect
    adjusted: float

    @property
    def verdict(self) -> str:
        """As of the effect, but proved or harmful only where that outlasts the adjustment."""
        alone = self.effect.verdict
        if alone in ("proved", "harmful") and self.adjusted >= SIGNIFICANT:
            return "not_proved"
        return alone

    def as_json(self) -> dict[str, Any]:
        """Return the group as the command line prints it."""
        told = self.effect.as_json()
        told.pop("sentence")
        return {"group": self.group, **told, "adjusted_p": self.adjusted, "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class UpliftReport:
    """What a treatment changed: all together, each kind of treatment, and by group.

    ``missing`` lines have no outcome or no treatment and are left out. ``groups_differ`` is the
    p-value of all groups having the same effect, None without groups.
    """

    effect: Effect
    control: str
    missing: int
    arms: tuple[GroupEffect, ...] = ()
    groups: tuple[GroupEffect, ...] = ()
    groups_differ: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        told: dict[str, Any] = {
            **self.effect.as_json(),
            "control_value": self.control,
            "missing": self.missing,
        }
        if self.arms:
            told["arms"] = [each.as_json() for each in self.arms]
        if self.groups_differ is not None:
            told["groups"] = [each.as_json() for each in self.groups]
            told["groups_differ_p"] = self.groups_differ
        return told
