"""Reading what can be read from a damaged workspace, row by row, around the pages that are lost.

Every page carries a proof of its own (HMAC), so that what can be read is what was written. The
file is copied first and never written to.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from profiler_app.store import connect
from profiler_app.store.connect import Connection, Key
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

_FURTHEST = 2**40
_BATCH = 2_000


@dataclass
class Salvage:
    """How many rows of each table were read, and how many there should be (None: not known)."""

    read: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int | None] = field(default_factory=dict)

    @property
    def lost(self) -> dict[str, int | None]:
        """Rows that could not be read, by table; None where their number is not known."""
        counts = {t: n - self.read[t] if n is not None else None for t, n in self.expected.items()}
        return {table: n for table, n in counts.items() if n != 0}


class Wreck:
    """A copy of a damaged file, read through connections that are made anew after every error."""

    def __init__(self, path: Path, key: Key, folder: Path) -> None:
        self._copy = folder / "wreck.zhike"
        self._key = key
        for ending in ("", "-wal"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                shutil.copyfile(beside, self._copy.with_name(self._copy.name + ending))
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """Return a connection that takes a file shorter than it says for what it is."""
        if self._connection is None:
            opened = dbapi2.connect(str(self._copy), isolation_level=None)
            opened.execute("PRAGMA cipher_log_level = NONE")
            connect.give_key(opened, self._key)
            opened.execute("PRAGMA writable_schema = ON")
            self._connection = opened
        return self._connection

    def close(self) -> None:
        """Close the copy."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def is_readable(self) -> bool:
        """Whether the list of tables can be read; without it nothing can."""
        try:
            tables = self.connection().execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.DatabaseError:
            self.close()
            return False
        return bool(tables[0])

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table (the first of the columns is its number) that can be read."""
        names = ", ".join(f'"{name}"' for name in columns)
        sql = f'SELECT {names} FROM "{table}" WHERE "{columns[0]}" > ? ORDER BY "{columns[0]}"'
        last: int | None = 0
        while last is not None:
            try:
                for row in self.connection().execute(sql, (last,)):
                    yield row
                    last = row[0]
                return
            except dbapi2.DatabaseError:
                self.close()
                last = self._beyond(sql, last)

    def _beyond(self, sql: str, last: int) -> int | None:
        """Return the number before the next row that can be read; None when there is none."""
        low, step = last, 1
        while step <= _FURTHEST:
            found = self._first(sql, last + step)
            if found is not None:
                if found == 0:
                    return None
                return self._nearest(sql, low, last + step)
            low, step = last + step, step * 2
        return None

    def _nearest(self, sql: str, bad: int, good: int) -> int:
        while good - bad > 1:
            middle = (bad + good) // 2
            if self._first(sql, middle) is None:
                bad = middle
            else:
                good = middle
        return good

    def _first(self, sql: str, after: int) -> int | None:
        """Return the number of the first row after one, 0 at the end, None where it is lost."""
        try:
            row = self.connection().execute(f"{sql} LIMIT 1", (after,)).fetchone()
        except dbapi2.DatabaseError:
            self.close()
            return None
        return 0 if row is None else int(row[0])

    def count(self, table: str) -> int | None:
        """Return how many rows a table has; None when no index can tell."""
        try:
            found = self.connection().execute(f'SELECT count(*) FROM "{table}"').fetchone()
        except dbapi2.DatabaseError:
            self.close()
            return None
        return int(found[0])

    def settings(self) -> list[tuple[str, str]]:
        """Return what can be read of the settings."""
        found = []
        try:
            for row in self.connection().execute("SELECT name, value FROM setting"):
                found.append((row[0], row[1]))
        except dbapi2.DatabaseError:
            self.close()
        return found


def carry_over(wreck: Wreck, opened: Operation, table: str, salvage: Salvage) -> None:
    """Write the rows of a table that can be read, under their old numbers."""
    columns = ("id", *fact_tables()[table], "source_row")
    waiting = wreck.rows(table, columns)
    salvage.read[table] = 0
    while batch := list(islice(waiting, _BATCH)):
        opened.insert_known(table, columns, batch)
        salvage.read[table] += len(batch)
    salvage.expected[table] = wreck.count(table)


def put_settings(connection: Connection, settings: Sequence[tuple[str, str]]) -> None:
    """Write settings as they were read."""
    connection.executemany("INSERT OR REPLACE INTO setting VALUES(?, ?)", settings)
