"""The window: where one is, what lies over the pages, what is kept."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.errors import DiskFull
from profiler_app.ui import theme
from profiler_app.ui import window as windows
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.task_card import TaskCard, TaskSign
from profiler_app.ui.toast import Toast
from profiler_app.ui.window import MainWindow

if TYPE_CHECKING:
    from tests.ui.conftest import Held, Shell


def press(qtbot: QtBot, shell: Shell, keys: str) -> None:
    qtbot.keySequence(shell.window, keys)


def the_toast(shell: Shell) -> Toast:
    return shell.window.findChild(Toast)  # type: ignore[return-value]


# Where one is


def test_the_number_of_a_page_opens_it(shell: Shell, qtbot: QtBot) -> None:
    """Numbers stay those of the final window: 2 customers, 7 data (DECISIONS 23)."""
    press(qtbot, shell, "Ctrl+7")
    assert shell.window.workspace.pages.page == "data"
    press(qtbot, shell, "Ctrl+2")
    assert shell.window.workspace.pages.page == "customers"


def test_back_and_forward_walk_through_pages_and_customers(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.open_customer(5, (4, 5, 6))
    shell.desk.open_customer(9)
    seen = shell.pages["profile"].told
    press(qtbot, shell, "Alt+Left")
    assert seen[-1] == (5, (4, 5, 6))
    press(qtbot, shell, "Alt+Left")
    assert shell.window.workspace.pages.page == "customers"
    press(qtbot, shell, "Alt+Right")
    press(qtbot, shell, "Alt+Right")
    assert shell.window.workspace.pages.page == "profile"
    assert seen[-1] == (9, ())


def test_a_new_step_forgets_where_one_came_back_from(shell: Shell, qtbot: QtBot) -> None:
    shell.window.workspace.pages.go("import")
    shell.window.workspace.pages.back()
    shell.desk.open_customer(5)
    press(qtbot, shell, "Alt+Right")
    assert shell.window.workspace.pages.page == "profile"


def test_esc_does_one_step_and_goes_back_last(shell: Shell, qtbot: QtBot) -> None:
    """Detail 6."""
    shell.desk.open_customer(5)
    shell.pages["profile"].steps = 1
    press(qtbot, shell, "Esc")
    assert shell.window.workspace.pages.page == "profile"
    press(qtbot, shell, "Esc")
    assert shell.window.workspace.pages.page == "customers"
    press(qtbot, shell, "Esc")
    assert shell.window.workspace.pages.page == "customers"


def test_back_goes_through_the_steps_of_a_page_first(shell: Shell, qtbot: QtBot) -> None:
    shell.window.workspace.pages.go("import")
    shell.pages["import"].inside = 2
    for expected in ("import", "import", "customers"):
        press(qtbot, shell, "Alt+Left")
        assert shell.window.workspace.pages.page == expected


def test_f6_goes_round_the_regions(shell: Shell, qtbot: QtBot) -> None:
    shell.window.activateWindow()
    visited = []
    for _step in range(3):
        press(qtbot, shell, "F6")
        focused = QApplication.focusWidget()
        visited.append(focused is shell.pages["customers"].field)
    assert visited in ([True, False, True], [False, True, False])


def test_a_page_opens_with_the_files_it_was_given(shell: Shell) -> None:
    shell.desk.open_import([Path("a.csv")])
    assert shell.pages["import"].told[-1] == ["a.csv"]


# What lies over the pages


def test_undo_on_the_toast_undoes_its_operation(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[int] = []
    monkeypatch.setattr(shell.desk.edits, "undo", undone.append)
    shell.desk.toast("Deleted", 41)
    assert the_toast(shell).isVisible()
    press(qtbot, shell, "Ctrl+Z")
    assert undone == [41]
    assert not the_toast(shell).isVisible()


def test_the_newest_toast_wins(shell: Shell) -> None:
    shell.desk.toast("Deleted", 41)
    shell.desk.toast("Saved")
    assert the_toast(shell).operation is None
    assert the_toast(shell).accessibleName() == "Saved"


def test_a_toast_waits_while_the_mouse_is_on_it(shell: Shell, qtbot: QtBot) -> None:
    """Detail 12."""
    toast = the_toast(shell)
    shell.desk.toast("Deleted", 41)
    toast._timer.start(30)
    toast.enterEvent(None)  # type: ignore[arg-type]
    qtbot.wait(60)
    assert toast.isVisible()
    toast.leaveEvent(None)  # type: ignore[arg-type]
    assert toast._timer.isActive()


def test_a_long_job_gets_a_card_and_the_title_shows_how_far_it_is(
    shell: Shell, qtbot: QtBot
) -> None:
    """Detail 29."""
    go_on = threading.Event()

    def slow(progress: Any, held: Held) -> None:
        progress.step(0.64, "…")
        go_on.wait(5)

    card = shell.window.findChild(TaskCard)
    assert isinstance(card, TaskCard)
    shell.desk.jobs.start(slow, title="Refreshing")
    qtbot.waitUntil(card.isVisible)
    assert shell.window.windowTitle() == "64% · 知客"
    go_on.set()
    qtbot.waitUntil(lambda: not card.isVisible())
    assert shell.window.windowTitle() == "知客"


def test_the_card_folds_into_the_status_bar_and_gives_the_toast_room(
    shell: Shell, qtbot: QtBot
) -> None:
    go_on = threading.Event()
    card, sign = shell.window.findChild(TaskCard), shell.window.findChild(TaskSign)
    assert isinstance(card, TaskCard)
    assert isinstance(sign, TaskSign)
    shell.window.resize(1120, 700)
    for _job in range(2):
        shell.desk.jobs.start(lambda progress, held: go_on.wait(5), title="Refreshing")
    qtbot.waitUntil(card.isVisible)
    shell.desk.toast("已给 6 位客户加上“九月回访”", 41)
    toast = the_toast(shell)
    assert toast.geometry().right() <= card.geometry().left() + 28
    qtbot.waitUntil(lambda: len(card._rows) == 2)
    next(iter(card._rows.values())).fold.click()
    assert (card.isVisible(), sign.isVisible()) == (False, True)
    assert sign.text() == "2 个任务 0%"
    sign.click()
    assert card.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not card.isVisible())


def test_cancel_on_the_card_stops_the_job(shell: Shell, qtbot: QtBot) -> None:
    told: list[str] = []

    def endless(progress: Any, held: Held) -> None:
        held.interrupted.wait(5)
        progress.step(0.5, "…")

    card = shell.window.findChild(TaskCard)
    assert isinstance(card, TaskCard)
    shell.desk.jobs.start(endless, title="Refreshing", cancelled=lambda: told.append("cancelled"))
    qtbot.waitUntil(card.isVisible)
    next(iter(card._rows.values()))._cancel.click()
    qtbot.waitUntil(lambda: told == ["cancelled"])


def test_a_problem_is_shown_and_one_mistake_of_ours_only_once(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(windows, "show_problem", lambda _on, problem: shown.append(problem.code))
    monkeypatch.setattr(windows, "show_crash", lambda _on, name: shown.append(name))
    shell.desk.show_problem(DiskFull(file="x"))
    shell.desk.jobs.crashed.emit(KeyError("Lin Wanqing"))
    shell.desk.reads.crashed.emit(ValueError())
    assert shown == ["disk_full", "KeyError"]


# Files dropped anywhere


def drop(target: QWidget, window: MainWindow, *files: str) -> bool:
    """Drop files where ``target`` is, the way Qt hands an event on to the parents."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(file) for file in files])
    widget: QWidget | None = target
    while widget is not None and not widget.acceptDrops():
        widget = widget.parentWidget()
    assert widget is window.workspace
    place, action = QPoint(5, 5), Qt.DropAction.CopyAction
    button, held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, mime, button, held)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    QApplication.sendEvent(widget, QDropEvent(place, action, mime, button, held))
    return enter.isAccepted()


