"""Holdings of a bank customer: assets under management, deposits, products, maturities."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.holdings import (
    ASSET_KINDS,
    FRESH_DAYS,
    Holdings,
    product_kinds,
)
from profiler_app.analysis.features.view import Features, Found, View, divide, ratio
from profiler_app.analysis.rows import IntArray

TIERS = np.array([5_000_000, 20_000_000, 50_000_000, 600_000_000])
"""Where the next tier of assets begins: 50,000, 200,000, 500,000 and 6,000,000 yuan, in fen."""

BASE = 100_000
"""Below 1,000 yuan (in fen) a relative change says nothing."""


def bank(view: View, held: Holdings) -> Features:
    """Compute assets, deposits, products held and maturities."""
    return {**_assets(view, held), **_deposits(held), **_products(view, held)}


def _assets(view: View, held: Holdings) -> Features:
    months, kinds = held.months, held.is_kind(*ASSET_KINDS)
    average = months.average(kinds)
    history = [average, *(months.average(kinds, before) for before in range(1, 12))]
    peak = np.max(history, axis=0)
    point = held.accounts.total(np.where(kinds & held.open, held.points, 0))
    fresh = held.balances.highest(held.balances["day"]) > view.today - FRESH_DAYS
    fresh &= held.balances.any()
    year_ago = months.average(kinds, 12)
    return {
        "aum_point": Found(point, fresh),
        "aum_mavg": Found(average, months.known),
        "aum_peak_12m": Found(peak, months.known),
        "aum_chg_3m": _change(average, history[3], months.known),
        "aum_chg_12m": _change(average, year_ago, months.known),
        "aum_drop_peak": Found(1 - divide(average, peak), months.known & (peak >= BASE)),
        "aum_point_vs_mavg": _change(point, average, months.known & fresh),
        **_next_tier(average, months.known),
    }


def _change(now: IntArray, then: IntArray, known: BoolArray) -> Found:
    return Found(divide(now, then) - 1, known & (then >= BASE))


def _next_tier(average: IntArray, known: BoolArray) -> Features:
    reached = np.searchsorted(TIERS, average, side="right")
    top = reached == len(TIERS)
    threshold = TIERS[np.minimum(reached, len(TIERS) - 1)]
    gap = np.where(top, 0, threshold - average)
    return {
        "next_tier_gap": Found(gap, known),
        "next_tier_gap_pct": Found(gap / threshold, known & ~top),
    }


def _deposits(held: Holdings) -> Features:
    months, kind = held.months, held.is_kind("deposit")
    average = months.average(kind)
    return {
        "deposit_mavg": Found(average, months.known),
        "deposit_chg_3m": _change(average, months.average(kind, 3), months.known),
        "demand_share": ratio(months.average(held.demand), average, months.known),
        "deposit_loan_ratio": ratio(average, held.loan_balance, months.known),
    }


def _products(view: View, held: Holdings) -> Features:
    kinds = np.zeros(view.size, np.int64)
    for rows, codes, alive in (
        (held.accounts, held.account_kinds, held.open),
        (held.facilities, held.facility_kinds, held.live_facilities),
    ):
        chosen = alive & (codes >= 0)
        np.bitwise_or.at(kinds, rows.owner[chosen], np.int64(1) << codes[chosen])
    return {
        "kinds": Found(kinds, np.ones(view.size, bool), product_kinds()),
        "product_kinds": view.always(np.bitwise_count(kinds)),
        **_maturities(view, held),
    }


def _maturities(view: View, held: Holdings) -> Features:
    rows, due = held.accounts, held.accounts["matures_on"]
    ahead = held.open & (due >= view.today)
    ends = ahead & held.is_kind("deposit", "wealth", "insurance") & (rows["auto_renew"] != 1)
    soonest = rows.where(ends)
    soon = np.where(ahead & (due <= view.today + 30), held.points, 0)
    return {
        "next_maturity_days": Found(
            soonest.lowest(soonest["matures_on"]) - view.today, soonest.any()
        ),
        "maturing_30d": view.always(rows.total(soon)),
    }
