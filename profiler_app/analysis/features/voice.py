"""What customers say: complaints, ratings, satisfaction, recommendation."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.features.view import YEAR, Features, Found, View
from profiler_app.analysis.rows import Rows

QUARTER = 90
SATISFACTION = ("csat_last", "csat")
RECOMMENDATION = ("nps_last", "nps")


def voice(view: View) -> Features:
    """Compute complaints, ratings and the latest answers about satisfaction."""
    year = view.rows("feedback", days=YEAR)
    quarter = view.rows("feedback", days=QUARTER)
    rated = year.where(~year.is_null("rating"))
    answers = view.rows("survey_answer", days=YEAR)
    return {
        "complaints_12m": view.always(year.where(year.is_in("kind", "complaint")).count()),
        "open_complaint_days": _open_complaint(view),
        "neg_feedback_90d": view.always(
            quarter.where(quarter.is_in("sentiment_label", "negative")).count()
        ),
        "rating_avg": Found(rated.mean(rated["rating"].astype(np.float64)), rated.any()),
        "csat_last": _latest_answer(answers, SATISFACTION, 1, 5),
        "nps_last": _latest_answer(answers, RECOMMENDATION, 0, 10),
    }


def _open_complaint(view: View) -> Found:
    rows = view.rows("feedback")
    closed_by_now = rows.is_in("status", "closed") & ~(rows["closed_on"] > view.today)
    open_ = rows.where(rows.is_in("kind", "complaint") & ~closed_by_now)
    return Found(view.today - open_.lowest(open_["day"]), open_.any())


def _latest_answer(answers: Rows, fields: tuple[str, ...], low: int, high: int) -> Found:
    """Return the latest whole number between ``low`` and ``high`` answered to a field."""
    coded = answers.text("value")
    numbers = [_whole(label, low, high) for label in coded.labels]
    value = np.array([*numbers, -1])[coded.codes]
    kept = answers.is_in("field", *fields) & (value >= 0)
    rows = answers.where(kept)
    latest = np.zeros(answers.customers, np.int64)
    latest[rows.owner] = value[kept]
    return Found(latest, rows.any())


def _whole(text: str, low: int, high: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else -1
