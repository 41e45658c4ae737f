"""Who may be offered something at all, and which products do not suit whom."""

from __future__ import annotations

from profiler_app.domain.recommending import Product, Reason
from profiler_app.jobs.cards.subject import Subject

STOPS = (
    "no_profiling",
    "no_marketing",
    "no_contact_corp",
    "complaint_open",
    "m_do_not_disturb_season",
)
"""Tags of whom nothing is offered to; the first that is there says why."""
_CAN_LOSE = frozenset({"wealth", "fund", "insurance", "trust", "metal"})


def blocks(subject: Subject) -> tuple[Reason, ...]:
    """Return why a customer is offered nothing; empty when nothing stands against it."""
    if not subject.allowed:
        return (Reason("no_profiling"),)
    return tuple(Reason(tag) for tag in STOPS if subject.has(tag))


def unsuitable(product: Product, subject: Subject) -> Reason | None:
    """Return why a product is never offered to this customer, None when it suits.

    Investments with a risk level need a valid assessment of at least that level.
    """
    if product.line and product.line != subject.line:
        return Reason("other_line")
    if not product.active:
        return Reason("inactive")
    if product.out_of_stock:
        return Reason("out_of_stock")
    if product.below_floor:
        return Reason("below_floor")
    return too_much_risk(product, subject.value("risk_level"), subject.value("risk_assess_left"))


def too_much_risk(product: Product, level: float | None, left: float | None) -> Reason | None:
    """Return why a product has too much risk for a level that is valid for ``left`` days more."""
    if product.risk is None or product.kind not in _CAN_LOSE:
        return None
    if level is None or left is None or left < 0:
        return Reason("not_assessed", {"risk": product.risk})
    if product.risk > int(level):
        return Reason("too_risky", {"risk": product.risk, "level": int(level)})
    return None
