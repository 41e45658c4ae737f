"""Whose data were kept longer than their purpose allows, and erasing them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from profiler_app.domain.dates import from_day
from profiler_app.domain.fields import option_label
from profiler_app.jobs.consent_register import kept_too_long
from profiler_app.jobs.holding import holds
from profiler_app.store.consents import last_dealings
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

MOST = 1_000
"""As many are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A customer kept too long: for which purpose, when that ended, and what happened since.

    ``dealing`` is the day of the last order, contact or account movement (None: there is none);
    ``held`` says that a law orders to keep these data.
    """

    customer: int
    number: str
    name: str
    purpose: str
    ended: date
    dealing: date | None
    held: bool

    @property
    def dormant(self) -> bool:
        """Whether nothing happened after the purpose ended, so that nothing asks to keep it."""
        return not self.held and (self.dealing is None or self.dealing <= self.ended)


def overdue(workspace: Workspace, *, today: date) -> tuple[Overdue, ...]:
    """Return whose data are kept too long on a day, the longest first, at most ``MOST``."""
    every = kept_too_long(workspace, today=today)
    found = dict(sorted(every.items(), key=lambda each: (each[1][1], each[0]))[:MOST])
    connection = workspace.connection
    told = read_customers(connection, [*found], ("number", "name"))
    days = last_dealings(connection, [*found])
    held = {each.number for each in holds(workspace, today=today)}
    return tuple(
        Overdue(
            customer=customer,
            number=told[customer][0],
            name=told[customer][1] or told[customer][0],
            purpose=option_label("purpose", purpose) or purpose,
            ended=ended,
            dealing=from_day(days[customer]) if customer in days else None,
            held=told[customer][0] in held,
        )
        for customer, (purpose, ended) in found.items()
        if customer in told
    )
