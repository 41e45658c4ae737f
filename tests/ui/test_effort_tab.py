"""The tab that compares effort with value, and the channels of a segment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments import SegmentsPage
from profiler_app.ui.pages.segments.effort_tab import EffortTab
from tests.ui.test_segments import desk as desk
from tests.ui.test_segments import page as page
from tests.ui.test_segments import rows_opened

WAIT = 30_000


@pytest.fixture
def effort(qtbot: QtBot, page: SegmentsPage) -> EffortTab:
    page.show_tab("effort")
    qtbot.waitUntil(lambda: page.effort.matrix is not None, timeout=WAIT)
    return page.effort


def test_a_tier_opens_its_customers_str_03(qtbot: QtBot, effort: EffortTab, desk: Desk) -> None:
    effort.table.selectRow(1)
    tier = effort.table.row()
    found = rows_opened(qtbot, desk, lambda: qtbot.keyClick(effort.table, Qt.Key.Key_Return))
    assert found == tier.customers


def test_the_proposal_follows_the_typed_capacity_before_it_is_kept_str_03(
    qtbot: QtBot, effort: EffortTab, desk: Desk
) -> None:
    assert effort.matrix is not None
    wished = effort.matrix.planned
    assert not effort.save.isEnabled()
    effort.people.setValue(1)
    effort.a_month.setValue(max(wished // 24, 1))
    qtbot.waitUntil(lambda: effort.matrix.planned < wished, timeout=WAIT)
    assert effort.save.isEnabled()
    with qtbot.waitSignal(desk.data_changed, timeout=WAIT):
        effort.save.click()
    qtbot.waitUntil(lambda: effort.saved == effort.typed(), timeout=WAIT)
    assert not effort.save.isEnabled()
    with qtbot.waitSignal(desk.data_changed, timeout=WAIT):
        effort.forget.click()
    qtbot.waitUntil(lambda: effort.saved is None and not effort.people.value(), timeout=WAIT)


def test_the_figures_can_be_exported_str_03(effort: EffortTab) -> None:
    name, headers, rows = effort.exported()
    assert effort.matrix is not None
    assert (len(rows), bool(name)) == (len(effort.matrix.tiers), True)
    assert all(len(row) == len(headers) for row in rows)
