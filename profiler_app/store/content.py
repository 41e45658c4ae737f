"""A hash of what a workspace says, whatever the order in which it was said.

SHA-256 over the sorted hashes of canonical rows of facts: references are replaced by stable keys
(a customer's strongest identifier, the content of other rows), row ids, the ledger, records about
imports and everything derived are left out. Two workspaces with equal facts have equal hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.schema import NOT_CONTENT, fact_tables, target_of
from profiler_app.store.undo import referrers, tables_by_dependency

STRONG_KEY = "coalesce(cn_id, uscc, core_cust_no, member_no)"
"""What tells one customer from any other, in SQL."""
_BATCH = 5_000


def content_hash(connection: Connection) -> str:
    """Return the hash as 64 hexadecimal digits."""
    keys = {"customer": _customer_keys(connection)}
    digests: list[bytes] = []
    for table in tables_by_dependency():
        if table not in NOT_CONTENT:
            digests.extend(_rows_of(connection, table, keys))
    digests.sort()
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _customer_keys(connection: Connection) -> dict[int, str]:
    cursor = connection.execute(f"SELECT id, coalesce({STRONG_KEY}, number) FROM customer")
    return dict(cursor.fetchall())


def _rows_of(
    connection: Connection, table: str, keys: dict[str, dict[int, str]]
) -> Iterator[bytes]:
    columns = fact_tables()[table]
    names = [name for name in columns if name != "number"]
    marker = {name: target_of(table, name) for name in names if columns[name] == "ref"}
    keep = table != "customer" and bool(referrers(table))
    own_keys: dict[int, str] = keys.setdefault(table, {})
    selected = ", ".join(f'"{name}"' for name in names)
    cursor = connection.execute(f'SELECT id, {selected} FROM "{table}"')
    places = [(names.index(name), keys.get(target, {})) for name, target in marker.items()]
    while rows := cursor.fetchmany(_BATCH):
        for number, *cells in rows:
            digest = _digest(table, cells, places, _key(table, number, keys))
            if keep:
                own_keys[number] = digest.hex()
            yield digest


def _key(table: str, number: int, keys: dict[str, dict[int, str]]) -> str:
    """A customer without any identifier is told from its twin by its number."""
    return keys["customer"][number] if table == "customer" else ""


def _digest(
    table: str, cells: list[Any], places: list[tuple[int, dict[int, str]]], key: str
) -> bytes:
    for place, targets in places:
        if cells[place] is not None:
            cells[place] = targets.get(cells[place], cells[place])
    text = json.dumps([table, key, *cells], ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
