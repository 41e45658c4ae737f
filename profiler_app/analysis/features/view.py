"""What every group of features gets to see, and the form in which it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.purchases import (
    Gaps,
    counted_lines,
    gaps_of,
    median_gaps,
    purchase_days,
    sale_lines,
)
from profiler_app.analysis.rows import FloatArray, IntArray, Rows
from profiler_app.domain.models import RfmParameters

YEAR = 365
USUAL_INTERVAL = 90.0
"""The reference interval (days) where nobody has three purchase days yet."""

GROUPS = ("person:trade", "person:bank", "company:trade", "company:bank")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Context:
    """What a full run learned about the population, so that one customer can be placed in it.

    ``interval`` is the trade line's median of the median purchase intervals (days); None: nobody
    has three purchase days. ``contribution`` and ``spend`` hold knots (see ``ranks``) by group
    (``person:trade``...). ``rfm`` is None without buyers. ``dataclasses.asdict`` makes it JSON,
    ``from_json`` brings it back.
    """

    interval: float | None = None
    contribution: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    spend: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    rfm: RfmParameters | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Context:
        """Bring back what ``dataclasses.asdict`` and JSON made of a context."""
        rfm = stored["rfm"]
        return cls(
            interval=stored["interval"],
            contribution={name: tuple(found) for name, found in stored["contribution"].items()},
            spend={name: tuple(found) for name, found in stored["spend"].items()},
            rfm=None if rfm is None else RfmParameters.from_json(rfm),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The values of one feature and where they are known; ``labels`` for text and lists."""

    values: NDArray[Any]
    known: BoolArray
    labels: tuple[str, ...] = ()


Features = dict[str, Found]


@dataclass(frozen=True, eq=False)
class View:
    """The facts up to ``as_of`` (day ``today``); nothing later is ever read.

    ``context`` is the population customers are placed in.
    """

    facts: Facts
    as_of: date
    context: Context = Context()

    @cached_property
    def today(self) -> int:
        """The day of ``as_of``, counted from 1970-01-01."""
        return (self.as_of - EPOCH).days

    @property
    def size(self) -> int:
        """The number of customers."""
        return self.facts.size

    @cached_property
    def people(self) -> Rows:
        """The customer table."""
        return self.facts.people()

    @cached_property
    def group(self) -> IntArray:
        """The index into ``GROUPS`` of each customer, -1 when type or line is missing."""
        kind = _position(self.people, "kind", ("person", "company"))
        line = _position(self.people, "line", ("trade", "bank"))
        return np.where((kind < 0) | (line < 0), -1, 2 * kind + line)

    def in_groups(self, *names: str) -> BoolArray:
        """Mark the customers of these groups."""
        return np.isin(self.group, [GROUPS.index(name) for name in names])

    def rows(self, table: str, *, days: int | None = None, ending: int = 0) -> Rows:
        """Return the rows of a table up to today.

        ``days`` leaves the events in (end - days, end], where the end is ``ending`` days ago.
        """
        rows = self._rows(table)
        if days is None:
            return rows
        return within(rows, self.today - ending, days)

    def _rows(self, table: str) -> Rows:
        rows = self._tables.get(table)
        if rows is None:
            rows = self._tables[table] = self.facts.rows(table, until=self.today)
        return rows

    @cached_property
    def _tables(self) -> dict[str, Rows]:
        return {}

    @cached_property
    def lines(self) -> Rows:
        """The order lines that count."""
        return counted_lines(self.facts, self.today)

    @cached_property
    def sales(self) -> Rows:
        """The sale lines that count."""
        return sale_lines(self.lines)

    @cached_property
    def purchase_days(self) -> Rows:
        """One sale line per customer and purchase day."""
        return purchase_days(self.sales)

    @cached_property
    def gaps(self) -> Gaps:
        """The gaps between purchase days."""
        return gaps_of(self.purchase_days)

    @cached_property
    def median_gaps(self) -> tuple[FloatArray, BoolArray]:
        """The median gap of each customer and whether it is known."""
        return median_gaps(self.gaps, self.size)

    def reference(self, medians: FloatArray, known: BoolArray) -> FloatArray:
        """Return each customer's own median gap, else the usual one, else 90 days."""
        return np.where(known, medians, self.context.interval or USUAL_INTERVAL)

    @cached_property
    def year_lines(self) -> Rows:
        """The order lines of the last 365 days."""
        return within(self.lines, self.today, YEAR)

    @cached_property
    def year_sales(self) -> Rows:
        """The sale lines of the last 365 days."""
        return sale_lines(self.year_lines)

    def has(self, table: str) -> BoolArray:
        """Mark everybody when the workspace has this source, nobody otherwise."""
        return np.full(self.size, self.facts.has(table))

    def always(self, values: NDArray[Any]) -> Found:
        """Return a feature that is known for everyone it applies to."""
        return Found(values, np.ones(self.size, bool))


def within(rows: Rows, end: int, days: int) -> Rows:
    """Keep the rows of the window (end - days, end]."""
    day = rows["day"]
    return rows.where((day > end - days) & (day <= end))


def _position(rows: Rows, name: str, order: tuple[str, ...]) -> IntArray:
    result = np.full(len(rows), -1, np.int64)
    for position, label in enumerate(order):
        result[rows.is_in(name, label)] = position
    return result


def text_feature(rows: Rows, name: str) -> Found:
    """Return a text column (at most one row per customer) as a feature."""
    coded = rows.text(name)
    codes = np.full(rows.customers, -1, np.int64)
    codes[rows.owner] = coded.codes
    return Found(codes, codes >= 0, coded.labels)


def ratio(top: NDArray[Any], bottom: NDArray[Any], known: BoolArray | None = None) -> Found:
    """Divide; unknown where the bottom is 0 or ``known`` is False."""
    sure = bottom != 0 if known is None else known & (bottom != 0)
    return Found(divide(top, bottom), sure)


def divide(top: NDArray[Any], bottom: NDArray[Any]) -> FloatArray:
    """Divide; 0 where the bottom is 0."""
    result = np.zeros(len(top))
    np.divide(top, bottom, out=result, where=bottom != 0)
    return result
