"""Festivals on which customers are greeted, and the holidays on which nobody is disturbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from profiler_app.domain.lunar import LunarDay, solar_day
from profiler_app.domain.text import N_, _

NEAR: Final = timedelta(days=7)
"""Two occasions of care within so many days are one (SRV-03)."""

NAMES: Final[Mapping[str, str]] = {
    "spring": N_("Spring Festival"),
    "dragon_boat": N_("Dragon Boat Festival"),
    "mid_autumn": N_("Mid-Autumn Festival"),
    "national": N_("National Day"),
}
_LUNAR: Final = {
    "spring": LunarDay(1, 1),
    "dragon_boat": LunarDay(5, 5),
    "mid_autumn": LunarDay(8, 15),
}
_EVE, _HOLIDAYS = timedelta(days=1), timedelta(days=5)
"""The holidays of the Spring Festival: from its eve to the sixth day of the year."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What customers are greeted for by a day: one festival, or several that lie close together."""

    by: date
    festivals: tuple[tuple[str, date], ...]

    @property
    def key(self) -> str:
        """What tells the occasion for good."""
        return f"festival:{self.by.isoformat()}"

    def title(self) -> str:
        """Say which festivals these are, and when."""
        return " · ".join(f"{_(NAMES[name])} {day:%m-%d}" for name, day in self.festivals)


def greeting_near(day: date) -> Greeting | None:
    """Return whom to greet by a day in the coming week (``day`` included)."""
    coming = (each for each in _greetings(day) if day <= each.by <= day + NEAR)
    return next(coming, None)


def before_holidays(day: date) -> date:
    """Return the last day before the Spring Festival's holidays for a day in them, else the day."""
    spring = solar_day(day.year, _LUNAR["spring"])
    if spring is not None and spring - _EVE <= day <= spring + _HOLIDAYS:
        return spring - _EVE - timedelta(days=1)
    return day


def _greetings(around: date) -> Iterator[Greeting]:
    """Yield the greetings of three years in their order; festivals close together are one."""
    found: list[tuple[str, date]] = []
    for name, day in sorted(_festivals(around), key=lambda each: each[1]):
        if found and _greeted_by(day) - _greeted_by(found[0][1]) > NEAR:
            yield Greeting(_greeted_by(found[0][1]), tuple(found))
            found = []
        found.append((name, day))
    if found:
        yield Greeting(_greeted_by(found[0][1]), tuple(found))


def _festivals(around: date) -> Iterator[tuple[str, date]]:
    for year in (around.year - 1, around.year, around.year + 1):
        yield "national", date(year, 10, 1)
        for name, lunar in _LUNAR.items():
            day = solar_day(year, lunar)
            if day is not None:
                yield name, day


def _greeted_by(festival: date) -> date:
    """Return the day before a festival, before the eve of the year: people are reached then."""
    return before_holidays(festival - timedelta(days=1))
