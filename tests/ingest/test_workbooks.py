from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.text import set_language
from profiler_app.ingest import workbooks
from profiler_app.ingest.opening import open_table
from tests.ingest.tables import maker
from tests.ingest.workbook_files import build, cell, number

HEADER = "<row>" + cell("A1", "name") + cell("B1", "mobile") + "</row>"


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def sheet(folder: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_cells_arrive_as_a_person_reads_them(tmp_path: Path) -> None:
    values = [13800138000, 12.5, 0.1 + 0.2, True, dt.date(2024, 3, 5), "001", None, 1e-7]
    moments = [dt.datetime(2024, 3, 5, 8, 30), dt.datetime(2024, 3, 5), dt.time(8, 30)]
    row = [*values, *moments]
    table = open_table(sheet(tmp_path, [f"h{n}" for n in range(len(row))], row))
    assert table.sample[0] == (
        *("13800138000", "12.5", "0.3", "TRUE", "2024-03-05", "001", "", "0.0000001"),
        *("2024-03-05 08:30:00", "2024-03-05", "08:30:00"),
    )


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        ("plain", ["plain", "x"]),
        ("with\x7fseparator", ["with\x7fseparator", "x"]),
        ("two\nlines", ["two\nlines", "x"]),
        ("'=1+1", ["=1+1", "x"]),
        ("it's", ["it's", "x"]),
    ],
)
def test_rows_are_the_same_whole_and_by_columns(
    tmp_path: Path, odd: str, expected: list[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name", "note"])
    for _row in range(1_300):
        book.active.append(["Ann", "x"])
    # openpyxl writes no control characters: the sign is put into the finished file
    book.active.append([odd.replace("\x7f", "@@"), "x"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    if "\x7f" in odd:
        _replace_text(path, b"@@", b"\x7f")
    table = open_table(path)
    blocks = [row for block in table.blocks() for row in block.rows()]
    assert blocks == [*table.rows()]
    assert len(blocks) == 1_301
    assert blocks[-1] == (1_302, expected)


def _replace_text(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content.replace(old, new))


def test_a_cell_beyond_the_header_makes_its_row_an_odd_one(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Ann", "x"]] * 300
    table = open_table(sheet(tmp_path, ["name", "note"], *rows, ["Bob", "y", "z"]))
    odd = [row for block in table.blocks() for row in block.odd]
    assert odd == [(302, ["Bob", "y", "z"])]


def test_a_number_longer_than_excel_can_hold_shows_that_it_is_damaged(tmp_path: Path) -> None:
    table = open_table(sheet(tmp_path, ["name", "id"], ["Ann", 330106199001011234]))
    assert table.sample[0][1] == "3.30106199001011E+17"


def test_long_digits_stored_as_text_stay_whole(tmp_path: Path) -> None:
    table = open_table(sheet(tmp_path, ["name", "id"], ["Ann", "330106199001011234"]))
    assert table.sample[0][1] == "330106199001011234"


def test_rows_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    path = sheet(tmp_path, [], ["name", "city"], [], ["Ann", "Paris"])
    assert [line for line, _row in open_table(path).rows()] == [4]


def test_a_sheet_can_be_asked_for(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["name"], ["Ann"])
    book = openpyxl.load_workbook(path)
    book.create_sheet("客户").append(["姓名"])
    book["客户"].append(["王一"])
    book.save(path)
    assert open_table(path, sheet="客户").sample == (("王一",),)
    with pytest.raises(UnreadableFile, match="no sheet"):
        open_table(path, sheet="gone")


def test_an_empty_sheet_has_nothing_to_import(tmp_path: Path) -> None:
    with pytest.raises(NothingToImport):
        open_table(sheet(tmp_path))


def test_a_merged_header_and_merged_cells_are_filled(shared: Path) -> None:
    expected = json.loads((shared / "data/nasty/expected.json").read_text(encoding="utf-8"))
    table = open_table(shared / "data/nasty/s3_merged_header.xlsx")
    assert table.facts.header_row == 5
    assert table.headers[:4] == ("序号", "客户名称", "联系方式/手机", "联系方式/邮箱")
    customers = expected["s3_merged_header.xlsx"]["check"]["customers"]
    assert [[row[1], row[2], row[6]] for row in table.sample[:10]] == [
        [name, mobile, manager] for name, mobile, _day, _amount, manager in customers
    ]


def test_two_cells_at_the_ends_of_the_largest_sheet_are_refused_in_one_sentence(
    tmp_path: Path,
) -> None:
    """The reader asks for 512 GiB here and aborts its process."""
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    path = build(tmp_path / "far.xlsx", f'<row r="1">{cell("A1", "name")}</row>{far}')
    assert path.stat().st_size < 5_000
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="column 16384 and row 1048576"):
        open_table(path)
    assert time.monotonic() - started < 2


def test_a_reader_that_aborts_ends_only_its_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(tmp_path / "book.xlsx", HEADER)
    monkeypatch.setattr(workbooks.sys, "executable", "/bin/false")
    if sys.platform == "win32":
        pytest.skip("no /bin/false here")
    with pytest.raises(UnreadableFile, match="failed in the middle"):
        open_table(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = build(tmp_path / "bomb.xlsx", cell("A1", "x" * (120 << 20)))
    assert path.stat().st_size < 1 << 20
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="fill the memory"):
        open_table(path)
    assert time.monotonic() - started < 2


def test_a_zip_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "a,b")
    with pytest.raises(UnreadableFile, match="ZIP archive"):
        open_table(path)


@pytest.mark.parametrize("keep", [200, 600, 1000])
def test_a_truncated_workbook_is_refused(tmp_path: Path, keep: int) -> None:
    path = build(tmp_path / "cut.xlsx", HEADER)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableFile, match="damaged"):
        open_table(path)


def test_entities_in_the_workbook_are_refused(tmp_path: Path) -> None:
    path = build(tmp_path / "entities.xlsx", HEADER)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(UnreadableFile):
        open_table(path)


def test_the_child_imports_readers_limits_and_nothing_else_of_the_program() -> None:
    code = (
        "import sys, profiler_app.ingest.child, python_calamine\n"
        "print([n for n in sys.modules if n.startswith('profiler_app')])\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert eval(answer.stdout) == [
        "profiler_app",
        "profiler_app.ingest",
        "profiler_app.domain",
        "profiler_app.domain.process_limits",
        "profiler_app.ingest.readers",
        "profiler_app.ingest.readers.page",
        "profiler_app.ingest.child",
    ]


def test_numbers_in_hand_written_xml_are_read(tmp_path: Path) -> None:
    row = f"<row>{cell('A2', 'Ann')}{number('B2', '13800138000')}</row>"
    assert open_table(build(tmp_path / "b.xlsx", HEADER + row)).sample == (("Ann", "13800138000"),)


def test_bare_serial_numbers_count_in_the_date_system_of_the_workbook(tmp_path: Path) -> None:
    """CLN-02: 43894 is 5 March 2024 where dates count from 1904."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (
        ["客户编号", "姓名", "开户日期"],
        ["1", "王一", dt.date(2023, 2, 28)],
        ["2", "李二", 43894],
    ):
        book.active.append(row)
    book.save(tmp_path / "mac.xlsx")
    table = open_table(tmp_path / "mac.xlsx")
    assert table.facts.system_1904
    made = [each.values["relation_since"] for each in maker(table).records()]
    assert made == ["2023-02-28", "2024-03-05"]


def test_what_is_hidden_or_lost_in_a_workbook_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["姓名", "手机号", "金额"], ["王一", "1", "=1+1"], ["李二", "2", "=A1"]):
        book.active.append(row)
    book.active["C3"].value, book.active["C3"].data_type = "#N/A", "e"
    book.active["A2"].comment = Comment("注意", "me")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(tmp_path / "book.xlsx")
    told = {note.code: note.facts for note in open_table(tmp_path / "book.xlsx").notes}
    assert told["hidden_rows"] == {"n": 1, "line": 3}
    assert told["hidden_columns"] == {"names": "手机号"}
    assert told["hidden_sheets"] == {"names": "藏"}
    assert [told[code]["n"] for code in ("error_cells", "empty_formulas", "comments")] == [1, 1, 1]


def test_a_hidden_sheet_can_be_asked_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["name"])
    hidden = book.create_sheet("hidden")
    hidden.sheet_state = "hidden"
    hidden.append(["name"])
    hidden.append(["Ann"])
    book.save(tmp_path / "book.xlsx")
    assert open_table(tmp_path / "book.xlsx", sheet="hidden").sample == (("Ann",),)


def test_a_workbook_that_is_read_at_once_is_parsed_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet(tmp_path, ["name"], *[[f"N{n}"] for n in range(500)])
    table = open_table(path, hold=True)
    with monkeypatch.context() as patch:
        patch.setattr(workbooks, "_start", None)
        held = list(table.rows())
    assert len(held) == 500
    assert list(table.rows()) == held


def test_a_workbook_given_up_leaves_no_process_behind(tmp_path: Path) -> None:
    table = open_table(sheet(tmp_path, ["name"], *[["N" * 30_000] for _n in range(500)]), hold=True)
    assert isinstance(table.source, workbooks.Workbook)
    (conversation,) = table.source.held
    child = conversation.gi_frame.f_locals["child"]  # type: ignore[attr-defined]
    assert child.poll() is None
    del table, conversation
    assert child.poll() is not None
