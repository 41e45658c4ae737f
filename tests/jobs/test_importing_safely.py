"""Before a file is written there is a copy; what no column tells changes no known customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.automatic_copies import thinned
from profiler_app.jobs.backing_up import last_backup
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.importing.safeguarding import import_safely
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


@pytest.mark.promise(7)
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


@pytest.mark.promise(7)
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


KNOWN = "姓名,手机号,出生日期\n林婉清,16800000001,1990-03-08\n林婉清,16800000002,1991-04-09\n"
BY_TURNS = "mobile,name+birth_date"


def take(workspace: Workspace, path: Path, key: str) -> ImportReport:
    request = ImportRequest(paths=(path,), key=key)
    return import_file(Silent(), workspace, request, today=TODAY)


def test_without_a_number_name_and_birthday_tell_a_customer(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, put(tmp_path, "a.csv", KNOWN), "mobile")
    text = "姓名,手机号,出生日期,邮箱\n林婉清,,1991-04-09,lin@example.com\n林婉清,,1993-01-01,\n"
    later = put(tmp_path, "b.csv", text)
    report = take(workspace, later, BY_TURNS)
    assert (report.created, report.updated) == (1, 1)
    rows = workspace.connection.execute("SELECT mobile FROM customer WHERE email IS NOT NULL")
    assert [mobile[-4:] for (mobile,) in rows] == ["0002"]
    again = take(workspace, later, BY_TURNS)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)


def test_name_and_birthday_first_leave_the_number_for_who_has_no_birthday(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, put(tmp_path, "a.csv", KNOWN), "mobile")
    text = "姓名,手机号,出生日期\n林婉清,16800000009,1991-04-09\n林婉清,16800000001,\n"
    report = take(workspace, put(tmp_path, "b.csv", text), "name+birth_date,mobile")
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    rows = workspace.connection.execute("SELECT mobile FROM customer ORDER BY id").fetchall()
    assert [mobile[-4:] for (mobile,) in rows] == ["0001", "0009"]


def test_a_new_workspace_tells_namesakes_by_their_birthdays(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "姓名,出生日期\n林婉清,1990-03-08\n林婉清,1991-04-09\n林婉清,1990-03-08\n"
    report = take(workspace, put(tmp_path, "a.csv", text), "name+birth_date")
    assert (report.created, report.unchanged) == (2, 1)


def test_a_check_tells_new_customers_who_may_be_known(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, put(tmp_path, "a.csv", KNOWN), "mobile")
    text = "姓名,手机号,出生日期\n吴建国,16811112222,1970-05-05\n林婉清,16800000003,1990-03-08\n"
    request = ImportRequest(paths=(put(tmp_path, "b.csv", text),), key="mobile", dry_run=True)
    report = import_file(Silent(), workspace, request, today=TODAY)
    assert report.created == 2
    assert [(each.name, bool(each.like)) for each in report.listed] == [
        ("林婉清", True),
        ("吴建国", False),
    ]
    assert report.listed[0].like.startswith("TEST-000001 林婉清")
