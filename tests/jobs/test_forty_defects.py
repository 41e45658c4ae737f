"""A file with 40 known defects: each is listed with row, column and code, nothing is written.

CLN-01. The file is made here, so that every defect can be seen beside where it is expected.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from profiler_app.domain.identifiers import id_check_character
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.importing import import_file
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 1, 15)
HEADER = [
    *("会员号", "姓名", "身份证号", "手机号", "邮箱", "出生日期", "年收入(万元)", "性别", "城市"),
    *("备注", "备注", "", "入会时间", "自有车辆"),
]
MEMBER, NAME, ID_CARD, MOBILE, EMAIL, BIRTH, INCOME, GENDER, CITY = range(9)
SINCE, CAR = 12, 13
ROWS = 60
BROKEN = "王小明子".encode().decode("gb18030")

# line -> (column, cell, code)
CELLS: dict[int, tuple[int, str, str]] = {
    5: (ID_CARD, "3.30E+17", "ID_SCI_NOTATION"),
    6: (ID_CARD, "330106199003075000", "ID_EXCEL_TRUNCATED"),
    7: (ID_CARD, "330106********0011", "ID_MASKED"),
    8: (ID_CARD, "33010619900307", "ID_FORMAT"),
    9: (ID_CARD, "330106199002300018", "ID_BIRTH_INVALID"),
    10: (ID_CARD, "990106199003070011", "ID_CHECKSUM"),
    11: (MOBILE, "1.38E+10", "MOBILE_SCI_NOTATION"),
    12: (MOBILE, "138****1234", "MOBILE_MASKED"),
    13: (MOBILE, "13800138001/13900139001", "MOBILE_MULTIPLE"),
    14: (MOBILE, "0571-88880000", "MOBILE_IS_LANDLINE"),
    15: (MOBILE, "12345", "MOBILE_FORMAT"),
    16: (MOBILE, "+1 212 555 0100", "MOBILE_NON_CN"),
    17: (EMAIL, "wang(at)qq.com", "EMAIL_FORMAT"),
    18: (EMAIL, "Wang <w@qq.com>", "EMAIL_FORMAT"),
    19: (BIRTH, "1990-02-30", "DATE_INVALID"),
    20: (BIRTH, "1900-01-01", "placeholder"),
    21: (BIRTH, "9999-12-31", "placeholder"),
    22: (BIRTH, "32568", "serial_date"),
    23: (BIRTH, "昨天", "DATE_FORMAT"),
    24: (BIRTH, "农历三月初五", "DATE_LUNAR"),
    25: (BIRTH, "3月5日", "DATE_NO_YEAR"),
    26: (BIRTH, "2190-01-01", "DATE_OUT_OF_RANGE"),
    27: (INCOME, "面议", "MONEY_FORMAT"),
    28: (INCOME, "12.5%", "MONEY_FORMAT"),
    29: (GENDER, "未说明", "not_an_option"),
    30: (CITY, "亚特兰蒂斯", "ADDR_UNRESOLVED"),
    31: (NAME, BROKEN, "mojibake"),
    32: (NAME, "锟斤拷锟斤拷", "unreadable"),
    33: (SINCE, "2020-13-01", "DATE_INVALID"),
    34: (CAR, "也许", "not_an_option"),
    35: (SINCE, "#REF!", "formula_error"),
    36: (MEMBER, "900", "zeros_lost"),
}
WHOLE_ROWS = {40: "extra_cells", 41: "shifted_row", 42: "no_identity"}
TOTAL, FILE_NOTES = 64, {"skipped_lines", "duplicate_header", "blank_header", "short_row"}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


def sound(line: int) -> list[str]:
    number = f"330106198{line % 10}03{line % 28 + 1:02}{line:03}"
    return [
        *(f"{line:06}", "王小" + "一二三四五六七八九十"[line % 10]),
        *(number + id_check_character(number), f"138001380{line:02}"),
        *(f"u{line}@qq.com", f"198{line % 10}-03-{line % 28 + 1:02}", "12", "男", "杭州市"),
        *("", "", "", "2020-01-01", "是"),
    ]


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    rows = [["2025 年会员名单", *[""] * 13], HEADER]
    for line in range(3, ROWS + 4):
        row = sound(line)
        if line in CELLS:
            column, cell, _code = CELLS[line]
            row[column] = cell
        rows.append(row)
    rows[39] = [*rows[39], "多出的一格"]
    rows[40] = [*rows[40][:3], "", *rows[40][3:13]]
    rows[41] = ["", "", "", "", "", *sound(42)[5:]]
    rows[42] = rows[42][:9]
    rows.append(["合计", *[""] * 13])
    path = tmp_path / "bench.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def checked(workspace: Workspace, bench: Path) -> ImportReport:
    request = ImportRequest((bench,), dry_run=True)
    return import_file(Silent(), workspace, request, today=TODAY)


def listed(report: ImportReport) -> set[tuple[int, str | None, str]]:
    """Return (line, column, code) of everything that a report lists."""
    found = {(each.line, each.column, each.code) for each in report.issues}
    found |= {(each.line, each.column, each.code) for each in report.rejects}
    for damage in report.damage.items:
        found |= {(line, damage.column, damage.code) for line in damage.lines}
    return {(line, column, code) for line, column, code in found}


def test_every_broken_cell_is_listed_with_row_column_and_code(checked: ImportReport) -> None:
    wanted = {(line, HEADER[column], code) for line, (column, _cell, code) in CELLS.items()}
    assert wanted - listed(checked) == set()


def test_every_broken_row_is_listed_with_its_code(checked: ImportReport) -> None:
    rejects = {each.line: each.code for each in checked.rejects}
    assert {line: rejects.get(line) for line in WHOLE_ROWS} == WHOLE_ROWS


def test_the_total_is_listed_and_no_record(checked: ImportReport) -> None:
    (total,) = (each for each in checked.damage.items if each.code == "total_row")
    assert total.lines == (TOTAL,)


def test_every_defect_of_the_file_is_told(checked: ImportReport) -> None:
    assert {each.code for each in checked.notes} >= FILE_NOTES


def test_these_are_forty_defects() -> None:
    assert len(CELLS) + len(WHOLE_ROWS) + 1 + len(FILE_NOTES) == 40


def test_a_sound_cell_is_not_listed(checked: ImportReport) -> None:
    broken = {*CELLS, *WHOLE_ROWS, 43, TOTAL}
    assert {line for line, _column, _code in listed(checked)} <= broken


def test_every_issue_says_why_and_what_to_do(checked: ImportReport) -> None:
    assert all(each.reason and each.proposal for each in checked.issues)


def test_every_row_is_accounted_for(checked: ImportReport) -> None:
    assert checked.rows == ROWS + 1
    assert checked.rejected == len(checked.rejects)


def test_nothing_is_written_before_it_is_confirmed(workspace: Workspace, bench: Path) -> None:
    before = content_hash(workspace)
    import_file(Silent(), workspace, ImportRequest((bench,), dry_run=True), today=TODAY)
    assert content_hash(workspace) == before
