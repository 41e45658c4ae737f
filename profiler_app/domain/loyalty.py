"""Loyalty: the tier somebody stands on, and what is missing to the next one (LOY-01)."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.money import format_money
from profiler_app.domain.segmentation import Tiers
from profiler_app.domain.text import _, ngettext, pgettext


@dataclass(frozen=True, slots=True)
class Distance:
    """``tier`` None: none is reached; ``next`` None: the highest is.

    ``money_minor`` more, or ``orders`` more purchases (None: they do not count), reach the next.
    """

    tier: str | None
    next: str | None
    money_minor: int = 0
    orders: int | None = None


def distance(tiers: Tiers, money: int | None, orders: int | None) -> Distance:
    """Return where somebody stands by his figure (minor units) and purchases of 12 months."""
    money, orders = money or 0, orders or 0

    def reaches(at: int) -> bool:
        enough = bool(tiers.orders and tiers.orders[at]) and orders >= tiers.orders[at]
        return money >= tiers.bounds[at] or enough

    place = next((at for at in range(len(tiers.names)) if reaches(at)), len(tiers.names))
    tier = tiers.names[place] if place < len(tiers.names) else None
    if not place:
        return Distance(tier, None)
    above = place - 1
    more = tiers.orders[above] - orders if tiers.orders and tiers.orders[above] else None
    return Distance(tier, tiers.names[above], tiers.bounds[above] - money, more)


def distance_words(found: Distance, currency: str) -> str:
    """Say the tier, and what is missing to the next one."""
    parts = [] if found.tier is None else [found.tier]
    if found.next is None:
        return " ".join([*parts, pgettext("tier", "(highest tier)")])
    money = format_money(found.money_minor, currency=currency)
    if found.orders is None:
        text = _("{amount} more to {tier}").format(amount=money, tier=found.next)
    else:
        n = found.orders
        text = ngettext(
            "{amount} or {n} purchase more to {tier}",
            "{amount} or {n} purchases more to {tier}",
            n,
        ).format(amount=money, n=n, tier=found.next)
    return pgettext("tier and distance", ", ").join([*parts, text])
