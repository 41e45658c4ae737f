"""Saved views: a filter, columns and an order under a name and a colour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MOST_VIEWS = 8
"""As many are pinned in the navigation."""

_DAY = re.compile(r"'today(?:([+-])(\d{1,5}))?'")


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view.

    ``rule`` is in the rule language, with days that move along written ``'today'`` or
    ``'today-30'``. ``columns`` is the layout of the list, as the list wrote it;
    ``sort`` is what it is ordered by, after a minus when the biggest comes first. ``colour`` is a
    place in the palette of categories. ``id`` 0: not saved yet.
    """

    id: int
    name: str
    rule: str
    columns: str
    sort: str
    colour: int
    position: int


def on_day(rule: str, today: date) -> str:
    """Return a rule with the days that move along as dates."""

    def day(found: re.Match[str]) -> str:
        sign, days = found.groups()
        return f"'{today + timedelta(days=int(f'{sign}{days}') if sign else 0)}'"

    return _DAY.sub(day, rule)
