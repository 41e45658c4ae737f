"""The customers themselves: names, identities, addresses, households, companies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from profiler_app.ingest.sample import identities
from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.persona import EPOCH, SHOWCASES, Persona, Table, World, iso

_SUBJECT = 2

_COLUMNS = (
    "id number kind line name short_name member_no core_cust_no cn_id id_doc_expiry uscc "
    "mobile phone email wechat_id address province city county gender birth_date nationality "
    "education occupation job_title employer marital household_size children_count "
    "family_stage income_band annual_income legal_form ownership industry established_on "
    "registered_capital employees revenue total_assets business_status main_business "
    "legal_rep owner_rm relation_since first_source best_time status"
)

_EDUCATION = ("10", "20", "20", "20", "30", "30", "40", "60", "70")
_OWNERSHIP = ("private",) * 7 + ("state", "foreign", "joint")


class Who(NamedTuple):
    """The name of a person and how it is written in an e-mail address."""

    name: str
    latin: str


class Size(NamedTuple):
    """Employees, annual revenue and total assets of a company (money in minor units)."""

    employees: int
    revenue: int
    assets: int


def customer_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``customer``."""
    dice = Dice()
    columns = _COLUMNS.split()
    for who in world.everybody():
        values = _person(world, who, dice) if who.person else _company(world, who, dice)
        values |= _managed(world, who, dice)
        yield tuple(map(values.get, columns))


def person_name(world: World, who: Persona) -> Who:
    """Return a person's name; a duplicate of somebody is written a little differently."""
    words = world.edition.words
    if who.identity != who.number:
        original = person_name(world, world.persona(who.identity))
        return _misspelt(original, who) if who.u[16] % 3 == 0 else original
    (surname, latin), given = _parts(words, who)
    name = words["name_order"].format(surname=surname, given=given)
    return Who(name, latin)


