"""Who has a tag that people gave by hand."""

from __future__ import annotations

from datetime import date

from profiler_app.store.connect import Connection


def given_by_hand(connection: Connection, tag: str, day: date) -> frozenset[int]:
    """Return the customers to whom somebody gave a tag that still holds on a day."""
    rows = connection.execute(
        "SELECT customer_id FROM manual_tag WHERE tag = ? AND (until IS NULL OR until > ?)",
        (tag, day.isoformat()),
    )
    return frozenset(row[0] for row in rows.fetchall())
