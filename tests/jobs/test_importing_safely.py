"""Before a file is written there is a copy; what no column tells changes no known customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.backing_up import last_backup
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.importing.safeguarding import import_safely, thinned
from profiler_app.jobs.workspaces import Workspace, create_workspace
from profiler_app.store.workspace import open_workspace

TODAY = date(2026, 11, 22)
MEMBERS = "会员号,姓名,手机号\n0001,林婉清,16800000001\n0002,赵林峰,16800000002\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write(workspace: Workspace, path: Path, backups: Path | None) -> ImportReport:
    requests = (ImportRequest(paths=(path,)),)
    return import_safely(Silent(), workspace, requests, today=TODAY, backups=backups)[0]


def test_an_import_is_preceded_by_a_copy_of_what_was(workspace: Workspace, tmp_path: Path) -> None:
    backups = tmp_path / "copies"
    write(workspace, put(tmp_path, "a.csv", MEMBERS), backups)
    before = content_hash(workspace)
    write(workspace, put(tmp_path, "b.csv", MEMBERS.replace("0001", "0003")), backups)
    (copy,) = backups.iterdir()
    assert "-before-import-" in copy.name
    with open_workspace(copy, "pass", readonly=True) as opened:
        assert content_hash(opened) == before


def test_nothing_new_needs_no_copy(workspace: Workspace, tmp_path: Path) -> None:
    write(workspace, put(tmp_path, "a.csv", MEMBERS), tmp_path / "copies")
    assert last_backup(workspace) is None
    assert not (tmp_path / "copies").exists()


def test_no_copy_is_made_where_none_is_wanted(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write(workspace, put(tmp_path, name, MEMBERS + f"{name},王琳,\n"), None)
    assert last_backup(workspace) is None


def test_old_copies_are_thinned_and_those_by_hand_stay(tmp_path: Path) -> None:
    newest = datetime(2026, 11, 22, 9)
    for back in range(400):
        for hour in (0, 1):
            at = newest - timedelta(days=back, hours=hour)
            (tmp_path / f"w-before-import-{at:%Y-%m-%d-%H%M}.zhike").touch()
    by_hand = tmp_path / "w-2024-01-01-0900.zhike"
    by_hand.touch()
    for path in thinned("w", tmp_path):
        path.unlink()
    kept = sorted(tmp_path.iterdir())
    assert by_hand in kept
    assert len(kept) - 1 == 2 * 2 + 10 + 8 + 8  # days whole, days, older weeks, months
    assert thinned("w", tmp_path) == []


def test_what_no_column_tells_changes_no_known_customer(
    workspace: Workspace, tmp_path: Path
) -> None:
    told = put(tmp_path, "a.csv", "会员号,姓名,客户类型,业务条线\n0001,顺达五金,企业,银行\n")
    request = ImportRequest(paths=(told,))
    import_file(Silent(), workspace, request, today=TODAY)
    silent = put(tmp_path, "b.csv", "会员号,姓名\n0001,顺达五金\n0002,王琳\n")
    report = import_file(Silent(), workspace, ImportRequest(paths=(silent,)), today=TODAY)
    assert (report.created, report.updated, report.unchanged) == (1, 0, 1)
    rows = workspace.connection.execute("SELECT kind, line FROM customer ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [("company", "bank"), ("person", "trade")]
