"""RFM scores as features, with the edges of the run or frozen by an earlier one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.rfm import Edges, Purchases, RfmRun, apply_m1, score_by_edges, score_m1
from profiler_app.domain.models import RfmParameters


def fit(view: View, found: Features, edges: Edges | None = None) -> RfmParameters | None:
    """Fit RFM to the buyers of the trade line (by edges a user chose); None without any."""
    purchases = _purchases(view, found)
    if not len(purchases.positions):
        return None
    if edges is not None:
        return score_by_edges(purchases, edges, as_of=view.as_of).parameters
    return score_m1(purchases, as_of=view.as_of).parameters


def scores(view: View, found: Features, parameters: RfmParameters | None) -> Features:
    """Compute the three scores and whether each is high."""
    purchases = _purchases(view, found)
    if parameters is None or not len(purchases.positions):
        nobody = Found(np.zeros(view.size, np.int64), np.zeros(view.size, bool))
        return dict.fromkeys(("rfm_r", "rfm_f", "rfm_m", "r_high", "f_high", "m_high"), nobody)
    return _features(view, apply_m1(purchases, parameters))


def _features(view: View, run: RfmRun) -> Features:
    known = np.zeros(view.size, bool)
    known[run.purchases.positions] = True

    def spread(values: NDArray[Any]) -> Found:
        result = np.zeros(view.size, values.dtype)
        result[run.purchases.positions] = values
        return Found(result, known)

    r_high, f_high, m_high = run.high
    return {
        "rfm_r": spread(run.recency),
        "rfm_f": spread(run.frequency),
        "rfm_m": spread(run.monetary),
        "r_high": spread(r_high),
        "f_high": spread(f_high),
        "m_high": spread(m_high),
    }


def _purchases(view: View, found: Features) -> Purchases:
    buyers: BoolArray = found["recency_days"].known & view.in_groups(
        "person:trade", "company:trade"
    )
    positions = np.flatnonzero(buyers)
    recency, frequency, money = (
        found[name].values[positions] for name in ("recency_days", "freq_12m", "monetary_12m")
    )
    return Purchases(positions, recency, frequency, money)
