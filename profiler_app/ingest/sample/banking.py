"""The bank's accounts, month-end balances and flows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from profiler_app.ingest.sample import identities
from profiler_app.ingest.sample.customers import company_size
from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.edition import Goods
from profiler_app.ingest.sample.persona import EPOCH, Persona, Table, World, iso

_ACCOUNTS, _BALANCES, _FLOWS = 3, 4, 5
_MONTHS = 14
_COMPANY_MONTHS = 16
_WITHOUT_BALANCE = ("card", "settlement", "payroll", "fx")

_OUTFLOW = (0.28, 0.42, 0.72)
"""What is left of an outflow customer's money in the last three months, the latest first."""
_SHOWCASE_OUTFLOW = (0.62,)

_PERSON_HOLDS = (
    (1, 0.42, 0.9), (2, 0.18, 1.2), (3, 0.10, 2.4), (4, 0.30, 0.6), (5, 0.28, 0.9),
    (6, 0.14, 0.8), (7, 0.15, 0.5), (8, 0.12, 0.3), (9, 0.10, 0.4), (10, 0.12, 0.5),
    (11, 0.08, 0.4), (12, 0.05, 0.2), (15, 0.40, 0.0),
)  # fmt: skip
_COMPANY_HOLDS = (
    (17, 0.28, 0.5), (18, 0.30, 0.6), (19, 0.15, 0.4), (20, 1.0, 0.0), (21, 0.45, 0.0),
    (22, 0.15, 0.0),
)  # fmt: skip
"""Place among the bank's products, share of customers who hold it, its part of the money."""


class Account(NamedTuple):
    """A product held: days as day numbers, ``worth`` its usual balance in minor units."""

    goods: Goods
    kind: str
    opened: int
    closed: int | None
    matures: int | None
    renew: bool
    worth: int
    payroll: bool


class Flow(NamedTuple):
    """Money that came in or went out on a day."""

    day: int
    direction: str
    amount: float
    channel: str
    purpose: str
    party: str | None = None
    bank: str | None = None


def accounts(world: World, who: Persona, dice: Dice) -> list[Account]:
    """Return what a customer of the bank holds; the first is the demand deposit."""
    world.dice(who, dice, subject=_ACCOUNTS)
    money = _money(who)
    products = world.edition.bank_goods
    first = products[0 if who.person else 16]
    kind = "I" if who.person else "basic"
    payroll = who.person and who.age < 60 and dice.random() < 0.55
    held = [Account(first, kind, who.joined, None, None, False, int(money * 0.4), payroll)]
    for place, share, part in _PERSON_HOLDS if who.person else _COMPANY_HOLDS:
        if dice.random() < share:
            held.append(_account(world, who, dice, goods=products[place], worth=int(money * part)))
    return held


def account_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``account``."""
    dice = Dice()
    count = 0
    for who in world.everybody(line="bank"):
        for held in accounts(world, who, dice):
            count += 1
            card = held.goods.kind == "card"
            yield (
                count, who.number, held.goods.id, _account_number(count, card=card), held.kind,
                iso(held.opened), _iso(held.closed), _iso(held.matures), int(held.renew),
                "closed" if held.closed else "open", held.goods.rate or None,
                1_000_000 * (1 + who.u[28] % 12) if card else None, int(held.payroll),
            )  # fmt: skip


def balance_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``balance``: month averages on the last days of the last 14 months."""
    dice = Dice()
    ends = tuple(enumerate(reversed(month_ends(world.today, _MONTHS))))
    count = 0
    for who in world.everybody(line="bank"):
        holding = accounts(world, who, dice)
        world.dice(who, dice, subject=_BALANCES)
        trend = [_trend(who, ago) for ago, _ in ends]
        for held in holding:
            count += 1
            if held.goods.kind in _WITHOUT_BALANCE:
                continue
            until = held.closed or world.today + 1
            for ago, end in ends:
                if held.opened <= end < until:
                    average = int(held.worth * trend[ago] * (0.95 + 0.1 * dice.random()))
                    point = int(average * (0.92 + 0.16 * dice.random()))
                    yield who.number, count, end, point, average


