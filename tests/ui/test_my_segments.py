"""The tab of the user's segments: overlap, why, changes, drift, combination, strategy, sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.store.workspace import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments import SegmentsPage
from profiler_app.ui.pages.segments.mine import SavedTab
from tests.ui.conftest import open_desk
from tests.ui.test_segments import opened

TODAY = date(2026, 11, 22)
WAIT = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mine") / "demo.zhike"
    create_demo(Silent(), path, customers=200, today=TODAY)
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        save_segment(Silent(), workspace, None, "Big", "monetary_12m >= 5000")
        save_segment(Silent(), workspace, None, "Recent", "recency_days <= 30")
    return path


@pytest.fixture
def desk(qapp: QApplication, made: Path, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    path = tmp_path / "own.zhike"
    path.write_bytes(made.read_bytes())
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=TODAY) as found:
        yield found


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk) -> SavedTab:
    page = SegmentsPage(desk)
    qtbot.addWidget(page)
    page.resize(1230, 850)
    page.show()
    page.show_tab("saved")
    qtbot.waitUntil(lambda: page.saved.read, timeout=WAIT)
    return page.saved


def test_a_snapshot_is_kept_beside_the_live_segment(qtbot: QtBot, tab: SavedTab) -> None:
    live = tab.table.row()
    tab.detail.freeze.click()
    qtbot.waitUntil(lambda: len(tab.segments) == 3, timeout=WAIT)
    kept = tab.segments[-1]
    assert (kept.frozen_on, kept.customers) == (TODAY.isoformat(), live.customers)
    tab.table.selectRow(2)
    assert tab.detail.edit.isHidden()
    assert tab.detail.freeze.isHidden()


def test_a_typed_customer_is_told_why(qtbot: QtBot, tab: SavedTab) -> None:
    tab.detail.show_way("why")
    why = tab.detail.why
    why.search.setText("DEMO-000001")
    qtbot.waitUntil(lambda: why.answer is not None, timeout=WAIT)
    assert why.answer is not None
    assert why.answer.name in why.verdict.text()
    why.search.setText("nobody of this name")
    qtbot.waitUntil(lambda: why.answer is None, timeout=WAIT)
    assert why.verdict.text()


def test_all_fields_are_ranked_by_difference_in_one_click(qtbot: QtBot, tab: SavedTab) -> None:
    tab.detail.show_way("rest")
    rest = tab.detail.rest
    rest.compare.click()
    qtbot.waitUntil(lambda: rest.report is not None, timeout=WAIT)
    distances = [row["distance"] for row in rest.table.rows()]
    assert len(distances) > 10
    assert distances == sorted(distances, reverse=True)


def test_who_came_and_went_is_named_with_reasons_and_opens(
    qtbot: QtBot, tab: SavedTab, desk: Desk
) -> None:
    tab.table.selectRow(1)
    tab.detail.show_way("changes")
    changes = tab.detail.changes
    changes.compare.click()
    qtbot.waitUntil(lambda: changes.changes is not None, timeout=WAIT)
    assert changes.people.rows()
    asked: list[int] = []
    desk.customer_opened.connect(lambda customer, _ids: asked.append(customer))
    changes.people.selectRow(0)
    qtbot.keyClick(changes.people, Qt.Key.Key_Return)
    assert asked == [changes.people.rows()[0].customer]


def test_the_overlap_opens_by_keyboard(qtbot: QtBot, tab: SavedTab, desk: Desk) -> None:
    tab.show_view("overlap")
    overlap = tab.overlap
    qtbot.waitUntil(lambda: overlap.table is not None, timeout=WAIT)
    asked = opened(desk)
    qtbot.keyClick(overlap.matrix, Qt.Key.Key_Right)
    qtbot.keyClick(overlap.matrix, Qt.Key.Key_Return)
    assert asked == [("in_segment('Big') and in_segment('Recent')", "Big ∩ Recent")]
    qtbot.keyClick(overlap.upset, Qt.Key.Key_Return)
    assert len(asked) == 2
    assert "in_segment" in asked[1][0]


def test_drift_is_told_with_an_alarm_where_it_is_due(qtbot: QtBot, tab: SavedTab) -> None:
    tab.show_view("drift")
    drift = tab.drift
    drift.since.choose("year")
    drift.compare.click()
    qtbot.waitUntil(lambda: drift.report is not None, timeout=WAIT)
    assert {row["segment"] for row in drift.segments.rows()} == {"Big", "Recent"}
    assert drift.report is not None
    alarms = [r for r in drift.report["fields"] + drift.report["segments"] if r["level"] == "alarm"]
    assert drift._band.isHidden() == (not alarms)


def test_a_segment_is_made_of_two_others(qtbot: QtBot, tab: SavedTab) -> None:
    form = tab.ask_combination()
    form.way.choose("minus")
    form._ask()
    qtbot.waitUntil(lambda: form.save.isEnabled() and bool(form.count.text()), timeout=WAIT)
    form.save.click()
    qtbot.waitUntil(lambda: len(tab.segments) == 3, timeout=WAIT)
    assert tab.segments[-1].rule == "in_segment('Big') and not in_segment('Recent')"


def test_the_channels_of_a_segment_sum_to_its_members_str_02(qtbot: QtBot, tab: SavedTab) -> None:
    lines = tab.detail.strategy.channels
    qtbot.waitUntil(lambda: lines.mix is not None, timeout=WAIT)
    mix = lines.mix
    assert mix is not None
    assert mix.members == tab.table.row().customers > 0
    assert mix.not_to + mix.unknown + sum(row.customers for row in mix.shares) == mix.members
    assert [row.channel for row in lines.table.rows()] == [row.channel for row in mix.shares]


def test_a_strategy_is_written_kept_and_undone(qtbot: QtBot, tab: SavedTab, desk: Desk) -> None:
    strategy = tab.detail.strategy
    qtbot.waitUntil(lambda: strategy.found is not None, timeout=WAIT)
    assert not strategy.save.isEnabled()
    proposal = strategy.typed()
    qtbot.keyClicks(strategy.fields["goal"], " more")
    assert strategy.save.isEnabled()
    strategy.save.click()
    qtbot.waitUntil(lambda: bool(strategy.found and strategy.found.saved), timeout=WAIT)
    strategy.back.click()
    qtbot.waitUntil(lambda: bool(strategy.found and not strategy.found.saved), timeout=WAIT)
    assert strategy.typed() == proposal


def test_the_sheet_is_written(qtbot: QtBot, tab: SavedTab, desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    desk.toasted.connect(lambda text, _undo: told.append(text))
    tab.print_sheet(tab.table.row(), tmp_path / "big.pdf")
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert (tmp_path / "big.pdf").stat().st_size > 2_000


def test_a_campaign_is_planned_for_the_segment(qtbot: QtBot, tab: SavedTab, desk: Desk) -> None:
    """J09: from the segment to the campaign in two clicks."""
    with qtbot.waitSignal(desk.place_opened, timeout=WAIT) as asked:
        tab.detail.campaign.click()
    page, request = asked.args
    assert (page, request.segment, request.name) == ("campaigns", "Big", "Big")
