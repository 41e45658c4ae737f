"""Where the effort goes against value, tier by tier, and what a team can do in a year (STR-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import _, pgettext

FAMILIES = ("value_tier_trade", "value_tier_bank", "value_tier_corp")
"""The exclusive groups of tags that are value tiers."""

WISHED = (12, 6, 4, 2)
"""Contacts a year for the first, second ... tier of a family; none for those below."""
_STEPS = (12, 6, 4, 2, 1, 0)
"""What a tier goes down to, step by step, where the team cannot do what is wished."""

DEDICATED, SHARED, DESK, AUTOMATIC = "dedicated", "shared", "desk", "automatic"
_OWNERS = ((6, DEDICATED), (3, SHARED), (1, DESK), (0, AUTOMATIC))
"""From how many contacts a year on who looks after a customer."""

_IN_LINE = 1.25
"""Up to this ratio of two shares they are called alike."""

TOO_LITTLE, TOO_MUCH, IN_LINE = "too_little", "too_much", "in_line"


@dataclass(frozen=True, slots=True)
class Capacity:
    """Who contacts customers, and how many contacts each can make in a month."""

    people: int
    a_month: int

    @property
    def a_year(self) -> int:
        """Contacts the team can make in a year."""
        return 12 * self.people * self.a_month


@dataclass(frozen=True, slots=True)
class TierEffort:
    """A tier: value in minor units, contacts of the last year, and contacts a year proposed.

    ``rank`` is its place in its family, 0 the highest.
    """

    tag: str
    rank: int
    customers: int
    value_minor: int
    contacts: int
    proposed: int = 0

    @property
    def label(self) -> str:
        """The name of the tier."""
        return known_tags()[self.tag].label

    @property
    def rule(self) -> str:
        """The rule of who stands on it."""
        return f"has('{self.tag}')"

    @property
    def value_each(self) -> float:
        """Value of one customer, in minor units."""
        return self.value_minor / self.customers if self.customers else 0.0

    @property
    def contacts_each(self) -> float:
        """Contacts with one customer within the last year."""
        return self.contacts / self.customers if self.customers else 0.0

    @property
    def total(self) -> int:
        """Contacts a year the proposal asks for."""
        return self.proposed * self.customers

    @property
    def owner(self) -> str:
        """Who looks after its customers by the proposal."""
        return next(owner for least, owner in _OWNERS if self.proposed >= least)


@dataclass(frozen=True, slots=True)
class EffortMatrix:
    """Tiers, the most valuable customers first; ``capacity`` None: nobody entered one."""

    tiers: tuple[TierEffort, ...]
    capacity: Capacity | None

    @property
    def contacts(self) -> int:
        """Contacts of the last year with customers on a tier."""
        return sum(each.contacts for each in self.tiers)

    @property
    def value_minor(self) -> int:
        """Value of all tiers, losses left out of the shares."""
        return sum(max(each.value_minor, 0) for each in self.tiers)

    @property
    def planned(self) -> int:
        """Contacts a year the proposal asks for."""
        return sum(each.total for each in self.tiers)

    def effort_share(self, tier: TierEffort) -> float:
        """Return the share of last year's contacts that went to a tier."""
        return tier.contacts / self.contacts if self.contacts else 0.0

    def value_share(self, tier: TierEffort) -> float:
        """Return the share of the value that comes from a tier."""
        return max(tier.value_minor, 0) / self.value_minor if self.value_minor else 0.0

    def verdict(self, tier: TierEffort) -> str:
        """Say whether a tier gets the effort its value asks for."""
        effort, value = self.effort_share(tier), self.value_share(tier)
        if effort > value * _IN_LINE:
            return TOO_MUCH
        return TOO_LITTLE if value > effort * _IN_LINE else IN_LINE


def proposed(tiers: Sequence[TierEffort], capacity: Capacity | None) -> tuple[TierEffort, ...]:
    """Return the tiers, the most valuable customers first, each with its contacts a year.

    Wished is what ``WISHED`` says of the place in the family. Where that is more than the team can
    do, every tier gives a step (12, 6, 4, 2, 1, none), the one with the least valuable customers
    first, again and again until it fits; so the total never goes beyond the capacity.
    """
    order = sorted(tiers, key=lambda each: (-each.value_each, each.rank, each.tag))
    found = [
        replace(each, proposed=WISHED[each.rank] if each.rank < len(WISHED) else 0)
        for each in order
    ]
    if capacity is None:
        return tuple(found)
    while sum(each.total for each in found) > capacity.a_year:
        for at in range(len(found) - 1, -1, -1):
            tier = found[at]
            if tier.proposed:
                lower = next(step for step in _STEPS if step < tier.proposed)
                found[at] = replace(tier, proposed=lower)
            if sum(each.total for each in found) <= capacity.a_year:
                break
    return tuple(found)


def owner_label(owner: str) -> str:
    """Return who looks after a customer."""
    labels: Mapping[str, str] = {
        DEDICATED: _("Own manager"),
        SHARED: _("Shared manager"),
        DESK: _("Service desk"),
        AUTOMATIC: _("Messages only"),
    }
    return labels[owner]


def verdict_label(verdict: str) -> str:
    """Return what a verdict says."""
    return {
        TOO_LITTLE: pgettext("effort", "Too little"),
        TOO_MUCH: pgettext("effort", "Too much"),
        IN_LINE: pgettext("effort", "In line"),
    }[verdict]
