"""The rhythm of purchases: the days between purchase days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.orders import purchase_days, sale_lines
from profiler_app.analysis.features.view import Features, Found, View, divide
from profiler_app.analysis.rfm import counted_lines
from profiler_app.analysis.rows import FloatArray, IntArray, Rows, run_starts

USUAL_INTERVAL = 90.0
"""The reference interval (days) where nobody has three purchase days yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """The gaps between the purchase days of all customers, in order of owner and time.

    ``ended`` is the day a gap ended.
    """

    owner: IntArray
    days: IntArray
    ended: IntArray


def gaps_of(days: Rows) -> Gaps:
    """Return the gaps between the purchase days ``days``."""
    owner, day = days.owner, days["day"]
    same = owner[1:] == owner[:-1]
    return Gaps(owner[1:][same], np.diff(day)[same], day[1:][same])


def median_gaps(gaps: Gaps, customers: int) -> tuple[FloatArray, BoolArray]:
    """Return the median gap per customer, known with two gaps (three purchase days) or more."""
    result = np.zeros(customers)
    order = np.lexsort((gaps.days, gaps.owner))
    sorted_days = gaps.days[order]
    starts = run_starts(gaps.owner)
    counts = np.diff(np.append(starts, len(gaps.owner)))
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    result[gaps.owner[starts]] = (sorted_days[low] + sorted_days[high]) / 2
    known = np.bincount(gaps.owner, minlength=customers) >= 2
    return result, known


def reference_interval(view: View, medians: FloatArray, known: BoolArray) -> FloatArray:
    """Return each customer's own median gap, else the population's, else 90 days."""
    general = view.context.interval if view.context else line_interval(view, medians, known)
    return np.where(known, medians, USUAL_INTERVAL if general is None else general)


def line_interval(view: View, medians: FloatArray, known: BoolArray) -> float | None:
    """Return the median over the trade line of the customers' median gaps."""
    counted = known & view.in_groups("person:trade", "company:trade")
    return float(np.median(medians[counted])) if counted.any() else None


def intervals(view: View) -> Features:
    """Compute the intervals and how far beyond them a customer is."""
    days = purchase_days(sale_lines(counted_lines(view.facts, view.today)))
    count = days.count()
    last, first = days.highest(days["day"]), days.lowest(days["day"])
    medians, known = median_gaps(gaps_of(days), view.size)
    reference = reference_interval(view, medians, known)
    return {
        "ipi_mean": Found(divide(last - first, count - 1), count >= 2),
        "ipi_median": Found(medians, known),
        "ipi_ref": view.always(reference),
        "overdue_ratio": Found(divide(view.today - last, reference), count > 0),
    }
