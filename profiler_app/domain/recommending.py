"""What may be offered to a customer next, why, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from profiler_app.domain.text import N_, _


@dataclass(frozen=True, slots=True)
class Product:
    """A product as recommendations know it; ``category`` and ``kind`` are "" when not known.

    ``price`` and ``cost`` are what its list says, in minor units.
    """

    id: int
    name: str
    category: str = ""
    line: str = ""
    kind: str = ""
    risk: int | None = None
    service_cycle: int | None = None
    active: bool = True
    price: int | None = None
    cost: int | None = None
    stock: int | None = None

    @property
    def out_of_stock(self) -> bool:
        """Whether none is there; where nobody counts the stock, it is."""
        return self.stock is not None and self.stock <= 0

    @property
    def below_floor(self) -> bool:
        """Whether it is sold below what it costs; unknown prices are not below."""
        return self.price is not None and self.cost is not None and self.price < self.cost


METHODS = {
    "popularity": N_("best sellers"),
    "item_item": N_("bought by the same customers"),
    "ease": N_("foretold by all purchases (EASE)"),
}


@dataclass(frozen=True, slots=True)
class Method:
    """How often a method finds the item bought next among ten: see ``analysis``' ``Hits``."""

    name: str
    tested: int
    rate: float
    gain: float
    rank: float
    coverage: float

    def as_json(self) -> dict[str, float]:
        """Return the measures under their usual names."""
        return {
            "HR@10": round(self.rate, 5),
            "NDCG@10": round(self.gain, 5),
            "MRR@10": round(self.rank, 5),
            "coverage@10": round(self.coverage, 5),
        }


def best_method(methods: Sequence[Method]) -> Method:
    """Return the method that hits most often; of equals the simplest, which comes first."""
    return max(methods, key=lambda method: method.rate)


@dataclass(frozen=True, slots=True)
class TrialReport:
    """A trial of recommendations: who was tested on how much, and every method's hits.

    ``withheld`` pairs stood in both files and were not learnt from; ``not_tested`` are test pairs
    of a customer or an item that was never seen.
    """

    customers: int
    items: int
    purchases: int
    withheld: int
    tested: int
    not_tested: int
    methods: tuple[Method, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        best = best_method(self.methods)
        return {
            "customers": self.customers,
            "items": self.items,
            "purchases": self.purchases,
            "withheld": self.withheld,
            "tested": self.tested,
            "not_tested": self.not_tested,
            "methods": {method.name: method.as_json() for method in self.methods},
            "best": best.name,
            **best.as_json(),
        }


_REASONS: Mapping[str, str] = {
    "together": N_("{share:.0%} of the customers with {other} have it, too ({n} customers)."),
    "popular": N_("{share:.0%} of all customers have it ({n} customers)."),
    "peers": N_("Often bought by customers of the same kind; nothing is known of this one yet."),
    "peers_place": N_(
        "Often bought by customers of the same kind in {place}; nothing is known of this one yet."
    ),
    "again": N_("Last bought {days} days ago; customers usually buy it again after {usual} days."),
    "held": N_("Bought {days} days ago, and hardly anybody buys it twice."),
    "recent": N_("Bought {days} days ago; customers usually buy it again after {usual} days."),
    "other_line": N_("It belongs to another line of business."),
    "inactive": N_("It is no longer sold."),
    "out_of_stock": N_("None is in stock."),
    "below_floor": N_("Its list price is below its cost: it is not suggested to anybody."),
    "not_assessed": N_(
        "It has the risk level R{risk}, and there is no valid risk assessment of the customer."
    ),
    "too_risky": N_("Its risk level R{risk} is above the customer's level C{level}."),
    "no_profiling": N_("The customer has not agreed to profiling: nothing is inferred."),
    "no_marketing": N_("The customer has not agreed to marketing: nothing is offered."),
    "no_contact_corp": N_("The company asked not to be contacted."),
    "complaint_open": N_("A complaint is open: solve it first."),
    "m_do_not_disturb_season": N_("The customer is marked not to be disturbed for now."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is offered, or is not."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason in the current language."""
        return _(_REASONS[self.code]).format(**self.facts)

    def as_json(self) -> dict[str, Any]:
        """Return code and sentence."""
        return {"code": self.code, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class Offer:
    """A product to offer; scores order the offers of one customer and mean nothing else."""

    product: str
    category: str
    score: float
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Return the offer as the command line prints it."""
        return {
            "product": self.product,
            "category": self.category,
            "score": round(self.score, 6),
            "reason": self.reason.sentence,
        }


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A product that is not offered, and why."""

    product: str
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Return product, code and sentence."""
        return {"product": self.product, **self.reason.as_json()}


@dataclass(frozen=True, slots=True)
class ServicePrompt:
    """A service that is due or a warranty that ends; ``days`` left, negative when overdue."""

    what: str
    product: str
    since: date
    due_on: date
    days: int

    @property
    def sentence(self) -> str:
        """What is due, in the current language."""
        if self.what == "warranty":
            text = _("The warranty of {product} ends on {day} (in {n} days).")
        elif self.days < 0:
            text = _("{product} should have been serviced on {day} ({n} days ago).")
        else:
            text = _("{product} is to be serviced on {day} (in {n} days).")
        return text.format(product=self.product, day=self.due_on.isoformat(), n=abs(self.days))

    def as_json(self) -> dict[str, Any]:
        """Return the prompt as the command line prints it."""
        return {
            "what": self.what,
            "product": self.product,
            "due_on": self.due_on.isoformat(),
            "days": self.days,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Recommendations:
    """What to offer a customer on a day, and what not.

    ``blocked`` says why nothing at all is offered. ``method`` is a key of ``METHODS``, chosen by
    the trial ``methods``; both are empty when nobody bought anything. ``confirm`` asks for a
    second look by a person (customers of 65 and more at a bank).
    """

    customer: str
    as_of: date
    method: str = ""
    methods: tuple[Method, ...] = ()
    cold_start: bool = False
    offers: tuple[Offer, ...] = ()
    again: tuple[Offer, ...] = ()
    excluded: tuple[WhyNot, ...] = ()
    service: tuple[ServicePrompt, ...] = ()
    blocked: tuple[Reason, ...] = ()
    confirm: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the recommendations as the command line prints them."""
        return {
            "customer": self.customer,
            "as_of": self.as_of.isoformat(),
            "blocked": [each.as_json() for each in self.blocked],
            "method": self.method or None,
            "tested": self.methods[0].tested if self.methods else 0,
            "trial": {method.name: method.as_json() for method in self.methods},
            "cold_start": self.cold_start,
            "confirm_by_a_person": self.confirm,
            "items": [each.as_json() for each in self.offers],
            "again": [each.as_json() for each in self.again],
            "excluded": [each.as_json() for each in self.excluded],
            "service": [each.as_json() for each in self.service],
        }
