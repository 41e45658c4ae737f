"""The shop's orders: when each kind of customer buys, what, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from profiler_app.ingest.sample.dice import Dice, Shares
from profiler_app.ingest.sample.edition import Goods
from profiler_app.ingest.sample.persona import EPOCH, Persona, Table, World, iso

_SUBJECT = 1

_CHANNELS = {
    "person": Shares({"wechat": 0.38, "store": 0.30, "online_shop": 0.20, "app": 0.12}),
    "company": Shares({"store": 0.35, "distributor": 0.35, "phone": 0.30}),
}
_PROMO = {"bargain": 0.88, "regular": 0.25, "lapsing": 0.22, "big_spender": 0.06}
_RETURNS = {"returner": 0.42}
_COSTLY = {"big_spender": 0.85, "one_timer": 0.15}
_PARTY_DAYS = ((1, 12), (3, 8), (6, 18), (9, 9), (11, 11))
"""Month and day around which seasonal customers buy, most of the time."""
_PARTIES = 0.8
_FADING = 0.45
"""The share of regular customers who come ever less often: warned of before they are gone."""


class Line(NamedTuple):
    """One order line, or the same line coming back (all amounts negative)."""

    order: int
    day: int
    minute: int
    kind: str
    channel: str
    goods: Goods
    quantity: int
    gross: int
    discount: int
    coupon: bool


def lines(world: World, who: Persona, dice: Dice) -> list[Line]:
    """Return a customer's order lines by day; ``order`` counts his orders from 0."""
    if who.segment == "prospect":
        return []
    world.dice(who, dice, subject=_SUBJECT)
    categories = world.edition.categories
    favourite = categories[0 if who.number == 1 else who.u[14] % len(categories)]
    found: list[Line] = []
    days = _days(world, who, dice)
    for number, day in enumerate(days):
        found += _order(world, who, dice, number=number, day=day, favourite=favourite)
    found.sort(key=lambda line: (line.day, line.order))
    return found


