"""Declared and inferred traits: interests, values, motives, needs, ways to decide and to be met."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from profiler_app.domain.resources import catalog
from profiler_app.ingest.sample.consents import profiling_state
from profiler_app.ingest.sample.customers import company_size
from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.persona import Persona, Table, World, iso

_SUBJECT = 11

_LISTS = (
    ("ent_pref", "ent_pref", 3), ("sport_pref", "sport_pref", 2),
    ("culture_pref", "culture_pref", 2),
    ("values", "values", 2), ("lifestyle", "lifestyle", 1), ("motive", "motive", 2),
    ("needs", "needs", 2), ("decision_style", "decision_style", 1),
    ("contact_pref", "contact_channel", 2), ("social_platforms", "social_platform", 2),
    ("income_source", "income_source", 1),
)  # fmt: skip
"""Field, list of options, most options somebody names."""

_LEVELS = (
    ("green_awareness", "level3"), ("social_activity", "level3"), ("price_sensitivity", "level3"),
    ("brand_loyalty", "level5"),
)  # fmt: skip
_FLAGS = (("has_house", 0.7), ("has_car", 0.55))
_COMPANY_STYLES = ("committee", "owner", "tender", "compare")
_TRADE_NEEDS = ("repair", "upgrade")
_PERSON_NEEDS = ("deposit", "wealth", "insurance", "loan", "trust")
_COMPANY_NEEDS = ("loan", "settlement", "payroll", "fx", "supply_chain")
_PERSON_STYLES = ("fast", "compare", "family", "expert")
_TRADE_MOTIVES = ("price", "quality", "convenience", "brand", "novelty", "safety", "gift")
_BANK_MOTIVES = ("safety", "yield", "liquidity", "education", "retirement", "housing")
_COMPANY_MOTIVES = ("price", "quality", "convenience", "biz_growth")
_NO_CONTACT = 0.015


def attribute_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``attribute``; nothing about people who do not allow a profile."""
    dice = Dice()
    for who in world.everybody():
        if who.person and profiling_state(who) != "granted":
            continue
        world.dice(who, dice, subject=_SUBJECT)
        traits = _person(world, who, dice) if who.person else _company(world, who, dice)
        for field, value, origin in traits:
            as_of = world.today - int((world.today - who.joined) * dice.random() ** 2)
            sure = 1.0 if origin == "declared" else 0.6 + dice.whole(0, 30) / 100
            yield who.number, field, value, origin, sure, iso(as_of)


@cache
def _options(name: str) -> tuple[str, ...]:
    """Return the ids of a list of options that say something."""
    dull = {"other", "none"}
    return tuple(option["id"] for option in catalog("options")[name] if option["id"] not in dull)


@cache
def _listed(ids: tuple[str, ...]) -> str:
    return json.dumps(ids)


def _person(world: World, who: Persona, dice: Dice) -> Iterator[tuple[str, str, str]]:
    known = who.known if who.number > 2 else 1.2
    for field, options, most in _LISTS:
        if dice.random() < known * 0.8:
            chosen = dice.some(_choices(who, field, options), dice.whole(1, most))
            yield field, _listed(tuple(chosen)), "declared"
    for field, levels in _LEVELS:
        if dice.random() < known * 0.5:
            inferred = dice.random() < 0.5
            level = "high" if _thrifty(who, field) else dice.pick(_options(levels))
            yield field, level, "inferred" if inferred else "declared"
    for field, share in _FLAGS:
        if dice.random() < known * 0.4:
            yield field, str(int(dice.random() < share)), "declared"
    if dice.random() < known * 0.6:
        yield "personality", _listed((dice.pick(_options("personality")),)), "inferred"
    if who.number > 3 and dice.random() < _NO_CONTACT:
        yield "dnc", "1", "declared"


def _choices(who: Persona, field: str, options: str) -> tuple[str, ...]:
    """Return the options that fit the customer's line of business."""
    if field == "needs":
        return _TRADE_NEEDS if who.trade else _PERSON_NEEDS
    if field == "motive":
        return _TRADE_MOTIVES if who.trade else _BANK_MOTIVES
    return _PERSON_STYLES if field == "decision_style" else _options(options)


def _thrifty(who: Persona, field: str) -> bool:
    return field == "price_sensitivity" and who.segment == "bargain"


def _company(world: World, who: Persona, dice: Dice) -> Iterator[tuple[str, str, str]]:
    words, known = world.edition.words, who.known
    needs = _TRADE_NEEDS if who.trade else _COMPANY_NEEDS
    style = dice.pick(_COMPANY_STYLES)
    told = [
        ("motive", _listed(tuple(dice.some(_COMPANY_MOTIVES, 2)))),
        ("needs", _listed(tuple(dice.some(needs, 2)))),
        ("decision_style", _listed((style,))),
        ("procurement_mode", style),
        ("decision_cycle", str(dice.whole(7, 120))),
        ("contact_pref", _listed((dice.pick(("phone", "visit", "wechat")),))),
        ("industry_trend", json.dumps([dice.pick(words["trends"])], ensure_ascii=False)),
        ("share_of_wallet", f"{0.1 + 0.8 * dice.random():.2f}"),
    ]
    if not who.trade:
        banks = dice.some(words["other_banks"], 2)
        told += [
            ("payroll_heads", str(company_size(who).employees * dice.whole(60, 98) // 100)),
            ("other_banks", json.dumps(banks, ensure_ascii=False)),
            ("aml_risk", "low" if dice.random() < 0.93 else "mid"),
        ]
    for field, value in told:
        if dice.random() < known * 0.75:
            yield field, value, "imported" if field in ("payroll_heads", "aml_risk") else "declared"


TABLES = (Table("attribute", "customer_id field value origin confidence as_of", attribute_rows),)
