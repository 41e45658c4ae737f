"""The tab of the lifecycle: moves between stages, who buys again, loyalty tiers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.domain.segmentation import Tiers
from profiler_app.ui.desk import Desk
from profiler_app.ui.figures_export import export
from profiler_app.ui.pages.segments import SegmentsPage
from profiler_app.ui.pages.segments.life import LifeTab
from profiler_app.ui.pages.segments.life.retention_view import period_days
from tests.ui.test_segments import desk as desk
from tests.ui.test_segments import opened, rows_opened
from tests.ui.test_segments import page as page

WAIT = 30_000


@pytest.fixture
def life(page: SegmentsPage) -> LifeTab:
    page.show_tab("life")
    return page.life


def test_a_band_of_the_sankey_shows_its_people(qtbot: QtBot, life: LifeTab, desk: Desk) -> None:
    stages = life.stages
    stages.since.choose("quarter")
    stages.compute.click()
    qtbot.waitUntil(lambda: stages.view is not None, timeout=WAIT)
    assert stages.view is not None
    assert sum(stages._share(stage) for stage in stages.stages.rows()) == pytest.approx(1)
    qtbot.keyClick(stages.sankey, Qt.Key.Key_Down)
    flow = stages.sankey.bands()[0]
    assert flow.before != flow.after
    people = stages.people.rows()
    assert len(people) == min(flow.customers, 50)
    assert {(each.before, each.after) for each in people} == {(flow.before, flow.after)}
    asked: list[int] = []
    desk.customer_opened.connect(lambda customer, _ids: asked.append(customer))
    stages.people.selectRow(0)
    qtbot.keyClick(stages.people, Qt.Key.Key_Return)
    assert asked == [people[0].customer]
    assert life.escape()
    assert not life.escape()


def test_a_stage_opens_as_many_customers_as_it_says_lif_02(
    qtbot: QtBot, life: LifeTab, desk: Desk
) -> None:
    stages = life.stages  # so few customers are compared without being asked for
    qtbot.waitUntil(lambda: stages.view is not None, timeout=WAIT)
    stages.stages.selectRow(2)
    stage = stages.stages.row()
    found = rows_opened(qtbot, desk, lambda: qtbot.keyClick(stages.stages, Qt.Key.Key_Return))
    assert found == stages._count(stage)


def test_cohorts_are_counted_by_month_and_quarter_and_open(
    qtbot: QtBot, life: LifeTab, desk: Desk, page: SegmentsPage, tmp_path: Path
) -> None:
    life.show_view("retention")
    retention = life.retention
    qtbot.waitUntil(lambda: retention.report is not None, timeout=WAIT)
    assert retention.report is not None
    months = len(retention.report.cohorts)
    asked = opened(desk)
    qtbot.keyClick(retention.table, Qt.Key.Key_Down)
    qtbot.keyClick(retention.table, Qt.Key.Key_Return)
    assert "first_order_days" in asked[0][0]
    assert retention.table.cohorts()[1].period in asked[0][1]
    retention.unit.choose("quarter")
    retention.ask()
    qtbot.waitUntil(
        lambda: retention.report is not None and len(retention.report.cohorts) < months,
        timeout=WAIT,
    )
    _name, headers, rows = page.life.exported()
    path = tmp_path / "cohorts.csv"
    export(page, desk, path, headers, rows)
    qtbot.waitUntil(path.exists, timeout=WAIT)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2025-12", (date(2025, 12, 1), date(2025, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-Q4", (date(2025, 10, 1), date(2025, 12, 31))),
        ("2025-Q1", (date(2025, 1, 1), date(2025, 3, 31))),
    ],
)
def test_a_period_has_its_days(period: str, days: tuple[date, date]) -> None:
    assert period_days(period) == days


def test_tiers_are_set_up_shown_and_compared_loy_01(
    qtbot: QtBot, life: LifeTab, page: SegmentsPage, desk: Desk
) -> None:
    life.show_view("loyalty")
    loyalty = life.loyalty
    assert not loyalty._empty.isHidden()
    form = page.show_tiers(None)
    for field, text in zip(form.names, ("Gold", "Silver"), strict=False):
        field.setText(text)
    for field, text in zip(form.bounds, ("10000", "2000"), strict=False):
        field.setText(text)
    form.orders[0].setText("3")
    form.orders[1].setText("12")
    assert form.tiers() is None
    form.orders[0].setText("12")
    form.orders[1].setText("4")
    form.benefits[0].setText("Lounge")
    plan = Tiers("monetary_12m", ("Gold", "Silver"), (1_000_000, 200_000), (12, 4), ("Lounge", ""))
    assert form.tiers() == plan
    form._write(form.tiers())
    qtbot.waitUntil(lambda: loyalty.view is not None, timeout=WAIT)
    assert loyalty.view is not None
    assert loyalty.table.rows()[0].benefit == "Lounge"
    loyalty.compare.click()
    qtbot.waitUntil(lambda: loyalty.moves is not None, timeout=WAIT)
    assert loyalty._moved.text()
    row = loyalty.view.rows[0]
    if row.near:
        assert rows_opened(qtbot, desk, loyalty.near.click) == row.near
    assert rows_opened(qtbot, desk, loyalty.open.click) == row.customers
