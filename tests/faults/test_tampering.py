"""RELIABILITY.md promises 24 and 33: whatever another program changes is told, with its operation.

A file of ours is changed by SQL behind the program: rows of facts, kept values, the history.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.editing import edit_customer
from profiler_app.jobs.history import check, history
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace, open_workspace
from tests.faults.promised import cases
from tests.jobs.conftest import TODAY, Silent

pytestmark = pytest.mark.promise(24, 33)

QUIET = Silent()
Change = Callable[[Any, random.Random], str]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A small sample whose triggers another program has taken off."""
    path = tmp_path_factory.mktemp("tampered") / "w.zhike"
    create_demo(QUIET, path, customers=20, today=TODAY)
    with open_workspace(path, DEMO_PASSPHRASE) as opened:
        for customer in (1, 2, 3):
            edit_customer(QUIET, opened, customer, {"address": "望海路"}, today=TODAY)
        rows = opened.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in rows.fetchall():
            opened.connection.execute(f'DROP TRIGGER "{name}"')
        opened.connection.execute("PRAGMA foreign_keys = OFF")
        assert check(QUIET, opened, today=TODAY) == []
        yield opened


@contextmanager
def behind(workspace: Workspace) -> Iterator[None]:
    """Change the file for a while."""
    workspace.connection.execute("BEGIN")
    try:
        yield
    finally:
        workspace.connection.execute("ROLLBACK")


def some_row(connection: Any, chance: random.Random, table: str) -> int:
    ids = [row[0] for row in connection.execute(f'SELECT id FROM "{table}" ORDER BY id')]
    return chance.choice(ids)


def filled_table(connection: Any, chance: random.Random) -> str:
    return chance.choice(
        [
            table
            for table in fact_tables()
            if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
        ]
    )


def change_a_cell(connection: Any, chance: random.Random) -> str:
    table = filled_table(connection, chance)
    row = some_row(connection, chance, table)
    column, kind = chance.choice([*fact_tables()[table].items()])
    ((before,),) = connection.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row,))
    is_text = isinstance(before, str) or (before is None and kind in ("text", "date"))
    after = f"{before or ''}x" if is_text else (before or 0) + 1
    connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE id = ?', (after, row))
    return f"{table}.{column}"


def remove_a_row(connection: Any, chance: random.Random) -> str:
    table = filled_table(connection, chance)
    connection.execute(
        f'DELETE FROM "{table}" WHERE id = ?', (some_row(connection, chance, table),)
    )
    return f"a row of {table}"


def exchange_two_rows(connection: Any, chance: random.Random) -> str:
    """Even the same cells in another order are not what was written."""
    connection.execute("UPDATE customer SET id = -id WHERE id IN (1, 2)")
    connection.execute("UPDATE customer SET id = 3 + id WHERE id < 0")
    return "customers 1 and 2"


def rewrite_the_history(connection: Any, chance: random.Random) -> str:
    row = some_row(connection, chance, "operation")
    column, value = chance.choice(
        [("at", "2020-01-01T00:00:00Z"), ("facts", '{"by": "x"}'), ("kind", "tag")]
    )
    connection.execute(f'UPDATE operation SET "{column}" = ? WHERE id = ?', (value, row))
    return f"operation.{column}"


def rewrite_a_kept_value(connection: Any, chance: random.Random) -> str:
    row = some_row(connection, chance, "change")
    connection.execute("UPDATE change SET before = ? WHERE id = ?", ('{"address": "假"}', row))
    return "change"


def drop_the_end_of_the_history(connection: Any, chance: random.Random) -> str:
    """The last operation and its seals, but not what it wrote."""
    connection.execute("DELETE FROM change WHERE operation_id = 2")
    connection.execute("DELETE FROM operation WHERE id = 2")
    return "operation 2"


CHANGES: tuple[Change, ...] = (
    change_a_cell,
    remove_a_row,
    exchange_two_rows,
    rewrite_the_history,
    rewrite_a_kept_value,
    drop_the_end_of_the_history,
)


def test_every_change_behind_the_program_is_found(workspace: Workspace) -> None:
    connection, chance, missed = workspace.connection, random.Random(24), []
    for number in range(cases(24, 100)):
        with behind(workspace):
            what = CHANGES[number % len(CHANGES)](connection, chance)
            if not check(QUIET, workspace, today=TODAY):
                missed.append(what)
    assert missed == []
    assert check(QUIET, workspace, today=TODAY) == []


def test_a_changed_row_is_reported_with_its_operation_and_date(workspace: Workspace) -> None:
    created = next(entry for entry in history(workspace) if entry.operation == 1)
    with behind(workspace):
        workspace.connection.execute("UPDATE customer SET name = '别人' WHERE id = 7")
        ((code, sentence),) = check(QUIET, workspace, today=TODAY)
    assert code == "content"
    assert str(created.operation) in sentence and created.at in sentence


def test_a_history_without_its_beginning_is_found(workspace: Workspace) -> None:
    with behind(workspace):
        workspace.connection.execute("DELETE FROM seal WHERE operation_id = 1")
        assert check(QUIET, workspace, today=TODAY)
