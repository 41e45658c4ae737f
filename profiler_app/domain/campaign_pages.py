"""What the page of campaigns shows: the list, one campaign, and how it went day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.campaigns import GroupEffect
from profiler_app.domain.fields import option_label, options
from profiler_app.domain.profile import Tone
from profiler_app.domain.text import N_, _, pgettext

State = Literal["planned", "running", "over", "closed"]

STATES: Mapping[State, tuple[str, Tone]] = {
    "planned": (N_("Not begun"), "neutral"),
    "running": (N_("Under way"), "accent"),
    "over": (N_("To be decided"), "warning"),
    "closed": (N_("Finished"), "success"),
}
"""The name of each state and its tone."""

DECISIONS: Mapping[str, str] = {
    "keep": N_("Keep doing it"),
    "change": N_("Change it"),
    "stop": N_("Stop it"),
}
"""What can be decided about a campaign that is over."""

PROPOSED: Mapping[str, str] = {
    "proved": "keep",
    "harmful": "stop",
    "not_proved": "change",
    "too_few": "change",
}
"""Which decision follows from a verdict; people may decide otherwise."""

GROUPINGS: Mapping[str, str] = {
    "stage": N_("stage of life"),
    "spend": N_("spending before"),
    "province": N_("province"),
    "gender": N_("gender"),
}
"""What the effect can be looked at by: all of it was so before the campaign began."""


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign in the list; ``cost`` in minor units, ``contacted`` of the ``treated``.

    ``difference`` and ``verdict`` are None and "" until it is over, ``decision`` "" until closed.
    """

    id: int
    name: str
    state: State
    starts_on: date | None
    window_days: int
    channel: str
    audience: int
    treated: int
    control: int
    contacted: int
    cost: int | None
    difference: float | None = None
    verdict: str = ""
    decision: str = ""

    @property
    def ends_on(self) -> date | None:
        """The last day on which an outcome counts."""
        return None if self.starts_on is None else self.starts_on + timedelta(self.window_days)

    @property
    def channel_label(self) -> str:
        """The channel in the current language; one typed by hand as it was typed."""
        known = {each.id for each in options("contact_channel")}
        return option_label("contact_channel", self.channel) if self.channel in known else (
            self.channel
        )  # fmt: skip

    @property
    def period(self) -> str:
        """When it begins and how long is looked at it."""
        if self.starts_on is None:
            return ""
        text = _("from {day}, {n} days looked at")
        return text.format(day=self.starts_on.isoformat(), n=self.window_days)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """So many days after the start: the share it had happened to by then, with its interval."""

    day: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a campaign; ``happened`` None for those who were left out.

    ``result`` is what came of contacting them, ``value`` in minor units, ``on`` the day of the
    outcome where it is known.
    """

    id: int
    customer: int
    number: str
    name: str
    arm: str
    stratum: str
    reason: str
    contacted_on: str
    result: str
    happened: bool | None
    value: int
    on: str


@dataclass(frozen=True, slots=True)
class Closing:
    """Who decided what about a campaign, and when."""

    decision: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class CampaignView:
    """One campaign with everything its page shows.

    ``suppressed`` counts by reason; ``problem`` says why there is no ``result``. ``curves`` are
    those of the treated and of the control group. ``groups`` have intervals that hold for all
    groups together; ``unlike`` names in what the arms differed before, ``compared`` in what they
    were compared. ``members`` are at most so many as ``shown`` says.
    """

    line: CampaignLine
    goal: str
    offer: str
    audience: str
    seed: int
    control_share: float
    suppressed: Mapping[str, int]
    result: CampaignResult | None
    problem: str
    margin: float | None
    own_margin: float | None
    curves: tuple[tuple[CurvePoint, ...], tuple[CurvePoint, ...]]
    groups: tuple[GroupEffect, ...]
    groups_differ: float | None
    compared: tuple[str, ...]
    unlike: tuple[str, ...]
    members: tuple[Member, ...]
    total: int
    grouped_by: str = "stage"
    segment: str = ""
    rule: str = ""
    closing: Closing | None = None


def arm_label(arm: str) -> str:
    """Return what an arm is called."""
    return {
        "treat": pgettext("arm", "Target"),
        "control": pgettext("arm", "Control"),
        "excluded": pgettext("arm", "Left out"),
    }.get(arm, arm)


def decision_label(decision: str) -> str:
    """Return what was decided, in the current language."""
    return _(DECISIONS[decision]) if decision in DECISIONS else ""
