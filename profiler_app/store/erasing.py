"""Erasing a customer for good: rows, everything the history kept of them, what imports refused.

The ledger stays provable. The digests of erased images stay in the chain while the images go, and
the ranges of rows they belonged to are compared with their seals one last time, then sealed again
as they are without them (table ``reseal``).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from profiler_app.store.connect import Connection
from profiler_app.store.entry_lookups import KEYS
from profiler_app.store.integrity import as_created
from profiler_app.store.ledger import Operation, row_columns
from profiler_app.store.removal import children_first
from profiler_app.store.seals import SALT_BYTES, digest_of_rows, seals_the_end

_PIECE: Final = 50_000
_SHORTEST: Final = 5
"""Identifiers shorter than this are not looked for in texts: they would be found everywhere."""
_ANONYMOUS: Final = ("customer_id", "order_no", "source_row")

Rows = Mapping[str, Sequence[int]]


def records_of(connection: Connection, customer: int) -> list[int]:
    """Return a customer and everybody merged into it, directly or through others."""
    rows = connection.execute(
        "WITH RECURSIVE same(id) AS (SELECT ? UNION "
        "SELECT c.id FROM customer c JOIN same ON c.merged_into = same.id) SELECT id FROM same",
        (customer,),
    ).fetchall()
    return [row[0] for row in rows]


def rows_of(connection: Connection, customers: Sequence[int]) -> dict[str, list[int]]:
    """Return the ids of every row about some customers, by table, without empty ones.

    With theirs go the ties of others to them, their place among the people of companies, and what
    imports kept of the lines they came from.
    """
    marks = _listed(customers)
    where = dict.fromkeys(children_first(), f"customer_id IN ({marks})")
    where["customer"] = f"id IN ({marks})"
    where["relation"] += f" OR other_id IN ({marks})"
    where["company_contact"] += f" OR person_id IN ({marks})"
    found = {table: _ids(connection, table, asked) for table, asked in where.items()}
    found["rejected_row"] = _kept_of_imports(connection, customers, found)
    return {table: ids for table, ids in found.items() if ids}


def images_of(connection: Connection, customers: Sequence[int], rows: Rows) -> set[int]:
    """Return the changes of the history that keep what was known of some customers."""
    asked = [f"customer_id IN ({_listed(customers)})"]
    asked += [
        f"table_name = '{table}' AND row_id IN ({_listed(ids)})" for table, ids in rows.items()
    ]
    return {
        row[0]
        for where in asked
        for row in connection.execute(
            f"SELECT id FROM change WHERE ({where}) AND before NOT NULL AND before != '{{}}'"
        )
    }


def drafts_of(connection: Connection, customers: Sequence[int]) -> list[str]:
    """Return the settings that hold half-filled forms in which some customers are named."""
    words = _words(connection, customers)
    drafts = connection.execute("SELECT name, value FROM setting WHERE name LIKE 'draft:%'")
    return [name for name, value in drafts.fetchall() if any(word in value for word in words)]


def erase(
    connection: Connection, opened: Operation, customers: Sequence[int], *, keep_sales: bool
) -> dict[str, int]:
    """Erase some customers inside an operation; return how many rows went, by table.

    ``keep_sales`` leaves order lines as lines of nobody, without order number, so that sums stay.
    """
    rows = rows_of(connection, customers)
    images = images_of(connection, customers, rows)
    drafts = drafts_of(connection, customers)
    ranges = list(_sealed_ranges(connection, rows))
    opened.facts["unproven"] = sum(not _holds(connection, *each) for each in ranges)
    kept = rows.pop("order_line", []) if keep_sales else []
    empty = ", ".join(f"{name} = NULL" for name in _ANONYMOUS)
    connection.execute(f"UPDATE order_line SET {empty} WHERE id IN ({_listed(kept)})")
    connection.execute(
        "UPDATE interaction SET person_id = NULL "
        f"WHERE person_id IN ({_listed(rows.get('company_contact', ()))})"
    )
    for table in ("rejected_row", *children_first(), "customer"):
        opened.delete(table, rows.get(table, ()))
    connection.execute(
        f"UPDATE change SET before = '{{}}', salt = NULL WHERE id IN ({_listed(images)})"
    )
    own = images_of(connection, customers, {**rows, "order_line": kept}) - images
    connection.execute(f"UPDATE change SET before = '{{}}' WHERE id IN ({_listed(own)})")
    for table, (first, last), origin, _salt, _digest in ranges:
        seal_again(connection, opened.id, table, first, last, origin)
    connection.executemany("DELETE FROM setting WHERE name = ?", [(name,) for name in drafts])
    connection.execute("DELETE FROM setting WHERE name = 'same_files'")
    connection.execute("DELETE FROM column_cache")  # names and numbers of all, read anew when asked
    return {table: len(ids) for table, ids in rows.items()}


def _ids(connection: Connection, table: str, where: str) -> list[int]:
    return [row[0] for row in connection.execute(f'SELECT id FROM "{table}" WHERE {where}')]


def _kept_of_imports(connection: Connection, customers: Sequence[int], rows: Rows) -> list[int]:
    """Return what imports kept: raw cells of their lines, refused lines that name them."""
    found: set[int] = set()
    for table, ids in rows.items():
        found.update(
            row[0]
            for row in connection.execute(
                "SELECT r.id FROM rejected_row r JOIN import_file f ON f.id = r.import_id "
                f'JOIN "{table}" t ON t.op = f.op AND t.source_row = r.source_row '
                f"WHERE r.cells IS NULL AND t.id IN ({_listed(ids)})"
            )
        )
    for word in _words(connection, customers):
        found.update(
            row[0]
            for row in connection.execute(
                "SELECT id FROM rejected_row WHERE instr(cells, ?1) OR instr(value, ?1)", (word,)
            )
        )
    return sorted(found)


def _words(connection: Connection, customers: Sequence[int]) -> list[str]:
    """Return the identifiers of some customers, by which texts about them are found."""
    marks = _listed(customers)
    parts = [f'SELECT "{key}" FROM customer WHERE id IN ({marks})' for key in KEYS]
    parts += [
        f"SELECT value FROM {table} WHERE customer_id IN ({marks})"
        for table in ("contact", "identifier")
    ]
    found = {str(row[0]) for row in connection.execute(" UNION ".join(parts)) if row[0]}
    national = {word.removeprefix("+86") for word in found}
    return sorted(word for word in found | national if len(word) >= _SHORTEST)


_Range = tuple[str, tuple[int, int], tuple[str, int], bytes, bytes]
"""Table, first and last id, which seal it is (its table and operation), salt and digest."""


def _sealed_ranges(connection: Connection, rows: Rows) -> Iterator[_Range]:
    """Yield the sealed ranges that any of some rows lie in."""
    for kind in ("seal", "reseal"):
        for table, ids in rows.items():
            seals = connection.execute(
                f"SELECT operation_id, first_id, last_id, salt, digest FROM {kind} "
                "WHERE table_name = ? AND salt NOT NULL",
                (table,),
            ).fetchall()
            for number, first, last, salt, digest in seals:
                if any(first <= row <= last for row in ids):
                    yield table, (first, last), (kind, number), salt, digest


def _holds(
    connection: Connection,
    table: str,
    ids: tuple[int, int],
    origin: tuple[str, int],
    salt: bytes,
    digest: bytes,
) -> bool:
    """Whether a range is as it was sealed."""
    since = origin[1] + 1 if seals_the_end(salt) else origin[1]
    rows = as_created(connection, table, *ids, since)
    return digest_of_rows(table, row_columns(table), salt, rows) == digest


def seal_again(
    connection: Connection, opened: int, table: str, first: int, last: int, origin: tuple[str, int]
) -> None:
    """Seal a range as it is now, in pieces, so that the next erasure has less to seal.

    ``origin`` is the table and the operation of the seal it had.
    """
    kind, number = origin
    connection.execute(
        f"UPDATE {kind} SET salt = NULL WHERE operation_id = ? AND table_name = ? AND first_id = ?",
        (number, table, first),
    )
    for start in range(first, last + 1, _PIECE):
        end, salt = min(start + _PIECE - 1, last), secrets.token_bytes(SALT_BYTES)
        rows = as_created(connection, table, start, end, opened)
        digest = digest_of_rows(table, row_columns(table), salt, rows)
        connection.execute(
            "INSERT INTO reseal VALUES(?,?,?,?,?,?)", (opened, table, start, end, salt, digest)
        )


def _listed(numbers: Any) -> str:
    return ", ".join(str(int(number)) for number in numbers)


def numbers(connection: Connection) -> list[tuple[int, str]]:
    """Return id and number of every customer that stands for itself."""
    rows = connection.execute(
        "SELECT id, number FROM customer WHERE merged_into IS NULL ORDER BY id"
    )
    return [(customer, number) for customer, number in rows]


def proof_of(connection: Connection, operation: int) -> tuple[str, str]:
    """Return when an operation was (UTC, ISO) and its hash in the chain."""
    at, proof = connection.execute(
        "SELECT at, hash FROM operation WHERE id = ?", (operation,)
    ).fetchone()
    return at, proof.hex()


def empty_log(connection: Connection) -> None:
    """Write the log of the database into the file and cut it, so that no old page is left in it."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
