"""What to do next and open complaints, on the card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import set_language
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.action_popovers import ActionWhy, PutOffPopover, RefusePopover
from profiler_app.ui.pages.profile.actions_box import ActionsBox
from profiler_app.ui.pages.profile.complaints_box import ComplaintsBox
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.widgets.buttons import Button
from tests.ui.conftest import SAMPLE_DAY, open_desk

COMPLAINING = 2


@pytest.fixture
def path(sixty: Path, tmp_path: Path) -> Path:
    made = tmp_path / "own.zhike"
    made.write_bytes(sixty.read_bytes())
    return made


@pytest.fixture
def desk(qapp: QApplication, path: Path, tmp_path: Path) -> Iterator[Desk]:
    set_language("zh")
    theme.apply(qapp, "light")
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=SAMPLE_DAY) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ProfilePage:
    made = ProfilePage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    made.open_customer(COMPLAINING)
    qtbot.waitUntil(lambda: made.card is not None and not made.reading(), timeout=15_000)
    return made


def button(widget: object, text: str) -> Button:
    return next(b for b in widget.findChildren(Button) if b.text() == text)  # type: ignore[attr-defined]


def rules(path: Path) -> list[str]:
    with open_workspace(path, DEMO_PASSPHRASE, readonly=True) as workspace:
        card = read_card(workspace, COMPLAINING, as_of=SAMPLE_DAY)
    return [each.rule for each in card.proposals]


def test_a_proposal_is_put_off_for_a_week(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    first = rules(path)[0]
    button(page.findChild(ActionsBox), "稍后").click()
    with qtbot.waitSignal(page._desk.toasted, timeout=15_000) as told:
        button(page.findChild(PutOffPopover), "1 周后").click()
    assert "2026-11-29" in told.args[0] and isinstance(told.args[1], int)
    assert first not in rules(path)


def test_a_typed_day_that_is_over_is_refused(qtbot: QtBot, page: ProfilePage) -> None:
    button(page.findChild(ActionsBox), "稍后").click()
    popover = page.findChild(PutOffPopover)
    popover.day.editor.setText("2026-11-01")
    qtbot.keyClick(popover.day.editor, Qt.Key.Key_Return)
    assert popover.isVisible() and popover.day.problem
    popover.close()


def test_a_refusal_asks_for_one_of_five_reasons(
    qtbot: QtBot, page: ProfilePage, path: Path
) -> None:
    first = rules(path)[0]
    button(page.findChild(ActionsBox), "不合适").click()
    popover = page.findChild(RefusePopover)
    assert len(popover.findChildren(Button)) == 5
    with qtbot.waitSignal(page._desk.toasted, timeout=15_000):
        popover.findChildren(Button)[0].click()
    assert first not in rules(path)


def test_a_proposal_becomes_a_task(qtbot: QtBot, page: ProfilePage, path: Path) -> None:
    first = rules(path)[0]
    with qtbot.waitSignal(page._desk.toasted, timeout=15_000):
        button(page.findChild(ActionsBox), "加入待办").click()
    assert first not in rules(path)


def test_a_proposal_says_why(qtbot: QtBot, page: ProfilePage) -> None:
    box = page.findChild(ActionsBox)
    next(b for b in box.findChildren(Button) if b.accessibleName().startswith("为什么")).click()
    qtbot.waitUntil(lambda: page.findChild(ActionWhy) is not None, timeout=15_000)
    page.findChild(ActionWhy).close()


def test_an_open_complaint_stands_first_and_is_closed_with_its_result(
    qtbot: QtBot, page: ProfilePage, path: Path
) -> None:
    """FBK-01."""
    box = page.findChild(ComplaintsBox)
    assert box.y() < page.findChild(ActionsBox).y()
    button(box, "办结…").click()
    told = box.findChild(QLineEdit)
    assert not button(box, "办结投诉").isEnabled()
    told.setText("已赔偿")
    with qtbot.waitSignal(page._desk.toasted, timeout=15_000):
        qtbot.keyClick(told, Qt.Key.Key_Return)
    with open_workspace(path, DEMO_PASSPHRASE, readonly=True) as workspace:
        assert not read_card(workspace, COMPLAINING, as_of=SAMPLE_DAY).complaints


def test_on_an_earlier_day_nothing_is_proposed(qtbot: QtBot, page: ProfilePage) -> None:
    page.show_day(SAMPLE_DAY.replace(day=1))
    qtbot.waitUntil(lambda: not page.reading(), timeout=15_000)
    assert page.columns()[1].widget().findChild(ActionsBox) is None
