"""Devices a customer uses: when service is due, warranty ends, life ends."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import NULL_INT
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.rows import IntArray, Rows


def assets(view: View) -> Features:
    """Compute the days left until the first service, end of warranty and end of life."""
    rows = view.rows("asset")
    not_served = rows.is_null("last_service_on") | (rows["last_service_on"] > view.today)
    since = np.where(not_served, rows["installed_on"], rows["last_service_on"])
    warranty = rows["warranty_until"]
    return {
        "service_due_days": _soonest(view, rows, _plus(since, rows["service_cycle_days"])),
        "life_left_days": _soonest(
            view, rows, _plus(rows["installed_on"], rows["expected_life_days"])
        ),
        "warranty_left_days": _soonest(
            view, rows, np.where(warranty >= view.today, warranty, NULL_INT)
        ),
    }


def _plus(day: IntArray, days: IntArray) -> IntArray:
    return np.where((day == NULL_INT) | (days == NULL_INT), NULL_INT, day + days)


def _soonest(view: View, rows: Rows, due: IntArray) -> Found:
    known = due != NULL_INT
    counted = rows.where(known)
    return Found(counted.lowest(due[known]) - view.today, counted.any())
