"""The very same file once more is told without reading it, exactly as if it had been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.history import check, content_hash, history, undo_operation
from profiler_app.jobs.importing import import_file, repeating
from profiler_app.jobs.importing.writing import SourceFile
from profiler_app.jobs.workspaces import Workspace, create_workspace
from profiler_app.store import customer_writer

TODAY = date(2026, 11, 22)
HEADER = "会员号,姓名,手机号,性别,出生日期,城市,职业,备注\n"
BROKEN = """M9001,王琳,1.68E+10,女,1995-02-30,宁波市,教师,
M9002,多一格,16800009002,女,1990-01-01,宁波市,教师,甲,乙
,,,,,,教师,
M0007,林七改,16800000007,女,1990-01-08,苏州市,,
M0008,,16800000008,女,,,,
M0007,林七又改,16800000007,女,1990-01-08,,,
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


@pytest.fixture(autouse=True)
def small_files_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "FEWEST_ROWS", 10)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return members(tmp_path / "members.csv")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports that read their file, as they come."""
    seen: list[int] = []
    write = SourceFile.write

    def noted(self: SourceFile, *rest: object, **more: object) -> ImportReport:
        seen.append(1)
        return write(self, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(SourceFile, "write", noted)
    return seen


def members(path: Path, more: str = BROKEN) -> Path:
    lines = (
        f"M{n:04},林{n},168{n:08},女,1990-01-{n % 28 + 1:02},杭州市,教师,第{n}位\n"
        for n in range(50)
    )
    path.write_text(HEADER + "".join(lines) + more, encoding="utf-8")
    return path


def load(workspace: Workspace, path: Path, **more: object) -> ImportReport:
    request = ImportRequest(paths=(path,), **more)  # type: ignore[arg-type]
    return import_file(Silent(), workspace, request, today=TODAY)


def test_it_is_not_read_again(workspace: Workspace, source: Path, read: list[int]) -> None:
    first = load(workspace, source)
    assert (first.created, first.updated, first.rejected) == (51, 2, 2)
    again = load(workspace, source)
    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 54, 2)
    assert len(read) == 1


@pytest.mark.parametrize("shown", [3, 40, 2_000])
def test_its_report_is_that_of_reading_it(
    workspace: Workspace,
    source: Path,
    read: list[int],
    monkeypatch: pytest.MonkeyPatch,
    shown: int,
) -> None:
    """IMP-01: the same file twice changes nothing, whichever way it is told."""
    load(workspace, source)
    before = content_hash(workspace)
    short = load(workspace, source, shown=shown)
    assert len(read) == 1
    monkeypatch.setattr(repeating, "find", lambda *_any: None)
    long = load(workspace, source, shown=shown)
    assert len(read) == 2
    assert replace(short, operation=None) == replace(long, operation=None)
    assert short.notes and short.damage and short.rejects and short.issues and short.listed
    assert content_hash(workspace) == before
    facts = [entry.facts for entry in history(workspace)[:2]]
    assert facts[0] == facts[1]
    assert check(Silent(), workspace, today=TODAY) == []


def test_an_edit_since_then_is_found(workspace: Workspace, source: Path, read: list[int]) -> None:
    load(workspace, source, policies={"*": "file"})
    (number,) = workspace.connection.execute(
        "SELECT id FROM customer WHERE member_no = 'M0003'"
    ).fetchone()
    editing.edit_customer(Silent(), workspace, number, {"city": "310100"}, today=TODAY)
    again = load(workspace, source, policies={"*": "file"})
    assert len(read) == 2
    assert [(each.customer, each.field) for each in again.changes] == [(number, "city")]


def test_an_undone_import_is_written_again(
    workspace: Workspace, source: Path, read: list[int]
) -> None:
    first = load(workspace, source)
    undo_operation(Silent(), workspace, first.operation)
    assert load(workspace, source).created == 51
    assert load(workspace, source).unchanged == 54
    assert len(read) == 2


@pytest.mark.parametrize(
    "wish",
    [
        {"mapping": {"城市": ""}},
        {"key": "mobile"},
        {"line": "bank"},
        {"treatments": {"scientific:手机号": "intact"}},
        {"policies": {"*": "mine"}},
        {"fixes": {3: ("M0001", "林一改", "16800000001", "女", "1990-01-02", "", "", "")}},
    ],
    ids=lambda wish: next(iter(wish)),
)
def test_another_wish_reads_the_file(
    workspace: Workspace, source: Path, read: list[int], wish: dict[str, object]
) -> None:
    load(workspace, source)
    load(workspace, source, **wish)
    assert len(read) == 2


def test_another_version_of_the_program_reads_the_file(
    workspace: Workspace, source: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(workspace, source)
    monkeypatch.setattr(repeating, "__version__", "0.0.0")
    assert load(workspace, source).unchanged == 54
    assert len(read) == 2


def test_another_day_reads_a_file_of_identity_numbers_only(
    workspace: Workspace, tmp_path: Path, read: list[int]
) -> None:
    def on(day: int, path: Path, **mapping: str) -> None:
        request = ImportRequest(paths=(path,), mapping=mapping)
        import_file(Silent(), workspace, request, today=date(2026, 11, day))

    plain = members(tmp_path / "plain.csv")
    on(1, plain)
    on(2, plain)
    assert len(read) == 1
    numbered = members(tmp_path / "numbered.csv", "")
    on(1, numbered, 备注="cn_id")
    on(2, numbered, 备注="cn_id")
    assert len(read) == 3


def test_lines_told_apart_by_telephone_are_read(
    workspace: Workspace, source: Path, read: list[int]
) -> None:
    load(workspace, source, key="mobile")
    load(workspace, source, key="mobile")
    assert len(read) == 2


def test_a_row_that_went_behind_our_back_is_written(
    workspace: Workspace, source: Path, read: list[int]
) -> None:
    load(workspace, source)
    with workspace.writing():
        workspace.connection.execute("DROP TRIGGER customer_deleted")
        workspace.connection.execute("DELETE FROM attribute WHERE customer_id = 1")
        workspace.connection.execute("DELETE FROM customer WHERE id = 1")
    assert load(workspace, source).created == 1
    assert len(read) == 2


def test_a_check_reads_the_file(workspace: Workspace, source: Path, read: list[int]) -> None:
    load(workspace, source)
    assert load(workspace, source, dry_run=True).operation is None
    assert len(read) == 2


def test_lines_that_contradict_each_other_leave_their_last_word(
    workspace: Workspace,
    source: Path,
    read: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(customer_writer, "_MOST_LATE", 1)
    load(workspace, source)
    short = load(workspace, source)
    assert len(read) == 1
    monkeypatch.setattr(repeating, "find", lambda *_any: None)
    assert replace(short, operation=None) == replace(load(workspace, source), operation=None)


def test_more_contradictions_than_are_held_back_are_read(
    workspace: Workspace, source: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer_writer, "_MOST_HELD_BACK", 1)
    load(workspace, source)
    load(workspace, source)
    assert len(read) == 2
