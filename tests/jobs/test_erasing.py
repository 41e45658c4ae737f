"""Erasing: nothing of a customer is left anywhere, and everything else is as it was and proven."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.errors import CustomerNotFound, OperationProblem
from profiler_app.domain.imports import ImportRequest
from profiler_app.jobs import editing, erasing, recording
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.drafts import keep_draft
from profiler_app.jobs.history import check, history, undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.merging.doing import merge
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace, open_workspace
from tests.jobs.conftest import TODAY, Silent, create

pytestmark = pytest.mark.promise(18)

QUIET = Silent()
ORDERS = """会员号,姓名,手机号,订单号,下单时间,商品名称,数量,实付金额
M-10001,秦无迹,13800138000,A1,2026-10-01,净水器,1,1299.00
M-10002,周晓云,13900139000,A2,2026-10-02,台灯,1,89.90
M-10001,秦无迹,13800138000,A3,2026-13-45,滤芯,1,59.00
"""


def everything(workspace: Workspace) -> str:
    """Return every cell of every table of the file as one text."""
    tables = workspace.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return "\n".join(
        " ".join(
            cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
            for cell in row
        )
        for (table,) in tables.fetchall()
        for row in workspace.connection.execute(f'SELECT * FROM "{table}"')
    )


def erase(workspace: Workspace, customer: int, **how: Any) -> erasing.Certificate:
    asked = {"reason": "asked", "by": "陈", "today": TODAY, **how}
    return erasing.erase(QUIET, workspace, customer, **asked)


@pytest.fixture
def known(empty: Workspace, tmp_path: Path) -> Workspace:
    """Somebody imported with orders, edited, tagged, merged with a second record, half typed."""
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    import_file(QUIET, empty, ImportRequest((path,)), today=TODAY)
    editing.edit_customer(QUIET, empty, 1, {"address": "望海路七号"}, today=TODAY)
    editing.edit_customer(QUIET, empty, 1, {"address": "望海路八号"}, today=TODAY)
    told: dict[str, Any] = {"reason": "望海路的老客户", "by": "陈", "today": TODAY}
    editing.set_tag(QUIET, empty, [1], "m_focus", **told)
    other = create(empty, name="秦无迹", mobile="+8613700137000", email="wuji@example.com")
    merge(QUIET, empty, [1, other], today=TODAY)
    recording.add_task(QUIET, empty, 1, "去望海路看秦无迹", TODAY, 2, by="陈")
    (task,) = empty.connection.execute("SELECT id FROM task").fetchone()
    recording.finish_task(QUIET, empty, task, today=TODAY)
    keep_draft(QUIET, empty, "task", {"title": "回电 13700137000"})
    return empty


PLANTED = ("秦无迹", "望海路", "13800138000", "13700137000", "wuji@example.com", "M-10001")


def test_what_goes_is_told_beforehand_and_nothing_is_changed_prv(known: Workspace) -> None:
    before = everything(known)
    found = erasing.traces(known, 1)
    assert found.records == 2
    assert found.rows["order_line"] == 1
    assert found.rows["rejected_row"] >= 1
    assert found.rows["manual_tag"] == 1
    assert found.images > 0 and found.drafts == 1
    assert everything(known) == before


def test_nothing_of_them_is_left_in_any_table_prv(known: Workspace) -> None:
    text = everything(known)
    assert all(word in text for word in PLANTED)  # the look finds what is there
    erase(known, 1)
    left = everything(known)
    assert not [word for word in PLANTED if word in left]
    assert "周晓云" in left and "13900139000" in left


def test_the_history_stays_proven_prv(known: Workspace) -> None:
    certificate = erase(known, 1)
    assert certificate.unproven == 0
    assert check(QUIET, known, today=TODAY) == []
    assert history(known)[0].kind == "erase"
    editing.edit_customer(QUIET, known, 2, {"address": "新路一号"}, today=TODAY)
    undo_operation(QUIET, known)
    assert check(QUIET, known, today=TODAY) == []


def test_a_change_behind_our_back_is_still_found_afterwards(known: Workspace) -> None:
    erase(known, 1)
    connection = known.connection
    connection.execute("UPDATE open_operation SET operation_id = 1")
    connection.execute("DROP TRIGGER customer_updated")
    connection.execute("UPDATE customer SET name = '别人' WHERE id = 2")
    connection.execute("UPDATE open_operation SET operation_id = NULL")
    assert [code for code, _sentence in check(QUIET, known, today=TODAY)] == ["content"]


def test_sums_stay_when_sales_are_kept_and_go_when_not(known: Workspace) -> None:
    def sales() -> int:
        (total,) = known.connection.execute("SELECT sum(net) FROM order_line").fetchone()
        return int(total)

    before = sales()
    assert erase(known, 1).sales_kept == 1
    assert sales() == before
    erase(known, 2, keep_sales=False)
    assert known.connection.execute("SELECT count(*) FROM order_line").fetchone() == (1,)
    assert check(QUIET, known, today=TODAY) == []


def test_it_cannot_be_undone_and_earlier_operations_bring_nothing_back(known: Workspace) -> None:
    merged = next(entry.operation for entry in history(known) if entry.kind == "edit")
    certificate = erase(known, 1)
    with pytest.raises(OperationProblem):
        undo_operation(QUIET, known, certificate.operation)
    undo_operation(QUIET, known, merged)
    left = everything(known)
    assert not [word for word in PLANTED if word in left]
    assert check(QUIET, known, today=TODAY) == []


def test_a_deleted_row_does_not_come_back_by_undoing_the_deletion(known: Workspace) -> None:
    operation = editing.delete_customers(QUIET, known, [2])
    undo_operation(QUIET, known, operation)
    erase(known, 2)
    again = next(entry.operation for entry in history(known) if entry.kind == "undo")
    undo_operation(QUIET, known, again)
    assert "周晓云" not in everything(known)
    assert check(QUIET, known, today=TODAY) == []


def test_the_import_that_brought_them_can_still_be_undone(known: Workspace) -> None:
    erase(known, 1)
    imported = next(entry.operation for entry in history(known) if entry.kind == "import")
    undo_operation(QUIET, known, imported, on_conflict="overwrite")
    assert known.connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    assert check(QUIET, known, today=TODAY) == []


def test_somebody_else_stays_as_they_are_on_every_day(own_demo: Workspace) -> None:
    yesterday = date(2026, 11, 22)
    ties = own_demo.connection.execute(
        "SELECT customer_id, other_id FROM relation WHERE kind != 'never_merge' LIMIT 1"
    ).fetchone()
    one, other = ties
    before = read_card(own_demo, other, as_of=TODAY, known_on=yesterday)
    erase(own_demo, one)
    after = read_card(own_demo, other, as_of=TODAY, known_on=yesterday)
    assert after.name == before.name
    assert [kpi.value for kpi in after.kpis] == [kpi.value for kpi in before.kpis]
    assert check(QUIET, own_demo, today=TODAY) == []


def test_who_is_not_there_cannot_be_erased(known: Workspace) -> None:
    erase(known, 1)
    with pytest.raises(CustomerNotFound):
        erase(known, 1)


def test_after_an_older_copy_is_restored_they_are_erased_again_prv(
    known: Workspace, tmp_path: Path
) -> None:
    from profiler_app.jobs.backing_up import back_up_now

    backup = back_up_now(QUIET, known, tmp_path)
    erase(known, 1)
    marks = erasing.marks(known)
    assert not [word for word in PLANTED if word in json.dumps(marks)]
    with open_workspace(Path(backup.file), known.key) as copy:
        again = erasing.erase_again(QUIET, copy, marks, by="陈", today=TODAY)
        assert len(again) == 1
        left = everything(copy)
        assert not [word for word in PLANTED if word in left]
        assert check(QUIET, copy, today=TODAY) == []


@pytest.mark.promise(23)
def test_every_table_of_customers_is_looked_through() -> None:
    """A new table with a customer is covered without anybody thinking of it."""
    from profiler_app.store.removal import children_first

    owned = {table for table, columns in fact_tables().items() if "customer_id" in columns}
    assert set(children_first()) == owned
