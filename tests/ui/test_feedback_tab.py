"""The tab of feedback on the page of insights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.feedback import FeedbackTab
from profiler_app.ui.pages.insights.page_filter import PageFilter
from tests.ui.conftest import SAMPLE_DAY, open_desk

WAIT = 15_000


@pytest.fixture
def desk(two_hundred: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    path = tmp_path / "own.zhike"
    path.write_bytes(two_hundred.read_bytes())
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk) -> Iterator[FeedbackTab]:
    """The tab, once the texts were judged for the first time."""
    made = FeedbackTab(desk, PageFilter(desk))
    qtbot.addWidget(made)
    made.resize(1072, 700)
    made.show()
    desk.data_changed.connect(made.reload)
    made.reload()
    qtbot.waitUntil(lambda: _judged(made), timeout=WAIT)
    yield made


def _judged(tab: FeedbackTab) -> bool:
    return tab.view is not None and tab.view.judged.report is not None


def test_open_complaints_come_first_and_the_most_urgent_is_chosen(tab: FeedbackTab) -> None:
    assert tab.sides.key() == "complaints"
    assert tab.view is not None and tab.view.complaints
    assert tab.complaints.detail.said == tab.view.complaints[0]


def test_enter_opens_the_customer_of_a_complaint(qtbot: QtBot, tab: FeedbackTab) -> None:
    assert tab.view is not None
    with qtbot.waitSignal(tab._desk.customer_opened, timeout=WAIT) as opened:
        qtbot.keyClick(tab.complaints.table, Qt.Key.Key_Return)
    assert opened.args[0] == tab.view.complaints[0].customer


def test_one_key_makes_a_task_of_a_complaint(qtbot: QtBot, tab: FeedbackTab) -> None:
    assert tab.view is not None
    action = next(a for a in tab.complaints.actions() if a.objectName() == "feedback_task")
    assert action.shortcuts()
    with qtbot.waitSignal(tab._desk.forms.asked, timeout=WAIT) as asked:
        action.trigger()
    assert asked.args == ["task", tab.view.complaints[0].customer]


def test_a_complaint_is_closed_with_what_was_agreed_on(qtbot: QtBot, tab: FeedbackTab) -> None:
    assert tab.view is not None
    before, first = tab.view.open_complaints, tab.view.complaints[0]
    tab.complaints.detail.close_it(first, "已退款")
    qtbot.waitUntil(lambda: tab.view is not None and tab.view.open_complaints == before - 1,
                    timeout=WAIT)  # fmt: skip
    assert first.row not in [each.row for each in tab.complaints.table.rows()]


def test_a_label_is_stored_and_asks_for_judging_again(qtbot: QtBot, tab: FeedbackTab) -> None:
    tab.show_side("texts")
    said = tab.texts.detail.said
    assert said is not None
    other = "positive" if said.told != "positive" else "negative"
    tab.texts.detail.label(other)
    qtbot.waitUntil(lambda: tab.view is not None and tab.view.judged.stale, timeout=WAIT)
    assert tab.texts.detail.said is not None and tab.texts.detail.said.told == other
    tab.judge()
    qtbot.waitUntil(lambda: tab.view is not None and not tab.view.judged.stale, timeout=WAIT)


def test_a_topic_opens_its_texts(tab: FeedbackTab) -> None:
    line = tab.overview.table.rows()[0]
    tab.overview.topic_opened.emit(line.topic)
    assert tab.sides.key() == "texts"
    shown = tab.texts.table.rows()
    assert shown and all(line.topic in each.topics for each in shown)


def test_accuracy_and_refusal_are_said(tab: FeedbackTab) -> None:
    """FBK-01: how well texts are judged, and why nothing was learned."""
    assert tab.view is not None and tab.view.judged.report is not None
    assert tab.view.judged.report.refusal
    assert tab.view.judged.report.refusal in tab.overview.told.text()


def test_the_months_are_drawn_and_say_what_they_show(qtbot: QtBot, tab: FeedbackTab) -> None:
    tab.show_side("overview")
    qtbot.waitUntil(lambda: "NPS" in tab.overview.chart.accessibleName(), timeout=WAIT)


def test_the_product_table_is_written(qtbot: QtBot, tab: FeedbackTab, tmp_path: Path) -> None:
    """FBK-02: the way out of the window."""
    path = tmp_path / "products.xlsx"
    with qtbot.waitSignal(tab._desk.toasted, timeout=WAIT) as told:
        tab.export(path)
    assert path.stat().st_size > 0 and "10" in told.args[0]


def test_ideas_are_listed_by_product_and_answered(qtbot: QtBot, tab: FeedbackTab) -> None:
    """FBK-03: in the window."""
    with open_workspace(tab._desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
        sql = "SELECT count(*) FROM feedback WHERE kind = 'suggestion'"
        count = workspace.connection.execute(sql).fetchone()[0]
    assert tab.view is not None and tab.view.ideas
    assert sum(line.ideas for line in tab.view.ideas) <= count
    tab.show_side("ideas")
    line = tab.ideas.products.row()
    assert len(tab.ideas.texts.rows()) == line.ideas


def test_escape_goes_back_to_the_figures_first(tab: FeedbackTab) -> None:
    assert tab.escape() and tab.sides.key() == "overview"
    assert not tab.escape()