def order_lines(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``order_line``."""
    dice = Dice()
    for who in world.everybody(line="trade"):
        customer = who.number
        for order, day, minute, kind, channel, goods, quantity, gross, off, coupon in lines(
            world, who, dice
        ):
            yield (
                customer, order_number(customer, order, day), day, _clock(minute), kind, channel,
                goods.id, float(quantity), goods.price_text, gross, off, gross - off,
                goods.cost * quantity, int(coupon), "done",
            )  # fmt: skip


def assets(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``asset``: devices customers registered, from the orders that sold them."""
    dice = Dice()
    for who in world.everybody(line="trade"):
        if who.has(30, 0.45):
            bought = [line for line in lines(world, who, dice) if line.goods.cycle]
            yield from _devices(world, who.number, bought)


def order_number(customer: int, order: int, day: int) -> str:
    """Return the number printed on an order; returns carry the number of their order."""
    return f"SO{_year(day)}-{customer:06d}{order:02d}"


@lru_cache(maxsize=4096)
def _year(day: int) -> int:
    return date.fromordinal(day + EPOCH).year


@lru_cache(maxsize=1440)
def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _devices(world: World, customer: int, bought: list[Line]) -> Iterator[tuple[object, ...]]:
    returned = {(line.order, line.goods.id) for line in bought if line.kind == "return"}
    kept = [line for line in bought if (line.order, line.goods.id) not in returned]
    for line in kept[-3:]:
        goods = line.goods
        installed = min(line.day + 3, world.today)
        services = (world.today - installed) // goods.cycle
        missed = (customer + line.order) % 3 == 0
        last = installed + goods.cycle * (services - missed) if services > missed else None
        yield (
            customer, goods.id, order_number(customer, line.order, line.day),
            f"{goods.code}-{customer:07d}{line.order:02d}", iso(installed),
            iso(installed + goods.warranty), goods.cycle,
            iso(last) if last is not None else None, goods.life,
        )  # fmt: skip


def _days(world: World, who: Persona, dice: Dice) -> list[int]:
    plan = _PLANS.get(who.segment, _regular)
    return [day for day in plan(world, who, dice) if day <= world.today]


def _walk(start: int, end: int, dice: Dice, *, every: float, pace: float = 1.0) -> list[int]:
    """Return days about ``every`` days apart; a ``pace`` below 1 brings them closer together."""
    days, day = [], float(start)
    while day <= end:
        days.append(int(day))
        day += every * (0.5 + dice.random()) + 1
        every = max(26.0, every * pace)
    return days


def _regular(world: World, who: Persona, dice: Dice) -> list[int]:
    every = dice.whole(45, 110)
    if dice.random() < _FADING:
        return _walk(who.joined, world.today, dice, every=every * 0.7, pace=1.16)
    return _walk(who.joined, world.today - dice.whole(0, 25), dice, every=every)


def _lapsing(world: World, who: Persona, dice: Dice) -> list[int]:
    """Regular once, silent for at least five months, or the showcase's three."""
    if who.number == 1:
        return _walk(who.joined, world.today - 97, dice, every=48)
    silent = dice.whole(150, 420)
    return _walk(who.joined, world.today - silent, dice, every=dice.whole(34, 70))


def _growing(world: World, who: Persona, dice: Dice) -> list[int]:
    return _walk(who.joined, world.today, dice, every=dice.whole(90, 150), pace=0.84)


def _big_spender(world: World, who: Persona, dice: Dice) -> list[int]:
    return _walk(who.joined, world.today, dice, every=dice.whole(150, 290))


def _bargain(world: World, who: Persona, dice: Dice) -> list[int]:
    return _walk(who.joined, world.today, dice, every=dice.whole(60, 120))


def _new(world: World, who: Persona, dice: Dice) -> list[int]:
    return _walk(who.joined, world.today, dice, every=40)[: dice.whole(1, 3)]


def _one_timer(world: World, who: Persona, dice: Dice) -> list[int]:
    return [who.joined]


def _seasonal(world: World, who: Persona, dice: Dice) -> list[int]:
    first = date.fromordinal(who.joined + EPOCH).year
    last = date.fromordinal(world.today + EPOCH).year
    days = [
        date(year, month, day).toordinal() - EPOCH + dice.whole(-6, 6)
        for year in range(first, last + 1)
        for month, day in _PARTY_DAYS
        if dice.random() < _PARTIES
    ]
    return [day for day in days if day >= who.joined] or [min(who.joined, world.today)]


_PLANS: dict[str, Callable[[World, Persona, Dice], list[int]]] = {
    "lapsing": _lapsing,
    "growing": _growing,
    "big_spender": _big_spender,
    "bargain": _bargain,
    "new": _new,
    "one_timer": _one_timer,
    "seasonal": _seasonal,
}


def _order(
    world: World, who: Persona, dice: Dice, *, number: int, day: int, favourite: tuple[Goods, ...]
) -> list[Line]:
    channel = _channel(who, dice)
    minute = int(540 + 740 * max(dice.random(), dice.random()))
    off = _discount(who, dice)
    coupon = off > 0 and dice.random() < 0.5
    bought: list[Line] = []
    for goods in _basket(world, who, dice, favourite=favourite):
        quantity = _quantity(who, dice, goods.price)
        gross = goods.price * quantity
        cut = gross * off // 100
        bought.append(
            Line(number, day, minute, "sale", channel, goods, quantity, gross, cut, coupon)
        )
    if dice.random() < _RETURNS.get(who.segment, 0.015):
        bought += _comes_back(world, bought[0], dice)
    return bought


def _comes_back(world: World, line: Line, dice: Dice) -> list[Line]:
    day = line.day + dice.whole(2, 12)
    if day > world.today:
        return []
    paid = line.gross - line.discount
    return [
        line._replace(
            day=day, kind="return", quantity=-line.quantity, gross=-paid, discount=0, coupon=False
        )
    ]


def _channel(who: Persona, dice: Dice) -> str:
    shares = _CHANNELS["person" if who.person else "company"]
    if dice.random() < 0.62:  # most customers keep to the way they are used to
        return shares.at(who.u[15])
    return shares.at(int(dice.random() * 65536))


def _discount(who: Persona, dice: Dice) -> int:
    """Return the discount of an order in whole per cent."""
    if dice.random() >= _PROMO.get(who.segment, 0.3):
        return 0
    return dice.whole(12, 30) if who.segment == "bargain" else dice.whole(5, 15)


def _basket(world: World, who: Persona, dice: Dice, *, favourite: tuple[Goods, ...]) -> list[Goods]:
    chance = dice.random
    draw = chance()
    count = 1 if draw < 0.55 else 2 if draw < 0.80 else 3 if draw < 0.93 else 4
    costly = _COSTLY.get(who.segment, 0.04)
    everything = world.edition.goods
    chosen: dict[int, Goods] = {}
    for _ in range(count):
        draw = chance()
        shelf = world.edition.costly if draw < costly else favourite if draw < 0.6 else everything
        goods = shelf[int(chance() * len(shelf))]
        if goods.price > 200_000 and draw >= costly:  # large things are bought rarely
            goods = everything[int(chance() * len(everything))]
        chosen[goods.id] = goods
    return list(chosen.values())


def _quantity(who: Persona, dice: Dice, price: int) -> int:
    if not who.person:
        return dice.whole(4, 40) if price < 200_000 else dice.whole(1, 8)
    return dice.whole(1, 3) if price < 60_000 and dice.random() < 0.3 else 1


TABLES = (
    Table(
        "order_line",
        "customer_id order_no day time kind channel product_id quantity unit_price gross "
        "discount net cost coupon status",
        order_lines,
    ),
    Table(
        "asset",
        "customer_id product_id order_no serial_no installed_on warranty_until "
        "service_cycle_days last_service_on expected_life_days",
        assets,
    ),
)
