"""What a customer is worth: contribution, and the place among customers of the same kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from profiler_app.analysis.features.holdings import Holdings
from profiler_app.analysis.features.scores import fit
from profiler_app.analysis.features.view import GROUPS, Context, Features, Found, View
from profiler_app.analysis.ranks import knots, share_among
from profiler_app.analysis.rfm import Edges
from profiler_app.analysis.rows import FloatArray, IntArray, Rows, find

MARGIN = 0.30
"""The share of the price that is earned, where neither cost nor margin of a product is known."""

DEPOSIT_SPREAD, LOAN_SPREAD = 0.015, 0.02
"""What a bank earns a year on a yuan of deposits and of loans."""

RED_CHURN = 0.70


def value(view: View, held: Holdings) -> Features:
    """Compute the contribution of the last twelve months."""
    banks = view.in_groups("person:bank", "company:bank")
    trade, bank = _trade(view), _bank(held)
    bought = view.lines.any()
    known = np.where(banks, held.months.known | (held.loan_balance > 0), bought)
    return {
        "contribution_12m": Found(np.where(banks, bank, trade), known),
        "churn_prob_cut_red": view.always(np.full(view.size, RED_CHURN)),
    }


def _trade(view: View) -> IntArray:
    lines = view.year_lines
    net = lines.amount("net")
    margin = np.rint(net * _margins(view, lines)).astype(np.int64)
    earned = np.where(lines.is_null("cost"), margin, net - lines.amount("cost"))
    return lines.total(earned)


def _margins(view: View, lines: Rows) -> FloatArray:
    products = view.rows("product")
    rates = products["margin_rate"].astype(np.float64)
    place = find(products["id"], lines["product_id"])
    if not len(products):
        return np.full(len(lines), MARGIN)
    rate = np.where(place >= 0, rates[place], np.nan)
    return np.where((rate >= 0) & (rate <= 1), rate, MARGIN)


def _bank(held: Holdings) -> IntArray:
    """Earn the spread on the average deposits of twelve months and on today's loans."""
    deposits = sum(held.months.average(held.is_kind("deposit"), before) for before in range(12))
    earned = deposits / 12 * DEPOSIT_SPREAD + held.loan_balance * LOAN_SPREAD
    return np.rint(earned).astype(np.int64)


def measure(view: View, found: Features, edges: Edges | None = None) -> Context:
    """Freeze the usual interval, the edges of RFM and how contribution and spend are spread."""
    contribution, spend = found["contribution_12m"], spending(view, found)
    return Context(
        interval=view.usual_interval,
        contribution=_knots(view, contribution),
        spend=_knots(view, spend),
        rfm=fit(view, found, edges),
    )


def _knots(view: View, found: Found) -> dict[str, tuple[float, ...]]:
    members = {name: found.known & (view.group == position) for position, name in enumerate(GROUPS)}
    return {name: knots(found.values[mask]) for name, mask in members.items() if mask.any()}


def spending(view: View, found: Features) -> Found:
    """Return the amount ``spend_pct`` ranks: spend, assets or deposits, by group."""
    person, business = view.in_groups("person:bank"), view.in_groups("company:bank")
    trade, assets, deposits = (found[name] for name in ("monetary_12m", "aum_mavg", "deposit_mavg"))
    return Found(
        np.select([person, business], [assets.values, deposits.values], trade.values),
        np.select([person, business], [assets.known, deposits.known], trade.known),
    )


def ranked(view: View, found: Features, context: Context) -> Features:
    """Rank contribution and spend against the frozen population."""
    return {
        "value_pct": _rank(view, found["contribution_12m"], context.contribution),
        "spend_pct": _rank(view, spending(view, found), context.spend),
    }


def _rank(view: View, found: Found, frozen: Mapping[str, tuple[float, ...]]) -> Found:
    shares, known = np.zeros(view.size), np.zeros(view.size, bool)
    for position, name in enumerate(GROUPS):
        members = found.known & (view.group == position)
        if name in frozen and members.any():
            shares[members] = share_among(frozen[name], found.values[members])
            known |= members
    return Found(shares, known)
