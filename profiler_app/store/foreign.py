"""The process that reads somebody else's SQLite file, so that a hostile one ends only this process.

Nothing of the file is trusted: it is opened read-only and immutable, only plain tables and stored
columns are read (views, virtual tables and generated columns would run expressions of a
stranger). Standard output speaks as ``ingest.child`` does: facts, rows, the end.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.process_limits import limit_resources

_MEMORY: Final = 512 << 20
_LONGEST: Final = 16 << 20
_COUNTED: Final = 100_000
_MOST_TABLES: Final = 1_000
_EXACT_DIGITS: Final = 10**15
_BATCH: Final = 200


class Refused(Exception):
    """The file cannot be read; the argument is the code of the reason."""


def main(arguments: Sequence[str]) -> int:
    """Read ``FILE KIND TABLE LIMIT ENCODING`` (an empty table is the largest, limit 0 is all)."""
    path, _kind, table, limit, _encoding = arguments
    write = sys.stdout.buffer.write
    try:
        limit_resources(Path(path), _MEMORY)
        for value in _messages(Path(path), table, int(limit)):
            write(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        write(b'{"end": true}\n')
    except Refused as refusal:
        write(json.dumps({"refused": refusal.args[0], "sheet": table}).encode() + b"\n")
    except (sqlite3.Error, OverflowError, ValueError):
        write(b'{"refused": "broken"}\n')
    except MemoryError:
        write(b'{"refused": "bomb"}\n')
    sys.stdout.buffer.flush()
    return 0


def _messages(path: Path, asked: str, limit: int) -> Iterator[Any]:
    uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.text_factory = _decoded
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        tables = _tables(connection)
        name = asked or (tables[0] if tables else "")
        if name not in tables:
            raise Refused("no_sheet" if tables else "no_tables")
        yield {
            "format": "sqlite",
            "sheet": name,
            "sheets": tables,
            "hidden_sheets": [],
            "pending_changes": _has_pending_changes(path),
        }
        yield from _rows(connection, name, limit)
    finally:
        connection.close()


def _has_pending_changes(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.is_file() and log.stat().st_size > 0


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the plain tables, those with most rows first."""
    listed = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' LIMIT ?",
        (_MOST_TABLES,),
    )
    names = [name for (name,) in listed]
    count = "SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})"
    sizes = {
        name: connection.execute(count.format(_quoted(name), _COUNTED)).fetchone()[0]
        for name in names
    }
    return sorted(names, key=lambda name: -sizes[name])


def _rows(connection: sqlite3.Connection, table: str, limit: int) -> Iterator[list[Any]]:
    stored = connection.execute(
        "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (table,)
    )
    columns = [name for (name,) in stored]
    wanted = ", ".join(map(_quoted, columns))
    stored = connection.execute(f"SELECT {wanted} FROM {_quoted(table)}")
    numbered = enumerate(([*map(_text, row)] for row in stored), start=2)
    rows = chain([[1, columns]], ([line, cells] for line, cells in numbered if any(cells)))
    asked = islice(rows, limit) if limit else rows
    while batch := list(islice(asked, _BATCH)):
        yield batch


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("gb18030", errors="replace")


def _text(value: object) -> str:
    """Return a value as text, whole numbers in full; what is binary is left out."""
    if isinstance(value, float):
        if abs(value) < _EXACT_DIGITS and value.is_integer():
            return str(int(value))
        text = f"{value:.15g}"
        small = "e-" in text
        return f"{value:.15f}".rstrip("0") if small else text
    return str(value) if isinstance(value, str | int) else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