def flow_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``flow``: six months of private, sixteen of corporate customers."""
    dice = Dice()
    count, number = 0, 0
    for who in world.everybody(line="bank"):
        holding = accounts(world, who, dice)
        world.dice(who, dice, subject=_FLOWS)
        flows = _private(world, who, dice, main=holding[0])
        for flow in flows if who.person else _corporate(world, who, dice):
            if who.joined <= flow.day <= world.today:
                number += 1
                yield (
                    who.number, count + 1, f"FL{number:09d}", flow.day, flow.direction,
                    int(flow.amount), flow.channel, flow.purpose, flow.party, flow.bank, 0,
                )  # fmt: skip
        count += len(holding)


@lru_cache(maxsize=8)
def month_ends(today: int, count: int) -> tuple[int, ...]:
    """Return the last days of the latest complete months, oldest first."""
    day = date.fromordinal(today + EPOCH + 1).replace(day=1)
    ends = []
    for _ in range(count):
        end = day.toordinal() - 1
        ends.append(end - EPOCH)
        day = date.fromordinal(end).replace(day=1)
    return tuple(reversed(ends))


def _money(who: Persona) -> int:
    """Return how much a customer keeps at the bank, in minor units."""
    if who.person:
        return int(10 ** (5.6 + 2.9 * max(who.u[28], who.u[29]) / 65536))
    return 6_500_000_000 if who.number == 2 else company_size(who).revenue // 9


def _account(world: World, who: Persona, dice: Dice, *, goods: Goods, worth: int) -> Account:
    opened = who.joined + int((world.today - who.joined) * dice.random() ** 2)
    closed = None
    matures = None
    if dice.random() < 0.05 and world.today - opened > 60:
        closed = opened + int((world.today - opened) * (0.3 + 0.6 * dice.random()))
    elif goods.term:
        matures = opened + goods.term * (1 + (world.today - opened) // goods.term)
    renew = bool(goods.term) and dice.random() < 0.4
    kind = "na" if who.person or worth == 0 else "general"
    return Account(goods, kind, opened, closed, matures, renew, worth, False)


def _account_number(count: int, *, card: bool) -> str:
    return identities.card(count + 500_000_000) if card else f"9999{count:012d}"


def _trend(who: Persona, ago: int) -> float:
    if who.number == 2:
        return _SHOWCASE_OUTFLOW[ago] if ago < len(_SHOWCASE_OUTFLOW) else 1.0 - 0.015 * ago
    if who.segment == "outflow":
        return _OUTFLOW[ago] if ago < len(_OUTFLOW) else 1.0
    return 1.0 - 0.045 * ago if who.segment == "growing" else 1.0


def _private(world: World, who: Persona, dice: Dice, *, main: Account) -> Iterator[Flow]:
    words = world.edition.words
    salary = (600_000 + who.u[29] * 40) // 100 * 100
    for ago, end in enumerate(reversed(month_ends(world.today, 6))):
        if main.payroll:
            yield Flow(end - 20, "in", salary, "auto", "salary", words["salary_payer"])
        for _ in range(dice.whole(1, 3)):
            spent = 2_000 + salary * dice.random() * 0.2
            shop = dice.pick(words["shops"])
            yield Flow(end - dice.whole(0, 27), "out", spent, "third_party", "consume", shop)
        day = end - dice.whole(0, 20)
        if who.segment == "outflow" and ago < 3:
            gone = main.worth * (0.4 + dice.random())
            bank = dice.pick(words["other_banks"])
            yield Flow(day, "out", gone, "mobile_bank", "transfer", bank=bank)
        elif dice.random() < 0.3:
            yield Flow(day, "out", salary * dice.random() * 0.5, "mobile_bank", "transfer")


def _corporate(world: World, who: Persona, dice: Dice) -> Iterator[Flow]:
    words = world.edition.words
    brands = words["brands"]
    month = company_size(who).revenue / 14
    wages = company_size(who).employees * 750_000
    payer = who.u[31] % len(brands)
    for ago, end in enumerate(reversed(month_ends(world.today, _COMPANY_MONTHS))):
        left = 0.4 if who.segment == "outflow" and ago < 3 else 1.0
        for turn in range(2):
            amount = month * left * (0.35 + 0.3 * dice.random())
            party = brands[(payer + turn * dice.whole(0, 2)) % len(brands)]
            yield Flow(end - dice.whole(0, 26), "in", amount, "net_bank", "settlement", party)
        bank = dice.pick(words["other_banks"])
        paid = month * (0.5 + 0.3 * dice.random())
        yield Flow(end - dice.whole(0, 26), "out", paid, "net_bank", "settlement", bank=bank)
        yield Flow(end - 20, "out", wages, "auto", "salary")
        if ago % 3 == 0:
            yield Flow(end - 15, "out", month * 0.05, "net_bank", "tax")


def _iso(day: int | None) -> str | None:
    return None if day is None else iso(day)


TABLES = (
    Table(
        "account",
        "id customer_id product_id account_no kind opened_on closed_on matures_on auto_renew "
        "status rate credit_limit is_payroll",
        account_rows,
    ),
    Table("balance", "customer_id account_id day point month_avg", balance_rows),
    Table(
        "flow",
        "customer_id account_id flow_no day direction amount channel purpose counterparty "
        "counterparty_bank self_transfer",
        flow_rows,
    ),
)
