"""What the page of insights shows: charts whose every part stands for customers.

Texts are in the language they were made in, shares go from 0 to 1, amounts are minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from profiler_app.domain.text import _, pgettext

Form = Literal["bars", "columns", "curve", "heat", "spread"]
"""Bars lie, columns stand (stacked where there are several series); ``spread`` is a histogram."""

PERIODS = (30, 90, 365)
"""The lengths, in days, of the time one can look at."""

COUNTED = "not isnull(lifecycle)"
"""Who is in the charts: the stage of life is known of everybody of whom anything may be inferred.

The tag ``no_profiling`` cannot say so in a rule: it is unknown where an age is.
"""

WARNINGS = {
    "red": ("churn_red", "outflow_red", "corp_flow_red"),
    "orange": ("churn_orange", "outflow_orange", "corp_flow_orange"),
    "yellow": ("churn_yellow", "outflow_yellow", "corp_flow_yellow"),
}
"""The tags of each level of the churn warning, by line of business."""


def warned_rule(*levels: str) -> str:
    """Return the rule of the customers with a churn warning of some levels (none given: any)."""
    tags = [tag for level in levels or WARNINGS for tag in WARNINGS[level]]
    return "(" + " or ".join(f"has('{tag}')" for tag in tags) + ")"


def both(*rules: str) -> str:
    """Return the rule of those for whom all rules hold; empty ones ask for nothing."""
    asked = [rule for rule in rules if rule.strip()]
    if len(asked) == 1:
        return asked[0]
    return " and ".join(f"({rule})" for rule in asked)


def opening(where: str, rule: str = "") -> str:
    """Return the rule that lists who stands behind a part of a chart under a filter."""
    return both(where, rule, COUNTED)


@dataclass(frozen=True, slots=True)
class FilterPart:
    """A condition of the filter; ``chart`` is the chart it was chosen in, which ignores it."""

    chart: str
    rule: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a chart: how long it is, what stands beside it, and whom it stands for.

    ``rule`` holds for its customers; empty where they cannot be listed. ``field`` and ``option``
    are given where the mark is one value of a field. ``ink`` is a token of the charts (a number is
    a place among the categories), ``tone`` colours the note. ``row`` and ``column`` are the place
    in a table, ``series`` the part of a stack. ``withheld``: too few customers to be told.
    """

    label: str
    value: float
    shown: str
    customers: int
    rule: str = ""
    field: str = ""
    option: str = ""
    note: str = ""
    tone: str = "text.secondary"
    ink: str = "muted"
    row: int = 0
    column: int = 0
    series: int = 0
    withheld: bool = False

    @property
    def sentence(self) -> str:
        """What the mark says, for a tool tip and a screen reader."""
        return " · ".join(part for part in (self.label, self.shown, self.note) if part)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the table behind it.

    ``rows`` are the heads of the rows of a table (name, how many), ``columns`` those of its
    columns; ``points`` of a curve go from (0, 0) to (1, 1). ``series`` name the parts of stacked
    columns with their inks. ``n`` customers are in it. ``empty`` says why there is nothing.
    """

    key: str
    form: Form
    title: str
    note: str = ""
    marks: tuple[Mark, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    series: tuple[tuple[str, str], ...] = ()
    n: int = 0
    empty: str = ""
    finding: str = ""
    measure: str = ""

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Return the numbers behind the chart: headers and rows."""
        if self.form == "heat":
            return self._heat_table()
        if self.form == "curve":
            headers = [_("Share of customers"), _("Share of value")]
            return headers, [[round(x, 4), round(y, 4)] for x, y in self.points]
        headers = [
            pgettext("chart", "Group"),
            pgettext("figures", "Customers"),
            self.measure or pgettext("figures", "Value"),
        ]
        noted = any(mark.note for mark in self.marks)
        rows = [[mark.label, *_told(mark), *([mark.note] if noted else [])] for mark in self.marks]
        return [*headers, *([pgettext("figures", "Note")] if noted else [])], rows

    def _heat_table(self) -> tuple[list[str], list[list[Any]]]:
        cells = {(mark.row, mark.column): mark for mark in self.marks}
        rows: list[list[Any]] = []
        for at, (name, count) in enumerate(self.rows):
            found = [cells.get((at, column)) for column in range(len(self.columns))]
            told = [each if each and not each.withheld else None for each in found]
            rows.append([name, count, *(round(each.value, 4) if each else None for each in told)])
        return [pgettext("chart", "Group"), pgettext("figures", "Customers"), *self.columns], rows


def _told(mark: Mark) -> list[Any]:
    return [mark.shown, None] if mark.withheld else [mark.customers, mark.shown]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure at the head of the page, with what it was before and how it went."""

    key: str
    label: str
    shown: str
    note: str
    tone: str = "text.secondary"
    trend: tuple[float, ...] = ()
    trend_ink: str = "accent"
    rule: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Insights:
    """The page over one filter and one period.

    ``customers`` of ``total`` are looked at; ``withheld`` others are in no figure: they did not
    allow profiling, or came after the last refresh. ``gaps``: weeks of warnings are missing that
    could be worked out from the data; ``afterwards`` of those shown were, by rules alone.
    """

    as_of: str
    where: str
    days: int
    customers: int
    total: int
    withheld: int
    headlines: tuple[Headline, ...]
    charts: tuple[Chart, ...]
    seconds: float
    gaps: bool = False
    afterwards: int = 0

    def chart(self, key: str) -> Chart:
        """Return a chart by its key."""
        return next(chart for chart in self.charts if chart.key == key)
