"""Which operations stand: neither undone nor an undo themselves."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.store.connect import Connection


def standing_operations(connection: Connection, numbers: set[int]) -> set[int]:
    """Return those of some operations that were not undone and are no undo themselves."""
    undone: dict[int, int] = dict(
        connection.execute("SELECT undoes, id FROM operation WHERE undoes IS NOT NULL ORDER BY id")
    )
    undos = set(undone.values())
    return {n for n in numbers if n not in undos and not is_undone(n, undone)}


def is_undone(number: int, undone: Mapping[int, int]) -> bool:
    """Whether an operation was undone; ``undone`` has by operation the one that undid it last."""
    by = undone.get(number)
    return by is not None and not is_undone(by, undone)
