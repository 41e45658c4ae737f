"""The page of the review: its figures, and the customers behind each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import set_language
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.review import ReviewPage
from profiler_app.ui.pages.today.lines import Line
from tests.jobs.conftest import Silent
from tests.ui.conftest import SAMPLE_DAY, open_desk


@pytest.fixture(scope="module")
def two_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample that was worked out a week before too, only to be copied."""
    path = tmp_path_factory.mktemp("two_weeks") / "demo.zhike"
    create_demo(Silent(), path, customers=300, today=SAMPLE_DAY, weeks=1)
    return path


@pytest.fixture
def desk(qapp: QApplication, two_weeks: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "own.zhike"
    path.write_bytes(two_weeks.read_bytes())
    theme.apply(qapp, "light")
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


def review(qtbot: QtBot, desk: Desk) -> ReviewPage:
    page = ReviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.activated()
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)
    return page


def lines(page: ReviewPage, starts: str) -> list[Line]:
    return [
        line
        for line in page.findChildren(Line)
        if line.isVisibleTo(page) and line.accessibleName().startswith(starts)
    ]


def test_a_way_of_moving_opens_everybody_who_moved_so(qtbot: QtBot, desk: Desk) -> None:
    page = review(qtbot, desk)
    assert page.found is not None
    change = next(each for each in page.found.changes if each.key == "down")
    assert change.members.count
    opened: list[tuple[str, str]] = []
    desk.list_opened.connect(lambda rule, title: opened.append((rule, title)))
    qtbot.waitUntil(lambda: bool(lines(page, "降级")))  # new lines are shown a moment later
    (line,) = lines(page, "降级")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert opened == [(change.members.rule(), "降级")]


def test_a_name_opens_the_card(qtbot: QtBot, desk: Desk) -> None:
    page = review(qtbot, desk)
    assert page.found is not None
    moved = next(each for change in page.found.changes for each in change.some)
    opened: list[int] = []
    desk.customer_opened.connect(lambda customer, _ids: opened.append(customer))
    qtbot.waitUntil(lambda: bool(lines(page, moved.who.name)))
    (line, *_others) = lines(page, moved.who.name)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert opened == [moved.who.customer]


def test_a_month_is_reviewed_too(qtbot: QtBot, desk: Desk) -> None:
    page = review(qtbot, desk)
    assert page.found is not None
    weekly = page.found.contacts
    page.periods._pick("month")
    qtbot.waitUntil(lambda: page.found is not None and page.found.period == "month")
    assert page.found.contacts > weekly


def test_the_figures_are_said_in_the_other_language(qtbot: QtBot, desk: Desk) -> None:
    page = review(qtbot, desk)
    set_language("en")
    page.retranslate()
    qtbot.waitUntil(lambda: bool(lines(page, "Moved down")))
    assert any(label.text() == "Who moved" for label in page.findChildren(QLabel))
