"""Order lines that count, purchase days and orders.

A line counts when it is done (or its status is not given) and is a sale, a return or an exchange.
A purchase day is a day with a sale line of a customer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.rows import (
    FloatArray,
    IntArray,
    Rows,
    group_ids,
    mask_of,
    pack,
    run_starts,
)


def counted_lines(facts: Facts, until: int) -> Rows:
    """Return the order lines that count, dated on or before day ``until``."""
    lines = facts.rows("order_line", until=until)
    done = lines.is_in("status", "done") | (lines.text("status").codes < 0)
    return lines.where(done & lines.is_in("kind", "sale", "return", "exchange"))


def sale_lines(lines: Rows) -> Rows:
    """Return the lines that sell something."""
    return lines.where(lines.is_in("kind", "sale"))


def purchase_days(sales: Rows) -> Rows:
    """Keep one sale line per customer and day."""
    return sales.where(mask_of(run_starts(pack(sales.owner, sales["day"])), len(sales)))


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
    span = int(gaps.days.max(initial=0)) + 1
    sorted_days = np.sort(gaps.owner * span + gaps.days) - gaps.owner * span
    starts = run_starts(gaps.owner)
    counts = np.diff(np.append(starts, len(gaps.owner)))
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    result[gaps.owner[starts]] = (sorted_days[low] + sorted_days[high]) / 2
    known = np.bincount(gaps.owner, minlength=customers) >= 2
    return result, known


def order_keys(lines: Rows) -> IntArray:
    """Number the orders of the lines; a line without an order number is an order of its own.

    The order number may be a text or a number that means the same order of the same customer.
    """
    numbers = lines["order_no"].astype(np.int64)
    own = max(int(numbers.max(initial=0)), 0) + 1 + np.arange(len(lines))
    return group_ids(pack(lines.owner, np.where(numbers < 0, own, numbers)))


def orders_of(sales: Rows) -> Rows:
    """Keep one line of each order."""
    return sales.where(mask_of(first_of_each(order_keys(sales)), len(sales)))


def first_of_each(keys: IntArray) -> IntArray:
    """Return where each of the keys 0, 1, 2... (see ``group_ids``) stands first."""
    result = np.zeros(int(keys.max(initial=-1)) + 1, np.int64)
    result[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    return result
