"""Cohorts of all customers, from the stored orders; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.purchases import read_purchases
from profiler_app.store.workspace import Workspace

Unit = Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who bought first in one period.

    ``active[p]`` of them bought p periods later, ``sales[p]`` is what they bought (minor units).
    """

    period: str
    customers: int
    active: tuple[int, ...]
    sales: tuple[int, ...]

    @property
    def retention(self) -> tuple[float, ...]:
        """The share of the cohort active in each period."""
        return tuple(each / self.customers for each in self.active)


@dataclass(frozen=True, slots=True)
class CohortReport:
    """All cohorts, the oldest first. ``partial`` says that the last period is not over yet."""

    unit: Unit
    until: date
    cohorts: tuple[Cohort, ...]
    partial: bool
    returns: int

    @property
    def overall(self) -> tuple[float, ...]:
        """The share active in each period, of all cohorts that are old enough."""
        longest = max(len(each.active) for each in self.cohorts)
        found = []
        for at in range(longest):
            old = [each for each in self.cohorts if len(each.active) > at]
            found.append(sum(e.active[at] for e in old) / sum(e.customers for e in old))
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, money in major units."""
        return {
            "unit": self.unit,
            "until": self.until.isoformat(),
            "last_period_partial": self.partial,
            "returns_left_out": self.returns,
            "overall_retention": list(self.overall),
            "cohorts": [
                {
                    "cohort": each.period,
                    "customers": each.customers,
                    "active": list(each.active),
                    "retention": list(each.retention),
                    "sales": [amount / 100 for amount in each.sales],
                }
                for each in self.cohorts
            ],
        }


def cohorts(
    progress: Progress, workspace: Workspace, *, until: date, unit: Unit = "month"
) -> CohortReport:
    """Count by the period of the first purchase who bought again; returns are left out.

    The table ends with the period of the last purchase up to ``until``.
    Raises TooLittleData when nobody bought anything by then.
    """
    import numpy as np

    from profiler_app.analysis.cohorts.retention import period_name, periods_of, retention

    bought = read_purchases(Part(progress, 0.0, 0.8), workspace.connection)
    last = to_day(until.isoformat())
    days = bought.day[bought.day <= last]
    if not len(days):
        raise TooLittleData(what=_("A table of cohorts"), needed=1, found=0)
    progress.step(0.8, N_("Counting who came back"))
    end = int(days.max())
    found = retention(bought.customer, bought.day, bought.amount, until=end, unit=unit)
    rows = zip(found.cohorts, found.active, found.sales, found.seen, strict=True)
    ends, next_day = periods_of(np.array([end, end + 1]), unit).tolist()
    return CohortReport(
        unit,
        from_day(end),
        tuple(
            Cohort(
                period_name(int(period), unit),
                int(active[0]),
                tuple(active[:seen].tolist()),
                tuple(sales[:seen].tolist()),
            )
            for period, active, sales, seen in rows
        ),
        ends == next_day,
        bought.returns,
    )
