"""Every kind of rows: recognised, told apart by its own key, found again, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.history import check, content_hash, undo_operation
from profiler_app.jobs.importing import import_file, import_linked
from profiler_app.jobs.workspaces import Workspace, create_workspace
from tests.jobs.kind_files import CUSTOMERS, FILES, TABLES

TODAY = date(2026, 11, 22)
KINDS = sorted(FILES)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def load(workspace: Workspace, path: Path, **more: object) -> ImportReport:
    request = ImportRequest(paths=(path,), **more)  # type: ignore[arg-type]
    return import_file(Silent(), workspace, request, today=TODAY)


def rows_of(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = workspace.connection.execute(sql).fetchall()
    return found


@pytest.fixture
def known(workspace: Workspace, tmp_path: Path) -> Workspace:
    load(workspace, put(tmp_path, "customers", CUSTOMERS))
    return workspace


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_recognised_by_its_headers(kind: str, known: Workspace, tmp_path: Path) -> None:
    assert load(known, put(tmp_path, kind, FILES[kind]), dry_run=True).mapped.target == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_stored_with_operation_and_line(
    kind: str, known: Workspace, tmp_path: Path
) -> None:
    """COL-01: every stored row names its source, and every row of the file is accounted for."""
    report = load(known, put(tmp_path, kind, FILES[kind]))
    lines = FILES[kind].count("\n") - 1
    assert (report.created, report.rejected, report.rows) == (lines, 0, lines)
    stored = rows_of(
        known, f"SELECT source_row, op FROM {TABLES[kind]} WHERE source_row IS NOT NULL ORDER BY 1"
    )
    assert stored == [(line, report.operation) for line in range(2, lines + 2)]
    assert check(Silent(), known, today=TODAY) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_again_changes_nothing(kind: str, known: Workspace, tmp_path: Path) -> None:
    path = put(tmp_path, kind, FILES[kind])
    load(known, path)
    before = content_hash(known)
    again = load(known, path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, FILES[kind].count("\n") - 1)
    assert content_hash(known) == before


@pytest.mark.parametrize("kind", KINDS)
def test_undo_leaves_nothing_behind(kind: str, known: Workspace, tmp_path: Path) -> None:
    before = content_hash(known)
    report = load(known, put(tmp_path, kind, FILES[kind]))
    assert content_hash(known) != before
    undo_operation(Silent(), known, report.operation)
    assert content_hash(known) == before


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_nobody_are_refused_and_counted(
    kind: str, workspace: Workspace, tmp_path: Path
) -> None:
    report = load(workspace, put(tmp_path, kind, FILES[kind]), create_customers=False)
    lines = FILES[kind].count("\n") - 1
    assert report.rows == lines
    if kinds()[kind].customer != "none":
        assert report.rejected == lines
        assert {reject.code for reject in report.rejects} <= {"unknown_customer", "unknown_account"}
        assert all(reject.cells for reject in report.rejects)


def test_a_newer_file_changes_the_row_and_keeps_what_it_leaves_empty(
    known: Workspace, tmp_path: Path
) -> None:
    load(known, put(tmp_path, "tasks", FILES["tasks"]))
    later = "客户编号,任务,截止日期,负责人,任务状态\n0001,回访安装情况,2026-11-30,,已完成\n"
    report = load(known, put(tmp_path, "later", later))
    assert (report.created, report.updated) == (0, 1)
    assert [(c.field, c.before, c.after, c.name) for c in report.changes] == [
        ("task.state", "open", "done", "林婉清")
    ]
    assert rows_of(known, "SELECT state, assigned_to FROM task ORDER BY id") == [
        ("done", "王芳"),
        ("done", "王芳"),
    ]


LATER = "客户编号,任务,截止日期,负责人,任务状态\n0001,回访安装情况,2026-11-30,李雷,已完成\n"


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"choices": {(1, "task.state"): False}}, ("open", "李雷")),
        ({"policies": {"*": "fill"}}, ("open", "王芳")),
        ({"policies": {"task.state": "keep"}}, ("open", "李雷")),
    ],
)
def test_what_the_user_decided_holds_for_every_kind(
    asked: dict[str, object], left: tuple[str, str], known: Workspace, tmp_path: Path
) -> None:
    load(known, put(tmp_path, "tasks", FILES["tasks"]))
    report = load(known, put(tmp_path, "later", LATER), **asked)
    assert report.rows == 1
    assert rows_of(known, "SELECT state, assigned_to FROM task WHERE customer_id = 1") == [left]


def test_files_that_belong_together_come_in_whatever_order(
    workspace: Workspace, tmp_path: Path
) -> None:
    files = [("customers", CUSTOMERS), *FILES.items()]
    requests = [ImportRequest(paths=(put(tmp_path, *file),)) for file in reversed(files)]
    reports = import_linked(Silent(), workspace, requests, today=TODAY)
    assert [report.rejected for report in reports] == [0] * len(files)
    assert len({report.operation for report in reports}) == 1
    assert rows_of(workspace, "SELECT count(*) FROM customer") == [(4,)]
    assert rows_of(workspace, "SELECT count(*) FROM product") == [(2,)]
    names = [row[0] for row in rows_of(workspace, "SELECT name FROM import_file ORDER BY id")]
    assert sorted(map(str, names)) == sorted(request.paths[0].name for request in requests)
    undo_operation(Silent(), workspace, reports[0].operation)
    assert rows_of(workspace, "SELECT count(*) FROM customer") == [(0,)]
