"""Every change of facts passes the ledger."""

from __future__ import annotations

from datetime import date

import pytest
from sqlcipher3 import dbapi2

from profiler_app.domain.progress import Silent
from profiler_app.store.content import content_hash
from profiler_app.store.integrity import check
from profiler_app.store.ledger import operation
from profiler_app.store.rewind import customer_rows, last_operation_of
from profiler_app.store.undo import history, undo
from profiler_app.store.workspace import Workspace

TODAY = 20_600


def add(workspace: Workspace, *names: str) -> list[int]:
    with operation(workspace, "create") as opened:
        first, count = opened.insert(
            "customer",
            ["number", "kind", "line", "name"],
            [(f"TEST-{name}", "person", "trade", name) for name in names],
        )
    return list(range(first, first + count))


def edit(workspace: Workspace, customer: int, **values: object) -> None:
    with operation(workspace, "edit") as opened:
        opened.update("customer", customer, values)


def name_of(workspace: Workspace, customer: int) -> str | None:
    row = workspace.connection.execute(
        "SELECT name FROM customer WHERE id = ?", (customer,)
    ).fetchone()
    return row and row[0]


def findings(workspace: Workspace) -> list[str]:
    return [found.code for found in check(workspace.connection, Silent(), today=TODAY)]


def test_a_write_outside_an_operation_is_refused(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    for sql in (
        f"UPDATE customer SET name = 'x' WHERE id = {customer}",
        f"DELETE FROM customer WHERE id = {customer}",
        "INSERT INTO customer(id, number, kind, line, name, op) "
        "VALUES(9, 'n', 'person', 'trade', 'x', 1)",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="outside an operation"):
            workspace.connection.execute(sql)


def test_an_operation_that_changes_nothing_leaves_no_trace(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    edit(workspace, customer, name="Li")
    assert [entry.kind for entry in history(workspace)] == ["create"]


def test_an_operation_that_fails_saves_nothing(workspace: Workspace) -> None:
    before = content_hash(workspace.connection)
    with pytest.raises(RuntimeError), operation(workspace, "create") as opened:
        opened.insert(
            "customer", ["number", "kind", "line", "name"], [("n", "person", "trade", "x")]
        )
        raise RuntimeError
    assert content_hash(workspace.connection) == before
    assert history(workspace) == []


def test_undo_of_a_creation_gives_the_state_before(workspace: Workspace) -> None:
    add(workspace, "Li")
    before = content_hash(workspace.connection)
    add(workspace, "Wang", "Zhao")
    report = undo(workspace)
    assert (report.removed, report.kept) == (2, 0)
    assert content_hash(workspace.connection) == before


def test_an_undo_can_be_undone(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    edit(workspace, customer, name="Wang")
    after = content_hash(workspace.connection)
    undone = undo(workspace)
    assert name_of(workspace, customer) == "Li"
    undo(workspace, undone.operation)
    assert name_of(workspace, customer) == "Wang"
    assert content_hash(workspace.connection) == after


def test_a_deleted_row_comes_back_with_its_id_and_origin(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    before = content_hash(workspace.connection)
    with operation(workspace, "delete") as opened:
        opened.delete("customer", [customer])
    assert name_of(workspace, customer) is None
    undo(workspace)
    assert name_of(workspace, customer) == "Li"
    assert content_hash(workspace.connection) == before
    assert findings(workspace) == []


def test_undo_of_an_earlier_edit_leaves_later_edits_of_other_cells(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    edit(workspace, customer, name="Wang")
    edit(workspace, customer, city="3301")
    undo(workspace, 2)
    row = customer_rows(workspace.connection, customer)["customer"][0]
    assert (row["name"], row["city"]) == ("Li", "3301")


def test_undo_stops_at_a_conflict_and_names_the_later_operation(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    edit(workspace, customer, name="Wang")
    edit(workspace, customer, name="Zhao")
    before = content_hash(workspace.connection)
    with pytest.raises(Exception, match="3") as caught:
        undo(workspace, 2)
    assert getattr(caught.value, "code", "") == "operation"
    assert content_hash(workspace.connection) == before
    kept = undo(workspace, 2, on_conflict="keep")
    assert name_of(workspace, customer) == "Zhao" and len(kept.conflicts) == 1


def test_undo_may_overwrite_later_values(workspace: Workspace) -> None:
    (customer,) = add(workspace, "Li")
    edit(workspace, customer, name="Wang")
    edit(workspace, customer, name="Zhao")
    undo(workspace, 2, on_conflict="overwrite")
    assert name_of(workspace, customer) == "Li"


def test_a_customer_with_later_orders_is_kept(workspace: Workspace) -> None:
    kept, gone = add(workspace, "Li", "Wang")
    with operation(workspace, "import") as opened:
        opened.insert(
            "order_line",
            ["customer_id", "order_no", "content_key", "day", "kind", "net"],
            [(kept, "1", 7, 20_000, "sale", 100)],
        )
    report = undo(workspace, 1)
    assert (report.removed, report.kept) == (1, 1)
    assert (name_of(workspace, kept), name_of(workspace, gone)) == ("Li", None)


def test_a_customer_is_known_as_on_an_earlier_day(workspace: Workspace, clock: object) -> None:
    (customer,) = add(workspace, "Li")
    clock.next_day()  # type: ignore[attr-defined]
    edit(workspace, customer, name="Wang")
    with operation(workspace, "interaction") as opened:
        opened.insert_one("interaction", {"customer_id": customer, "day": 20_513})
    clock.next_day()  # type: ignore[attr-defined]
    with operation(workspace, "delete") as opened:
        opened.delete("interaction", [1])
        opened.delete("customer", [customer])

    def known(day: int) -> dict[str, list[dict[str, object]]]:
        until = last_operation_of(workspace.connection, date(2026, 3, day))
        return customer_rows(workspace.connection, customer, until=until)

    assert customer_rows(workspace.connection, customer) == {}
    assert [row["name"] for row in known(1)["customer"]] == ["Li"]
    assert "interaction" not in known(1)
    assert known(2)["customer"][0]["name"] == "Wang" and len(known(2)["interaction"]) == 1
    assert known(3) == {}


def test_the_check_is_silent_after_honest_work(workspace: Workspace) -> None:
    first, second = add(workspace, "Li", "Wang")
    edit(workspace, first, name="Zhao")
    with operation(workspace, "delete") as opened:
        opened.delete("customer", [second])
    undo(workspace)
    undo(workspace, 2)
    assert findings(workspace) == []


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE customer SET city = 'x' WHERE id = 2", "content"),
        ("DELETE FROM customer WHERE id = 2", "content"),
        ("UPDATE operation SET at = '2020-01-01T00:00:00Z' WHERE id = 1", "chain"),
        ('UPDATE change SET before = \'{"name":"x"}\'', "image"),
        ("DELETE FROM operation WHERE id = 2", "chain"),
    ],
)
def test_a_change_behind_the_programs_back_is_found(
    workspace: Workspace, sql: str, code: str
) -> None:
    first, _second = add(workspace, "Li", "Wang")
    edit(workspace, first, name="Zhao")
    add(workspace, "Qian")
    for trigger in ("customer_updated", "customer_deleted"):
        workspace.connection.execute(f"DROP TRIGGER {trigger}")
    workspace.connection.execute("PRAGMA foreign_keys = OFF")
    workspace.connection.execute(sql)
    assert code in findings(workspace)


def test_columns_are_stored_as_they_are_given_whether_they_vary_or_not(
    workspace: Workspace,
) -> None:
    count = 250
    columns = {
        "kind": ["person"] * count,
        "line": ["it's"] * count,
        "short_name": [None] * count,
        "gender": [None if place % 3 else "F" for place in range(count)],
        "occupation": [(None, "", "x")[place % 3] for place in range(count)],
        "annual_income": [(None, 0, 5)[place % 3] for place in range(count)],
        "source_row": range(2, count + 2),
    }
    with operation(workspace, "import") as opened:
        opened.insert_columns("customer", columns)
    names = ", ".join(columns)
    rows = workspace.connection.execute(f"SELECT {names} FROM customer ORDER BY id").fetchall()
    assert rows == list(zip(*columns.values(), strict=True))
    assert not findings(workspace)


@pytest.mark.parametrize("name", ["member_no", "core_cust_no", "cn_id", "uscc"])
def test_an_identifier_is_looked_up_by_its_index(workspace: Workspace, name: str) -> None:
    plans = workspace.connection.execute(
        f"EXPLAIN QUERY PLAN SELECT * FROM customer WHERE {name} = ?", ("x",)
    ).fetchall()
    assert f"USING INDEX customer_{name} " in plans[0][3]


@pytest.mark.parametrize("filled", [None, (), ("uscc", "name")])
def test_all_indexes_are_there_again_after_a_load(
    workspace: Workspace, filled: tuple[str, ...] | None
) -> None:
    query = "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'customer' ORDER BY name"
    before = workspace.connection.execute(query).fetchall()
    with operation(workspace, "import") as opened:
        opened.load("customer", filled)
        opened.insert_columns("customer", {"name": ["王伟"], "uscc": ["91"], "cn_id": [None]})
    assert workspace.connection.execute(query).fetchall() == before
    assert workspace.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
