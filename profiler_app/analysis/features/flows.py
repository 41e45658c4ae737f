"""Money that flows in and out of the accounts of a bank customer."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.bank import BASE
from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.view import YEAR, Features, Found, View, divide, ratio
from profiler_app.analysis.purchases import first_of_each
from profiler_app.analysis.rows import FloatArray, IntArray, Rows, group_ids, pack

QUARTER = 90
STAY_DAYS = 3
INFLOWS_NEEDED = 12
SEASON_BASE = 1_000_000
"""10,000 yuan in fen: a smaller inflow a year ago is no base for a comparison."""


def flows(view: View, held: Holdings) -> Features:
    """Compute settlement inflow, salary, money leaving and the days since the last flow."""
    source, all_flows = view.has("flow"), view.rows("flow")
    own = all_flows.where(~all_flows.is_in("channel", "auto"))
    return {
        **_inflow(view, source),
        **_salary(view, held, source),
        "out_ext_30d_ratio": _leaving(view, held),
        "active_gap_days": Found(view.today - own.highest(own["day"]), own.any()),
    }


def settlement(view: View, days: int, *, ending: int = 0) -> Rows:
    """Return the inflows of a window that come from others and are not loans paid out."""
    rows = view.rows("flow", days=days, ending=ending)
    own = (rows["self_transfer"] == 1) | rows.is_in("purpose", "loan_draw")
    return rows.where(rows.is_in("direction", "in") & ~own)


def _inflow(view: View, source: BoolArray) -> Features:
    year = settlement(view, YEAR)
    quarter, before = settlement(view, QUARTER), settlement(view, QUARTER, ending=YEAR)
    base = before.total(before.amount("amount"))
    change = divide(quarter.total(quarter.amount("amount")), base) - 1
    return {
        "inflow_12m": Found(year.total(year.amount("amount")), source),
        "inflow_chg_yoy": Found(change, source & (base >= SEASON_BASE)),
        "top_payer_share": _top_payer(year),
    }


def _top_payer(inflows: Rows) -> Found:
    payer = inflows.text("counterparty").codes
    keys = group_ids(pack(inflows.owner, payer))
    firsts = first_of_each(keys)
    sums = np.zeros(len(firsts), np.int64)
    np.add.at(sums, keys, inflows.amount("amount"))
    named = payer[firsts] >= 0
    largest = np.zeros(inflows.customers, np.int64)
    np.maximum.at(largest, inflows.owner[firsts][named], sums[named])
    enough = inflows.count() >= INFLOWS_NEEDED
    return ratio(largest, inflows.total(inflows.amount("amount")), enough)


def _salary(view: View, held: Holdings, source: BoolArray) -> Features:
    rows = view.rows("flow", days=QUARTER)
    salary = rows.where(rows.is_in("direction", "in") & rows.is_in("purpose", "salary"))
    payroll = held.accounts.where(held.open & (held.accounts["is_payroll"] == 1)).any()
    paid = salary.total(salary.amount("amount"))
    return {
        "payroll_in_90d": Found(salary.any() | payroll, source | payroll),
        "payroll_month": Found(np.rint(paid / 3), salary.any()),
        "payroll_stay": Found(
            _staying(salary, rows.where(rows.is_in("direction", "out"))), paid > 0
        ),
    }


def _staying(salary: Rows, out: Rows) -> FloatArray:
    """Average the share of each salary that is still there after three days, at least 0."""
    paid = salary.where(salary.amount("amount") > 0)
    left = _sum_between(out, paid, STAY_DAYS)
    return paid.mean(np.maximum(1 - divide(left, paid["amount"]), 0))


def _sum_between(out: Rows, paid: Rows, days: int) -> IntArray:
    """Add up what a customer pays out from the day of each salary to ``days`` later."""
    first = int(min(paid["day"].min(initial=0), out["day"].min(initial=0)))
    span = int(max(paid["day"].max(initial=0), out["day"].max(initial=0))) - first + days + 1
    out_keys = out.owner * span + (out["day"] - first)
    paid_keys = paid.owner * span + (paid["day"] - first)
    sums = np.concatenate(([0], np.cumsum(out.amount("amount"))))
    until = np.searchsorted(out_keys, paid_keys + days, side="right")
    before = np.searchsorted(out_keys, paid_keys, side="left")
    return np.asarray(sums[until] - sums[before])


def _leaving(view: View, held: Holdings) -> Found:
    """Compare what went to other banks in 30 days with the deposits of the last full month."""
    rows = view.rows("flow", days=30)
    away = rows.is_in("direction", "out") & (rows.text("counterparty_bank").codes >= 0)
    kept = (rows["self_transfer"] == 1) | rows.is_in("purpose", "consume")
    left = rows.total(np.where(away & ~kept, rows.amount("amount"), 0))
    base = held.months.average(held.is_kind("deposit"))
    known = view.has("flow") & held.months.known & (base >= BASE)
    return ratio(left, base, known)
