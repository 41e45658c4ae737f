"""Which operations stand: neither undone nor an undo themselves."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.store.connect import Connection

_NEWEST = 2**62


def undone_by(connection: Connection, until: int = _NEWEST) -> dict[int, int]:
    """Return by operation the one that undid it last, up to an operation."""
    return dict(
        connection.execute(
            "SELECT undoes, id FROM operation WHERE undoes IS NOT NULL AND id <= ? ORDER BY id",
            (until,),
        ).fetchall()
    )


def standing_operations(connection: Connection, numbers: set[int]) -> set[int]:
    """Return those of some operations that were not undone and are no undo themselves."""
    undone = undone_by(connection)
    rows = connection.execute("SELECT id FROM operation WHERE undoes IS NOT NULL").fetchall()
    undos = {number for (number,) in rows}
    return {n for n in numbers if n not in undos and not is_undone(n, undone)}


def is_undone(number: int, undone: Mapping[int, int]) -> bool:
    """Whether an operation was undone; ``undone`` has by operation the one that undid it last."""
    by = undone.get(number)
    return by is not None and not is_undone(by, undone)


def done_last(number: int, undone: Mapping[int, int]) -> int:
    """Return the operation by which another one stands: itself, or the last that did it again."""
    by = undone.get(number)
    again = undone.get(by) if by is not None else None
    return number if again is None else done_last(again, undone)
