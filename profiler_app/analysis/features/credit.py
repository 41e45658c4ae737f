"""Facilities, repayments and events of risk."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.view import YEAR, Features, Found, View, ratio
from profiler_app.analysis.rows import IntArray, Rows


def credit(view: View, held: Holdings) -> Features:
    """Compute loans, limits, overdue days and risk events."""
    rows = held.facilities
    return {
        "loan_balance": view.always(held.loan_balance),
        "limit_use": _limit_use(held),
        "facility_left_days": _facility_left(view, rows),
        "overdue_days_now": overdue_now(rows),
        "overdue_days_max_12m": _overdue_year(view, rows),
        "risk_sev3_12m": view.always(_risk_events(view, 3)),
        "risk_sev2_12m": view.always(_risk_events(view, 2)),
        **_assessment(view),
    }


def _limit_use(held: Holdings) -> Found:
    rows = held.facilities
    limits = rows.where(held.live_facilities & rows.is_in("kind", "limit"))
    return ratio(limits.total(limits.amount("used")), limits.total(limits.amount("approved")))


def _facility_left(view: View, rows: Rows) -> Found:
    ahead = rows.where((rows["matures_on"] >= view.today) & (rows["starts_on"] <= view.today))
    return Found(ahead.lowest(ahead["matures_on"]) - view.today, ahead.any())


def overdue_now(facilities: Rows) -> Found:
    """Return the most days overdue; unknown without a facility that says so."""
    said = facilities.where(~facilities.is_null("overdue_days"))
    return Found(said.highest(said["overdue_days"]), said.any())


def _overdue_year(view: View, facilities: Rows) -> Found:
    recent = facilities.where(facilities["as_of"] > view.today - YEAR)
    recent = recent.where(~recent.is_null("overdue_days"))
    due = view.rows("repayment")
    due = due.where(due["due_on"] > view.today - YEAR)
    unpaid = due.is_null("paid_on") | (due["paid_on"] > view.today)
    late = np.where(unpaid, view.today, due["paid_on"]) - due["due_on"]
    longest = np.maximum(recent.highest(recent["overdue_days"]), due.highest(np.maximum(late, 0)))
    return Found(longest, facilities.any() & (recent.any() | due.any()))


def _risk_events(view: View, severity: int) -> IntArray:
    rows = view.rows("risk_event")
    rows = rows.where(rows["occurred_on"] > view.today - YEAR)
    open_ = rows.is_null("resolved_on") | (rows["resolved_on"] > view.today)
    return rows.where(open_ & (rows["severity"] == severity)).count()


def _assessment(view: View) -> Features:
    rows = view.rows("risk_assessment")
    latest = rows.last(rows["done_on"])
    dated = latest.where(~latest.is_null("expires_on"))
    valid = dated.where(dated["expires_on"] >= view.today)
    return {
        "risk_level": Found(valid.spread(valid["level"] - 1), valid.any(), tuple("12345")),
        "risk_assess_left": Found(dated.spread(dated["expires_on"]) - view.today, dated.any()),
    }
