"""Reading the saved views of the list of customers."""

from __future__ import annotations

from profiler_app.domain.views import SavedView
from profiler_app.store.connect import Connection


def read_views(connection: Connection) -> tuple[SavedView, ...]:
    """Return the saved views in their order."""
    rows = connection.execute(
        "SELECT id, name, rule, columns, sort, colour, position FROM saved_view "
        "ORDER BY position IS NULL, position, id"
    ).fetchall()
    return tuple(
        SavedView(
            number, name or "", rule or "", columns or "", sort or "", _place(colour), position or 0
        )
        for number, name, rule, columns, sort, colour, position in rows
    )


def _place(colour: str | None) -> int:
    return int(colour) if colour and colour.isdecimal() else 0
