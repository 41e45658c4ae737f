"""The shape of a table: headers of several lines, totals and notes below, unusual separators."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.ingest import blocks, delimited, footers
from profiler_app.ingest.footers import is_footnote, is_total
from profiler_app.ingest.opening import Table
from tests.ingest.tables import rows_of, table

PERSON = "M1,王一,13800138000,a@b.cn\n"


def told(opened: Table) -> dict[str, object]:
    list(opened.rows())
    notes = (*opened.notes, *opened.footers.notes())
    return {note.code: note.facts for note in notes}


def test_a_header_of_two_lines_as_a_merged_one_is_exported(tmp_path: Path) -> None:
    opened = table(tmp_path, "会员编号,姓名,联系方式,\n,,手机,邮箱\n" + PERSON * 3)
    assert opened.headers == ("会员编号", "姓名", "联系方式/手机", "联系方式/邮箱")
    assert opened.facts.header_row == 2
    assert len(rows_of(opened)) == 3


def test_names_of_groups_above_a_header_are_joined_to_it(tmp_path: Path) -> None:
    opened = table(tmp_path, "基本信息,,联系方式,\n会员编号,姓名,手机,邮箱\n" + PERSON * 3)
    assert opened.headers == (
        "基本信息/会员编号",
        "基本信息/姓名",
        "联系方式/手机",
        "联系方式/邮箱",
    )


@pytest.mark.parametrize(
    "above",
    [
        "2023年客户台账,,,\n",
        "制表人：财务部,,,单位：元\n",
        "王零,13800138001,,\n",
        "说明,,,\n",
    ],
)
def test_a_title_or_remark_above_is_no_group(tmp_path: Path, above: str) -> None:
    opened = table(tmp_path, above + "会员编号,姓名,手机,邮箱\n" + PERSON * 3)
    assert opened.headers == ("会员编号", "姓名", "手机", "邮箱")


def test_the_first_record_is_never_taken_for_a_second_header(tmp_path: Path) -> None:
    opened = table(tmp_path, "会员编号,姓名,备注,\n,王一,好,x\nM2,李二,好,\nM3,张三,坏,\n")
    assert opened.facts.header_row == 1
    assert len(rows_of(opened)) == 3


def test_totals_and_notes_at_the_end_are_left_out_and_told(tmp_path: Path) -> None:
    end = "合计,,2,\n注：截至年底,,,\n制表人：张三,,,审核：李四\n共 3 条记录,,,\n"
    opened = table(tmp_path, "会员编号,姓名,手机,邮箱\n" + PERSON * 3 + end)
    assert len(rows_of(opened)) == 3
    assert told(opened)["total_lines"] == {"n": 1, "line": 5, "value": "合计"}
    assert told(opened)["footnotes"] == {"n": 3, "line": 6, "value": "注：截至年底"}


def test_a_subtotal_between_records_stays_to_be_rejected(tmp_path: Path) -> None:
    opened = table(tmp_path, "会员编号,姓名,手机,邮箱\n" + PERSON + "小计,,1,\n" + PERSON)
    assert len(rows_of(opened)) == 3
    assert "total_lines" not in told(opened)


def test_a_short_note_below_is_no_short_row(tmp_path: Path) -> None:
    opened = table(tmp_path, "会员编号,姓名,手机,邮箱\n" + PERSON * 3 + "注：截至年底\n")
    short: list[int] = []
    list(opened.rows(short))
    assert short == []
    list(opened.blocks(short))
    assert short == []


@pytest.mark.parametrize(
    "cell", ["合计", "总计：", "Grand Total", "合计：3 人", "本页小计", "共计 12 笔"]
)
def test_a_total_says_so_in_its_first_cell(cell: str) -> None:
    assert is_total(["", cell, "12"])


@pytest.mark.parametrize("cell", ["王合计", "合计有限公司", "totally", "12", ""])
def test_a_name_is_no_total(cell: str) -> None:
    assert not is_total([cell, "12"])


@pytest.mark.parametrize("cell", ["注册部", "张三", "备注", "说明书公司", "13800138000", "单位"])
def test_a_record_is_no_footnote(cell: str) -> None:
    assert not is_footnote([cell, "", "", ""], 4)


ENDINGS = st.sampled_from(
    ["合计,,,\n", "注：x,,,\n", PERSON, "合计\n", "a,b,c,d,e\n", "\n", '"a\nb",,,\n']
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENDINGS, max_size=12), st.sampled_from([1, 20, 100_000]))
def test_blocks_end_where_the_rows_end(tmp_path: Path, lines: list[str], size: int) -> None:
    opened = table(tmp_path, "会员编号,姓名,手机,邮箱\n" + PERSON + "".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_CHARACTERS", size)
        patch.setattr(blocks, "BLOCK_ROWS", 2)
        patch.setattr(footers, "_MOST_HELD", 3)
        single: list[int] = []
        together: list[int] = []
        one_by_one = list(opened.rows(single))
        left = list(opened.footers.rows)
        assert [row for block in opened.blocks(together) for row in block.rows()] == one_by_one
        assert (opened.footers.rows, together) == (left, single)


@pytest.mark.parametrize("sign", ["^", "~", "\x01", "，"])
def test_a_seldom_separator_is_found_when_it_cuts_every_line(tmp_path: Path, sign: str) -> None:
    opened = table(tmp_path, ("会员编号,姓名,城市\n" + "M1,王一,杭州\n" * 5).replace(",", sign))
    assert opened.facts.delimiter == sign


def test_a_full_width_comma_in_texts_is_no_separator(tmp_path: Path) -> None:
    opened = table(tmp_path, "备注,姓名\n好，很好,王一\n好,李二\n不好，不，好,张三\n")
    assert opened.facts.delimiter == ","
