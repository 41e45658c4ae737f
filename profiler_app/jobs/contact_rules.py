"""Who must not be contacted now, from the facts as they are and not as of the last refresh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.purposes import marketing_on
from profiler_app.store.activity import read_columns, says
from profiler_app.store.connect import Connection

ANY_CONTACT = ("marketing", "profiling")
"""Whoever says no to one of these is not contacted on any way."""


def refused_channel(connection: Connection, day: int, channel: str) -> NDArray[np.int64]:
    """Return who said no to marketing on one way of contact, as ``not_agreed`` reads answers."""
    purpose = marketing_on(channel)
    return not_agreed(connection, day, (purpose,)) if purpose else np.empty(0, np.int64)


def closed_for(connection: Connection, day: int, channel: str) -> frozenset[int]:
    """Return who is not to be contacted on a channel for marketing: refused, or complains."""
    found = (
        not_agreed(connection, day),
        refused_channel(connection, day, channel),
        complaining(connection),
    )
    return frozenset(customer for part in found for customer in part.tolist())


def not_agreed(
    connection: Connection, day: int, purposes: Sequence[str] = ANY_CONTACT
) -> NDArray[np.int64]:
    """Return who refused, withdrew or let expire one of the purposes by a day.

    The latest answer counts, of one day the stricter; also answers since the last refresh.
    """
    names = ("customer_id", "purpose", "state", "granted_on", "withdrawn_on", "expires_on")
    rows: Any = read_columns(connection, "consent", names)
    since = np.maximum(rows["granted_on"], rows["withdrawn_on"])
    expired = (rows["expires_on"] >= 0) & (rows["expires_on"] < day)
    no = ~says(rows["state"], "granted") | (rows["withdrawn_on"] >= 0) | expired
    order = np.lexsort((no, since))[::-1]
    found = np.empty(0, np.int64)
    for purpose in purposes:
        places = order[says(rows["purpose"], purpose)[order] & (since[order] <= day)]
        customers, latest = np.unique(rows["customer_id"][places], return_index=True)
        found = np.union1d(found, customers[no[places[latest]]])
    return found


def complaining(connection: Connection) -> NDArray[np.int64]:
    """Return whose complaint is open, also since the last refresh."""
    rows: Any = read_columns(connection, "feedback", ("customer_id", "kind", "status"))
    is_open = says(rows["kind"], "complaint") & ~says(rows["status"], "closed")
    found: NDArray[np.int64] = rows["customer_id"][is_open]
    return found


def contacts(connection: Connection, after: int, until: int) -> NDArray[np.int64]:
    """Return whom we contacted after a day, up to another; once for each contact."""
    rows: Any = read_columns(connection, "interaction", ("customer_id", "day", "direction"))
    recent = (rows["day"] > after) & (rows["day"] <= until) & says(rows["direction"], "out")
    found: NDArray[np.int64] = rows["customer_id"][recent]
    return found
