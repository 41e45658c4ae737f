"""The stage of life of each customer, from the features computed before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from profiler_app.analysis.columns import NULL_INT, BoolArray, Coded
from profiler_app.analysis.features.flows import settlement
from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.lifecycle import (
    LOST_LIMITS,
    STAGES,
    WINBACK_DAYS,
    BankLife,
    TradeLife,
    company_stages,
    limit,
    person_stages,
    trade_stages,
)
from profiler_app.analysis.purchases import Gaps, median_gaps
from profiler_app.analysis.rows import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What earlier runs said: the latest stage, and the last day a customer was lost.

    ``last_lost`` counts days since 1970-01-01, ``NULL_INT`` for never.
    """

    stages: Coded
    last_lost: IntArray


def stages(view: View, found: Features, held: Holdings, *, history: History | None) -> Features:
    """Compute the stage now and repeat the stage of the run before."""
    trade = trade_stages(trade_life(view, found))
    banking = bank_life(view, found, held, history=history)
    person = view.in_groups("person:bank")
    company = view.in_groups("company:bank")
    now = np.select([person, company], [person_stages(banking), company_stages(banking)], trade)
    everyone = np.ones(view.size, bool)
    before = Found(np.zeros(view.size, np.int64), ~everyone, STAGES)
    if history is not None:
        codes = history.stages.codes
        before = Found(codes, codes >= 0, history.stages.labels)
    return {"lifecycle": Found(now, everyone, STAGES), "prev_lifecycle": before}


def _number(found: Found) -> FloatArray:
    return np.where(found.known, found.values, np.nan)


def trade_life(view: View, found: Features) -> TradeLife:
    """Collect what decides the stage in trade."""
    return TradeLife(
        freq_all=found["freq_all"].values,
        freq_12m=found["freq_12m"].values,
        recency_days=_number(found["recency_days"]),
        first_order_days=_number(found["first_order_days"]),
        tenure_days=_number(found["tenure_days"]),
        monetary_trend=_number(found["monetary_trend"]),
        reference=found["ipi_ref"].values,
        returned=_returned(view),
    )


def _returned(view: View) -> BoolArray:
    """Mark who came back within 180 days from a gap that looked like a loss at the time.

    At most one gap per customer can both end so late and be that long, since no limit is shorter.
    """
    gaps = view.gaps
    late = (gaps.ended > view.today - WINBACK_DAYS - 1) & (gaps.days > LOST_LIMITS[1])
    length, ended = np.zeros(view.size), np.full(view.size, NULL_INT)
    length[gaps.owner[late]] = gaps.days[late]
    ended[gaps.owner[late]] = gaps.ended[late]
    before = gaps.ended < ended[gaps.owner]
    earlier = Gaps(gaps.owner[before], gaps.days[before], gaps.ended[before])
    medians, known = median_gaps(earlier, view.size)
    return length > limit(view.reference(medians, known), LOST_LIMITS)


def bank_life(view: View, found: Features, held: Holdings, *, history: History | None) -> BankLife:
    """Collect what decides the stage in a bank."""
    company = view.in_groups("company:bank")

    def by_group(company_name: str, person_name: str) -> FloatArray:
        return np.where(company, _number(found[company_name]), _number(found[person_name]))

    lost = np.full(view.size, NULL_INT) if history is None else history.last_lost
    ahead = held.accounts.where(held.open & (held.accounts["matures_on"] >= view.today))
    return BankLife(
        accounts=held.accounts.count(),
        open_accounts=held.accounts.where(held.open).count(),
        funds=by_group("deposit_mavg", "aum_mavg"),
        idle_days=_idle_days(view, found, company),
        has_loan=held.loan_balance > 0,
        maturity_ahead=ahead.any(),
        protected=held.accounts.where(held.unmatured_deposit).any(),
        tenure_days=_number(found["tenure_days"]),
        kinds=found["product_kinds"].values,
        funds_change_3m=by_group("deposit_chg_3m", "aum_chg_3m"),
        funds_change_12m=_number(found["aum_chg_12m"]),
        drop_from_peak=_number(found["aum_drop_peak"]),
        inflow_change=_number(found["inflow_chg_yoy"]),
        lost_ago=np.where(lost == NULL_INT, np.nan, view.today - lost),
    )


def _idle_days(view: View, found: Features, company: BoolArray) -> FloatArray:
    """Return the days without movement; NaN when the workspace has no flows to judge by."""
    if not view.facts.has("flow"):
        return np.full(view.size, np.nan)
    started = found["active_gap_days"]
    person = np.where(started.known, started.values, np.inf)
    quiet = ~settlement(view, 180).any()
    return np.where(company, np.where(quiet, np.inf, 0.0), person)
