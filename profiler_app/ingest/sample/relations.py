"""Who belongs to whom: families, referrers, employers, groups of companies, their contacts.

A row says what the other is to the customer: ``(customer, other, "employer")`` means that the
other is the customer's employer.
"""

from __future__ import annotations

from collections.abc import Iterator

from profiler_app.ingest.sample import identities
from profiler_app.ingest.sample.customers import any_name, legal_rep
from profiler_app.ingest.sample.dice import Dice
from profiler_app.ingest.sample.persona import SHOWCASES, Persona, Table, World, iso

_RELATIONS, _CONTACTS = 12, 13
_COMPANY_LINKS = (
    ("parent_company", 0.15, True),
    ("guarantor", 0.12, False),
    ("upstream_supplier", 0.14, False),
    ("downstream_buyer", 0.10, False),
    ("affiliate", 0.05, False),
)
"""Kind, share of the bank's companies that have one, whether shares are held."""
_STANCES = ("supporter", "supporter", "neutral", "neutral", "unknown", "opponent")

Relation = tuple[object, ...]


def relation_rows(world: World) -> Iterator[Relation]:
    """Yield the rows of ``relation``."""
    dice = Dice()
    for who in world.everybody():
        if who.number == 1:
            yield from _family(world)
        elif who.number == 2:
            yield from _group(world)
        elif who.identity == who.number and who.number > SHOWCASES:
            yield from _private(world, who) if who.person else _corporate(world, who, dice)


def contact_count(who: Persona) -> int:
    """Return how many people of a company are on file."""
    return 0 if who.person else 6 if who.number == 2 else 1 + who.u[28] % 4


def contact_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``company_contact``."""
    dice = Dice()
    roles = world.edition.words["contacts"]
    count = 0
    for who in world.everybody():
        if who.person:
            continue
        world.dice(who, dice, subject=_CONTACTS)
        for place in range(contact_count(who)):
            count += 1
            role = roles[place if who.number == 2 else (place * 3 + who.u[29]) % len(roles)]
            boss = role["role"] == "legal_rep"
            name = legal_rep(world, who) if boss else any_name(world, dice)
            left = who.number > 2 and dice.random() < 0.07
            left_on = iso(max(who.joined, world.today - dice.whole(5, 400))) if left else None
            yield (
                count, who.number, name, role["title"], role["department"],
                role["role"], dice.pick(_STANCES), dice.whole(1, 5), int(place < 2),
                int(not left), identities.mobile(count, 6), left_on,
            )  # fmt: skip


def _row(world: World, who: Persona, other: int, *, kind: str, share: float | None = None,
         note: str | None = None) -> Relation:  # fmt: skip
    known = max(who.joined, world.persona(other).joined)
    since = None if kind == "spouse" else iso(known)
    return who.number, other, kind, share, since, None, 1.0 - who.u[4] % 4 / 10, note


def _private(world: World, who: Persona) -> Iterator[Relation]:
    """Spouses are neighbours in number, so that nobody has two; referrers are few and popular."""
    notes = world.edition.words["relation_notes"]
    before = world.persona(who.number - 1)
    if who.number % 2 == 0 and who.has(31, 0.2) and _may_marry(who, before):
        yield _row(world, who, before.number, kind="spouse")
    line = f"person:{who.line}"
    if who.has(15, 0.08):
        popular = 4 + (who.u[16] * who.u[17] >> 16) * max(1, who.number // 8) // 65536
        other = world.find(popular, kind=line)
        if other is not None and other < who.number:
            yield _row(world, who, other, kind="referrer", note=notes[who.u[18] % 2])
    if not who.trade and who.has(20, 0.10):
        employer = world.find(who.number - 1, kind="company:bank", step=-1)
        if employer is not None:
            yield _row(world, who, employer, kind="employer")


def _may_marry(who: Persona, other: Persona) -> bool:
    single = other.number > SHOWCASES and other.person and other.identity == other.number
    return single and who.male != other.male and abs(who.age - other.age) < 12


def _corporate(world: World, who: Persona, dice: Dice) -> Iterator[Relation]:
    """Links go to companies with smaller numbers, so that no group goes round in a circle."""
    if who.trade:
        return
    world.dice(who, dice, subject=_RELATIONS)
    taken = {who.number}
    for kind, share, held in _COMPANY_LINKS:
        if dice.random() < share:
            start = who.number - 1 - dice.whole(0, 120)
            other = world.find(max(SHOWCASES + 1, start), kind="company:bank", step=-1)
            if other is not None and other > SHOWCASES and other not in taken:
                taken.add(other)
                part = dice.whole(34, 100) / 1.0 if held else None
                yield _row(world, who, other, kind=kind, share=part)


def _family(world: World) -> Iterator[Relation]:
    """The first showcase: a spouse and two customers she referred."""
    who = world.persona(1)
    start = SHOWCASES + 1
    near = []
    for _ in range(3):
        other = world.find(start, kind="person:trade")
        if other is None:
            break
        near.append(other)
        start = other + 1
    for place, other in enumerate(near):
        if place == 0:
            yield _row(world, who, other, kind="spouse")
        else:
            yield _row(world, world.persona(other), 1, kind="referrer")


def _group(world: World) -> Iterator[Relation]:
    """The second showcase: a parent, two subsidiaries, a guarantor, a supplier."""
    who = world.persona(2)
    start = SHOWCASES + 1
    links = (("parent_company", 70.0), ("subsidiary", 100.0), ("subsidiary", 65.0),
             ("guarantor", None), ("upstream_supplier", None))  # fmt: skip
    for kind, share in links:
        other = world.find(start, kind="company:bank")
        if other is None:
            return
        yield _row(world, who, other, kind=kind, share=share)
        start = other + 1


TABLES = (
    Table(
        "company_contact",
        "id customer_id name title department role stance influence is_key active mobile left_on",
        contact_rows,
    ),
    Table("relation", "customer_id other_id kind share since until confidence note", relation_rows),
)
