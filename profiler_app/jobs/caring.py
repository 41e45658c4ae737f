"""Care: birthdays by either calendar, round anniversaries, festivals (SRV-03).

What falls within a week for one customer is one reminder, that of the first day; who was greeted
within a week is not reminded of again. Festivals are one line for a group, not one for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.care_days import calendar as calendar_days
from profiler_app.analysis.care_days import until_anniversary, until_lunar, until_yearly
from profiler_app.domain.dates import to_day
from profiler_app.domain.festivals import NEAR, Greeting, before_holidays, greeting_near
from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import Due, DueKind, Who
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import contacts

CARE: Final = ("birthday", "anniversary", "festival")
MOST_GREETED: Final = 100
"""So many are greeted for a festival, the most valuable: more nobody greets in person."""
_VALUABLE: Final = "high_value"
_AHEAD: Final = 2 * NEAR.days + 9
"""Days looked ahead: a week for each of two occasions, and holidays between them."""
_NEVER: Final = 9_999
_NOT_ANY_MORE: Final = frozenset({"deceased", "closed"})
_YEARS: Final[dict[str, Callable[[int], str]]] = {
    "relation_since": lambda n: ngettext("a customer for {n} year", "a customer for {n} years", n),
    "established_on": lambda n: ngettext("founded {n} year ago", "founded {n} years ago", n),
}


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """For every customer the days (negative: past) until each occasion is to be thought of."""

    birthday: NDArray[np.int64]
    lunar: NDArray[np.bool_]
    round_days: dict[str, NDArray[np.int64]]
    round_years: dict[str, NDArray[np.int64]]

    def first(self) -> NDArray[np.int64]:
        """Return the days until the first of them that is not past."""
        each = (self.birthday, *self.round_days.values())
        coming = [np.where(days < 0, _NEVER, days) for days in each]
        found: NDArray[np.int64] = np.minimum.reduce(coming)
        return found

    def between(self, first: int, last: int) -> NDArray[np.bool_]:
        """Mark who has an occasion in these days."""
        each = (self.birthday, *self.round_days.values())
        found: NDArray[np.bool_] = np.logical_or.reduce(
            [(days >= first) & (days <= last) for days in each]
        )
        return found


def care_calendar(source: ColumnSource, today: date) -> Calendar:
    """Return the occasions of all customers from a week before a day to some weeks after it."""
    key = ("care", today.isoformat())
    found: Calendar = source.kept(key, lambda: _calendar(source, today))
    return found


def due_care(
    source: ColumnSource, today: date, done: Collection[tuple[int, str]], unwanted: Collection[int]
) -> list[tuple[DueKind, int, int]]:
    """Return (kind, customer, place among all) of whom to greet today."""
    lately = _greeted_lately(done, today)
    found = care_calendar(source, today)
    places = np.flatnonzero(found.first() == 0)
    ids = source.ids()[places].tolist()
    return [
        ("birthday" if found.birthday[place] == 0 else "anniversary", customer, place)
        for customer, place in zip(ids, places.tolist(), strict=True)
        if customer not in unwanted and customer not in lately
    ]


def told(source: ColumnSource, today: date, place: int) -> str:
    """Say of a customer what else the greeting of today is for."""
    found = care_calendar(source, today)
    parts = [_("by the lunar calendar")] if found.lunar[place] and not found.birthday[place] else []
    if 0 < found.birthday[place] <= NEAR.days:
        parts.append(f"{_('Birthday')}{_on(today, int(found.birthday[place]))}")
    for name, worded in _YEARS.items():
        days, years = int(found.round_days[name][place]), int(found.round_years[name][place])
        if 0 <= days <= NEAR.days:
            parts.append(f"{worded(years).format(n=years)}{_on(today, days)}")
    greeting = greeting_near(today)
    if greeting is not None and _valuable(source)[place]:
        parts.append(greeting.title())
    return " · ".join(parts)


def festival_members(
    source: ColumnSource,
    today: date,
    done: Collection[tuple[int, str]],
    unwanted: Callable[[], Collection[int]],
) -> tuple[Greeting, list[int]] | None:
    """Return the coming festival and whom to greet for it; None where there is none or it is done.

    Left out is who was contacted in the last 7 days or has a greeting of the own near that day.
    """
    greeting = greeting_near(today)
    if greeting is None or any(key == greeting.key for _customer, key in done):
        return None
    ids, day = source.ids(), to_day(today.isoformat())
    left = (greeting.by - today).days
    chosen = _valuable(source) & ~care_calendar(source, today).between(
        left - NEAR.days, left + NEAR.days
    )
    alone = {*unwanted(), *_greeted_lately(done, today)}
    alone |= set(contacts(source.workspace.connection, day - NEAR.days, day).tolist())
    places = np.flatnonzero(chosen & ~np.isin(ids, sorted(alone)))
    value = source.columns(["value_pct"]).get("value_pct")
    if value is not None:
        worth = np.where(value.known, value.values, 0.0)[places]
        places = places[np.lexsort((places, -worth))]
    members = ids[places[:MOST_GREETED]].tolist()
    return (greeting, members) if members else None


def group_due(
    key: str, title: str, due: date, members: Sequence[Who], task: int | None = None
) -> Due:
    """Return the one reminder of many customers."""
    n = len(members)
    name = ngettext("Greet {n} valuable customer", "Greet {n} valuable customers", n)
    who = Who(0, "", name.format(n=f"{n:,}"), "person", "")
    return Due("festival", key, who, title, due, task, tuple(members))


def _calendar(source: ColumnSource, today: date) -> Calendar:
    first = today - NEAR
    columns = source.columns(["birth_date", "birth_lunar", *_YEARS])
    size, now = len(source.ids()), to_day(today.isoformat())
    days: Any = np.full(size, _NEVER, np.int64)
    born, lunar = columns.get("birth_date"), columns.get("birth_lunar")
    if born is not None:
        known = born.known & (born.values <= now)
        _year, month, day = calendar_days(np.where(known, born.values, 0))
        days = np.where(known, until_yearly(first, month, day), days)
    by_moon = np.zeros(size, np.bool_)
    if lunar is not None:
        codes = np.where(lunar.known, lunar.values, -1)
        left, by_moon = until_lunar(first, codes, lunar.labels)
        days = np.where(by_moon, left, days)
    round_days, round_years = {}, {}
    for name in _YEARS:
        column = columns.get(name)
        left, years = np.full(size, _NEVER, np.int64), np.zeros(size, np.int64)
        if column is not None:
            left, years = until_anniversary(first, np.where(column.known, column.values, now))
            left = np.where(column.known & (years > 0), left, _NEVER)
        round_days[name], round_years[name] = _moved(left, today), years
    closed = _closed(source, size)
    birthday = np.where(closed, _NEVER, _moved(days, today))
    kept = {name: np.where(closed, _NEVER, left) for name, left in round_days.items()}
    return Calendar(birthday, by_moon, kept, round_years)


def _moved(left: NDArray[np.int64], today: date) -> NDArray[np.int64]:
    """Count from today; what falls into the Spring Festival is thought of before it."""
    first = today - NEAR
    days = [
        (before_holidays(first + timedelta(days=n)) - today).days for n in range(NEAR.days + _AHEAD)
    ]
    near = left < len(days)
    return np.where(near, np.array(days)[np.where(near, left, 0)], _NEVER)


def _closed(source: ColumnSource, size: int) -> NDArray[np.bool_]:
    status = source.columns(["status"]).get("status")
    if status is None:
        return np.zeros(size, np.bool_)
    codes = [n for n, label in enumerate(status.labels) if label in _NOT_ANY_MORE]
    return status.known & np.isin(status.values, codes)


def _valuable(source: ColumnSource) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = source.tags([_VALUABLE])[_VALUABLE].true
    return found


def _greeted_lately(done: Collection[tuple[int, str]], today: date) -> set[int]:
    """Return for whom an occasion of care within a week was settled."""
    return {customer for customer, day in _care_days(done) if abs(day - today) <= NEAR}


def _care_days(done: Collection[tuple[int, str]]) -> Iterator[tuple[int, date]]:
    for customer, key in done:
        kind, _colon, day = key.partition(":")
        if kind in CARE:
            yield customer, date.fromisoformat(day)


def _on(today: date, days: int) -> str:
    return f" {today + timedelta(days=days):%m-%d}" if days else ""
