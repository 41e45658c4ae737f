"""Loans, repayments, annual statements and signs of risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from profiler_app.ingest.sample.banking import month_ends
from profiler_app.ingest.sample.customers import company_size
from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.edition import Goods
from profiler_app.ingest.sample.persona import EPOCH, Persona, Table, World, iso

_FACILITIES, _STATEMENTS, _EVENTS, _ASSESSMENTS = 6, 7, 8, 9
_HOUSING, _CONSUMER, _WORKING_CAPITAL, _FACTORING = 13, 14, 23, 24
_FIVE_CLASSES = ((0, "normal"), (90, "special_mention"), (180, "substandard"), (270, "doubtful"))


class Facility(NamedTuple):
    """A limit or a loan; ``missed`` instalments are unpaid, the latest ones."""

    goods: Goods
    kind: str
    approved: int
    used: int
    started: int
    matures: int
    secured: str
    instalment: int
    missed: int


def facilities(world: World, who: Persona, dice: Dice) -> list[Facility]:
    """Return the credit a customer of the bank has."""
    if not who.has(14, 0.42 if who.person else 0.6):
        return []
    world.dice(who, dice, subject=_FACILITIES)
    missed = dice.whole(1, 4) if who.number > 2 and dice.random() < 0.06 else 0
    if who.person:
        return [_private_loan(world, who, dice, missed=missed)]
    approved = 5_000_000_000 if who.number == 2 else _round(company_size(who).revenue // 6)
    used = 4_300_000_000 if who.number == 2 else _round(int(approved * dice.random()))
    started = world.today - dice.whole(30, 330)
    goods = world.edition.bank_goods[_WORKING_CAPITAL if who.u[15] % 5 else _FACTORING]
    term = (started, started + 365, "mixed" if who.u[15] % 2 else "guarantee")
    return [
        Facility(goods, "limit", approved, used, *term, 0, 0),
        Facility(goods, "loan", used, used, *term, max(used // 250, 100), missed),
    ]


def facility_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``facility``."""
    dice = Dice()
    count = 0
    for who in world.everybody(line="bank"):
        for credit in facilities(world, who, dice):
            count += 1
            due = due_days(world, credit)
            missed = min(credit.missed, len(due))
            late = world.today - due[-missed] if missed else 0
            yield (
                count, who.number, credit.goods.id, credit.kind, credit.approved, credit.used,
                iso(credit.started), iso(credit.matures), credit.secured, late,
                credit.instalment * missed, _five_class(late), iso(world.today),
            )  # fmt: skip


def repayment_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``repayment``: one instalment a month over the last year."""
    dice = Dice()
    count = 0
    for who in world.everybody(line="bank"):
        for credit in facilities(world, who, dice):
            count += 1
            due = due_days(world, credit)
            for place, day in enumerate(due):
                unpaid = len(due) - place <= credit.missed
                late = 3 if (who.u[20] + place) % 29 == 0 else 0
                paid_on = None if unpaid else iso(min(day + late, world.today))
                paid = 0 if unpaid else credit.instalment
                yield who.number, count, iso(day), credit.instalment, paid_on, paid


def due_days(world: World, credit: Facility) -> list[int]:
    """Return the days instalments of a loan were due in the last twelve months."""
    if credit.kind != "loan":
        return []
    days = (end - 10 for end in month_ends(world.today, 12))
    return [day for day in days if day > credit.started]


def statement_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``statement``: the two latest published years of companies."""
    dice = Dice()
    today = date.fromordinal(world.today + EPOCH)
    last = today.year - (1 if today.month > 4 else 2)
    for who in world.everybody(line="bank"):
        if who.person or not who.has(21, 0.85):
            continue
        world.dice(who, dice, subject=_STATEMENTS)
        growth = 1 + (dice.random() - 0.35) * 0.5
        debt = 0.3 + 0.62 * dice.random()
        margin = 0.12 * dice.random() - 0.01
        for year, scale in ((last - 1, 1 / growth), (last, 1.0)):
            figures = _statement(who, scale=scale, debt=debt, margin=margin)
            audited = int(who.u[22] % 3 > 0)
            yield who.number, f"{year}-12-31", "year", audited, *figures


