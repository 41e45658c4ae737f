"""What goes out comes back: any table of texts survives export and import, sign by sign."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.ingest.opening import open_pasted, open_table
from profiler_app.reports.workbooks import write_csv, write_xlsx
from tests.ingest.tables import rows_of

HEADER = ("会员编号", "姓名", "备注")
SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
TEXT = st.text(SIGNS, max_size=12) | st.sampled_from(
    [
        *("001", "1.38E+10", "=1+1", "'=1+1", "'", "+86", " x ", "a\nb", "a\r\nb", '"', '""', ","),
        *("#N/A", "1e5", "TRUE", "2024/1/2", "½", "𠮷", "\ufeff", "\u200b", "\u3000", "_x000D_"),
    ]
)
ROWS = st.lists(st.tuples(st.text("ab王", min_size=1, max_size=5), TEXT, TEXT), min_size=1)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def clipboard(rows: list[tuple[str, ...]]) -> str:
    """Return rows as a spreadsheet copies them: tabs between cells, quotes where they need them."""
    quoted = (['"' + cell.replace('"', '""') + '"' for cell in row] for row in [HEADER, *rows])
    return "".join("\t".join(row) + "\r\n" for row in quoted)


@QUICK
@given(ROWS)
def test_a_csv_of_ours_comes_back_sign_by_sign(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    write_csv(tmp_path / "out.csv", HEADER, rows)
    table = open_table(tmp_path / "out.csv", header_row=1)
    assert table.headers == HEADER
    assert rows_of(table) == [list(row) for row in rows]


@QUICK
@given(ROWS)
def test_a_tsv_comes_back_sign_by_sign(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    (tmp_path / "out.tsv").write_bytes(clipboard(rows).encode("utf-16"))
    table = open_table(tmp_path / "out.tsv", header_row=1)
    assert table.facts.delimiter == "\t"
    assert rows_of(table) == [[guarded(cell) for cell in row] for row in rows]


@QUICK
@given(ROWS)
def test_pasted_cells_come_sign_by_sign(rows: list[tuple[str, ...]]) -> None:
    table = open_pasted(clipboard(rows), header_row=1)
    assert rows_of(table) == [[guarded(cell) for cell in row] for row in rows]


@settings(QUICK, max_examples=25, deadline=None)
@given(ROWS)
def test_a_workbook_of_ours_comes_back_as_far_as_it_can_hold_texts(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    write_xlsx(tmp_path / "out.xlsx", HEADER, rows)
    table = open_table(tmp_path / "out.xlsx", header_row=1)
    assert table.headers == HEADER
    assert rows_of(table) == [list(row) for row in rows]


def guarded(cell: str) -> str:
    """A spreadsheet's own apostrophe in front of a formula is not part of the text."""
    from profiler_app.domain.formulas import unguard

    return unguard(cell)
