"""The charts of the insights over the sample workspace."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from profiler_app.domain.errors import NotComputed
from profiler_app.domain.insights import FilterPart, Insights, opening
from profiler_app.domain.small_cells import FEWER, withheld_chart
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.insights.crowd import Bought
from profiler_app.jobs.insights.explore import chosen_fields, explore
from profiler_app.jobs.insights.exporting import caption, export_charts
from profiler_app.jobs.insights.headlines import repurchase
from profiler_app.jobs.insights.overview import insights
from profiler_app.jobs.insights.stage_moves import stages_with_moves
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent


@pytest.fixture(scope="module")
def source(demo: Workspace) -> ColumnSource:
    return ColumnSource(demo)


@pytest.fixture(scope="module")
def whole(demo: Workspace, source: ColumnSource) -> Insights:
    return insights(demo, source)


def customers_of(source: ColumnSource, rule: str) -> int:
    return lists.count(source, rule)[0]


@pytest.mark.parametrize("days", [30, 90, 365])
def test_every_part_of_every_chart_opens_just_its_customers_viz_01(
    demo: Workspace, source: ColumnSource, days: int
) -> None:
    found = insights(demo, source, days=days)
    marks = [(chart.key, mark) for chart in found.charts for mark in chart.marks if mark.rule]
    assert len(marks) > 60
    wrong = [
        (key, mark.label, mark.customers)
        for key, mark in marks
        if customers_of(source, opening("", mark.rule)) != mark.customers
    ]
    assert wrong == []


def test_under_a_filter_parts_open_just_its_customers_viz_01(
    demo: Workspace, source: ColumnSource
) -> None:
    where = "monetary_12m >= 1000"
    found = insights(demo, source, parts=[FilterPart("", where)])
    for chart in found.charts:
        for mark in chart.marks:
            assert customers_of(source, opening(where, mark.rule)) == mark.customers


def test_the_curve_of_value_ends_with_everybody_and_everything_val_04(whole: Insights) -> None:
    curve = whole.chart("value")
    assert curve.points[0] == (0.0, 0.0)
    assert curve.points[-1] == pytest.approx((1.0, 1.0))
    shares = [share for _customers, share in curve.points]
    assert shares == sorted(shares)


def test_the_stages_of_life_sum_to_all_customers_counted(whole: Insights) -> None:
    stages = whole.chart("lifecycle")
    assert sum(mark.customers for mark in stages.marks) == whole.customers
    assert whole.customers + whole.withheld == whole.total


def test_headlines_equal_the_features_of_the_customers_ana_01(
    whole: Insights, source: ColumnSource
) -> None:
    columns = source.columns(["lifecycle", "freq_12m", "monetary_12m"])
    counted = columns["lifecycle"].known
    often, spent = columns["freq_12m"], columns["monetary_12m"]
    active, sales, *_rest = whole.headlines
    assert active.shown == f"{int((often.values[often.known & counted] > 0).sum()):,}"
    assert sum(sales.trend) == int(spent.values[spent.known & counted].sum())


def test_two_of_four_buyers_who_came_back_are_half_of_them_val_03() -> None:
    place = np.array([0, 0, 1, 1, 2, 3], np.int32)
    day = np.array([1, 5, 2, 80, 3, 4], np.int32)
    money = np.full(6, 100, np.int64)
    bought = Bought(place, day, money, money, np.ones(6, np.bool_))
    assert repurchase(bought, 90, 90) == 0.5
    assert repurchase(bought, 70, 70) == 0.25
    assert repurchase(bought, 300, 90) is None


def test_a_chart_ignores_the_condition_chosen_in_it(
    demo: Workspace, source: ColumnSource, whole: Insights
) -> None:
    first = whole.chart("province").marks[0]
    part = FilterPart("province", first.rule)
    found = insights(demo, source, parts=[part])
    assert found.customers == first.customers
    assert found.chart("province").marks == whole.chart("province").marks
    assert sum(mark.customers for mark in found.chart("lifecycle").marks) == first.customers


def test_a_filter_nobody_fits_leaves_charts_that_say_so(
    demo: Workspace, source: ColumnSource
) -> None:
    found = insights(demo, source, parts=[FilterPart("", "monetary_12m >= 99999999")])
    assert found.customers == 0
    assert all(chart.empty for chart in found.charts if not chart.marks)


def test_nothing_computed_yet_is_told(empty: Workspace) -> None:
    with pytest.raises(NotComputed):
        insights(empty, ColumnSource(empty))


def test_an_exported_page_carries_filter_day_and_titles(
    demo: Workspace, whole: Insights, tmp_path: Path
) -> None:
    path = tmp_path / "charts.pdf"
    said = caption("province Zhejiang", whole.as_of, "300 customers")
    export_charts(Silent(), demo, whole.charts, path, said, headlines=whole.headlines)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
    assert len(pages) == 2
    assert "province Zhejiang" in pages[0]
    assert whole.as_of in pages[1]
    for chart in whole.charts:
        assert any(chart.title in text for text in pages)


def test_exported_tables_hold_the_numbers_of_the_charts(
    demo: Workspace, whole: Insights, tmp_path: Path
) -> None:
    path = tmp_path / "charts.xlsx"
    said = caption("", whole.as_of, "300 customers")
    export_charts(Silent(), demo, whole.charts, path, said, headlines=whole.headlines)
    book = load_workbook(path)
    assert len(book.sheetnames) == len(whole.charts) + 1
    stages = list(book[whole.chart("lifecycle").title].values)
    shown, _groups = withheld_chart(whole.chart("lifecycle"))
    numbers = [FEWER if mark.withheld else mark.customers for mark in shown.marks]
    assert [row[1] for row in stages[1:]] == numbers
    assert max(mark.customers for mark in shown.marks) > 0


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_one_chart_is_written_as_picture_or_table(
    demo: Workspace, whole: Insights, tmp_path: Path, ending: str
) -> None:
    for chart in whole.charts:
        path = tmp_path / f"{chart.key}.{ending}"
        export_charts(Silent(), demo, [chart], path, caption("a filter", whole.as_of, "n"))
        assert path.stat().st_size > 100
    if ending == "csv":
        assert "a filter" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("field", ["monetary_12m", "age", "gender", "needs", "has_car", "province"])
def test_the_distribution_of_any_field_opens_just_its_customers_ana_01(
    demo: Workspace, source: ColumnSource, field: str
) -> None:
    found = explore(demo, source, field=field)
    for chart in (found.charts[0], *found.charts[2:]):
        for mark in chart.marks:
            if mark.rule:
                assert customers_of(source, opening("", mark.rule)) == mark.customers


def test_every_field_offered_can_be_looked_at(demo: Workspace, source: ColumnSource) -> None:
    offered = chosen_fields()
    assert len(offered) > 80
    for field in offered[::9]:
        assert len(explore(demo, source, field=field.id).charts) == 6


def test_drivers_leave_out_what_says_the_same(demo: Workspace, source: ColumnSource) -> None:
    drivers = explore(demo, source, field="monetary_12m").charts[1]
    assert drivers.marks
    assert all(0.05 <= mark.value < 0.9 for mark in drivers.marks)
    assert [mark.value for mark in drivers.marks] == sorted(
        (mark.value for mark in drivers.marks), reverse=True
    )


def test_stages_tell_where_those_of_90_days_ago_are(
    demo: Workspace, source: ColumnSource, whole: Insights
) -> None:
    chart = stages_with_moves(demo, source, where="")
    assert chart is not None
    counts = [mark.customers for mark in whole.chart("lifecycle").marks]
    assert [mark.customers for mark in chart.marks] == counts
    assert any("→" in mark.note for mark in chart.marks)
