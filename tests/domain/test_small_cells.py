"""Figures about fewer than five customers leave nothing behind in an export."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.small_cells import FEWER, LEAST, told, withheld_chart, withheld_rows


def test_a_small_group_and_the_next_smallest_lose_their_figures() -> None:
    rows, few = withheld_rows([["A", 3, 0.1], ["B", 90, 0.2], ["C", 7, 0.3], ["D", 0, 0.4]], 1)
    assert rows == [["A", FEWER, None], ["B", 90, 0.2], ["C", FEWER, None], ["D", 0, 0.4]]
    assert few == 2


def test_counts_that_are_written_with_commas_are_counts() -> None:
    rows, few = withheld_rows([["A", "2", 1], ["B", "4", 1], ["C", "1,204", 1]], 1)
    assert [row[1] for row in rows] == [FEWER, FEWER, "1,204"] and few == 2


def test_rows_about_nobody_stay() -> None:
    assert withheld_rows([["A", 3]], None) == ([["A", 3]], 0)


@given(st.lists(st.integers(0, 12), max_size=12))
def test_no_withheld_group_can_be_worked_out_from_the_total_of_the_others(
    counts: list[int],
) -> None:
    rows, few = withheld_rows([["x", count] for count in counts], 1)
    assert few == sum(row[1] == FEWER for row in rows)
    assert not any(isinstance(row[1], int) and 0 < row[1] < LEAST for row in rows)
    big = sum(count >= LEAST for count in counts)
    assert few != 1 or big == 0


def test_a_chart_loses_its_small_parts_and_says_so_in_its_table() -> None:
    marks = (Mark("A", 0.5, "50%", 40), Mark("B", 0.1, "10%", 2), Mark("C", 0.2, "20%", 9))
    chart, few = withheld_chart(Chart("x", "bars", "t", marks=marks))
    _headers, rows = chart.table()
    assert rows == [["A", 40, "50%"], ["B", FEWER, None], ["C", FEWER, None]]
    assert [mark.value for mark in chart.marks] == [0.5, 0.0, 0.0]
    assert "k = 5" in told(few)


def test_a_row_of_few_loses_all_its_cells() -> None:
    marks = tuple(Mark("", 0.5, "50%", 100, row=row, column=0) for row in (0, 1, 2))
    heads = (("A", "1,000"), ("B", "3"), ("C", "4"))
    chart, _few = withheld_chart(
        Chart("x", "heat", "t", marks=marks, rows=heads, columns=("late",))
    )
    assert chart.table()[1] == [["A", "1,000", 0.5], ["B", FEWER, None], ["C", FEWER, None]]