def _parts(words: dict[str, Any], who: Persona) -> tuple[tuple[str, str], str]:
    """Return surname with its Latin letters, and given name; showcases have fixed names."""
    if who.number <= SHOWCASES:
        surname, first = words["showcase_names"][who.number // SHOWCASES]
        return (surname[0], surname[1]), first
    u, surnames = who.u, words["surnames"]
    family = surnames[_often_first(u[17], u[18], len(surnames))]
    given = words["given_male" if who.male else "given_female"]
    return (family[0], family[1]), given[u[19] % len(given)]


def company_name(world: World, who: Persona) -> tuple[str, str]:
    """Return a company's full and short name."""
    words = world.edition.words
    parts = {
        "city": words["cities"][who.place]["short"],
        "brand": words["brands"][who.u[17] % len(words["brands"])],
        "trade": trade(world, who)["name"],
        "suffix": legal_form(world, who),
    }
    return words["company"].format(**parts), words["short_company"].format(**parts)


def legal_form(world: World, who: Persona) -> str:
    """Return a company's legal form."""
    forms: list[str] = world.edition.words["legal_forms"]
    return forms[(who.u[18] * who.u[18] >> 16) * len(forms) >> 16]


def trade(world: World, who: Persona) -> dict[str, str]:
    """Return what a company does: its word, industry class and main business."""
    trades: list[dict[str, str]] = world.edition.words["trades"]
    return trades[7 if who.number == 2 else who.u[19] % len(trades)]


def company_size(who: Persona) -> Size:
    """Return how large a company is; its statements and loans follow from it."""
    employees = 268 if who.number == 2 else int(6 * 10 ** (who.u[28] / 65536 * 2.1))
    revenue = employees * (300_000 + (who.u[29] * 800_000 >> 16)) * 100
    return Size(employees, revenue, revenue * (60 + (who.u[30] * 120 >> 16)) // 100)


def legal_rep(world: World, who: Persona) -> str:
    """Return the legal representative of a company."""
    words, u = world.edition.words, who.u
    given = words["given_male" if u[5] & 3 else "given_female"]
    surname = words["surnames"][_often_first(u[6], u[7], len(words["surnames"]))][0]
    name: str = words["name_order"].format(surname=surname, given=given[u[8] % len(given)])
    return name


def any_name(world: World, dice: Dice) -> str:
    """Return the name of somebody who is not a customer (a contact, a legal representative)."""
    words = world.edition.words
    given = words["given_male" if dice.random() < 0.6 else "given_female"]
    surname = words["surnames"][int(dice.random() ** 2 * len(words["surnames"]))][0]
    name: str = words["name_order"].format(surname=surname, given=dice.pick(given))
    return name


def _often_first(one: int, other: int, count: int) -> int:
    return (one * other >> 16) * count >> 16


def _misspelt(original: Who, who: Persona) -> Who:
    """Swap two letters of a long name, or double the last sign of a short one."""
    name = original.name
    if len(name) > 4:
        return Who(name[:-3] + name[-2] + name[-3] + name[-1], original.latin)
    return Who(name[:-1] + name[-1] * 2 if len(name) == 2 else name[:-1], original.latin)


def _born_on(world: World, who: Persona) -> date:
    year = date.fromordinal(world.today + EPOCH).year - who.age
    return identities.birth_date(who.identity, year)


def _person(world: World, who: Persona, dice: Dice) -> dict[str, object]:
    world.dice(who, dice, subject=_SUBJECT)
    name = person_name(world, who)
    born = _born_on(world, who)
    values: dict[str, object] = {"name": name.name, "kind": "person"}
    values |= _reached(world, who, name, dice=dice)
    known = who.known
    if dice.random() < 0.55 + 0.45 * known:
        values["gender"] = "M" if who.male else "F"
    if dice.random() < 0.25 + 0.75 * known:
        values["birth_date"] = born.isoformat()
    if who.identity == who.number and dice.random() < (0.35 if who.trade else 0.96) * known + 0.04:
        values["cn_id"] = identities.cn_id(who.identity, born, male=who.male)
        values["id_doc_expiry"] = iso(world.today + dice.whole(-60, 5400))
        values["nationality"] = "CHN"
    values |= {key: value for key, value in _life(world, who, dice) if dice.random() < known}
    return values


def _life(world: World, who: Persona, dice: Dice) -> list[tuple[str, object]]:
    """Return what a person tells about work and household."""
    words, age = world.edition.words, who.age
    occupation = "8" if age >= 62 or age < 22 else dice.pick("1222334466")
    job = words["jobs"]["8"][0] if age >= 62 else dice.pick(words["jobs"][occupation])
    stage, marital, children = _household(age, dice)
    band = min(5, max(0, dice.whole(0, 3) + (occupation in "12") + (who.segment == "big_spender")))
    return [
        ("education", dice.pick(_EDUCATION)),
        ("occupation", "2" if who.number == 1 else occupation),
        ("job_title", words["jobs"]["2"][0] if who.number == 1 else job),
        ("employer", _employer(world, who, dice) if occupation != "8" else None),
        ("marital", marital),
        ("household_size", 1 + (marital == "20") + children),
        ("children_count", children),
        ("family_stage", "young_kids" if who.number == 1 else stage),
        ("income_band", "abcdef"[band]),
    ]


def _employer(world: World, who: Persona, dice: Dice) -> str:
    employers: list[str] = world.edition.words["employers"]
    return employers[0] if who.number == 1 else dice.pick(employers)


def _household(age: int, dice: Dice) -> tuple[str, str, int]:
    """Return family stage, marital status and children that fit the age."""
    if age >= 62:
        return "senior", dice.pick(("20", "20", "30")), 0
    if age < 26 or dice.random() < 0.15:
        return "single", dice.pick(("10", "10", "40")), 0
    if age < 32 and dice.random() < 0.5:
        return "couple", "20", 0
    if age < 42:
        return "young_kids", "20", dice.whole(1, 2)
    return ("teen", "20", dice.whole(1, 2)) if age < 50 else ("empty_nest", "20", 0)


def _reached(world: World, who: Persona, name: Who, *, dice: Dice) -> dict[str, object]:
    """Return telephone, mail and address; duplicates share some of them with the original."""
    index = who.number
    same_phone = who.identity != index and who.u[16] % 3 == 0
    values: dict[str, object] = {"mobile": identities.mobile(who.identity if same_phone else index)}
    if dice.random() < who.known * 0.7:
        values["email"] = identities.email(f"{name.latin}{index}")
    if dice.random() < who.known * (0.9 if who.trade else 0.5):
        values["wechat_id"] = f"wx_{name.latin}_{index}"
    if dice.random() < 0.3 + 0.7 * who.known:
        values |= _address(world, who, dice, form="address")
    return values


def _address(world: World, who: Persona, dice: Dice, *, form: str) -> dict[str, object]:
    words = world.edition.words
    city = words["cities"][who.place]
    code, county = city["counties"][1 if who.number == 1 else who.u[20] % len(city["counties"])]
    text = words[form].format(
        city=city["name"],
        county=county,
        street=words["streets"][who.u[21] % len(words["streets"])],
        estate=words["estates"][who.u[22] % len(words["estates"])],
        number=1 + who.u[23] % 288,
        building=1 + who.u[24] % 20,
        room=(1 + who.u[25] % 22) * 100 + 1 + who.u[26] % 4,
    )
    return {"address": text, "province": code[:2], "city": code[:4], "county": code}


def _company(world: World, who: Persona, dice: Dice) -> dict[str, object]:
    world.dice(who, dice, subject=_SUBJECT)
    name, short = company_name(world, who)
    does = trade(world, who)
    size = company_size(who)
    years = dice.whole(2, 24)
    values: dict[str, object] = {
        "name": name,
        "short_name": short,
        "kind": "company",
        "uscc": identities.uscc(who.number),
        "legal_form": legal_form(world, who),
        "industry": does["industry"],
        "established_on": iso(min(who.joined, world.today - years * 365) - dice.whole(30, 300)),
    }
    values |= _address(world, who, dice, form="office")
    told = (
        ("phone", f"0{570 + who.place}-8{who.number % 10_000_000:07d}"),
        ("email", identities.email(f"office{who.number}")),
        ("ownership", dice.pick(_OWNERSHIP)),
        ("registered_capital", dice.pick((50, 100, 200, 500, 1000, 2000, 5000)) * 1_000_000),
        ("employees", size.employees),
        ("revenue", size.revenue),
        ("total_assets", size.assets),
        ("business_status", "suspended" if dice.random() < 0.02 else "open"),
        ("main_business", does["business"]),
        ("legal_rep", legal_rep(world, who)),
    )
    return values | {key: value for key, value in told if dice.random() < 0.2 + 0.8 * who.known}


def _managed(world: World, who: Persona, dice: Dice) -> dict[str, object]:
    """Return how the customer is kept: numbers, account manager, since when, from where."""
    words, known = world.edition.words, who.known
    sources = ("store", "wechat", "online_shop", "app") if who.trade else ("branch", "mobile_bank")
    letter, column = ("M", "member_no") if who.trade else ("B", "core_cust_no")
    return {
        "id": who.number,
        "number": f"{letter}{who.number:07d}",
        "line": who.line,
        column: f"{'JN' if who.trade else '88'}{who.number:08d}",
        "owner_rm": words["managers"][who.u[27] % len(words["managers"])],
        "relation_since": iso(who.joined),
        "first_source": dice.pick(sources) if dice.random() < 0.4 + 0.6 * known else None,
        "best_time": dice.pick(words["best_times"]) if dice.random() < known * 0.5 else None,
        "status": "prospect" if who.segment == "prospect" else "active",
    }


def more_contacts(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``contact``: second telephones."""
    for who in world.everybody():
        if who.person and who.has(4, 0.12):
            yield who.number, "mobile", identities.mobile(who.number, 5), None, 1


def cards(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``identifier``: cards of the bank's private customers."""
    for who in world.everybody(line="bank"):
        if who.person and who.has(4, 0.45):
            yield who.number, "bank_card", identities.card(who.number)


TABLES = (
    Table("customer", _COLUMNS, customer_rows),
    Table("contact", "customer_id kind value label valid", more_contacts),
    Table("identifier", "customer_id kind value", cards),
)
