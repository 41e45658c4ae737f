"""How fresh what is known about a customer is (M13)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import NULL_INT, BoolArray
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.domain.quality import freshness


def timeliness(view: View, found: Features, *, touched: Found) -> Found:
    """Return 0 to 100: the mean of .5^(age / half-life) over the kinds of knowledge there are.

    Behaviour is as old as the last purchase, payment or visit; contact details as the last change
    or talk (``touched``, days); the background by the day of each of its entries. Kinds nothing
    is known of do not count.
    """
    parts = (_behaviour(view, found), _decayed(touched, "contact"), _background(view))
    total = sum(np.where(part.known, part.values, 0.0) for part in parts)
    count = sum(part.known.astype(np.int64) for part in parts)
    return Found(100 * total / np.maximum(count, 1), np.asarray(count > 0))


def _decayed(age: Found, kind: str) -> Found:
    days = np.maximum(age.values.astype(np.float64), 0.0)
    return Found(freshness(days, kind), age.known)


def _behaviour(view: View, found: Features) -> Found:
    bought = found.get("recency_days")
    latest = np.full(view.size, NULL_INT)
    if bought is not None:
        latest = np.where(bought.known, view.today - bought.values.astype(np.int64), NULL_INT)
    for table in ("flow", "event"):
        rows = view.rows(table)
        days = np.where(rows.any(), rows.highest(rows["day"]), NULL_INT) if len(rows) else latest
        latest = np.maximum(latest, days)
    known: BoolArray = latest != NULL_INT
    return _decayed(Found(np.where(known, view.today - latest, 0), known), "behaviour")


def _background(view: View) -> Found:
    entries = view.rows("attribute")
    entries = entries.where(~entries.is_null("as_of"))
    age: NDArray[np.float64] = np.maximum(view.today - entries["as_of"], 0).astype(np.float64)
    return Found(entries.mean(freshness(age, "background")), entries.any())
