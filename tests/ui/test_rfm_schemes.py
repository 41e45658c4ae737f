"""The schemes of the RFM tab beside the scores in force."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments import SegmentsPage
from tests.ui.test_segments import desk as desk
from tests.ui.test_segments import opened
from tests.ui.test_segments import page as page

WAIT = 20_000


@pytest.mark.parametrize("scheme", ["eleven", "weighted", "fixed", "quantile"])
def test_every_scheme_shows_groups_that_open(
    qtbot: QtBot, page: SegmentsPage, desk: Desk, scheme: str
) -> None:
    page.rfm.show_scheme(scheme)
    panel = page.rfm.scheme
    qtbot.waitUntil(lambda: panel.view is not None, timeout=WAIT)
    assert panel.view is not None
    assert sum(row.customers for row in panel.table.rows()) == panel.view.scored
    asked = opened(desk)
    at = next(i for i, row in enumerate(panel.table.rows()) if row.customers)
    panel.table.selectRow(at)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    row = panel.table.rows()[at]
    assert asked == [(row.rule, row.label)]
    assert len(page.rfm.exported()[2]) == len(panel.view.groups)


def test_weights_are_tried_while_they_are_typed(qtbot: QtBot, page: SegmentsPage) -> None:
    page.rfm.show_scheme("weighted")
    panel = page.rfm.scheme
    qtbot.waitUntil(lambda: panel.view is not None, timeout=WAIT)
    panel.fields[3].setText("18, 12, 8")
    panel.reload()
    qtbot.waitUntil(lambda: panel.view is not None and len(panel.view.groups) == 4, timeout=WAIT)
    panel.fields[0].setText("many")
    panel.reload()
    assert panel.problem.text()


def test_a_group_of_a_scheme_is_kept_as_a_segment(qtbot: QtBot, page: SegmentsPage) -> None:
    page.rfm.show_scheme("eleven")
    panel = page.rfm.scheme
    qtbot.waitUntil(lambda: panel.view is not None, timeout=WAIT)
    at = next(i for i, row in enumerate(panel.table.rows()) if row.customers)
    panel.table.selectRow(at)
    row = panel.table.row()
    panel.keep.click()
    page.show_tab("saved")
    qtbot.waitUntil(lambda: bool(page.saved.segments), timeout=WAIT)
    assert page.saved.segments[0].customers == row.customers


def test_groups_are_compared_with_an_earlier_day_seg_02(qtbot: QtBot, page: SegmentsPage) -> None:
    moves = page.rfm.moves
    moves._against.choose("quarter")
    moves._against.activated.emit(0)
    qtbot.waitUntil(
        lambda: page.rfm.migration is not None and page.rfm.migration.before_day == "2026-08-23",
        timeout=WAIT,
    )
    assert page.rfm.migration is not None
    assert sum(move.customers for move in page.rfm.migration.moves) == 200
    assert moves._against.key() == "quarter"
