"""The page of the day over a real workspace: lines, keys, putting off, the way back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import set_language
from profiler_app.domain.today import Entered, Moved, Since, Who
from profiler_app.jobs.caring import group_due
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.store.workspace import create_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.today import TodayPage
from profiler_app.ui.pages.today.due_panel import _shared
from profiler_app.ui.pages.today.explaining import Reason
from profiler_app.ui.pages.today.later import Later
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.since_panel import EnteredPanel
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import desk_over, open_desk

TODAY = date(2026, 11, 22)


class Silent:
    def step(self, fraction: float, doing: str) -> None:
        pass


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("today") / "demo.zhike"
    create_demo(Silent(), path, customers=600, today=TODAY)
    return path


@pytest.fixture
def desk(qapp: QApplication, made: Path, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    path = Path(shutil.copy(made, tmp_path / "own.zhike"))
    with open_desk(path, DEMO_PASSPHRASE, folder=tmp_path, today=TODAY) as opened:
        yield opened


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TodayPage:
    shown = TodayPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1230, 850)
    shown.show()
    shown.activated()
    qtbot.waitUntil(lambda: shown.today is not None)
    return shown


def lines(widget: QWidget) -> list[Line]:
    return [line for line in widget.findChildren(Line) if not line.isHidden()]


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_who_and_why_stand_in_a_line_and_open_the_card(page: TodayPage, desk: Desk) -> None:
    found = page.today
    assert found is not None and found.at_risk
    assert len(lines(page.risk)) == len(found.at_risk)
    assert found.at_risk[0].who.name in words(page.risk)
    opened: list[int] = []
    desk.customer_opened.connect(lambda customer, ids: opened.append(customer))
    lines(page.risk)[0].setFocus()
    page.risk.card.emit(found.at_risk[0])
    assert opened == [found.at_risk[0].who.customer]


def test_a_tick_does_a_reminder_and_the_toast_takes_it_back(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    assert page.today is not None
    first = page.today.dues[0]
    operations: list[object] = []
    desk.toasted.connect(lambda text, operation: operations.append(operation))
    qtbot.keyClick(lines(page.due)[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.today is not None and first not in page.today.dues)
    desk.edits.undo(operations[0])  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: page.today is not None and first in page.today.dues)


def test_what_is_put_off_leaves_the_list(page: TodayPage, qtbot: QtBot) -> None:
    assert page.today is not None
    first = page.today.at_risk[0]
    qtbot.keyClick(lines(page.risk)[0], Qt.Key.Key_L)
    (ask,) = page.findChildren(Later)
    ask._take(TODAY + timedelta(days=1))
    qtbot.waitUntil(
        lambda: (
            page.today is not None and first.who not in [each.who for each in page.today.at_risk]
        )
    )


def test_every_line_says_by_a_key_why_it_is_there(page: TodayPage, qtbot: QtBot) -> None:
    """Opened, done, put off and explained without a mouse."""
    assert page.today is not None
    first = page.today.at_risk[0]
    for line, said in ((lines(page.risk)[0], first.who.name), (lines(page.due)[0], "")):
        qtbot.keyClick(line, Qt.Key.Key_W)
        qtbot.waitUntil(lambda: bool(page.findChildren(Reason)), timeout=15_000)
        (reason,) = page.findChildren(Reason)
        assert said in words(reason) and len(words(reason)) > len(said) + 10
        qtbot.keyClick(reason, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not page.findChildren(Reason), timeout=15_000)


def test_enter_on_a_line_opens_its_customer(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.today is not None
    opened: list[int] = []
    desk.customer_opened.connect(lambda customer, ids: opened.append(customer))
    qtbot.keyClick(lines(page.risk)[1], Qt.Key.Key_Return)
    qtbot.keyClick(lines(page.due)[0], Qt.Key.Key_Return)
    assert opened == [page.today.at_risk[1].who.customer, page.today.dues[0].who.customer]


def test_a_greeting_of_many_opens_them_as_a_list(page: TodayPage, desk: Desk) -> None:
    """SRV-03"""
    asked: list[str] = []
    desk.list_opened.connect(lambda rule, title: asked.append(rule))
    members = [Who(n, f"DEMO-00000{n}", "林", "person", "林") for n in (1, 2)]
    page.due.card.emit(group_due("festival:2026-09-24", "中秋节 09-25", TODAY, members))
    assert asked == ["number in ['DEMO-000001', 'DEMO-000002']"]


def test_the_weeks_without_a_run_are_worked_out_when_asked(page: TodayPage, qtbot: QtBot) -> None:
    assert page.trend.line.isHidden() and not page.trend.back.isHidden()
    page.trend.back.click()
    qtbot.waitUntil(lambda: not page.trend.line.isHidden(), timeout=60_000)
    assert page.trend.back.isHidden()
    assert page.today is not None
    assert f"{TODAY.isoformat()}：{page.today.at_risk_total}" in page.trend.line.accessibleName()


def test_the_arrows_walk_through_the_lines(page: TodayPage, qtbot: QtBot) -> None:
    one, other = lines(page.due)[:2]
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Down)
    qtbot.waitUntil(other.hasFocus)
    qtbot.keyClick(other, Qt.Key.Key_Up)
    qtbot.waitUntil(one.hasFocus)


def test_following_up_opens_everybody_in_order(page: TodayPage, desk: Desk) -> None:
    opened: list[list[int]] = []
    desk.customer_opened.connect(lambda customer, ids: opened.append([customer, *ids]))
    page.follow.click()
    (walk,) = opened
    assert walk[0] == walk[1] and len(walk) - 1 == len(set(walk))


def test_all_those_at_risk_open_as_a_list(page: TodayPage, desk: Desk) -> None:
    asked: list[str] = []
    desk.list_opened.connect(lambda rule, title: asked.append(rule))
    page.risk.all.click()
    assert asked == ["has('at_risk_high_value')"]


def test_tasks_are_written_into_a_calendar_file(
    page: TodayPage, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "tasks.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    with qtbot.waitSignal(desk.toasted, timeout=30_000):
        page.due.save.click()
    assert target.read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def test_the_page_speaks_the_language_that_was_chosen(page: TodayPage) -> None:
    set_language("en")
    page.retranslate()
    assert "Contact these first" in words(page) and "Reminders" in words(page)


def test_a_narrow_window_puts_the_side_below(page: TodayPage, qtbot: QtBot) -> None:
    page.resize(800, 900)
    qtbot.waitUntil(lambda: page.due.y() > page.risk.geometry().bottom())


def test_an_empty_workspace_offers_to_import(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    create_workspace(tmp_path / "w.zhike", "right horse").close()
    with open_desk(tmp_path / "w.zhike", "right horse", folder=tmp_path, today=TODAY) as desk:
        shown = TodayPage(desk)
        qtbot.addWidget(shown)
        shown.show()
        shown.activated()
        qtbot.waitUntil(lambda: shown.empty is not None)
        assert shown.empty is not None and shown._stack.currentWidget() is shown.empty
        asked: list[object] = []
        desk.import_opened.connect(asked.append)
        shown.empty.cards["import"].click()
        assert asked


def test_what_to_mend_first_opens_whom_it_is_about_or_its_fix(page: TodayPage, desk: Desk) -> None:
    assert page.today is not None
    asked: list[object] = []
    desk.list_opened.connect(lambda rule, _title: asked.append(rule))
    desk.place_opened.connect(lambda _key, problem: asked.append(problem))
    problems = page.today.problems
    assert problems and len(lines(page.score)) == len(problems)
    for line in lines(page.score):
        line._opens()
    assert asked == [p.where if p.remedy == "list" and p.where else p for p in problems]


def test_at_the_start_whom_to_contact_is_a_click_from_the_card_j01(
    qtbot: QtBot, made: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(made, tmp_path / "own.zhike"))
    preferences = Preferences(tmp_path / "window.ini")
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    window.open_desk(desk_over(path, DEMO_PASSPHRASE, preferences, today=TODAY, parent=window))
    window.show()
    assert window.workspace is not None
    pages = window.workspace.pages
    assert pages.page == "today"
    shown = pages.current()
    qtbot.waitUntil(lambda: bool(lines(shown.risk)), timeout=15_000)
    name = shown.today.at_risk[0].who.name
    qtbot.mouseClick(lines(shown.risk)[0], Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert pages.page == "profile"
    qtbot.waitUntil(lambda: name in words(pages.current()), timeout=15_000)
    window.close()


def test_a_long_list_grows_when_asked(page: TodayPage, qtbot: QtBot) -> None:
    assert page.today is not None
    total = len(page.today.dues)
    assert total > 25
    qtbot.waitUntil(lambda: len(lines(page.due)) == 25)
    page.due.more.click()
    qtbot.waitUntil(lambda: len(lines(page.due)) == min(total, 50))


def test_what_is_overdue_leaves_room_for_today_and_what_is_near() -> None:
    assert _shared(25, [63, 14, 1]) == [18, 6, 1]
    assert _shared(25, [3, 30, 0]) == [3, 22, 0]
    assert _shared(50, [10, 5, 2]) == [10, 5, 2]


def test_the_first_state_that_somebody_came_into_is_shown(qtbot: QtBot) -> None:
    moved = Moved(Who(7, "DEMO-000007", "林婉清", "person", "林"), "96 天未购买")
    nobody, somebody = (
        Entered("a", "高价值有风险", 0, 2, ()),
        Entered("b", "已流失", 1, 0, (moved,)),
    )
    panel = EnteredPanel()
    qtbot.addWidget(panel)
    panel.show_since(Since(TODAY - timedelta(days=7), TODAY, (nobody, somebody), ()))
    assert panel.choice.key() == "b"
    panel.choice.choose("a")
    panel.show_since(Since(TODAY - timedelta(days=7), TODAY, (nobody, somebody), ()))
    assert panel.choice.key() == "a"
