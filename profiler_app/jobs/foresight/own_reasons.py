"""A customer's own reasons for a churn warning of the model, kept with the run that gave it.

A reason is a field that moves the customer towards staying away, compared with its usual value.
Kept are the places of the three strongest among the fields of the model, and the usual values; the
customer's values are those of the day one looks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.fields import find_field
from profiler_app.domain.text import _
from profiler_app.jobs.foresight.churn import FIELDS, LEVELS, ChurnModel
from profiler_app.jobs.foresight.pages.parts import reason_words
from profiler_app.store.connect import Connection
from profiler_app.store.model_runs import Foretold, last_report, read_foretold

REASONS = ("churn_why_1", "churn_why_2", "churn_why_3")
"""Columns of the run: places in ``FIELDS`` from 1, 0 where there is no such reason."""

_LESS = frozenset((
    *("freq_all", "freq_12m", "monetary_12m", "monetary_all", "monetary_trend", "csat_last"),
    *("category_count_12m", "interactions_12m", "logins_30d", "views_30d"),
    "response_rate_12m",
))  # fmt: skip
"""Fields of which less goes with leaving."""

_MORE = frozenset((
    *("recency_days", "overdue_ratio", "ipi_median", "return_rate_12m", "complaints_12m"),
    "neg_feedback_90d",
))  # fmt: skip
"""Fields of which more goes with leaving."""

_NO_REASON = frozenset(("tenure_days", "first_order_days"))

LEARNED = ("churn_red", "churn_orange", "churn_yellow")
"""The tags the model gives."""


def own_reasons(found: ChurnModel) -> tuple[dict[str, Foretold], dict[str, float]]:
    """Return the reasons of everybody who is warned, and the usual value of each field."""
    from profiler_app.analysis.prediction.reasons import contributions, usual_value

    assert found.model is not None and found.probability is not None
    warned = np.flatnonzero(found.probability >= LEVELS[-1][1])
    added = contributions(found.model, found.now.columns, found.fields, warned)
    added = supporting(added, found.now.columns, found.fields, warned)
    order = np.argsort(-added, axis=1, kind="stable")[:, : len(REASONS)]
    numbers = np.array([FIELDS.index(name) + 1 for name in found.fields])
    helps = np.take_along_axis(added, order, axis=1) > 0
    places = np.where(helps, numbers[order], 0).astype(np.float64)
    ids = found.now.ids[warned]
    columns = {name: Foretold(ids, places[:, nth]) for nth, name in enumerate(REASONS)}
    usual = {}
    for name in found.fields:
        value, known = usual_value(found.now.columns[name])
        if known:
            usual[name] = float(value)
    return columns, usual


def supporting(
    added: NDArray[np.float64],
    columns: Mapping[str, Column],
    fields: Sequence[str],
    rows: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return what fields add, without what a reader would take for the opposite of a reason.

    Trees find that many purchases go with leaving among some; to say "28 purchases (usually 9)" of
    somebody who is warned explains nothing. A field counts only where its value lies on the side
    of its usual value that anybody would expect; fields without such a side count as they are.
    """
    from profiler_app.analysis.prediction.reasons import usual_value

    found = added.copy()
    for at, name in enumerate(fields):
        if name in _NO_REASON:
            found[:, at] = 0.0
        if name not in _LESS and name not in _MORE:
            continue
        usual, known = usual_value(columns[name])
        mine = columns[name].take(rows)
        least = max(float(usual), 1.0) if name == "overdue_ratio" else float(usual)
        there = mine.values < usual if name in _LESS else mine.values > least
        expected = (mine.known & there) if known else mine.known
        found[:, at] = np.where(expected, found[:, at], 0.0)
    return found


def told_reasons(
    connection: Connection,
    customer: int,
    as_of: date,
    value: Callable[[str], Any],
    *,
    currency: str,
) -> list[str]:
    """Return the reasons of a customer in words, the strongest first; empty without any.

    ``value`` gives the customer's value of a field.
    """
    last = last_report(connection, "churn")
    if last is None or last[0] > as_of.isoformat():
        return []
    usual: Mapping[str, float] = last[1].get("usual", {})
    stored = read_foretold(connection, on=as_of.isoformat())
    found = []
    for name in REASONS:
        place = _of(stored.get(name), customer)
        if place:
            field = FIELDS[place - 1]
            found.append(_words(field, value(field), usual.get(field), currency))
    return [_("the model looked at: {what}").format(what=each) if not at else each
            for at, each in enumerate(found)]  # fmt: skip


def _of(column: Foretold | None, customer: int) -> int:
    if column is None or not len(column.ids):
        return 0
    at = int(np.searchsorted(column.ids, customer))
    return int(column.values[at]) if at < len(column.ids) and column.ids[at] == customer else 0


def _words(name: str, value: Any, usual: float | None, currency: str) -> str:
    field = find_field(name)
    assert field is not None
    whole = usual is not None and field.kind in ("int", "money")
    return reason_words(name, value, round(usual) if whole and usual is not None else usual,
                        currency=currency)  # fmt: skip
