"""Reading the saved views of the list of customers, and the boards kept among them."""

from __future__ import annotations

from profiler_app.domain.boards import PREFIX, Board, read_tiles
from profiler_app.domain.views import SavedView
from profiler_app.store.connect import Connection

_IS_BOARD = "coalesce(columns, '') LIKE ? || '%'"
_ORDER = "ORDER BY position IS NULL, position, id"


def read_views(connection: Connection) -> tuple[SavedView, ...]:
    """Return the saved views in their order."""
    rows = connection.execute(
        "SELECT id, name, rule, columns, sort, colour, position FROM saved_view "
        f"WHERE NOT {_IS_BOARD} {_ORDER}",
        (PREFIX,),
    ).fetchall()
    return tuple(
        SavedView(
            number, name or "", rule or "", columns or "", sort or "", _place(colour), position or 0
        )
        for number, name, rule, columns, sort, colour, position in rows
    )


def read_boards(connection: Connection) -> tuple[Board, ...]:
    """Return the boards in their order."""
    rows = connection.execute(
        f"SELECT id, name, columns, position FROM saved_view WHERE {_IS_BOARD} {_ORDER}", (PREFIX,)
    ).fetchall()
    return tuple(
        Board(number, name or "", read_tiles(columns), position or 0)
        for number, name, columns, position in rows
    )


def _place(colour: str | None) -> int:
    return int(colour) if colour and colour.isdecimal() else 0
