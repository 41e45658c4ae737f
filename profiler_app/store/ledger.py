"""The ledger: every change of facts happens inside a named operation.

The triggers of the tables write what was there before (``schema_steps``); this module opens and
closes operations, gives rows their ids, seals what was created, and chains the operations by
hashes. Undo, history, "as known on a day", revert of an import and audit all read this record.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from profiler_app.domain.operations import NOTES
from profiler_app.store.bulk import BulkLoad
from profiler_app.store.connect import Connection, table_layer
from profiler_app.store.schema import fact_tables
from profiler_app.store.seals import SALT_BYTES, Seal
from profiler_app.store.workspace import Workspace

_BATCH = 5_000
_MANY = 100
_IMAGE_SALT = 8
_as_json = json.JSONEncoder(ensure_ascii=False).encode
"""As ``json.dumps``, which makes an encoder for every call."""


class Operation:
    """The one gate through which facts are written; made by ``operation()``."""

    def __init__(self, connection: Connection, number: int) -> None:
        self.id = number
        self.facts: dict[str, Any] = {}
        self._connection = connection
        self._created: dict[str, tuple[int, int]] = {}
        self._seals: dict[str, Seal] = {}
        self._loads: dict[str, BulkLoad] = {}

    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> tuple[int, int]:
        """Insert many rows (streamed) and return the first id and the number of rows.

        ``columns`` may include ``source_row``; ``id`` and ``op`` are given here.
        """
        first, count, waiting = self.next_id(table), 0, iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            cells = dict(zip(columns, zip(*batch, strict=True), strict=True))
            count += self.insert_columns(table, cells)[1]
        return first, count

    def insert_columns(self, table: str, columns: Mapping[str, Sequence[Any]]) -> tuple[int, int]:
        """Insert rows given column by column; as ``insert``, without making rows first."""
        first, count = self.next_id(table), len(next(iter(columns.values())))
        if not count:
            return first, 0
        constant = {name: cells[0] for name, cells in columns.items() if _says_one_word(cells)}
        varying = {name: cells for name, cells in columns.items() if name not in constant}
        filled = [*varying, *(name for name, word in constant.items() if word is not None)]
        names = ", ".join(f'"{name}"' for name in ("id", "op", *filled))
        words = [f"'{word}'" for word in constant.values() if word is not None]
        marks = ", ".join(("?", str(self.id), *("?" * len(varying)), *words))
        self._connection.executemany(
            f'INSERT INTO "{table}"({names}) VALUES({marks})',
            zip(range(first, first + count), *varying.values(), strict=True),
        )
        self._note_created(table, columns, first, count)
        return first, count

    def insert_one(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row and return its id."""
        number = self.next_id(table)
        table_layer(self._connection)[table].insert({"id": number, "op": self.id, **values})
        self._note_created(table, {name: (cell,) for name, cell in values.items()}, number, 1)
        return number

    def insert_known(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        """Insert rows that begin with the id they shall have (ascending, none taken before)."""
        names = ", ".join(f'"{name}"' for name in ("op", *columns))
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(
            f'INSERT INTO "{table}"({names}) VALUES({self.id}, {marks})', rows
        )
        cells = dict(zip(columns, zip(*rows, strict=True), strict=True))
        ids = cells.pop(columns[0])
        self._note_created(table, cells, ids[0], len(rows))
        self._created[table] = (self._created[table][0], ids[-1])

    def update(self, table: str, number: int, values: Mapping[str, Any]) -> None:
        """Change some cells of one row; cells that stay equal leave no trace."""
        table_layer(self._connection)[table].update(number, dict(values))

    def update_many(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Change the same columns of many rows; each row ends with the id it means."""
        cells = ", ".join(f'"{name}" = ?' for name in columns)
        self._connection.executemany(f'UPDATE "{table}" SET {cells} WHERE id = ?', rows)

    def delete(self, table: str, numbers: Iterable[int]) -> None:
        """Delete rows by id."""
        self._connection.executemany(
            f'DELETE FROM "{table}" WHERE id = ?', ((number,) for number in numbers)
        )

    def put_back(self, table: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert deleted rows under their old ids and origins (undo); return how many.

        All have the same columns; a row that is there already stays as it is.
        """
        names = tuple(rows[0])
        columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
        cursor = self._connection.executemany(
            f'INSERT INTO "{table}"({columns}) SELECT {marks} '
            f'WHERE NOT EXISTS (SELECT 1 FROM "{table}" WHERE id = ?)',
            ((*(row[name] for name in names), row["id"]) for row in rows),
        )
        return int(cursor.rowcount)

    @property
    def created(self) -> Mapping[str, tuple[int, int]]:
        """First and last id of the rows created so far, by table."""
        return self._created

    def next_id(self, table: str) -> int:
        """Return the id the next row of a table will get."""
        if table in self._created:
            return self._created[table][1] + 1
        found = self._connection.execute(
            "SELECT next_id FROM sequence WHERE table_name = ?", (table,)
        ).fetchone()
        return found[0] if found else 1

    def load(self, table: str, filled: Container[str] | None = None) -> BulkLoad:
        """Take the indexes and watching triggers off a table, until ``end_loads``.

        ``filled`` are the columns that may get cells (see ``BulkLoad``).
        """
        if table not in self._loads:
            self._loads[table] = BulkLoad(self._connection, table, filled)
        return self._loads[table]

    def end_loads(self, step: Callable[[], None] = lambda: None) -> None:
        """Build all indexes again; ``step`` is called before each."""
        while self._loads:
            _table, load = self._loads.popitem()
            load.restore(step)

    def update_rows(
        self,
        table: str,
        columns: Sequence[str],
        changes: Sequence[tuple[int, Mapping[str, Any], Mapping[str, Any]]],
    ) -> None:
        """Change columns of rows whose former cells are known.

        ``changes`` has the id, the cells that change as they were, and the new cells of each row.
        """
        rows = ((*map(after.__getitem__, columns), number) for number, _before, after in changes)
        if columns:
            self.update_many(table, columns, rows)
        if table in self._loads:
            self._keep_images(table, ((number, before) for number, before, _after in changes))

    def _keep_images(self, table: str, images: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
        """Write and seal what the trigger would write, were it not taken off."""
        assert table == "customer", "only the changes of customers are filed under the row itself"
        rows = []
        befores = [(number, _as_json(cells)) for number, cells in images]
        chance = secrets.token_bytes(_IMAGE_SALT * len(befores))  # asked for once
        for place, (number, before) in enumerate(befores):
            salt = chance[place * _IMAGE_SALT : (place + 1) * _IMAGE_SALT]
            digest = digest_of_image(salt, (table, number, "update", before))
            rows.append((number, before, salt, digest))
        self._connection.executemany(
            "INSERT INTO change(operation_id, table_name, row_id, customer_id, action, before, "
            f"salt, digest) VALUES({self.id}, '{table}', ?1, ?1, 'update', ?2, ?3, ?4)",
            rows,
        )

    def _note_created(
        self, table: str, columns: Mapping[str, Sequence[Any]], first: int, count: int
    ) -> None:
        before = self._created.get(table)
        if before is None:
            self._seals[table] = Seal(table, secrets.token_bytes(SALT_BYTES))
        self._created[table] = (before[0] if before else first, first + count - 1)
        self._seals[table].add(columns, count)

    def seal_created(self) -> None:
        """Keep the digests of what was created, as it was created, and where to count on."""
        for table, (first, last) in self._created.items():
            seal = self._seals[table]
            self._connection.execute(
                "INSERT INTO seal VALUES(?,?,?,?,?,?)",
                (self.id, table, first, last, seal.salt, seal.digest()),
            )
            self._connection.execute(
                "INSERT INTO sequence VALUES(?, ?) "
                "ON CONFLICT(table_name) DO UPDATE SET next_id = excluded.next_id",
                (table, last + 1),
            )


def _says_one_word(cells: Sequence[Any]) -> bool:
    """Whether a column holds the same plain word, or nothing, in every row of many.

    Such a column need not be handed over cell by cell, which is most of what an insert costs.
    """
    first, count = cells[0], len(cells)
    if count < _MANY or first is not cells[-1] or first is not cells[count // 2]:
        return False
    plain = first is None or (type(first) is str and first.isascii() and first.isalpha())
    return plain and cells.count(first) == count


@contextmanager
def operation(
    workspace: Workspace,
    kind: str,
    facts: Mapping[str, Any] | None = None,
    *,
    undoes: int | None = None,
    references_hold: bool = False,
) -> Iterator[Operation]:
    """Open an operation; when the block ends without an error it is sealed and saved.

    ``kind`` is a key of ``domain.operations``; ``facts`` (JSON, no personal data) fill its
    sentence and may be completed through ``Operation.facts``. An operation that changed nothing
    leaves no trace, unless its kind is one of ``domain.operations.NOTES``. One operation is one
    transaction (``references_hold``: see ``Workspace.writing``).
    """
    connection = workspace.connection
    with workspace.writing(references_hold=references_hold):
        previous = connection.execute(
            "SELECT id, hash FROM operation ORDER BY id DESC LIMIT 1"
        ).fetchone() or (0, b"")
        opened = Operation(connection, previous[0] + 1)
        at = workspace.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        connection.execute(
            "INSERT INTO operation(id, at, kind, facts, undoes, previous) VALUES(?,?,?,?,?,?)",
            (opened.id, at, kind, "{}", undoes, previous[1]),
        )
        connection.execute("UPDATE open_operation SET operation_id = ?", (opened.id,))
        yield opened
        opened.facts = {**(facts or {}), **opened.facts}
        _close(connection, opened, kept=kind in NOTES)


def _close(connection: Connection, opened: Operation, *, kept: bool) -> None:
    opened.end_loads()
    opened.seal_created()
    changed = _seal_changes(connection, opened.id)
    connection.execute("UPDATE open_operation SET operation_id = NULL")
    if not changed and not opened.created and not kept:
        connection.execute("DELETE FROM operation WHERE id = ?", (opened.id,))
        return
    connection.execute(
        "UPDATE operation SET facts = ? WHERE id = ?",
        (json.dumps(opened.facts, ensure_ascii=False, sort_keys=True), opened.id),
    )
    connection.execute(
        "UPDATE operation SET hash = ? WHERE id = ?",
        (operation_hash(connection, opened.id), opened.id),
    )


def _seal_changes(connection: Connection, number: int) -> int:
    """Give every change a salted digest, which stays when the image is erased one day.

    Returns the number of changes.
    """
    last = 0
    while changes := connection.execute(
        "SELECT id, table_name, row_id, action, before FROM change "
        "WHERE operation_id = ? AND id > ? AND salt IS NULL ORDER BY id LIMIT ?",
        (number, last, _BATCH),
    ).fetchall():
        sealed = []
        chance = secrets.token_bytes(_IMAGE_SALT * len(changes))  # asked for once
        for place, (change_id, *image) in enumerate(changes):
            salt = chance[place * _IMAGE_SALT : (place + 1) * _IMAGE_SALT]
            sealed.append((salt, digest_of_image(salt, image), change_id))
        connection.executemany("UPDATE change SET salt = ?, digest = ? WHERE id = ?", sealed)
        last = changes[-1][0]
    found: tuple[int] = connection.execute(
        "SELECT count(*) FROM change WHERE operation_id = ?", (number,)
    ).fetchone()
    return found[0]


def row_columns(table: str) -> tuple[str, ...]:
    """Return all columns of a table of facts in the order rows are sealed in."""
    return ("id", *fact_tables()[table], "op", "source_row")


def created_rows(
    connection: Connection, table: str, first: int, last: int
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an id range, in order."""
    names = ", ".join(f'"{name}"' for name in row_columns(table))
    cursor = connection.execute(
        f'SELECT {names} FROM "{table}" WHERE id BETWEEN ? AND ? ORDER BY id', (first, last)
    )
    return chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), []))


def digest_of_image(salt: bytes, image: Sequence[Any]) -> bytes:
    """Hash one change: table, row, action and what was there before."""
    return hashlib.blake2b(salt + _as_json(list(image)).encode(), digest_size=16).digest()


def operation_hash(connection: Connection, number: int) -> bytes:
    """Hash an operation with the one before it, its seals and the digests of its changes."""
    head = connection.execute(
        "SELECT id, at, kind, facts, undoes, hex(previous) FROM operation WHERE id = ?", (number,)
    ).fetchone()
    digest = hashlib.sha256(json.dumps(head, ensure_ascii=False).encode())
    for row in connection.execute(
        "SELECT table_name, first_id, last_id, hex(digest) FROM seal WHERE operation_id = ?1 "
        "UNION ALL SELECT table_name, first_id, last_id, hex(digest) FROM reseal "
        "WHERE operation_id = ?1 ORDER BY table_name, first_id",
        (number,),
    ):
        digest.update(json.dumps(row).encode())
    cursor = connection.execute(
        "SELECT digest FROM change WHERE operation_id = ? ORDER BY id", (number,)
    )
    for (change,) in chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), [])):
        digest.update(change)
    return digest.digest()
