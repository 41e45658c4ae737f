"""What a customer agreed to, record by record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from profiler_app.domain.policies import Order, order_of_answer
from profiler_app.domain.profile import ConsentState
from profiler_app.store.rewind import Row

_STATES: dict[str, ConsentState] = {
    "granted": "granted",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "expired": "expired",
}


def consent_state(
    rows: Sequence[Row], purpose: str, *, on: date
) -> tuple[ConsentState, date | None]:
    """Return the state of consent to a purpose on a day, and when it runs out.

    The latest record counts, of one day the stricter; a withdrawal or an expiry counts from its
    day on.
    """
    iso = on.isoformat()
    mine = [r for r in rows if r["purpose"] == purpose and (r["granted_on"] or "") <= iso]
    if not mine:
        return "not_asked", None
    row = max(mine, key=lambda row: (*_order(row, iso), row["id"]))
    state = _STATES.get(row["state"] or "", "not_asked")
    gone, ends = row["withdrawn_on"], row["expires_on"]
    if state == "withdrawn" and gone and gone > iso:
        state = "granted"
    if state == "granted" and gone and gone <= iso:
        state = "withdrawn"
    if state == "granted" and ends and ends < iso:
        state = "expired"
    return state, date.fromisoformat(ends) if ends else None


def _order(row: Row, on: str) -> Order:
    return order_of_answer(row["state"] or "", row["granted_on"], row["withdrawn_on"], on)
