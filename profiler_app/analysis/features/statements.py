"""Ratios from the annual statements of a company."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import NULL_INT, BoolArray
from profiler_app.analysis.features.view import Features, Found, View, divide
from profiler_app.analysis.rows import FloatArray, IntArray, Rows

FRESH_DAYS = 548
"""Eighteen months: an older statement says nothing about today."""

YEAR_AT_MOST = 400


def altman(
    *,
    current_assets: FloatArray,
    current_liabilities: FloatArray,
    total_assets: FloatArray,
    retained: FloatArray,
    ebit: FloatArray,
    equity: FloatArray,
    total_liabilities: FloatArray,
) -> FloatArray:
    """Return the Z'' score for companies outside manufacturing (Altman 1995).

    Below 1.1 is distress, above 2.6 sound. Total assets and liabilities must not be 0.
    """
    return (
        6.56 * (current_assets - current_liabilities) / total_assets
        + 3.26 * retained / total_assets
        + 6.72 * ebit / total_assets
        + 1.05 * equity / total_liabilities
    )


def statements(view: View) -> Features:
    """Compute debt, liquidity, interest cover, growth and Z'' of the latest annual statement."""
    rows = view.rows("statement")
    annual = rows.where(rows.is_in("period", "year") & (rows["period_end"] > 0))
    latest = annual.last(annual["period_end"])
    latest = latest.where(latest["period_end"] > view.today - FRESH_DAYS)
    return {
        "fs_debt_ratio": _ratio(latest, "total_liabilities", "total_assets"),
        "fs_current_ratio": _ratio(latest, "current_assets", "current_liabilities"),
        "fs_interest_cover": _ratio(latest, "ebit", "interest"),
        "fs_rev_growth": _growth(annual, latest),
        "fs_z2": _altman(latest),
    }


def _given(rows: Rows, *names: str) -> BoolArray:
    known = np.ones(len(rows), bool)
    for name in names:
        known &= ~rows.is_null(name)
    return known


def _ratio(latest: Rows, top: str, bottom: str) -> Found:
    rows = latest.where(_given(latest, top, bottom) & (latest[bottom] != 0))
    return Found(rows.spread(rows[top] / rows[bottom]), rows.any())


def _growth(annual: Rows, latest: Rows) -> Found:
    end = _per_customer(latest, "period_end")[annual.owner]
    days = end - annual["period_end"]
    earlier = annual.where((end != NULL_INT) & (days > 0) & (days <= YEAR_AT_MOST))
    before = _per_customer(earlier.last(earlier["period_end"]), "revenue")
    now = _per_customer(latest, "revenue")
    known = (now != NULL_INT) & (before != NULL_INT) & (before > 0)
    return Found(divide(np.where(known, now, 0), np.where(known, before, 1)) - 1, known)


def _per_customer(rows: Rows, name: str) -> IntArray:
    result = np.full(rows.customers, NULL_INT)
    result[rows.owner] = rows[name]
    return result


def _altman(latest: Rows) -> Found:
    names = (
        "current_assets",
        "current_liabilities",
        "total_assets",
        "retained",
        "ebit",
        "equity",
        "total_liabilities",
    )
    full = _given(latest, *names) & (latest["total_assets"] != 0)
    rows = latest.where(full & (latest["total_liabilities"] != 0))
    score = altman(**{name: rows[name].astype(np.float64) for name in names})
    return Found(rows.spread(score), rows.any())
