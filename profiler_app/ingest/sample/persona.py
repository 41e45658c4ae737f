"""Who each customer is: kind, planted behaviour, age, place; cheap enough for every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from profiler_app.domain.text import Language
from profiler_app.ingest.sample.dice import Dice, Shares, draws
from profiler_app.ingest.sample.edition import Edition, edition

EPOCH = date(1970, 1, 1).toordinal()
SHOWCASES = 3
"""The first customers have fixed roles: the lapsing regular, the company, the one who refused."""

_KINDS = Shares(
    {"person:trade": 0.70, "company:trade": 0.08, "person:bank": 0.15, "company:bank": 0.07}
)
_TRADE = Shares(
    {"regular": 0.20, "big_spender": 0.08, "new": 0.11, "growing": 0.10, "seasonal": 0.10,
     "lapsing": 0.14, "one_timer": 0.12, "bargain": 0.08, "returner": 0.04, "prospect": 0.03}
)  # fmt: skip
_BANK = Shares({"stable": 0.56, "outflow": 0.14, "growing": 0.16, "new": 0.14})
_DUPLICATES = int(0.015 * 65536)
_NO_TWINS = 12
"""The first customers are nobody's duplicates."""

_CHURNERS = ("lapsing", "outflow")
_FIXED = {
    1: ("person:trade", "lapsing"),
    2: ("company:bank", "outflow"),
    3: ("person:trade", "prospect"),
}


class Truth(NamedTuple):
    """What was planted: the answer key for tests and benchmarks."""

    segment: str
    churner: bool
    duplicate_of: int | None


class Persona(NamedTuple):
    """One customer before any table.

    ``identity`` is the number of the person behind it (another one for a planted duplicate),
    ``joined`` a day number, ``known`` how much of the profile is filled (0..1), ``u`` 32 draws of
    16 bits.
    """

    number: int
    identity: int
    person: bool
    trade: bool
    segment: str
    male: bool
    age: int
    joined: int
    place: int
    known: float
    u: tuple[int, ...]

    @property
    def line(self) -> str:
        """The line of business."""
        return "trade" if self.trade else "bank"

    def has(self, draw: int, share: float) -> bool:
        """Return true for this share of customers (and for the two showcases that have all)."""
        return self.u[draw] < share * 65536 or self.number <= 2


class World(NamedTuple):
    """Everything the tables are derived from."""

    edition: Edition
    customers: int
    seed: int
    today: int

    def persona(self, number: int) -> Persona:
        """Return the customer with this number (1..customers)."""
        return self._persona(number, draws(self.seed, number))

    def everybody(self, *, line: str = "") -> Iterator[Persona]:
        """Yield all customers in order, or only those of one line of business."""
        for number in range(1, self.customers + 1):
            own = draws(self.seed, number)
            if line and own[1] >= _DUPLICATES and not _kind(number, own).endswith(line):
                continue  # seen without working out the rest
            who = self._persona(number, own)
            if not line or who.line == line:
                yield who

    def find(self, start: int, *, kind: str, step: int = 1) -> int | None:
        """Return the first customer of a kind (``person:trade``) from ``start`` on, or None."""
        for number in range(start, min(start + 200, self.customers + 1) if step > 0 else 0, step):
            draw = draws(self.seed, number)
            if draw[1] >= _DUPLICATES and _kind(number, draw) == kind:
                return number
        return None

    def truth(self, number: int) -> Truth:
        """Return what was planted in this customer."""
        who = self.persona(number)
        other = who.identity if who.identity != number else None
        return Truth(who.segment, who.segment in _CHURNERS, other)

    def dice(self, who: Persona, dice: Dice, *, subject: int) -> Dice:
        """Start the dice for one customer and subject, and return them."""
        dice.start(self.seed, who.number, subject=subject)
        return dice

    def _persona(self, number: int, own: tuple[int, ...]) -> Persona:
        original = self._original(number, own)
        if original is None:
            return self._born(number, own)
        twin = self._born(original, draws(self.seed, original))
        return twin._replace(
            number=number,
            segment="one_timer" if twin.trade else "new",
            joined=self.today - 130 - (own[9] * 470 >> 16),
            known=0.35,
            u=own[:20] + twin.u[20:27] + own[27:],  # the same address
        )

    def _original(self, number: int, own: tuple[int, ...]) -> int | None:
        """Return whom a planted duplicate repeats: an earlier person who is not one himself."""
        if own[1] >= _DUPLICATES or number <= _NO_TWINS:
            return None
        for other in range(number - 1 - own[2] % min(number - 8, 400), SHOWCASES, -1):
            theirs = draws(self.seed, other)
            twin = other > _NO_TWINS and theirs[1] < _DUPLICATES
            if not twin and _kind(other, theirs).startswith("person"):
                return other
        return None

    def _born(self, number: int, u: tuple[int, ...]) -> Persona:
        kind = _kind(number, u)
        trade = kind.endswith("trade")
        segment = _FIXED[number][1] if number in _FIXED else (_TRADE if trade else _BANK).at(u[3])
        person = Persona(
            number,
            number,
            kind.startswith("person"),
            trade,
            segment,
            bool(u[5] & 1),
            20 + (u[6] * 26 + u[7] * 30 + u[8] * 8 >> 16),
            self.today - _days_known(segment, u[9]),
            min(u[10], u[11]) * 12 >> 16,
            0.22 + 0.75 * max(u[12], u[13]) / 65536,
            u,
        )
        return person if number > SHOWCASES else self._shown(person)

    def _shown(self, who: Persona) -> Persona:
        """Return a showcase customer: known for years, in the first city, with a full profile."""
        who = who._replace(place=0, male=False, age=36)
        if who.number == SHOWCASES:
            return who
        return who._replace(joined=self.today - 1420, known=1.0)


class Table(NamedTuple):
    """A table of the sample: its columns, parted by blanks, and how its rows are made."""

    name: str
    columns: str
    rows: Callable[[World], Iterator[tuple[object, ...]]]


def make_world(language: Language, customers: int, *, seed: int, today: date) -> World:
    """Return the world of a sample."""
    return World(edition(language), customers, seed, today.toordinal() - EPOCH)


@lru_cache(maxsize=65536)
def iso(day: int) -> str:
    """Return the ISO text of a day number."""
    return date.fromordinal(day + EPOCH).isoformat()


def _kind(number: int, u: tuple[int, ...]) -> str:
    return _FIXED[number][0] if number in _FIXED else _KINDS.at(u[0])


def _days_known(segment: str, draw: int) -> int:
    if segment == "new":
        return 12 + (draw * 88 >> 16)
    if segment == "lapsing":
        return 700 + (draw * 740 >> 16)
    if segment == "prospect":
        return 5 + (draw * 300 >> 16)
    return 130 + (draw * 1310 >> 16)
