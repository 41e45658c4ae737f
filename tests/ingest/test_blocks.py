"""Rows read many at once are the rows read one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiler_app.ingest import blocks, delimited
from profiler_app.ingest.opening import Table, open_table
from tests.ingest.tables import maker, table

TEXT = st.text("ab王,\"'\n\r=1; ", max_size=60)


def by_blocks(opened: Table) -> tuple[list[tuple[int, list[str]]], list[int]]:
    short: list[int] = []
    return [row for block in opened.blocks(short) for row in block.rows()], short


def one_by_one(opened: Table) -> tuple[list[tuple[int, list[str]]], list[int]]:
    short: list[int] = []
    return list(opened.rows(short)), short


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, st.sampled_from([1, 7, 40, 100_000]))
def test_blocks_hold_the_rows_of_the_file(tmp_path: Path, text: str, size: int) -> None:
    opened = table(tmp_path, "姓名,手机号,城市\n王一,13800138000,x\n" + text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_CHARACTERS", size)
        assert by_blocks(opened) == one_by_one(opened)


def test_a_quoted_cell_may_cross_the_end_of_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BLOCK_CHARACTERS", 20)
    opened = table(tmp_path, '姓名,城市\n王一,"a\nb\n\nc"\n李二,x\n"张,三",y\n')
    assert by_blocks(opened)[0] == [
        (2, ["王一", "a\nb\n\nc"]),
        (6, ["李二", "x"]),
        (7, ["张,三", "y"]),
    ]


def test_a_few_quoted_cells_do_not_stop_the_short_way() -> None:
    from profiler_app.ingest.blocks import cut

    text = "a,b\r\n" * 9 + '"1,234",c\r\n'
    assert cut(text, ",", 2) == [["a"] * 9 + ["1,234"], ["b"] * 9 + ["c"]]


@pytest.mark.parametrize("text", ["a\n", "a,b,c\n", ",\n", '"a,b\n', "a,b\rc,d\n", "\n"])
def test_lines_that_are_not_plain_take_the_general_reader(text: str) -> None:
    from profiler_app.ingest.blocks import cut

    assert cut("x,y\n" + text, ",", 2) is None


@pytest.mark.parametrize(
    "name", ["s1_gb18030.csv", "s2_utf16_tab.csv", "s5_ragged_quotes_nulls.csv"]
)
def test_the_nasty_files_read_the_same(shared: Path, name: str) -> None:
    opened = open_table(shared / "data/nasty" / name)
    assert by_blocks(opened) == one_by_one(opened)


CELL = st.sampled_from(
    ["", " ", "M1", "M2", "0", "合计", "王一", "王 小明", "示例有限公司", "13800138000", "1.38E+10"]
) | st.sampled_from(
    ["男", "女", "保密", "2024/1/2", "2024-02-30", "1,234.5", "12万", "浙江省杭州市x"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[CELL] * 7), min_size=1, max_size=12))
def test_customers_of_a_block_are_those_of_single_rows(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    head = "会员编号,姓名,性别,手机号,生日,地址,年收入\n"
    usual = "M0,王一,男,13800138000,1990-01-02,浙江省杭州市文三路1号,1200\n"
    lines = [",".join(f'"{cell}"' for cell in row) + "\n" for row in rows]
    opened = table(tmp_path, head + usual * 30 + "".join(lines))
    together = list(maker(opened).records())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_CHARACTERS", 1)
        patch.setattr(blocks, "BLOCK_ROWS", 1)
        assert list(maker(opened).records()) == together
