"""The page of insights over a real workspace."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from profiler_app.domain.insights import opening
from profiler_app.domain.reports import Report, Section, Table
from profiler_app.store.workspace import create_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.conditions import Condition
from profiler_app.ui.pages.insights import InsightsPage
from profiler_app.ui.pages.insights.canvas import ChartCanvas
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)
WAIT = 15_000


@pytest.fixture
def desk(demo_desk: Desk) -> Desk:
    return demo_desk


def shown(qtbot: QtBot, desk: Desk) -> InsightsPage:
    page = InsightsPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    page.activated()
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> InsightsPage:
    made = shown(qtbot, desk)
    qtbot.waitUntil(lambda: made.overview.insights is not None, timeout=WAIT)
    return made


def place_of(canvas: ChartCanvas, mark: int) -> QPoint:
    canvas.repaint()
    hit = next(hit for hit in canvas.hits() if hit.mark == mark)
    return hit.box.center().toPoint()


def customers(page: InsightsPage) -> int:
    assert page.overview.insights is not None
    return page.overview.insights.customers


def click(qtbot: QtBot, page: InsightsPage, chart: str, mark: int) -> None:
    canvas = page.overview.panels[chart].canvas
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place_of(canvas, mark))


def test_a_click_on_a_bar_filters_all_charts_and_a_second_click_lets_go(
    qtbot: QtBot, page: InsightsPage
) -> None:
    before = customers(page)
    chart = page.overview.panels["lifecycle"].chart
    assert chart is not None
    at = next(i for i, mark in enumerate(chart.marks) if 0 < mark.customers < before)
    click(qtbot, page, "lifecycle", at)
    assert page.filter.conditions == (Condition("lifecycle", "in", (chart.marks[at].option,)),)
    qtbot.waitUntil(lambda: customers(page) == chart.marks[at].customers, timeout=WAIT)
    assert page.filter.lit(chart) == {at}
    click(qtbot, page, "lifecycle", at)
    qtbot.waitUntil(lambda: customers(page) == before, timeout=WAIT)
    assert page.filter.conditions == ()


def test_with_ctrl_a_second_bar_is_added(qtbot: QtBot, page: InsightsPage) -> None:
    panel = page.overview.panels["lifecycle"]
    for at in (1, 2):
        panel.canvas.chosen.emit(at, at == 2)
    assert panel.chart is not None
    options = tuple(panel.chart.marks[at].option for at in (1, 2))
    assert page.filter.conditions == (Condition("lifecycle", "in", options),)


def test_a_part_that_is_a_rule_filters_too(qtbot: QtBot, page: InsightsPage) -> None:
    chart = page.overview.panels["value"].chart
    assert chart is not None
    click(qtbot, page, "value", 3)
    assert page.filter.conditions[0].values == (chart.marks[3].rule, chart.marks[3].label)
    qtbot.waitUntil(lambda: customers(page) == chart.marks[3].customers, timeout=WAIT)
    assert page.filter.lit(chart) == {3}


def test_enter_and_a_double_click_open_the_customers_of_a_bar(
    qtbot: QtBot, page: InsightsPage, desk: Desk
) -> None:
    panel = page.overview.panels["province"]
    assert panel.chart is not None
    mark = panel.chart.marks[0]
    with qtbot.waitSignal(desk.list_opened) as opened:
        panel.canvas.setFocus()
        qtbot.keyClick(panel.canvas, Qt.Key.Key_Return)
    assert opened.args == [opening("", mark.rule), mark.label]
    with qtbot.waitSignal(desk.list_opened):
        place = place_of(panel.canvas, 0)
        qtbot.mouseClick(panel.canvas, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(panel.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert page.filter.conditions == ()


def test_a_headline_opens_its_customers(qtbot: QtBot, page: InsightsPage, desk: Desk) -> None:
    with qtbot.waitSignal(desk.list_opened) as opened:
        page.overview.strip.cells[0].click()
    assert opened.args is not None
    assert "count(purchases, 365) > 0" in opened.args[0]


def test_another_period_is_looked_at(qtbot: QtBot, page: InsightsPage) -> None:
    page.filters.period.chosen.emit("90")
    qtbot.waitUntil(
        lambda: page.overview.insights is not None and page.overview.insights.days == 90,
        timeout=WAIT,
    )


def test_a_chart_shows_its_numbers_as_a_table(qtbot: QtBot, page: InsightsPage) -> None:
    panel = page.overview.panels["lifecycle"]
    panel.show_table(shown=True)
    assert panel.table.isVisible()
    assert sum(mark.customers for mark in panel.table.rows()) == customers(page)
    panel.show_table(shown=False)
    assert panel.canvas.isVisible()


def test_a_filter_nobody_fits_offers_to_clear_it(qtbot: QtBot, page: InsightsPage) -> None:
    page.show_conditions((Condition("monetary_12m", "range", ("99999999", "")),))
    qtbot.waitUntil(lambda: page.empty.isVisible(), timeout=WAIT)
    assert page.escape()
    qtbot.waitUntil(lambda: page.overview.isVisible() and customers(page) > 0, timeout=WAIT)


def test_the_page_is_written_with_its_filter_on_it(
    qtbot: QtBot, page: InsightsPage, desk: Desk, tmp_path: Path
) -> None:
    assert page.overview.insights is not None
    path = tmp_path / "page.xlsx"
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        page.exporter.write(page.overview.charts(), path, "all", page.overview.insights)
    assert path.stat().st_size > 5_000


def test_a_report_written_before_is_one_click_away_with_the_day_of_now_in_its_name(
    qtbot: QtBot, page: InsightsPage, desk: Desk, tmp_path: Path
) -> None:
    """The report is computed anew from the data there are then."""
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        page.exporter.write_whole("segments", tmp_path / f"Book {desk.today()}.xlsx")
    tomorrow = desk.today() + timedelta(days=1)
    desk.today = lambda: tomorrow
    again = next(each for each in page.export_menu.menu().actions() if "Book" in each.text())
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        again.trigger()
    assert (tmp_path / f"Book {tomorrow}.xlsx").exists()


def test_a_workspace_without_figures_says_what_to_do(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme.apply(qapp, "light")
    path = tmp_path / "none.zhike"
    create_workspace(path, "a passphrase").close()
    with open_desk(path, "a passphrase", folder=tmp_path, today=TODAY) as desk:
        page = shown(qtbot, desk)
        qtbot.waitUntil(lambda: page.empty.isVisible(), timeout=WAIT)
        assert not page.title.export.isEnabled()


def test_a_model_is_run_and_its_report_is_shown_mod_02(qtbot: QtBot, page: InsightsPage) -> None:
    page.show_tab("forecast")
    tab = page.forecast
    qtbot.waitUntil(tab.isVisible, timeout=WAIT)
    assert not page.title.export.isEnabled()
    tab.choose("rules")
    assert tab.strength.isVisible() and not tab.horizon.isVisible()
    tab.run.click()
    assert not tab.run.isEnabled()
    qtbot.waitUntil(lambda: "rules" in tab.reports, timeout=WAIT)
    assert tab.view.report is tab.reports["rules"]
    assert tab.run.isEnabled() and page.title.export.isEnabled()


def test_enter_on_a_rule_of_baskets_offers_its_customers(
    qtbot: QtBot, page: InsightsPage, desk: Desk
) -> None:
    lists = (("Bought tea", "recency_days >= 0"), ("Bought tea, not yet cups", "false"))
    table = Table(("Who buys", "also buys"), (("tea", "cups"),), lists=(lists,))
    section = Section("The strongest rules", table=table)
    view = page.forecast.view
    view.show_report(Report("rules", "Bought together", "2026-11-22", sections=(section,)))
    view.tables[0].setCurrentIndex(view.tables[0].model().index(0, 0))
    qtbot.keyClick(view.tables[0], Qt.Key.Key_Return)
    menu = view.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [name for name, _rule in lists]
    with qtbot.waitSignal(desk.list_opened, timeout=WAIT) as opened:
        menu.actions()[0].trigger()
    assert opened.args == [opening("", "recency_days >= 0"), "Bought tea"]
    menu.close()


def test_a_model_that_needs_a_field_asks_for_it(qtbot: QtBot, page: InsightsPage) -> None:
    page.show_tab("forecast")
    page.forecast.choose("field")
    assert page.forecast.target.isVisible() and page.forecast.target.count() > 10
    page.forecast.target.choose("gender")
    assert [page.forecast.yes.itemData(at) for at in range(page.forecast.yes.count())]


def test_a_report_of_a_model_is_written_from_the_page(
    qtbot: QtBot, page: InsightsPage, desk: Desk, tmp_path: Path
) -> None:
    report = Report("rules", "Bought together", "2026-11-22", "a verdict", "neutral")
    path = tmp_path / "card.pdf"
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        page.exporter.write_report(report, path)
    assert path.read_bytes().startswith(b"%PDF")


def test_another_field_shows_its_distribution(qtbot: QtBot, page: InsightsPage) -> None:
    page.show_tab("explore")
    tab = page.explore
    qtbot.waitUntil(lambda: tab.insights is not None, timeout=WAIT)
    tab.field.choose("gender")
    qtbot.waitUntil(
        lambda: tab.insights is not None and tab.insights.charts[0].key == "gender", timeout=WAIT
    )
    assert tab.panels[0].canvas.isVisible()
