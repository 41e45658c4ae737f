"""Exported tables: no live formula, no lost zero, no invented value."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from profiler_app.domain.formulas import unguard
from profiler_app.reports import workbooks
from profiler_app.reports.files import PlaceNotWritable
from profiler_app.reports.workbooks import Cell, TooManyRowsForSheet, write_csv, write_xlsx

COLUMNS = ("编号", "=name", "金额", "日期", "沉默")
ROW: tuple[Cell, ...] = ("00012", "=1+1", Decimal("-48260.05"), date(2025, 9, 18), True)


def _sheet(path: Path) -> list[list[Any]]:
    page = openpyxl.load_workbook(path).active
    assert page is not None
    return [list(row) for row in page.iter_rows()]


def _csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_csv_opens_in_a_spreadsheet_as_utf8(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", COLUMNS, [ROW])
    assert (tmp_path / "list.csv").read_bytes().startswith("\ufeff编号".encode())


def test_csv_keeps_zeros_numbers_and_days(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", COLUMNS, [ROW])
    assert _csv(tmp_path / "list.csv")[1] == ["00012", "'=1+1", "-48260.05", "2025-09-18", "TRUE"]


def test_csv_leaves_unknown_empty(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", ("a", "b"), [(None, float("nan"))])
    assert _csv(tmp_path / "list.csv")[1] == ["", ""]


def test_csv_reports_how_many_rows_it_wrote(tmp_path: Path) -> None:
    assert write_csv(tmp_path / "list.csv", ("a",), ([n] for n in range(3))) == 3


def test_a_workbook_keeps_zeros_numbers_and_days(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", COLUMNS, [ROW])
    values = [cell.value for cell in _sheet(tmp_path / "list.xlsx")[1]]
    assert values[0] == "00012"
    assert values[2] == -48260.05
    assert values[3].date() == date(2025, 9, 18)


def test_a_workbook_keeps_every_digit_of_a_long_number(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", ("id",), [(12345678901234567890,)])
    assert _sheet(tmp_path / "list.xlsx")[1][0].value == "12345678901234567890"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝", "'="])
def test_no_text_becomes_a_formula_and_import_restores_it(tmp_path: Path, start: str) -> None:
    """COL-02, formula injection: the text survives, the formula does not."""
    text = f'{start}HYPERLINK("x")'
    write_xlsx(tmp_path / "list.xlsx", ("a",), [(text,)])
    cell = _sheet(tmp_path / "list.xlsx")[1][0]
    assert cell.data_type != "f"
    write_csv(tmp_path / "list.csv", ("a",), [(text,)])
    assert unguard(_csv(tmp_path / "list.csv")[1][0]) == text


def test_a_workbook_leaves_unknown_empty(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", ("a", "b", "c"), [(None, float("inf"), "x")])
    assert [cell.value for cell in _sheet(tmp_path / "list.xlsx")[1]] == [None, None, "x"]


def test_a_list_longer_than_a_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    with pytest.raises(TooManyRowsForSheet, match="CSV"):
        write_xlsx(tmp_path / "list.xlsx", ("a",), ([n] for n in range(3)))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(PlaceNotWritable):
        write_xlsx(tmp_path / "nowhere" / "list.xlsx", ("a",), [])
