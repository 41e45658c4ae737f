"""How a budget is best spent on offers that were tried, and on whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from profiler_app.domain.text import N_, _

UNUSED: Mapping[str, str] = {
    "no_result": N_("not measured yet"),
    "not_proved": N_("its effect is not proved"),
    "no_cost": N_("the cost of a contact is not known"),
    "no_value": N_("what a buyer spends is not known"),
}
"""Why an offer gets nothing of the budget whatever it is."""


@dataclass(frozen=True, slots=True)
class BudgetRequest:
    """What there is to spend (minor units), and what is known of the offers by campaign number.

    ``costs`` (of a contact, minor units) and ``capacity`` (customers) stand in place of what the
    campaigns tell; ``margin`` is that of campaigns without their own. ``cautious`` reckons with
    the lower ends of the intervals.
    """

    budget: int
    margin: float
    costs: Mapping[int, int] = field(default_factory=dict)
    capacity: Mapping[int, int] = field(default_factory=dict)
    cautious: bool = False
    rest_days: int = 14


@dataclass(frozen=True, slots=True)
class Offer:
    """A campaign that was measured; ``unused`` is a key of ``UNUSED``, "" where it can be used.

    ``rule`` is that of its audience, ``per_buyer`` what a buyer spent; amounts in minor units.
    ``margin`` is its own share of the sales that is earned, where it has one.
    """

    number: int
    name: str
    channel: str
    rule: str
    difference: float | None
    cost: int | None
    capacity: int | None
    per_buyer: float
    unused: str
    margin: float | None = None

    @property
    def reason(self) -> str:
        """Why it gets nothing, in the current language."""
        return _(UNUSED[self.unused]) if self.unused else ""


@dataclass(frozen=True, slots=True)
class Pick:
    """So many of ``there`` customers of a stage of life get an offer, and what is expected of it.

    ``rise`` is the expected rise of the share that buys; amounts in minor units.
    """

    offer: Offer
    stage: str
    label: str
    count: int
    there: int
    rise: float
    extra: float
    cost: float
    earned: float


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The best way to spend a budget; ``steps`` are (budget, profit) of smaller and larger ones.

    ``next_unit`` is what one more unit of money would earn beyond itself.
    """

    budget: int
    offers: tuple[Offer, ...]
    picks: tuple[Pick, ...]
    steps: tuple[tuple[int, float], ...]
    next_unit: float
    cautious: bool

    @property
    def cost(self) -> float:
        """What is spent, which may be less than the budget."""
        return sum(pick.cost for pick in self.picks)

    @property
    def earned(self) -> float:
        """The margin that is expected, before cost."""
        return sum(pick.earned for pick in self.picks)

    @property
    def extra(self) -> float:
        """The extra buyers that are expected."""
        return sum(pick.extra for pick in self.picks)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as the command line prints it; money in major units."""
        return {
            "budget": self.budget / 100,
            "spent": round(self.cost / 100, 2),
            "extra_buyers": round(self.extra, 2),
            "extra_margin": round(self.earned / 100, 2),
            "profit": round((self.earned - self.cost) / 100, 2),
            "next_unit": round(self.next_unit, 4),
            "cautious": self.cautious,
            "picks": [
                {
                    "campaign": pick.offer.name,
                    "stage": pick.stage,
                    "customers": pick.count,
                    "there": pick.there,
                    "rise": pick.rise,
                    "extra_buyers": round(pick.extra, 2),
                    "cost": round(pick.cost / 100, 2),
                    "extra_margin": round(pick.earned / 100, 2),
                }
                for pick in self.picks
            ],
            "offers": [
                {
                    "campaign": offer.name,
                    "cost_each": None if offer.cost is None else offer.cost / 100,
                    "capacity": offer.capacity,
                    "difference": offer.difference,
                    "margin": offer.margin,
                    "unused": offer.unused or None,
                }
                for offer in self.offers
            ],
            "steps": [
                {"budget": budget / 100, "profit": round(profit / 100, 2)}
                for budget, profit in self.steps
            ],
        }
