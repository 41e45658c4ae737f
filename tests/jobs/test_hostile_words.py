"""Words that are SQL, rules, paths or markup stay words, wherever they go."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.imports import ImportRequest
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.rules.wording import quoted
from profiler_app.jobs import lists
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.exporting import export_kind
from profiler_app.jobs.handover import hand_over, take_over
from profiler_app.jobs.history import check, content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.list_export import export_list
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import Workspace, create_workspace
from profiler_app.store.handover.sides import living
from tests.jobs.conftest import TODAY, Silent, create

QUIET = Silent()
REASON = ExportReason("system", "wang", TODAY)
SECRET = "correct horse battery 42 staple"
WORDS = (
    "Robert'); DROP TABLE customer;--",
    '" OR 1=1 --',
    "x' UNION SELECT name FROM sqlite_master--",
    '=HYPERLINK("file:///etc/passwd")',
    "+cmd|' /C calc'!A0",
    "..\\..\\windows\\system32",
    "../../etc/passwd",
    "\\\\host\\share\\x",
    "CON",
    "<img src=file:///etc/passwd>",
    "$\\frac{$",
    "%s%n{0}{name}",
    "\u202eltr\u2066\u200b",
)


@pytest.fixture
def hostile(empty: Workspace) -> Workspace:
    for word in WORDS:
        create(empty, name=word, occupation=word, address=word)
    refresh(QUIET, empty, as_of=TODAY)
    return empty


def test_they_are_found_listed_and_shown_as_they_are(hostile: Workspace) -> None:
    source = ColumnSource(hostile)
    for customer, word in enumerate(WORDS, 1):
        lists.find(hostile, source, ListQuery(search=word))
        found = lists.find(hostile, source, ListQuery(where=f"name == {quoted(word)}")).ids
        assert found.tolist() == [customer], word
        assert read_card(hostile, customer, as_of=TODAY).name == word
    assert len(living(hostile.connection)) == len(WORDS)
    assert check(QUIET, hostile, today=TODAY) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.promise(13)
def test_an_export_holds_no_live_formula_and_comes_back_as_it_was(
    hostile: Workspace, tmp_path: Path, ending: str
) -> None:
    """RELIABILITY.md promise 13."""
    path = tmp_path / f"out.{ending}"
    export_kind(QUIET, hostile, "customers", path, reason=REASON)
    if ending == "xlsx":
        cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        texts = [str(cell.value) for cell in cells if cell.value is not None]
    else:
        rows = csv.reader(path.read_text("utf-8-sig").splitlines())
        texts = [cell for row in rows for cell in row]
    assert not [text for text in texts if text.startswith(("=", "@", "+cmd", "-", "\t"))]
    kept = "SELECT number, occupation, address FROM customer ORDER BY id"
    before = hostile.connection.execute(kept).fetchall()
    import_file(QUIET, hostile, ImportRequest(paths=(path,)), today=TODAY)
    assert hostile.connection.execute(kept).fetchall() == before


def test_as_many_rows_go_out_as_were_asked_for(hostile: Workspace, tmp_path: Path) -> None:
    ids = ColumnSource(hostile).ids()
    path = tmp_path / "list.csv"
    assert export_list(QUIET, hostile, ids, ["customer"], path, reason=REASON) == len(WORDS)
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 1 + len(WORDS) + 1


def test_they_are_handed_over_as_they_are(hostile: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "book.zhikebook"
    hand_over(QUIET, hostile, living(hostile.connection), path, SECRET, reason=REASON)
    with create_workspace(tmp_path / "b.zhike", "b", prefix="BBBB") as other:
        take_over(QUIET, other, path, SECRET, today=TODAY)
        assert content_hash(other) == content_hash(hostile)


@pytest.mark.promise(12)
def test_a_workbook_with_paths_that_lead_out_writes_nothing_anywhere(
    empty: Workspace, tmp_path: Path
) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["编号", "姓名"])
    book.active.append(["M1", "王一"])
    book.save(inside / "x.xlsx")
    with zipfile.ZipFile(inside / "x.xlsx", "a") as archive:
        for name in ("../../evil.txt", "/tmp/evil-zhike.txt", "..\\..\\evil.txt", "CON"):
            archive.writestr(name, "evil")
    report = import_file(QUIET, empty, ImportRequest(paths=(inside / "x.xlsx",)), today=TODAY)
    assert report.created == 1
    assert list(tmp_path.rglob("*evil*")) == []
    assert not Path("/tmp/evil-zhike.txt").exists()


@pytest.mark.promise(12)
def test_a_giant_cell_is_refused_in_a_sentence_not_cut_in_silence(
    empty: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text(f"编号,姓名,备注\nM1,王一,{'长' * 1_000_000}\n", "utf-8")
    with pytest.raises(UserProblem):
        import_file(QUIET, empty, ImportRequest(paths=(tmp_path / "x.csv",)), today=TODAY)


@pytest.mark.promise(12)
def test_a_packed_file_inside_packed_files_is_not_unpacked_again(
    empty: Workspace, tmp_path: Path
) -> None:
    shutil.copy(__file__, tmp_path / "0")
    for depth in range(1, 30):
        with zipfile.ZipFile(tmp_path / str(depth), "w") as archive:
            archive.write(tmp_path / str(depth - 1), "inner.zip")
    deep = tmp_path / "deep.xlsx"
    shutil.copy(tmp_path / "29", deep)
    with pytest.raises(UserProblem):
        import_file(QUIET, empty, ImportRequest(paths=(deep,)), today=TODAY)