def test_a_file_dropped_on_any_part_opens_the_import(shell: Shell) -> None:
    """Detail 10."""
    page = shell.pages["customers"]
    for target in (page, page.field, shell.window.workspace.navigation):
        assert drop(target, shell.window, "/data/members.csv")
        assert shell.pages["import"].told[-1] == ["members.csv"]


def test_another_file_is_refused_with_a_word(shell: Shell) -> None:
    drop(shell.pages["customers"], shell.window, "/data/photo.png")
    assert shell.window.workspace.pages.page == "customers"
    assert "CSV" in the_toast(shell).accessibleName()


def test_a_dragged_file_is_invited_until_it_leaves(shell: Shell) -> None:
    shell.window.workspace.drop.invite(["members.csv"])
    assert shell.window.workspace.drop.isVisible()
    drop(shell.pages["customers"], shell.window, "/data/members.csv")
    assert not shell.window.workspace.drop.isVisible()


# Language, look, and what is kept


def test_another_language_reaches_every_page_and_qt_itself(shell: Shell) -> None:
    """Detail 28."""
    shell.window.workspace.pages.go("import")
    shell.desk.use_language("en")
    assert all(page.told[-1] == "retranslate" for page in shell.pages.values())
    assert shell.window.windowTitle() == "Zhike"
    assert cancel_word() == "Cancel"
    shell.desk.use_language("zh")
    assert shell.window.windowTitle() == "知客"
    assert cancel_word() == "取消"
    assert shell.preferences.get("language") == "zh"


