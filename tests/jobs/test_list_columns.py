"""Orders no single field gives, exports of what is shown, and lists on paper."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Cancelled
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.editing import last_operation
from profiler_app.jobs.histograms import BARS, histogram
from profiler_app.jobs.history import check, history, undo_operation
from profiler_app.jobs.list_columns import UNKNOWN, known_columns, list_columns
from profiler_app.jobs.list_export import export_list, list_text, read_rows
from profiler_app.jobs.list_printing import PrintedList, pages_of, print_list, read_sheet
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def source(demo: Workspace) -> ColumnSource:
    return ColumnSource(demo)


def sorted_texts(demo: Workspace, source: ColumnSource, key: str, *, down: bool) -> Iterator[str]:
    column = list_columns()[key]
    found = lists.find(demo, source, ListQuery(sort=column.sort, descending=down))
    for block in read_rows(demo, source, found.ids, [key]):
        for row in block:
            yield column.shown(row, TODAY, "CNY")


def test_spend_and_assets_are_sorted_by_what_is_shown(
    demo: Workspace, source: ColumnSource
) -> None:
    total = list_columns()["total"]
    found = lists.find(demo, source, ListQuery(sort="total", descending=True))
    rows = [row for block in read_rows(demo, source, found.ids, ["total"]) for row in block]
    cells = [total.cell(row) for row in rows]
    known = [cell for cell in cells if cell is not None]
    assert known == sorted(known, key=lambda cell: -float(str(cell)))
    assert cells[: len(known)] == known  # unknown ones are last
    lines = [row.line for row, cell in zip(rows, cells, strict=True) if cell is not None]
    assert set(lines[: len(lines) // 2]) == {"trade", "bank"}  # banks are not all last


def test_tiers_are_sorted_by_their_rank(demo: Workspace, source: ColumnSource) -> None:
    shown = list(sorted_texts(demo, source, "tier", down=False))
    best = [at for at, text in enumerate(shown) if text == "重要价值客户"]
    worst = [at for at, text in enumerate(shown) if text == "一般挽留客户"]
    assert best and worst and max(best) < min(worst)
    assert shown[-1] == "—"


def test_every_column_can_be_sorted_by(demo: Workspace, source: ColumnSource) -> None:
    for column in list_columns().values():
        found = lists.find(demo, source, ListQuery(sort=column.sort, descending=True))
        assert len(found.ids) == found.total, column.key


def test_chinese_names_are_sorted_by_sound(demo: Workspace, source: ColumnSource) -> None:
    names = list(sorted_texts(demo, source, "customer", down=False))
    wang, chen = ([i for i, name in enumerate(names) if name[0] == sign] for sign in "王陈")
    assert max(chen) < min(wang)


REASON = ExportReason("contact", "wang", TODAY)


def exported(workspace: Workspace, path: Path, reason: ExportReason = REASON) -> list[list[str]]:
    keys = ["customer", "mobile", "city"]
    ids = ColumnSource(workspace).ids()
    assert export_list(Silent(), workspace, ids, keys, path, reason=reason) == len(ids)
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_an_export_has_the_columns_that_are_shown_and_every_row_prv_04(
    own_demo: Workspace, tmp_path: Path
) -> None:
    lines = exported(own_demo, tmp_path / "list.csv")
    assert lines[0] == ["编号", "客户", "手机号", "城市"]
    assert len(lines) == 1 + len(ColumnSource(own_demo).ids()) + 1  # the last one is the watermark
    assert all("****" in line[2] for line in lines[1:-1] if line[2])


def test_an_export_says_who_took_it_out_when_and_why(own_demo: Workspace, tmp_path: Path) -> None:
    lines = exported(own_demo, tmp_path / "list.csv")
    assert lines[-1] == ["导出：wang · 2026-11-22 · 联系客户 · 已掩码", "", "", ""]


def test_a_workbook_carries_its_watermark_on_a_sheet_and_in_its_properties(
    own_demo: Workspace, tmp_path: Path
) -> None:
    path, ids = tmp_path / "list.xlsx", ColumnSource(own_demo).ids()[:5]
    export_list(Silent(), own_demo, ids, ["customer"], path, reason=REASON)
    book = openpyxl.load_workbook(path)
    told = [cell for row in book["关于此文件"].iter_rows(values_only=True) for cell in row]
    assert {"wang", "2026-11-22", "联系客户", "已掩码"} <= set(told)
    assert book.properties.creator == "wang" and len(list(book.worksheets[0].rows)) == 6


def test_an_export_in_clear_shows_numbers_and_the_history_says_so(
    own_demo: Workspace, tmp_path: Path
) -> None:
    lines = exported(own_demo, tmp_path / "list.csv", replace(REASON, in_clear=True))
    assert not any("****" in line[2] for line in lines[1:])
    newest = history(own_demo)[0]
    assert (newest.kind, newest.facts["ids"], newest.facts["rows"]) == ("export", "clear", 300)
    assert newest.sentence == "导出 300 行（客户），用途：联系客户，标识明文，操作人 wang"


def test_the_note_of_an_export_is_linked_and_an_undo_passes_over_it(
    own_demo: Workspace, tmp_path: Path
) -> None:
    before = last_operation(own_demo)
    exported(own_demo, tmp_path / "list.csv")
    assert last_operation(own_demo) == before
    assert check(Silent(), own_demo, today=TODAY) == []
    with pytest.raises(OperationProblem):
        undo_operation(Silent(), own_demo, history(own_demo)[0].operation)


def test_a_cancelled_export_leaves_the_old_file(own_demo: Workspace, tmp_path: Path) -> None:
    class Stopping:
        def step(self, fraction: float, doing: str) -> None:
            raise Cancelled

    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export_list(
            Stopping(), own_demo, ColumnSource(own_demo).ids(), ["customer"], path, reason=REASON
        )
    assert path.read_bytes() == b"old" and not list(tmp_path.glob(".list*"))
    assert history(own_demo)[0].kind != "export"


def test_text_for_the_clipboard_is_a_table(demo: Workspace, source: ColumnSource) -> None:
    keys = ["customer", "stage", "tags"]
    text = list_text(demo, source, source.ids()[:20], keys, today=TODAY)
    lines = [line.split("\t") for line in text.split("\n")]
    assert len(lines) == 21 and {len(line) for line in lines} == {4}


def test_a_printed_list_is_read_with_its_heads(demo: Workspace, source: ColumnSource) -> None:
    wanted = PrintedList(source.ids()[:60], [("customer", 160.0), ("total", 118.0)], "x", "y")
    sheet = read_sheet(Silent(), demo, wanted, today=TODAY)
    assert [head.title for head in sheet.columns] == ["编号", "客户", "消费/资产"]
    assert len(sheet.lines) == 60 and pages_of(60) == 3


def test_a_list_is_printed_on_as_many_pages_as_it_needs(
    demo: Workspace, source: ColumnSource, tmp_path: Path
) -> None:
    wanted = PrintedList(source.ids()[:60], [("customer", 160.0)], "高价值", "60 位客户")
    told: list[str] = []

    class Told:
        def step(self, fraction: float, doing: str) -> None:
            told.append(doing)

    path = tmp_path / "list.pdf"
    assert print_list(Told(), demo, wanted, path, today=TODAY) == 60
    assert path.read_bytes().startswith(b"%PDF")
    assert [each for each in told if "页" in each] == [f"第 {n} 页，共 3 页" for n in (1, 2, 3)]


def test_a_histogram_counts_everybody_with_a_value(source: ColumnSource) -> None:
    found = histogram(source, "monetary_all")
    known = int(source.columns(["monetary_all"])["monetary_all"].known.sum())
    assert len(found.counts) == BARS and sum(found.counts) == known
    assert list(found.edges) == sorted(found.edges)


def test_a_histogram_holds_under_the_other_filters(source: ColumnSource) -> None:
    women = histogram(source, "age", "gender in ['F']")
    assert 0 < sum(women.counts) < sum(histogram(source, "age").counts)


def test_small_whole_numbers_have_a_bar_each(source: ColumnSource) -> None:
    found = histogram(source, "children_count")
    assert all(edge == round(edge) for edge in found.edges)


def test_a_field_nobody_has_a_value_of_has_no_bars(source: ColumnSource) -> None:
    assert histogram(source, "monetary_all", "age > 200").counts == ()


def test_columns_know_what_a_row_has_to_be_read_with() -> None:
    (customer, total) = known_columns(["total"])
    assert customer.key == "customer" and "aum_mavg" in total.reads


def test_the_highest_tier_is_its_percentile_and_each_row_says_why_val_01(
    demo: Workspace, source: ColumnSource
) -> None:
    """VAL-01: contribution, tenure and trend stand in the row."""
    found = lists.rows(
        demo, source, source.ids().tolist(), ["value_pct", "contribution_12m"], with_tags=True
    )
    top = [
        row.id
        for row in found
        if row.line == "trade"
        and row.values.get("value_pct", 0) > 0.95
        and row.values["contribution_12m"] > 0
    ]
    listed = lists.find(demo, source, ListQuery(where="has('vt_vip')")).ids.tolist()
    assert top and sorted(listed) == top
    keys = ["contribution_12m", "tenure_days", "monetary_trend"]
    shown = [list_columns()[key] for key in keys]
    trends = 0
    for row in next(read_rows(demo, source, listed, keys)):
        *known, trend = [column.shown(row, TODAY, "CNY") for column in shown]
        assert UNKNOWN not in known
        assert (trend == UNKNOWN) == ("monetary_trend" not in row.values)
        trends += trend != UNKNOWN
    assert trends


def test_valuable_ones_without_contact_are_those_with_the_tag_crm_01(
    demo: Workspace, source: ColumnSource
) -> None:
    """CRM-01, its list: 60 days without a talk, or none at all; a call nobody answered is none."""
    since = (TODAY - date(1970, 1, 1)).days - 60
    talked = demo.connection.execute(
        "SELECT DISTINCT customer_id FROM interaction WHERE day BETWEEN ? AND ? "
        "AND coalesce(outcome, '') <> 'no_answer'",
        (since, since + 60),
    )
    lately = {row[0] for row in talked.fetchall()}
    valuable = lists.find(demo, source, ListQuery(where="has('high_value')")).ids.tolist()
    tagged = lists.find(demo, source, ListQuery(where="has('uncontacted')")).ids.tolist()
    assert set(tagged) == set(valuable) - lately
    assert 0 < len(tagged) < len(valuable)
