"""Age, birthday, document and the length of the relation."""

from __future__ import annotations

from datetime import date

import numpy as np

from profiler_app.analysis.columns import NULL_INT
from profiler_app.analysis.features.view import Features, Found, View, text_feature
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.fields import options

BAND_STARTS = (18, 25, 35, 45, 55, 65)
ADULT_CHILD = 14


def person(view: View) -> Features:
    """Compute the features of a person and of the relation with him."""
    return {**_ages(view), **_relation(view), "id_left_days": _document(view)}


def _ages(view: View) -> Features:
    born = view.people["birth_date"]
    known = (born != NULL_INT) & (born <= view.today)
    year, month, day = _calendar(np.where(known, born, view.today))
    had_birthday = month * 100 + day <= view.as_of.month * 100 + view.as_of.day
    age = view.as_of.year - year - ~had_birthday
    bands = np.searchsorted(BAND_STARTS, age, side="right")
    labels = tuple(option.id for option in options("age_band"))
    return {
        "age": Found(age, known),
        "age_band": Found(bands, known, labels),
        "under_14": Found(age < ADULT_CHILD, known),
        "birthday_in_days": Found(_until_birthday(view.as_of, month, day), known),
    }


def _calendar(days: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return year, month and day of days since 1970-01-01."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    return year, month, (dates - months).astype(np.int64) + 1


def _until_birthday(today: date, month: IntArray, day: IntArray) -> IntArray:
    """Count the days to the next birthday; who was born on Feb 29 celebrates on Feb 28."""
    this_year, next_year = (_birthdays(year, month, day) for year in (today.year, today.year + 1))
    now = np.datetime64(today, "D").astype(np.int64)
    return np.where(this_year >= now, this_year, next_year) - now


def _birthdays(year: int, month: IntArray, day: IntArray) -> IntArray:
    months = (year - 1970) * 12 + month - 1
    first, following = _first_days(months), _first_days(months + 1)
    birthdays: IntArray = first + np.minimum(day, following - first) - 1
    return birthdays


def _first_days(months: IntArray) -> IntArray:
    """Return the first day of months counted from January 1970."""
    days: IntArray = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days


def _relation(view: View) -> Features:
    accounts = view.rows("account")
    accounts = accounts.where(~accounts.is_null("opened_on"))
    since = view.people["relation_since"]
    since = np.where(since > view.today, NULL_INT, since)
    for rows, name in ((view.sales, "day"), (accounts, "opened_on")):
        first = np.where(rows.any(), rows.lowest(rows[name]), NULL_INT)
        since = np.where(since == NULL_INT, first, since)
    known = since != NULL_INT
    return {
        "tenure_days": Found(view.today - np.where(known, since, view.today), known),
        "status": text_feature(view.people, "status"),
    }


def _document(view: View) -> Found:
    """Return the days the identity document is still valid; 9999-12-31 means for ever."""
    until = view.people["id_doc_expiry"]
    known = until != NULL_INT
    return Found(np.where(known, until, view.today) - view.today, known)
