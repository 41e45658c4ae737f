"""Consent: what a customer agreed to."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import NULL_INT
from profiler_app.analysis.features.view import Features, Found, View
from profiler_app.analysis.rows import IntArray, Rows
from profiler_app.domain.fields import options
from profiler_app.domain.policies import STRICTNESS


def compliance(view: View) -> Features:
    """Compute the state of the two consents; a customer without a record was not asked.

    In a workspace that holds no consent records at all the state is unknown: the customers may
    have been told elsewhere, and a rule must not take silence for a refusal.
    """
    rows = view.rows("consent")
    return {
        "consent_profiling": _state(view, rows.where(rows.is_in("purpose", "profiling"))),
        "consent_marketing": _state(view, rows.where(rows.is_in("purpose", "marketing"))),
    }


def _state(view: View, rows: Rows) -> Found:
    """Return the state of the latest record on the business date, of one day the strictest.

    A withdrawal or an expiry counts from its day on, whatever the record says today (see
    ``policies.order_of_answer``).
    """
    states = tuple(option.id for option in options("consent_state"))
    latest = rows.last(*_order(view, rows, states))
    code = _codes(latest, states)
    withdrawn, expires = latest["withdrawn_on"], latest["expires_on"]
    gone = code == states.index("withdrawn")
    code[gone & (withdrawn > view.today)] = states.index("granted")
    granted = code == states.index("granted")
    code[granted & (expires != NULL_INT) & (expires < view.today)] = states.index("expired")
    code[granted & (withdrawn != NULL_INT) & (withdrawn <= view.today)] = states.index("withdrawn")
    result = np.full(view.size, states.index("none"))
    result[latest.owner] = code
    return Found(result, view.has("consent"), states)


def _order(view: View, rows: Rows, states: tuple[str, ...]) -> tuple[IntArray, IntArray]:
    code, day, gone = _codes(rows, states), rows["granted_on"], rows["withdrawn_on"]
    withdrawn, refused = code == states.index("withdrawn"), code == states.index("refused")
    known = withdrawn & (gone != NULL_INT) & (gone <= view.today)
    day = np.where(known, gone, day)
    day = np.where((day == NULL_INT) & (withdrawn | refused), view.today, day)
    return day, np.array([STRICTNESS.index(state) for state in states])[code]


def _codes(rows: Rows, states: tuple[str, ...]) -> IntArray:
    coded = rows.text("state")
    none = states.index("none")
    meaning = [states.index(label) if label in states else none for label in coded.labels]
    return np.array([*meaning, none])[coded.codes]
