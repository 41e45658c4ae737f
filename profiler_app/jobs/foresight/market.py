"""Markets that move: industries and own segments that buy a fifth less, or stay away more (RSK-03).

The last 91 days are compared with the same days of the year before, so that seasons do not
count. Who may not be profiled is no part of it; groups under 30 customers are not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.text import _, with_minus
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.insights.words import percent
from profiler_app.jobs.judging import judge
from profiler_app.jobs.purchases import Purchases
from profiler_app.jobs.segments.moving import usable_rule
from profiler_app.store.segments import SAVED_RULE, read_segments
from profiler_app.store.workspace import Workspace

MOVED: Final = 0.2
FEWEST: Final = 30
_DAYS: Final = 91
_YEAR: Final = 364
"""52 weeks: the same days of the week."""


@dataclass(frozen=True, slots=True)
class Move:
    """A group whose sales (minor units) or share of those who stayed away changed by a fifth.

    ``field`` and ``option`` name an industry; a segment has no field and its name in ``option``.
    """

    what: str
    field: str
    option: str
    was: float
    now: float

    def facts(self) -> dict[str, Any]:
        """Return what the history keeps."""
        return {"what": self.what, "field": self.field, "option": self.option,
                "was": self.was, "now": self.now}  # fmt: skip

    @property
    def sentence(self) -> str:
        """The move in the current language."""
        name = self.option
        if self.field and (field := fields().get(self.field)) is not None:
            name = option_label(field.options, name) if field.options else name
        if self.what == "sales":
            text = _("{group}: sales of 13 weeks {change:+.0%} on the year before.")
            return with_minus(text.format(group=name, change=self.now / self.was - 1))
        text = _("{group}: {now} stayed away for 13 weeks, a year before {was}.")
        return text.format(group=name, now=percent(self.now), was=percent(self.was))


def market_moves(workspace: Workspace, bought: Purchases, *, today: date) -> tuple[Move, ...]:
    """Return the groups that shrink or lose more customers than a year before."""
    source, last = ColumnSource(workspace), to_day(today.isoformat())
    ids = source.ids()
    place = np.searchsorted(ids, bought.customer)
    mine = ids.take(place, mode="clip") == bought.customer
    windows = [_Window.ending(bought, place, mine, len(ids), last - ago) for ago in (0, _YEAR)]
    found = []
    for field, option, inside in _groups(workspace, source):
        found += _moves(field, option, inside, *windows)
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """By customer: what was spent in 91 days, and whether something was in the 91 before."""

    spent: NDArray[np.float64]
    before: NDArray[np.bool_]

    @classmethod
    def ending(
        cls, bought: Purchases, place: NDArray[Any], mine: NDArray[Any], size: int, last: int
    ) -> _Window:
        def within(since: int, until: int) -> NDArray[np.bool_]:
            rows: NDArray[np.bool_] = mine & (bought.day > since) & (bought.day <= until)
            return rows

        now, before = within(last - _DAYS, last), within(last - 2 * _DAYS, last - _DAYS)
        spent = np.bincount(place[now], weights=bought.amount[now], minlength=size)
        return cls(spent.astype(np.float64), np.bincount(place[before], minlength=size) > 0)


def _groups(
    workspace: Workspace, source: ColumnSource
) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    column = source.columns(["industry"]).get("industry")
    if column is not None:
        for code in np.unique(column.values[column.known]).tolist():
            yield "industry", column.labels[code], column.known & (column.values == code)
    for row in read_segments(workspace.connection, SAVED_RULE):
        rule = usable_rule(source, row.rule)
        if rule is not None:
            yield "", row.name, judge(source, rule).true


def _moves(
    field: str, option: str, inside: NDArray[np.bool_], now: _Window, year: _Window
) -> list[Move]:
    found = []
    sold, was = float(now.spent[inside].sum()), float(year.spent[inside].sum())
    if (year.spent[inside] > 0).sum() >= FEWEST and was and sold / was - 1 <= -MOVED:
        found.append(Move("sales", field, option, was, sold))
    here, then = (inside & each.before for each in (now, year))
    if min(here.sum(), then.sum()) >= FEWEST:
        away, once = float((now.spent[here] <= 0).mean()), float((year.spent[then] <= 0).mean())
        if once and away / once - 1 >= MOVED:
            found.append(Move("away", field, option, once, away))
    return found
