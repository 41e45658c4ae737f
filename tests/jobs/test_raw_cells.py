"""The raw cell is kept for what an import did not take as it was (CLN-02)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.importing.raw import raw_cells
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 1, 15)
BROKEN = "王小明子".encode().decode("gb18030")
LINES = f"""会员号,姓名,手机号,邮箱,出生日期
0001,林婉清,+86 138-0013-8001,LIN@QQ.COM,1990-03-08
0002,{BROKEN},1.68E+10,w@qq.com,昨天
0003,赵林峰,13800138003,z@qq.com,1988-07-21
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        path = tmp_path / "members.csv"
        path.write_text(LINES, encoding="utf-8")
        import_file(Silent(), made, ImportRequest((path,)), today=TODAY)
        yield made


def kept(workspace: Workspace, customer: int) -> dict[str, tuple[str, str, str]]:
    return {
        each.cell.column: (each.cell.value, each.cell.after, each.cell.code)
        for each in raw_cells(workspace, customer)
    }


def test_cells_that_were_cleaned_are_kept_as_they_were_written(workspace: Workspace) -> None:
    assert kept(workspace, 1) == {
        "手机号": ("+86 138-0013-8001", "+8613800138001", "cleaned"),
        "邮箱": ("LIN@QQ.COM", "lin@qq.com", "cleaned"),
    }


def test_cells_that_were_left_out_or_repaired_are_kept(workspace: Workspace) -> None:
    assert kept(workspace, 2) == {
        "姓名": (BROKEN, "王小明子", "damage_mojibake"),
        "手机号": ("1.68E+10", "", "MOBILE_SCI_NOTATION"),
        "出生日期": ("昨天", "", "DATE_FORMAT"),
    }


def test_the_file_and_the_line_are_named(workspace: Workspace) -> None:
    assert {(each.file, each.cell.line) for each in raw_cells(workspace, 2)} == {("members.csv", 3)}


def test_cells_that_were_taken_as_they_were_need_no_copy(workspace: Workspace) -> None:
    assert kept(workspace, 3) == {}


def test_undoing_the_import_takes_them_away(workspace: Workspace) -> None:
    undo_operation(Silent(), workspace, 1)
    assert raw_cells(workspace, 2) == ()
