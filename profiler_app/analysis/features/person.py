"""Age, birthday, document and the length of the relation."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.care_days import calendar, until_lunar, until_yearly
from profiler_app.analysis.columns import NULL_INT, BoolArray
from profiler_app.analysis.features.view import Features, Found, View, text_feature
from profiler_app.analysis.rows import IntArray
from profiler_app.domain.childhood import CHILD_YEARS
from profiler_app.domain.fields import options

BAND_STARTS = (18, 25, 35, 45, 55, 65)


def person(view: View) -> Features:
    """Compute the features of a person and of the relation with him."""
    return {**_ages(view), **_relation(view), "id_left_days": _document(view)}


def _ages(view: View) -> Features:
    born = view.people["birth_date"]
    known = (born != NULL_INT) & (born <= view.today)
    year, month, day = calendar(np.where(known, born, view.today))
    had_birthday = month * 100 + day <= view.as_of.month * 100 + view.as_of.day
    age = view.as_of.year - year - ~had_birthday
    bands = np.searchsorted(BAND_STARTS, age, side="right")
    labels = tuple(option.id for option in options("age_band"))
    return {
        "age": Found(age, known),
        "age_band": Found(bands, known, labels),
        "under_14": Found(age < CHILD_YEARS, known),
        "birthday_in_days": _birthdays(view, month, day, known),
    }


def _birthdays(view: View, month: IntArray, day: IntArray, known: BoolArray) -> Found:
    """Count to the birthday: by the lunar calendar where that one is told."""
    lunar = view.people.text("birth_lunar")
    left, told = until_lunar(view.as_of, lunar.codes, lunar.labels)
    return Found(np.where(told, left, until_yearly(view.as_of, month, day)), known | told)


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
