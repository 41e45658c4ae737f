"""Seals tell what was created, however it was written and read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.store.integrity import check
from profiler_app.store.ledger import operation
from profiler_app.store.seals import Seal, digest_of_rows
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace

SALT = bytes(24)
NAMES = ("id", "name", "household_size", "op", "source_row")
Row = tuple[int, str | None, int | None, int, int | None]


def digest(*rows: tuple[str | None, int | None]) -> bytes:
    whole: list[Row] = [(i, name, size, 1, i + 1) for i, (name, size) in enumerate(rows)]
    return digest_of_rows("customer", NAMES, SALT, whole)


def findings(workspace: Workspace) -> list[str]:
    return [found.code for found in check(workspace.connection, Silent(), today=20_600)]


def test_the_digest_does_not_depend_on_batches() -> None:
    rows = [("Li", 1), (None, None), ("", 2), (None, 3)]
    seal = Seal("customer", SALT)
    for i, (name, size) in enumerate(rows):
        columns: dict[str, Any] = {"household_size": [size], "source_row": [i + 1]}
        seal.add(columns if name is None else {"name": [name], **columns}, 1)
    assert seal.digest() == digest(*rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("", 1)], [(None, 1)]),
        ([("\0N", 1)], [(None, 1)]),
        ([("a\x1fb", 1), ("c", 1)], [("a", 1), ("b\x1fc", 1)]),
        ([("a\0E", 1)], [("a\x1f", 1)]),
        ([("a", 1), (None, None)], [("a", 1)]),
        ([("a", 0)], [("a", None)]),
    ],
)
def test_different_rows_have_different_digests(one: Any, other: Any) -> None:
    assert digest(*one) != digest(*other)


def test_a_known_answer_stays_the_answer() -> None:
    """Files sealed today are checked by the program of next year."""
    assert digest(("李", 2), (None, None)).hex() == (
        "ff1942b37a9bf369ddfd15f24446479dc5f44a76cd21c103fcca4cb14ac37057"
    )


def test_a_seal_of_the_first_format_still_holds(workspace: Workspace) -> None:
    with operation(workspace, "create") as opened:
        opened.insert("customer", ["number", "kind", "name"], [("N", "person", "Li")])
    connection = workspace.connection
    rows = connection.execute("SELECT * FROM customer").fetchall()
    salt = bytes(16)
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    old = hashlib.blake2b(salt, digest_size=32)
    old.update(text)
    connection.execute("UPDATE seal SET salt = ?, digest = ?", (salt, old.digest()))
    assert "content" not in findings(workspace)
    connection.execute("UPDATE seal SET digest = ?", (bytes(32),))
    assert "content" in findings(workspace)


def test_rows_changed_by_the_operation_that_made_them_pass_the_check(workspace: Workspace) -> None:
    with operation(workspace, "create") as opened:
        number = opened.insert_one("customer", {"number": "N", "kind": "person", "name": "Li"})
        opened.update("customer", number, {"name": "Wang", "city": "3301"})
    assert findings(workspace) == []


def test_a_bulk_load_leaves_indexes_and_triggers_as_they_were(workspace: Workspace) -> None:
    def objects() -> list[tuple[str, str]]:
        rows: list[tuple[str, str]] = workspace.connection.execute(
            "SELECT name, sql FROM sqlite_schema ORDER BY name"
        ).fetchall()
        return rows

    before = objects()
    with operation(workspace, "import") as opened:
        opened.load("customer").build_index_on("member_no")
        opened.insert("customer", ["number", "name"], [("N1", "Li"), ("N2", "Wang")])
        opened.update_rows("customer", ["name"], [(1, {"name": "Li"}, {"name": "Zhao"})])
    assert objects() == before
    with pytest.raises(RuntimeError), operation(workspace, "import") as opened:
        opened.load("customer")
        raise RuntimeError
    assert objects() == before
    assert findings(workspace) == []
    changes = "SELECT table_name, row_id, customer_id, action, before FROM change"
    assert workspace.connection.execute(changes).fetchall() == [
        ("customer", 1, 1, "update", '{"name": "Li"}')
    ]
    undo(workspace)
    assert workspace.connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    assert findings(workspace) == []


def test_a_number_of_numpy_is_stored_as_a_number(workspace: Workspace) -> None:
    import numpy as np

    import profiler_app.store.activity

    assert np.iinfo(np.int64).min == profiler_app.store.activity.NULL_INT
    kinds = workspace.connection.execute(
        "SELECT typeof(?), typeof(?), typeof(?)", (np.int32(3), np.float64(0.5), np.bool_(1))
    ).fetchone()
    assert kinds == ("integer", "real", "integer")
