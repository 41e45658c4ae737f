"""The rhythm of purchases: the days between purchase days."""

from __future__ import annotations

from profiler_app.analysis.features.view import Features, Found, View, divide


def intervals(view: View) -> Features:
    """Compute the intervals and how far beyond them a customer is."""
    days = view.purchase_days
    count = days.count()
    last, first = days.highest(days["day"]), days.lowest(days["day"])
    medians, known = view.median_gaps
    reference = view.reference(medians, known)
    return {
        "ipi_mean": Found(divide(last - first, count - 1), count >= 2),
        "ipi_median": Found(medians, known),
        "ipi_ref": view.always(reference),
        "overdue_ratio": Found(divide(view.today - last, reference), count > 0),
    }
