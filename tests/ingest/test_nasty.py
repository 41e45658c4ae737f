"""Every hostile file of the shared data gives what its answer key says, imported as a user would.

The amounts have no field of a customer; they are read as the import reads any amount.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.dates import from_day
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.progress import Silent
from profiler_app.ingest.cells import notation_in
from profiler_app.ingest.opening import Table
from profiler_app.jobs.importing import import_file, inspect_file
from profiler_app.jobs.workspaces import Workspace, create_workspace

TODAY = date(2026, 11, 22)
GB18030 = "s1_gb18030.csv"
UNICODE_TEXT = "s2_utf16_tab.csv"
MERGED = "s3_merged_header.xlsx"
DECIMAL_COMMA = "s4_semicolon_decimal_comma.csv"
RAGGED = "s5_ragged_quotes_nulls.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with create_workspace(tmp_path / "w.zhike", "pass", prefix="TEST") as made:
        yield made


@pytest.fixture
def nasty(shared: Path) -> Path:
    return shared / "data" / "nasty"


@pytest.fixture
def expected(nasty: Path) -> dict[str, Any]:
    return dict(json.loads((nasty / "expected.json").read_text(encoding="utf-8")))


def load(workspace: Workspace, path: Path) -> ImportReport:
    return import_file(Silent(), workspace, ImportRequest((path,)), today=TODAY)


def table(path: Path) -> Table:
    return inspect_file(ImportRequest((path,))).table


def customers(workspace: Workspace, *columns: str) -> list[tuple[Any, ...]]:
    asked = f"SELECT {', '.join(columns)} FROM customer ORDER BY source_row"
    return [tuple(row) for row in workspace.connection.execute(asked)]


def amounts(opened: Table, column: int) -> list[float | None]:
    notation = notation_in(opened)
    minor = [notation.minor(cells[column]) for _line, cells in opened.rows()]
    return [None if amount is None else float(Decimal(amount) / 100) for amount in minor]


@pytest.mark.parametrize("name", [GB18030, UNICODE_TEXT, MERGED, DECIMAL_COMMA, RAGGED])
def test_every_row_is_accounted_for(
    workspace: Workspace, nasty: Path, expected: dict[str, Any], name: str
) -> None:
    """CLN-05: rows that do not fit are refused with a reason, never changed silently."""
    report = load(workspace, nasty / name)
    rows = expected[name].get("rows", 6)
    assert report.rows == rows
    assert report.created + report.rejected == rows
    assert report.rejected == len(report.rejects)


@pytest.mark.parametrize("name", [GB18030, UNICODE_TEXT, MERGED, DECIMAL_COMMA, RAGGED])
def test_the_same_file_again_changes_nothing(workspace: Workspace, nasty: Path, name: str) -> None:
    """CLN-06: any file twice gives the same result."""
    first = load(workspace, nasty / name)
    again = load(workspace, nasty / name)
    assert (again.created, again.updated) == (0, 0)
    assert again.unchanged == first.created


def test_gb18030_keeps_rare_characters_ids_and_dates(
    workspace: Workspace, nasty: Path, expected: dict[str, Any]
) -> None:
    report = load(workspace, nasty / GB18030)
    check = expected[GB18030]["check"]
    assert report.facts.encoding == "GB18030"
    assert [each.column for each in report.mapped.columns] == expected[GB18030]["columns"]
    found = customers(workspace, "name", "cn_id", "relation_since")
    assert [cn_id for _name, cn_id, _since in found] == check["ids"]
    assert found[0][2] == check["first_date"]
    # names are stored without blanks beside Chinese signs; nothing else of them changes
    assert [name for name, *_rest in found] == ["".join(name.split()) for name in check["names"]]


def test_gb18030_amounts_are_read_in_full_width_too(nasty: Path, expected: dict[str, Any]) -> None:
    found = amounts(table(nasty / GB18030), 6)
    assert found[3] == 1234.5
    assert sum(filter(None, found)) == expected[GB18030]["check"]["amount_sum"]


def test_unicode_text_of_a_spreadsheet_keeps_zeros_and_commas(
    workspace: Workspace, nasty: Path, expected: dict[str, Any]
) -> None:
    report = load(workspace, nasty / UNICODE_TEXT)
    check = expected[UNICODE_TEXT]["check"]
    assert (report.facts.encoding, report.facts.delimiter) == ("UTF-16", "\t")
    assert len(report.mapped.columns) == 7
    assert report.mapped.columns[0].column == check["first_header"]
    found = customers(workspace, "core_cust_no", "name")
    assert [code for code, _name in found] == check["codes"]
    assert found[3][1] == "广州,逗号商行"
    assert sum(filter(None, amounts(table(nasty / UNICODE_TEXT), 6))) == check["amount_sum"]


def test_a_ledger_with_merged_cells_gives_its_ten_companies(
    workspace: Workspace, nasty: Path, expected: dict[str, Any]
) -> None:
    """Two header rows are joined, managers filled down 4/4/2, the hidden row is there."""
    report = load(workspace, nasty / MERGED)
    assert "联系方式/手机" in [each.column for each in report.mapped.columns]
    found = customers(workspace, "name", "mobile", "relation_since", "owner_rm")
    assert found == [
        (name, f"+86{mobile}", since, manager)
        for name, mobile, since, _amount, manager in expected[MERGED]["check"]["customers"]
    ]


def test_total_footnote_hidden_row_and_sheet_of_the_ledger_are_told(
    workspace: Workspace, nasty: Path
) -> None:
    told = {note.code: note.facts for note in load(workspace, nasty / MERGED).notes}
    assert told["total_lines"]["line"] == 16
    assert told["footnotes"]["line"] == 18
    assert told["hidden_rows"] == {"n": 1, "line": 9}
    assert told["hidden_sheets"]["names"] == "Sheet2"
    assert told["merged_cells"]["n"] == 3


def test_the_amounts_of_the_ledger_add_up(nasty: Path, expected: dict[str, Any]) -> None:
    check = expected[MERGED]["check"]
    found = amounts(table(nasty / MERGED), 5)
    assert found == [amount for *_others, amount, _manager in check["customers"]]
    assert sum(filter(None, found)) == check["amount_sum"]


def test_decimal_commas_and_days_before_months_are_told_by_the_file(
    workspace: Workspace, nasty: Path, expected: dict[str, Any]
) -> None:
    report = load(workspace, nasty / DECIMAL_COMMA)
    assert (report.facts.encoding, report.facts.delimiter) == ("CP1252", ";")
    assert len(report.mapped.columns) == 6
    check = expected[DECIMAL_COMMA]["check"]
    assert amounts(table(nasty / DECIMAL_COMMA), 2) == check["umsatz"]
    orders = workspace.connection.execute(
        "SELECT day, net FROM order_line ORDER BY source_row"
    ).fetchall()
    assert [net for _day, net in orders] == [round(amount * 100) for amount in check["umsatz"]]
    assert [from_day(day).isoformat() for day, _net in orders] == [
        *("2023-12-31", "2024-02-01", "2024-02-29", "2024-03-05", "2024-04-06", "2024-08-07")
    ]
    codes = [code for (code,) in customers(workspace, "member_no")]
    assert sorted(codes) == [f"0000{n}" for n in range(1, 7)]


def test_ragged_rows_quotes_and_markers_of_nothing(
    workspace: Workspace, nasty: Path, expected: dict[str, Any]
) -> None:
    report = load(workspace, nasty / RAGGED)
    (long,) = report.rejects
    assert (long.line, long.code) == (6, "extra_cells")
    columns = [each.column for each in report.mapped.columns]
    assert len(set(columns)) == len(columns)
    assert columns[2].startswith("电话")
    assert columns[3].startswith("电话")
    assert "short_row" in {note.code for note in report.notes}
    assert "钱五" in [name for (name,) in customers(workspace, "name")]


def test_ragged_cells_say_what_stands_there(nasty: Path, expected: dict[str, Any]) -> None:
    opened = table(nasty / RAGGED)
    check = expected[RAGGED]["check"]
    assert amounts(opened, 5) == check["amounts"]
    remarks = [cells[4] for _line, cells in opened.rows()]
    assert remarks[:2] == [check["remark_1"], check["remark_2"]]
