"""Rejected rows: the list that leaves, the list that comes back, and imports taken back whole."""

from __future__ import annotations

import string
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file, write_rejects
from profiler_app.reports.palette import colour
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

ORDERS = """订单号,下单时间,会员号,商品名称,数量,实付金额
A1,2026-10-01,0001,净水器,1,1299.00
A2,2026-13-45,0002,台灯,1,89.90
A3,,0001,=1+1,1,89.90
"""


def run(workspace: Workspace, path: Path, **asked: object) -> ImportReport:
    request = ImportRequest((path,), **asked)  # type: ignore[arg-type]
    return import_file(Silent(), workspace, request, today=TODAY)


def export(path: Path, report: ImportReport, workspace: Workspace) -> list[list[object]]:
    """Write the rejects and return the cells of the sheet."""
    import openpyxl

    assert write_rejects(Silent(), workspace, path, report) == report.rejected
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.rows]


def test_rejects_have_the_reason_beside_the_cell_and_the_cell_marked(
    empty: Workspace, tmp_path: Path
) -> None:
    import openpyxl

    path = tmp_path / "订单.csv"
    path.write_text(ORDERS, encoding="utf-8")
    target = tmp_path / "退回.xlsx"
    cells = export(target, run(empty, path), empty)
    assert cells[0][1] == "下单时间"
    assert str(cells[0][2]).startswith("退回原因")
    assert cells[1][1] == "2026-13-45"
    assert "第 3 行" in str(cells[1][2])
    sheet = openpyxl.load_workbook(target).active
    marked = "FF" + colour("danger.soft").removeprefix("#")
    assert sheet.cell(2, 2).fill.fgColor.rgb == marked
    assert sheet.cell(2, 1).fill.fgColor.rgb != marked


def test_the_corrected_list_is_imported_alone(empty: Workspace, tmp_path: Path) -> None:
    """Its reason columns are known again: no mapping is asked for and no note is given."""
    import openpyxl

    path = tmp_path / "订单.csv"
    path.write_text(ORDERS, encoding="utf-8")
    target = tmp_path / "退回.xlsx"
    export(target, run(empty, path), empty)
    book = openpyxl.load_workbook(target)
    for row in (2, 3):
        book.active.cell(row, 2).value = "2026-10-05"
    book.save(target)
    report = run(empty, target)
    assert (report.created, report.rejected) == (2, 0)
    assert [note for note in report.notes if note.code == "unmapped"] == []
    names = {row[0] for row in empty.connection.execute("SELECT name FROM product")}
    assert names == {"净水器", "台灯", "=1+1"}


def test_a_row_put_right_in_the_request_is_imported(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "订单.csv"
    path.write_text(ORDERS, encoding="utf-8")
    fixed = ("A3", "2026-10-06", "0001", "台灯", "1", "89.90")
    report = run(empty, path, fixes={4: fixed})
    assert (report.rows, report.created, report.rejected) == (3, 2, 1)


CELL = st.text(alphabet=string.ascii_letters + string.digits + " -'=张伟电话\u3000", max_size=12)
TABLE = st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=8)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=st.tuples(TABLE, TABLE))
def test_an_import_that_is_undone_leaves_no_trace(
    empty: Workspace, tmp_path: Path, tables: tuple[list[tuple[str, ...]], ...]
) -> None:
    """Any table, imported over any other: every row is accounted for, the undo is exact."""
    import csv

    operations: list[int] = []
    hashes: list[str] = []
    for number, rows in enumerate(tables):
        path = tmp_path / f"t{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["会员号", "姓名", "备注", "产品偏好"])
            writer.writerows([f"k{place % 3}", *row[1:]] for place, row in enumerate(rows))
        hashes.append(content_hash(empty))
        report = run(empty, path, target="customers")
        assert report.rows == len(rows)
        assert report.operation is not None
        operations.append(report.operation)
    for operation, before in zip(reversed(operations), reversed(hashes), strict=True):
        undo(empty, operation)
        assert content_hash(empty) == before
