"""Filling a table with many new rows: what slows every insert down is taken off meanwhile.

Indexes are dropped and built anew from the sorted whole, which takes a fraction of the time of
keeping them row by row; the trigger that watches for rows without an operation has nothing to
find, because ``Operation`` alone inserts and signs each row. All of it happens inside the
transaction of the operation: when that fails or the machine stops, nothing was ever dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from profiler_app.store.connect import Connection


class BulkLoad:
    """The indexes and the watching triggers of one table, taken off until ``restore``.

    ``filled`` are the columns the new rows may hold anything in (None: all). An index that leaves
    out empty cells stays where it gets nothing to do: to build it anew would read every row.
    """

    def __init__(
        self, connection: Connection, table: str, filled: Container[str] | None = None
    ) -> None:
        self._connection = connection
        self._table = table
        self._built: set[str] = set()
        self._indexes: dict[str, str] = dict(
            connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? "
                "AND sql NOT LIKE '% WHERE merged_into'",
                (table,),
            ).fetchall()
        )
        self._triggers: dict[str, str] = dict(
            connection.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? "
                "AND name IN (? || '_inserted', ? || '_updated')",
                (table, table, table),
            ).fetchall()
        )
        for name, sql in [*self._indexes.items()]:
            column = name.removeprefix(f"{table}_")
            if filled is not None and column not in filled and sql.endswith("IS NOT NULL"):
                del self._indexes[name]
                continue
            connection.execute(f'DROP INDEX "{name}"')
        for name in self._triggers:
            connection.execute(f'DROP TRIGGER "{name}"')

    def build_index_on(self, column: str) -> bool:
        """Build the index of one column now, to look rows up by it; return whether it has one."""
        name = f"{self._table}_{column}"
        if name in self._indexes:
            self._connection.execute(self._indexes.pop(name))
            self._built.add(name)
        return name in self._built

    def restore(self, step: Callable[[], None]) -> None:
        """Build the indexes that are missing, and let the triggers watch again."""
        for sql in (*self._indexes.values(), *self._triggers.values()):
            step()
            self._connection.execute(sql)