def event_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``risk_event``: what was read about companies in public."""
    words = world.edition.words
    dice = Dice()
    for who in world.everybody():
        if who.person or not who.has(23, 0.12):
            continue
        world.dice(who, dice, subject=_EVENTS)
        happened = words["risk_events"][0] if who.number == 2 else dice.pick(words["risk_events"])
        severity = 2 if who.number == 2 else dice.whole(1, 3)
        day = world.today - (20 if who.number == 2 else dice.whole(5, 600))
        amount = 182_000_000 if who.number == 2 else _round(dice.whole(1, 400) * 1_000_000)
        resolved = iso(day + 90) if day + 90 < world.today and dice.random() < 0.6 else None
        yield (
            who.number, happened["kind"], severity, iso(day), amount, words["online_register"],
            happened["note"], resolved,
        )  # fmt: skip


def assessment_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``risk_assessment``: valid for a year, some have expired."""
    dice = Dice()
    for who in world.everybody(line="bank"):
        if not who.person or not who.has(24, 0.78):
            continue
        world.dice(who, dice, subject=_ASSESSMENTS)
        done = max(who.joined, world.today - dice.whole(5, 470))
        level = 1 + (dice.whole(0, 4) + dice.whole(0, 4)) // 2
        score = level * 18.0 + dice.whole(0, 10)
        yield who.number, level, score, iso(done), iso(done + 365)


def _private_loan(world: World, who: Persona, dice: Dice, *, missed: int) -> Facility:
    housing = dice.random() < 0.55
    goods = world.edition.bank_goods[_HOUSING if housing else _CONSUMER]
    approved = dice.whole(40, 320) * 1_000_000 if housing else dice.whole(2, 20) * 1_000_000
    started = who.joined + dice.whole(0, max(0, min(300, world.today - who.joined)))
    months = goods.term // 30
    matures = started + goods.term
    left = max(0.05, (matures - world.today) / goods.term)
    secured = "mortgage" if housing else "credit"
    return Facility(
        goods, "loan", approved, int(approved * left), started, matures, secured,
        approved // months, missed,
    )  # fmt: skip


def _statement(who: Persona, *, scale: float, debt: float, margin: float) -> tuple[object, ...]:
    """Return the figures of one year; assets are liabilities and equity."""
    size = company_size(who)
    assets, revenue = int(size.assets * scale), int(size.revenue * scale)
    current = int(assets * 0.55)
    cash, receivables = current * 2 // 10, current * 45 // 100
    liabilities = int(assets * debt)
    borrowed = liabilities * 55 // 100
    interest = borrowed * 42 // 1000
    profit = int(revenue * margin)
    equity = assets - liabilities
    return (
        "CNY", assets, current, cash, receivables, current - cash - receivables, liabilities,
        liabilities * 80 // 100, borrowed, equity, equity * 4 // 10, revenue,
        revenue * 78 // 100, profit + profit // 4 + interest, interest, profit, profit * 9 // 10,
    )  # fmt: skip


def _five_class(late: int) -> str:
    return [name for days, name in _FIVE_CLASSES if late >= days][-1]


def _round(amount: int) -> int:
    """Round to a million minor units, never to nothing."""
    return max(1_000_000, amount // 1_000_000 * 1_000_000)


TABLES = (
    Table(
        "facility",
        "id customer_id product_id kind approved used starts_on matures_on secured_by "
        "overdue_days overdue_amount five_class as_of",
        facility_rows,
    ),
    Table("repayment", "customer_id facility_id due_on due paid_on paid", repayment_rows),
    Table(
        "statement",
        "customer_id period_end period audited currency total_assets current_assets cash "
        "receivables inventory total_liabilities current_liabilities interest_debt equity "
        "retained revenue cost ebit interest net_profit operating_cash_flow",
        statement_rows,
    ),
    Table(
        "risk_event",
        "customer_id kind severity occurred_on amount source note resolved_on",
        event_rows,
    ),
    Table("risk_assessment", "customer_id level score done_on expires_on", assessment_rows),
)