def cancel_word() -> str:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    return box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")


def test_the_size_of_texts_goes_up_and_down(shell: Shell, qtbot: QtBot) -> None:
    press(qtbot, shell, "Ctrl+=")
    assert theme.current().scale == 1.15
    press(qtbot, shell, "Ctrl+-")
    press(qtbot, shell, "Ctrl+-")
    press(qtbot, shell, "Ctrl+-")
    assert theme.current().scale == 0.92
    press(qtbot, shell, "Ctrl+0")
    assert theme.current().scale == 1.0


def test_the_window_comes_back_where_it_stood(
    preferences: Preferences, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Detail 11."""
    first = MainWindow(preferences)
    qtbot.addWidget(first)
    first.setMinimumSize(0, 0)
    first.setGeometry(20, 30, 700, 500)
    first.close()
    monkeypatch.setattr(windows, "SMALLEST", (0, 0))
    again = MainWindow(preferences)
    qtbot.addWidget(again)
    assert again.geometry() == QRect(20, 30, 700, 500)


@pytest.mark.parametrize("kept", ["9000,50,700,500", "nonsense", "1,2"])
def test_a_window_whose_screen_is_gone_comes_to_the_primary_one(
    kept: str, preferences: Preferences, qtbot: QtBot
) -> None:
    """Detail 11."""
    preferences.put("geometry", kept)
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(window.geometry().topLeft())


def threads_of(shell: Shell) -> list[str]:
    """Return which threads of the workspace still run."""
    both = shell.desk.jobs._thread, shell.desk.reads._thread
    return [thread.name for thread in both if thread.is_alive()]


def test_closing_cancels_what_is_derived_and_ends_both_threads(shell: Shell) -> None:
    begin_work(shell, derived=True)
    shell.window.close()
    assert not threads_of(shell)


def test_closing_during_work_asks_once_and_stays_with_enter(shell: Shell, qtbot: QtBot) -> None:
    """Detail 17."""
    begin_work(shell)
    shell.window.close()
    assert shell.window.isVisible()
    box = shell.window.findChild(QMessageBox)
    qtbot.keyClick(box.defaultButton(), Qt.Key.Key_Space)
    assert shell.desk.jobs.running
    shell.window.close()
    leave(shell)
    assert not shell.window.isVisible()
    assert not threads_of(shell)


def test_leaving_a_workspace_during_work_asks_too(shell: Shell) -> None:
    """Detail 17."""
    begin_work(shell)
    left: list[str] = []
    shell.window.ask_before_leaving(lambda: left.append("left"))
    assert left == []
    leave(shell)
    assert left == ["left"]
    leave_nothing_running(shell)


def test_leaving_a_quiet_workspace_asks_nothing(shell: Shell) -> None:
    left: list[str] = []
    shell.window.ask_before_leaving(lambda: left.append("left"))
    assert left == ["left"]


def begin_work(shell: Shell, *, derived: bool = False) -> None:
    began = threading.Event()

    def endless(progress: Any, held: Held) -> None:
        began.set()
        held.interrupted.wait(5)
        progress.step(0.5, "…")

    shell.desk.jobs.start(endless, title="Refreshing", derived=derived)
    assert began.wait(5)


def leave(shell: Shell) -> None:
    box = [each for each in shell.window.findChildren(QMessageBox) if each.isVisible()][-1]
    next(b for b in box.buttons() if b is not box.defaultButton()).click()


def leave_nothing_running(shell: Shell) -> None:
    for job in shell.desk.jobs.running:
        shell.desk.jobs.cancel(job)
        job.derived = True
