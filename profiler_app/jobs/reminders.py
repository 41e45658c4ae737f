"""What is due by the data: service, maturities, documents, greetings, open complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import DUE_TITLES, Due, DueKind, Who
from profiler_app.jobs.caring import due_care, told
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import complaining, not_agreed
from profiler_app.store import agenda
from profiler_app.store.connect import Connection

_MOST: Final = 10
"""So many reminders of a kind are listed, those of the most valuable customers; others counted."""


class Occasion(NamedTuple):
    """A feature that counts days to something, and how long before and after it reminds."""

    kind: DueKind
    feature: str
    before: int
    after: int


OCCASIONS: Final = (
    Occasion("service", "service_due_days", 0, 14),
    Occasion("maturity", "next_maturity_days", 7, 0),
    Occasion("facility", "facility_left_days", 30, 7),
    Occasion("id_doc", "id_left_days", 14, 30),
    Occasion("risk_check", "risk_assess_left", 30, 30),
)
_COMPLAINT = "open_complaint_days"
_PROMISED_DAYS: Final = 7
"""An agreed step longer ago is no reminder any more."""


def rule_of(kind: str) -> str:
    """Return the rule of all customers with an occasion; empty where no feature tells it."""
    if kind == "complaint":
        return "has('complaint_open')"
    for each in OCCASIONS:
        if each.kind == kind:
            return f"{each.feature} >= {-each.after} and {each.feature} <= {each.before}"
    return ""


class Found(NamedTuple):
    """An occasion of one customer, whose name is not read yet; ``place`` of whom is greeted."""

    kind: DueKind
    customer: int
    due: date
    value: float
    note: str = ""
    place: int = -1

    @property
    def key(self) -> str:
        """What tells the occasion for good."""
        return f"{self.kind}:{self.due.isoformat()}"


def found_reminders(
    connection: Connection, source: ColumnSource, *, today: date, computed: date
) -> tuple[list[Found], dict[str, int]]:
    """Return what is due and not settled, and by kind how many more there are than listed.

    ``computed`` is the day of the features; what they count is moved to ``today``.
    """
    done = agenda.settled(connection)
    every: dict[DueKind, list[Found]] = {}
    readers = [partial(_due, source, occasion, today, computed) for occasion in (*OCCASIONS, None)]
    care = partial(_care, source, today, done, not_to_be_greeted(connection, source, today))
    for read in (*readers, partial(_promises, connection, source, today), care):
        for each in read():
            if (each.customer, each.key) not in done:
                every.setdefault(each.kind, []).append(each)
    listed: list[Found] = []
    for found in every.values():
        found.sort(key=lambda each: (-each.value, each.customer))
        listed += found[:_MOST]
    more: dict[str, int] = {
        kind: len(found) - _MOST for kind, found in every.items() if found[_MOST:]
    }
    return listed, more


def _care(
    source: ColumnSource, today: date, done: set[tuple[int, str]], unwanted: set[int]
) -> list[Found]:
    due = due_care(source, today, done, unwanted)
    places = np.array([place for _kind, _customer, place in due], np.int64)
    worth = _worth(source, places)
    return [
        Found(kind, customer, today, value, place=place)
        for (kind, customer, place), value in zip(due, worth, strict=True)
    ]


def not_to_be_greeted(connection: Connection, source: ColumnSource, today: date) -> set[int]:
    """Return who is not to be contacted, withdrew a consent or complains: no greetings."""
    found = set(not_agreed(connection, (today - date(1970, 1, 1)).days).tolist())
    found |= set(complaining(connection).tolist())
    left_alone = source.columns(["dnc"]).get("dnc")
    if left_alone is not None:
        found |= set(source.ids()[left_alone.known & (left_alone.values != 0)].tolist())
    return found


def _due(
    source: ColumnSource, occasion: Occasion | None, today: date, computed: date
) -> list[Found]:
    if occasion is None:
        return list(_complaints(source, today, computed))
    column = source.columns([occasion.feature]).get(occasion.feature)
    if column is None:
        return []
    left = column.values.astype(np.int64) - (today - computed).days
    near = column.known & (left <= occasion.before) & (left >= -occasion.after)
    return [
        Found(occasion.kind, customer, today + timedelta(days=days), value)
        for customer, days, value in _picked(source, near, left)
    ]


def _complaints(source: ColumnSource, today: date, computed: date) -> Iterator[Found]:
    column = source.columns([_COMPLAINT]).get(_COMPLAINT)
    if column is None:
        return
    age = column.values.astype(np.int64) + (today - computed).days
    for customer, days, value in _picked(source, column.known & (age >= 0), age):
        yield Found("complaint", customer, today - timedelta(days=days), value)


def _promises(connection: Connection, source: ColumnSource, today: date) -> list[Found]:
    """Return what was agreed on in talks, imported or typed, and is due or a little late."""
    first = today - timedelta(days=_PROMISED_DAYS)
    promised = source.kept(
        ("promises", today.isoformat()),
        lambda: agenda.promises(connection, since=first, until=today),
    )
    customers = np.array([each.customer for each in promised], np.int64)
    chosen = np.isin(source.ids(), customers)
    worth = {who: value for who, _days, value in _picked(source, chosen, np.zeros(len(chosen)))}
    return [
        Found("next_step", who, date.fromisoformat(due), worth.get(who, 0.0), step)
        for who, step, due in promised
    ]


def _picked(
    source: ColumnSource, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], days: object
) -> list[tuple[int, int, float]]:
    """Return (customer, days, value of the customer from 0 to 1) of the chosen."""
    places = np.flatnonzero(chosen)
    ids = source.ids()[places].tolist()
    counted = np.asarray(days)[places].tolist()
    return list(zip(ids, counted, _worth(source, places), strict=True))


def _worth(source: ColumnSource, places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[float]:
    value = source.columns(["value_pct"]).get("value_pct")
    if value is None:
        return [0.0] * len(places)
    found: list[float] = np.where(value.known[places], value.values[places], 0.0).tolist()
    return found


def written(source: ColumnSource, found: Found, who: Who, today: date) -> Due:
    """Return a reminder in words of the current language."""
    title = _(DUE_TITLES[found.kind])
    if found.place >= 0:
        title = " · ".join(filter(None, (title, told(source, today, found.place))))
    if found.kind == "complaint":
        days = (today - found.due).days
        since = ngettext("open for {n} day", "open for {n} days", days).format(n=f"{days:,}")
        title = f"{title} · {since}"
    if found.note:
        title = f"{title} · {found.note}"
    due = today if found.kind == "complaint" else found.due
    return Due(found.kind, found.key, who, title, due)
