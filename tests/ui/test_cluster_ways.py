"""The tab of clusters: ways to find groups, what is told, rules, radar, refusal, identity."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.errors import NoGroups
from profiler_app.domain.models import ALGORITHMS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.segments import SegmentsPage
from profiler_app.ui.pages.segments.algorithm_words import algorithm_line
from tests.ui.test_segments import desk as desk
from tests.ui.test_segments import opened
from tests.ui.test_segments import page as page

WAIT = 60_000


@pytest.fixture
def grouped(qtbot: QtBot, page: SegmentsPage) -> SegmentsPage:
    page.show_tab("clusters")
    page.clusters.find_groups(k=3)
    qtbot.waitUntil(lambda: page.clusters.view is not None, timeout=WAIT)
    return page


def test_every_way_is_said_in_one_line() -> None:
    lines = {algorithm_line(each) for each in ALGORITHMS}
    assert len(lines) == len(ALGORITHMS) == 6


def test_another_way_finds_its_own_groups(qtbot: QtBot, grouped: SegmentsPage) -> None:
    tab = grouped.clusters
    tab.results.algorithm.choose("hierarchical")
    tab.results.algorithm.activated.emit(0)
    found = lambda: tab.view is not None and tab.view.parameters.algorithm == "hierarchical"  # noqa: E731
    qtbot.waitUntil(lambda: found() or not tab._problem.isHidden(), timeout=WAIT)
    if not found():  # 200 customers may show no structure: the refusal offers a way
        tab._anyway.click()
        qtbot.waitUntil(found, timeout=WAIT)
    assert "Ward" in grouped.bar.note.text()


def test_missing_skew_and_scale_are_told(grouped: SegmentsPage) -> None:
    view = grouped.clusters.view
    assert view is not None
    said = grouped.clusters.results._prepared.text()
    unknown = [each.unknown for each in view.prepared if each.unknown]
    assert all(f"{n:,}" in said for n in unknown)
    assert "1%" in said


def test_a_group_is_saved_with_a_rule_that_says_how_right_it_is(
    qtbot: QtBot, grouped: SegmentsPage, desk: Desk
) -> None:
    tab = grouped.clusters
    assert tab.view is not None
    told: list[str] = []
    desk.toasted.connect(lambda text, _undo: told.append(text))
    asked = opened(desk)
    tab._open(0)
    assert asked == [(tab.view.rules[0].rule, tab.view.names[0])]
    tab._keep(0)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert f"{tab.view.rules[0].accuracy:.1%}" in told[0]
    grouped.show_tab("saved")
    qtbot.waitUntil(lambda: bool(grouped.saved.segments), timeout=WAIT)
    assert grouped.saved.segments[0].customers == tab.view.rules[0].customers


def test_centres_are_shown_as_a_table_and_as_a_radar(qtbot: QtBot, grouped: SegmentsPage) -> None:
    panel, view = grouped.clusters.results._heat_box, grouped.clusters.view
    assert view is not None
    panel.show_way("table")
    assert len(panel.table.rows()) == len(view.fields)
    assert len(panel.table.rows()[0]) == len(view.groups) + 2
    panel.show_way("radar")
    qtbot.waitUntil(lambda: not panel.radar._image.isNull(), timeout=WAIT)
    assert panel.radar.accessibleName()


def test_evenly_spread_customers_are_refused_with_numbers_and_a_way_out(
    qtbot: QtBot, page: SegmentsPage
) -> None:
    page.show_tab("clusters")
    tab = page.clusters
    tab._failed(NoGroups(found=0.21, chance=0.2))
    assert not tab._problem.isHidden()
    assert not tab._anyway.isHidden()
    tab._anyway.click()
    qtbot.waitUntil(lambda: tab.view is not None, timeout=WAIT)
    assert tab.view is not None
    assert len(tab.view.groups) == 4


def test_groups_found_again_keep_their_names_seg_03(
    qtbot: QtBot, grouped: SegmentsPage, desk: Desk
) -> None:
    tab = grouped.clusters
    names = ["One", "Two", "Three"]
    tab.adopt(names)
    qtbot.waitUntil(tab.is_in_force, timeout=WAIT)
    found: list[Any] = []
    tab.loaded.connect(found.append)
    tab.find_groups(k=4)
    qtbot.waitUntil(lambda: tab.view is not None and len(tab.view.groups) == 4, timeout=WAIT)
    assert tab.view is not None
    kept = [name for name in tab.view.known_as if name]
    assert kept
    assert set(kept) <= set(names)
    assert tab.view.moved is not None
    assert not tab._moved.isHidden()


def test_choices_take_part_when_they_are_asked_for(qtbot: QtBot, grouped: SegmentsPage) -> None:
    tab = grouped.clusters
    tab.algorithm = "mixed"
    tab.find_groups((*tab._usual[1], "main_channel"), k=3)
    qtbot.waitUntil(lambda: tab.view is not None and bool(tab.view.choices), timeout=WAIT)
    assert tab.view is not None
    assert "main_channel" in tab.view.choices
    assert all(name for name in tab.view.names)
    panel = tab.results._heat_box
    panel.show_way("table")
    assert len(panel.table.rows()) == len(tab.view.fields) + len(tab.view.choices)
