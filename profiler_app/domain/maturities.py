"""What matures in the next days, day by day, with what may take its place (journey J02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.domain.today import Who

SPANS = (7, 30)
"""So many days can be looked ahead."""
FITTING = 3
"""So many products that suit are named."""


def key_of(on: date) -> str:
    """Return what tells that something matures on a day for good, as reminders do."""
    return f"maturity:{on.isoformat()}"


@dataclass(frozen=True, slots=True)
class Maturing:
    """An account that matures; amounts in minor units, None where no balance is known.

    ``renews``: it is renewed by itself. ``level`` is the risk level (1 to 5) of the customer and
    ``assessed_days`` how long it is still valid (negative: it is not); None: never assessed.
    ``fits`` are products that suit; ``kept`` says why nothing is offered at all. ``planned``: there
    is a task or it was settled.
    """

    who: Who
    product: str
    on: date
    amount: int | None
    renews: bool
    level: int | None
    assessed_days: int | None
    elderly: bool
    fits: tuple[str, ...]
    kept: str
    planned: bool

    @property
    def key(self) -> str:
        """What tells the occasion for good."""
        return key_of(self.on)

    @property
    def to_plan(self) -> bool:
        """Whether somebody has to do something about it yet."""
        return not (self.renews or self.planned)


@dataclass(frozen=True, slots=True)
class Maturities:
    """What matures from ``day`` on within ``days``, the soonest first."""

    day: date
    days: int
    accounts: tuple[Maturing, ...]

    @property
    def amount(self) -> int:
        """The sum of all of them."""
        return sum(each.amount or 0 for each in self.accounts)

    def to_plan(self) -> tuple[Maturing, ...]:
        """Return what nobody has planned yet and does not renew itself."""
        return tuple(each for each in self.accounts if each.to_plan)

    def customers(self) -> tuple[Who, ...]:
        """Return whose accounts these are, each once, the soonest first."""
        return tuple(dict.fromkeys(each.who for each in self.accounts))

    def by_day(self) -> Iterator[tuple[date, tuple[Maturing, ...]]]:
        """Yield each day on which something matures."""
        for on, each in groupby(self.accounts, key=lambda account: account.on):
            yield on, tuple(each)

    def by_week(self) -> Iterator[tuple[int, int, int]]:
        """Yield (week from the first day on, accounts, sum) of each week with something."""
        for week, each in groupby(self.accounts, key=lambda a: (a.on - self.day).days // 7):
            accounts = list(each)
            yield week, len(accounts), sum(account.amount or 0 for account in accounts)


def risk_words(account: Maturing) -> str:
    """Say the risk level of the customer and how long it is valid."""
    if account.level is None or account.assessed_days is None:
        return _("not assessed")
    if account.assessed_days < 0:
        return _("C{level}, expired").format(level=account.level)
    left = account.assessed_days
    told = ngettext("C{level}, {n} day left", "C{level}, {n} days left", left)
    return told.format(level=account.level, n=f"{left:,}")


def fit_words(account: Maturing) -> str:
    """Say which products suit, or why none is named."""
    if account.kept:
        return account.kept
    if not account.fits:
        if account.amount is None:
            return _("Agree on its renewal.")
        return _("No product is known that suits.")
    told = _("Suits: {products}").format(products=_(", ").join(account.fits))
    if account.elderly:
        told = _("65 or older, to be confirmed by a second person · {told}").format(told=told)
    return told


def weekday(on: date) -> str:
    """Return the short name of the day of the week."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[on.weekday()]
