"""Before a workspace is open: making one, unlocking one, locking, switching, coming forward."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs import workspaces
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.presence import Presence
from profiler_app.jobs.workspaces import Key, create_workspace, file_key, open_workspace
from profiler_app.store import migrations
from profiler_app.store.connect import recovery_key_of
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.entrance.create_page import CreatePage
from profiler_app.ui.entrance.entrance import Entrance
from profiler_app.ui.entrance.recent import forget, recent_workspaces, remember
from profiler_app.ui.entrance.recover_page import KeyBoxes, RecoverPage
from profiler_app.ui.entrance.recovery_page import RecoveryPage
from profiler_app.ui.entrance.sample_data import Sample
from profiler_app.ui.entrance.unlock_page import FREE_TRIES, Tries, UnlockPage, WorkspaceRow
from profiler_app.ui.first_run import FirstRun
from profiler_app.ui.forms.customer_form import CustomerForm
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.preparation import Preparation
from profiler_app.ui.window import MainWindow
from tests.faults.promised import cases

TODAY = date(2026, 11, 22)
RIGHT = "雨后青石巷口卖花声"
Start = Callable[[], tuple[MainWindow, Entrance]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "江南家居.zhike"
    create_workspace(path, RIGHT, name="江南家居").close()
    return path


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / made.name))


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the program; several windows of one machine share its folder."""
    windows: list[MainWindow] = []

    def begin() -> tuple[MainWindow, Entrance]:
        preferences = Preferences(tmp_path / "window.ini")
        preferences.put("theme", "light")
        apply_look(preferences)
        window = MainWindow(preferences)
        qtbot.addWidget(window)
        folder = tmp_path / "home"
        folder.mkdir(exist_ok=True)
        entrance = Entrance(window, preferences, folder, sample=Sample(30, 1), today=lambda: TODAY)
        windows.append(window)
        window.show()
        return window, entrance

    yield begin
    for window in windows:
        window.close()


def unlock_page(window: MainWindow) -> UnlockPage:
    assert isinstance(window.front, UnlockPage)
    return window.front


def create_page(window: MainWindow) -> CreatePage:
    assert isinstance(window.front, CreatePage)
    return window.front


def recovery_page(qtbot: QtBot, window: MainWindow) -> RecoveryPage:
    qtbot.waitUntil(lambda: isinstance(window.front, RecoveryPage), timeout=15_000)
    assert isinstance(window.front, RecoveryPage)
    return window.front


def typed(qtbot: QtBot, window: MainWindow, passphrase: str = RIGHT) -> None:
    page = unlock_page(window)
    page.field.setText(passphrase)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)


def opened(qtbot: QtBot, start: Start, file: Path) -> tuple[MainWindow, Entrance]:
    window, entrance = start()
    entrance.show_unlock(file)
    typed(qtbot, window)
    qtbot.waitUntil(window.is_open)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, entrance


def words(page: object) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))  # type: ignore[attr-defined]


# Making one


def test_the_first_start_asks_for_a_new_workspace(start: Start) -> None:
    window, entrance = start()
    entrance.begin()
    page = create_page(window)
    assert "新建工作区" in words(page)
    assert not page.button.isEnabled()
    assert window.windowTitle() == "知客"


def test_a_workspace_is_made_once_everything_is_right(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    window, entrance = start()
    entrance.show_create(tmp_path)
    page = create_page(window)
    page.name.setText("启明/咨询")
    page.first.setText(RIGHT)
    assert not page.is_ready()
    page.again.setText("雨后")
    assert not page.error.isVisible()
    page.again.setText("雨前")
    assert "不一致" in page.error.text
    page.again.setText(RIGHT)
    assert page.is_ready()
    page.button.click()
    assert page.button.text() == "正在加密…"
    recovery_page(qtbot, window).later.click()
    qtbot.waitUntil(window.is_open)
    with open_workspace(tmp_path / "启明咨询.zhike", RIGHT, readonly=True) as workspace:
        assert workspace.settings.name == "启明/咨询"
    assert [each.path.name for each in recent_workspaces(window._preferences)] == ["启明咨询.zhike"]


@pytest.mark.parametrize("weak", ["", "12345678", "qwertyuiop"])
def test_a_weak_passphrase_makes_no_workspace(start: Start, tmp_path: Path, weak: str) -> None:
    window, entrance = start()
    entrance.show_create(tmp_path)
    page = create_page(window)
    page.name.setText("启明咨询")
    page.first.setText(weak)
    page.again.setText(weak)
    assert not page.button.isEnabled()


def test_a_file_of_that_name_and_a_synchronised_folder_are_warned_of(
    start: Start, file: Path
) -> None:
    window, entrance = start()
    entrance.show_create(file.parent)
    page = create_page(window)
    page.name.setText(file.stem)
    page.first.setText(RIGHT)
    page.again.setText(RIGHT)
    assert "同名文件" in words(page)
    assert not page.button.isEnabled()
    (file.parent / "坚果云").mkdir()
    page.put_in(file.parent / "坚果云")
    assert "网盘" in words(page)
    assert page.button.isEnabled()


def test_what_was_typed_stays_in_another_language(start: Start, tmp_path: Path) -> None:
    """Detail 28."""
    window, entrance = start()
    entrance.show_create(tmp_path)
    page = create_page(window)
    page.name.setText("启明咨询")
    page.language_chosen.emit("en")
    assert "New workspace" in words(page)
    assert page.name.text() == "启明咨询"


# Unlocking


def test_the_last_workspace_is_asked_for_and_enter_unlocks_it(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, entrance = start()
    remember(window._preferences, file, "2026-11-22T08:10")
    entrance.begin()
    page = unlock_page(window)
    assert page.field.hasFocus() or page.focusWidget() is page.field
    typed(qtbot, window)
    qtbot.waitUntil(window.is_open)
    assert window.workspace.pages.page == "today"


def test_a_wrong_passphrase_is_said_in_words_and_typed_again(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, entrance = start()
    entrance.show_unlock(file)
    typed(qtbot, window, "不对")
    page = unlock_page(window)
    qtbot.waitUntil(lambda: page._error.text != "")
    assert "还可以试 4 次" in page._error.text
    assert page.field.text() == ""
    assert page.field.property("invalid") is True
    assert page.button.isEnabled()
    QTest.keyClicks(page.field, "a")
    assert page._error.text == ""


@pytest.mark.promise(8)
def test_after_five_wrong_tries_one_waits_longer_and_longer() -> None:
    tries = Tries()
    waits = []
    for _each in range(FREE_TRIES + 5):
        tries.wrong += 1
        waits.append(tries.wait)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 480]


def test_while_one_waits_enter_does_nothing(start: Start, qtbot: QtBot, file: Path) -> None:
    window, entrance = start()
    entrance._tries[file] = tries = Tries()
    tries.wrong = FREE_TRIES - 1
    entrance.show_unlock(file)
    typed(qtbot, window, "不对")
    page = unlock_page(window)
    qtbot.waitUntil(lambda: page._error.text != "")
    assert page.button.text() == "还需等 30 秒"
    asked: list[object] = []
    page.unlock_asked.connect(lambda *given: asked.append(given))
    typed(qtbot, window)
    assert asked == []
    page._waiting = 1
    page._tick()
    assert (page.button.text(), page.button.isEnabled()) == ("解锁", True)


def test_the_wait_is_not_escaped_by_leaving_the_page(start: Start, file: Path) -> None:
    window, entrance = start()
    entrance._tries[file] = tries = Tries()
    tries.wrong = FREE_TRIES
    entrance.show_unlock(file)
    assert not unlock_page(window).button.isEnabled()


def test_locked_capitals_are_said_inside_the_field(start: Start, file: Path) -> None:
    window, entrance = start()
    entrance.show_unlock(file)
    field = unlock_page(window).field
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    seen = []
    for sign, held in (("a", none), ("A", shift), ("A", none), ("a", shift), ("1", none)):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, sign)
        QApplication.sendEvent(field, event)
        seen.append(field._caps.isVisible())
    assert seen == [False, False, True, True, True]


def test_f8_shows_the_passphrase_while_it_is_held(start: Start, file: Path) -> None:
    window, entrance = start()
    entrance.show_unlock(file)
    field = unlock_page(window).field
    QTest.keyPress(field, Qt.Key.Key_F8)
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    QTest.keyRelease(field, Qt.Key.Key_F8)
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_a_workspace_that_is_gone_can_not_be_chosen(start: Start, file: Path) -> None:
    window, entrance = start()
    remember(window._preferences, file.with_name("gone.zhike"), "2026-11-01T08:10")
    remember(window._preferences, file, "2026-11-20T08:10")
    entrance.begin()
    rows = unlock_page(window).findChildren(WorkspaceRow)
    assert [(row.path.stem, row.isEnabled()) for row in rows] == [
        ("江南家居", True),
        ("gone", False),
    ]
    assert "文件已不在" in rows[1].accessibleName()


def test_the_list_of_workspaces_keeps_no_name_from_inside(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "w.zhike"
    create_workspace(path, RIGHT, name="江南家居").close()
    window, _entrance = opened(qtbot, start, path)
    window._preferences.save()
    assert "江南" not in (tmp_path / "window.ini").read_text(encoding="utf-8")
    forget(window._preferences, path)
    assert recent_workspaces(window._preferences) == []


# Recovery key


def test_a_new_workspace_shows_its_recovery_key_until_it_is_stored(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    window, entrance = start()
    entrance.show_create(tmp_path)
    page = create_page(window)
    page.name.setText("启明咨询")
    page.first.setText(RIGHT)
    page.again.setText(RIGHT)
    page.button.click()
    shown = recovery_page(qtbot, window)
    assert not shown.stored.isEnabled()
    assert not shown.button.isEnabled()
    shown.sheet.write(tmp_path / "key.pdf")
    assert (tmp_path / "key.pdf").exists()
    shown.stored.setChecked(True)
    shown.button.click()
    qtbot.waitUntil(window.is_open, timeout=15_000)


def test_j15_a_first_worklist_of_own_data_stands_there_after_five_clicks(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    """DOMAIN.md section 7, J15: a workspace, a file dropped on it, and what to do with it."""
    window, entrance = start()
    entrance.show_create(tmp_path)
    page = create_page(window)
    page.name.setText("启明咨询")
    page.first.setText(RIGHT)
    page.again.setText(RIGHT)
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    clicks = 1
    qtbot.mouseClick(recovery_page(qtbot, window).later, Qt.MouseButton.LeftButton)
    clicks += 1
    qtbot.waitUntil(window.is_open, timeout=15_000)
    file = tmp_path / "会员.csv"
    genders = ("女", "男", "")  # a list as they are: some of it is missing
    rows = "".join(f"{n:04},客户{n},1680000{n:04},{genders[n % 3]},\n" for n in range(1, 31))
    file.write_text(f"会员号,姓名,手机号,性别,出生日期\n{rows}", encoding="utf-8")
    window.workspace.pages.open_import([file])
    clicks += 1  # it was dropped
    importing = window.workspace.pages.current()
    flow = importing.flow
    for step, shown in ((Step.MAPPING, Step.CHECK), (Step.CHECK, Step.RESULT)):
        ready = lambda step=step: (  # noqa: E731
            flow.step is step and flow.run.job is None and not flow.batch.busy
        )
        qtbot.waitUntil(ready, timeout=15_000)
        qtbot.mouseClick(importing._footer._primary, Qt.MouseButton.LeftButton)
        clicks += 1
        qtbot.waitUntil(lambda shown=shown: flow.step is shown, timeout=15_000)
    assert clicks <= 5
    today = window.workspace.pages.go("today")
    qtbot.waitUntil(
        lambda: bool(today.today and today.today.customers == 30 and today.today.problems),
        timeout=15_000,
    )


@pytest.mark.promise(34)
def test_the_recovery_key_opens_a_workspace_under_a_new_passphrase(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    """RELIABILITY.md promise 34."""
    recovery = recovery_key_of(RIGHT, file.read_bytes()[:16])
    window, entrance = start()
    entrance.show_unlock(file)
    unlock_page(window).recover.click()
    page = window.front
    assert isinstance(page, RecoverPage)
    fill(page.key, recovery)
    assert not page.button.isEnabled()
    for field in (page.both.first, page.both.again):
        field.setText("another battery staple")
    page.button.click()
    shown = recovery_page(qtbot, window)
    assert not window.is_open()
    shown.later.click()
    qtbot.waitUntil(window.is_open, timeout=15_000)
    open_workspace(file, "another battery staple", readonly=True).close()


def test_a_slip_in_the_recovery_key_is_told_before_it_is_tried(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, entrance = start()
    entrance.show_unlock(file)
    unlock_page(window).recover.click()
    page = window.front
    assert isinstance(page, RecoverPage)
    fill(page.key, "7" * 24)
    assert "逐个核对" in page.error.text
    page.back.click()
    assert isinstance(window.front, UnlockPage)


def test_a_pasted_recovery_key_fills_all_boxes(qtbot: QtBot) -> None:
    boxes = KeyBoxes()
    qtbot.addWidget(boxes)
    fill(boxes, "k7qf 2mxd-9rta hw4c p6vn e3jz")
    assert [box.text() for box in boxes.boxes] == ["K7QF", "2MXD", "9RTA", "HW4C", "P6VN", "E3JZ"]


def fill(boxes: KeyBoxes, text: str) -> None:
    boxes.boxes[0].setText(text)
    boxes.boxes[0].textEdited.emit(text)


# Locking


@pytest.mark.promise(15)
def test_locking_hides_everything_and_unlocking_returns_to_it(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    """Detail 22."""
    window, _entrance = opened(qtbot, start, file)
    window.workspace.pages.go("settings")
    window.workspace.pages.made["settings"].show_section("about")
    qtbot.keySequence(window, "Ctrl+L")
    assert not window.is_open()
    assert not window.workspace.pages.isVisible()
    qtbot.waitUntil(lambda: window._desk.lock.key is None)
    qtbot.waitUntil(lambda: (window._desk.reads._reader, window._desk.jobs._writer) == (None, None))
    qtbot.keySequence(window, "Ctrl+2")
    typed(qtbot, window)
    qtbot.waitUntil(window.is_open)
    assert window.workspace.pages.page == "settings"
    assert window.workspace.pages.made["settings"].items["about"].isChecked()


@pytest.mark.promise(15)
def test_locked_nothing_in_sight_names_a_customer_and_many_locks_leave_nothing_behind(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    with open_workspace(file, RIGHT) as workspace:
        values = {"kind": "person", "line": "trade", "name": "顾清越", "mobile": "13800138000"}
        customer = create_customer(Silent(), workspace, values, today=TODAY).customer
    window, entrance = opened(qtbot, start, file)
    window._desk.open_customer(customer, [customer])
    qtbot.waitUntil(lambda: "顾清越" in in_sight(window))
    copy_for_a_while("13800138000")
    widgets = []
    for _round in range(cases(4, 100)):
        entrance.lock()
        assert "顾清越" not in in_sight(window) and "顾清越" not in window.windowTitle()
        assert QApplication.clipboard().text() == ""
        typed(qtbot, window)
        qtbot.waitUntil(window.is_open)
        qtbot.waitUntil(lambda: "顾清越" in in_sight(window))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        widgets.append(len(QApplication.allWidgets()))
    assert widgets[-1] <= widgets[0]


def in_sight(window: MainWindow) -> str:
    """Every text any visible widget of the program or its tool tip shows."""
    shown = [window, *(each for each in QApplication.allWidgets() if each.isVisible())]
    names = ("text", "plainText", "toolTip", "windowTitle", "accessibleName")
    return " ".join(str(each.property(name) or "") for each in shown for name in names)


@pytest.mark.promise(27)
def test_what_is_half_typed_is_there_after_unlocking(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, entrance = opened(qtbot, start, file)
    dialog = QDialog(window)
    field = QLineEdit(dialog)
    field.setText("half")
    dialog.open()
    entrance.lock()
    assert not dialog.isVisible()
    typed(qtbot, window)
    qtbot.waitUntil(window.is_open)
    assert dialog.isVisible()
    assert field.text() == "half"
    dialog.close()


def test_a_wrong_passphrase_leaves_it_locked(start: Start, qtbot: QtBot, file: Path) -> None:
    window, entrance = opened(qtbot, start, file)
    entrance.lock()
    typed(qtbot, window, "不对")
    page = unlock_page(window)
    qtbot.waitUntil(lambda: page._error.text != "")
    assert not window.is_open()


@pytest.mark.promise(15)
def test_work_started_before_the_lock_is_finished_and_later_work_waits(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, entrance = opened(qtbot, start, file)
    desk = window._desk
    assert desk is not None
    ended: list[str] = []
    desk.jobs.start(
        lambda _p, workspace: workspace.setting("workspace"),
        title="",
        done=lambda _s: ended.append("before"),
    )
    entrance.lock()
    desk.jobs.start(
        lambda _p, workspace: workspace.setting("workspace"),
        title="",
        done=lambda _s: ended.append("after"),
    )
    qtbot.waitUntil(lambda: ended == ["before"])
    qtbot.wait(100)
    assert ended == ["before"]
    typed(qtbot, window)
    qtbot.waitUntil(lambda: ended == ["before", "after"])


@pytest.mark.promise(15)
def test_nobody_at_the_keys_locks(start: Start, qtbot: QtBot, file: Path) -> None:
    window, _entrance = opened(qtbot, start, file)
    assert window._idle._timer.isActive()
    window._idle._timer.start(20)
    qtbot.waitUntil(lambda: not window.is_open())
    assert "离开 15 分钟，已自动锁定" in words(window.front)
    assert not window._idle._timer.isActive()


def test_a_touch_starts_the_clock_again(start: Start, qtbot: QtBot, file: Path) -> None:
    window, _entrance = opened(qtbot, start, file)
    watch = window._idle
    watch._listen(window.windowHandle())
    watch._timer.setTimerType(Qt.TimerType.PreciseTimer)
    watch._timer.start(10_000)
    qtbot.wait(50)
    before = watch._timer.remainingTime()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F7)
    assert watch._timer.remainingTime() > before


def test_never_is_a_choice(start: Start, qtbot: QtBot, file: Path) -> None:
    window, _entrance = opened(qtbot, start, file)
    window._preferences.put("lock_after", 0)
    window._desk.idle_changed.emit()
    assert not window._idle._timer.isActive()


# One workspace and another


def test_another_workspace_closes_this_one(start: Start, qtbot: QtBot, file: Path) -> None:
    other = Path(shutil.copy(file, file.with_name("启明咨询.zhike")))
    window, _entrance = opened(qtbot, start, file)
    menu = window.workspace.navigation.switcher.make_menu()
    assert [a.text() for a in menu.actions() if a.text()][:1] == ["江南家居"]
    window.workspace_asked.emit(other)
    assert unlock_page(window)._path == other
    assert window._desk is None
    with open_workspace(file, RIGHT) as writable:
        assert not writable.readonly
    typed(qtbot, window)
    qtbot.waitUntil(window.is_open)
    menu = window.workspace.navigation.switcher.make_menu()
    texts = [a.text() for a in menu.actions() if a.text()]
    assert texts == ["江南家居", "江南家居", "打开其他文件", "新建工作区", "在文件夹中显示"]


def test_the_menu_says_which_files_are_missing(start: Start, qtbot: QtBot, file: Path) -> None:
    window, _entrance = opened(qtbot, start, file)
    remember(window._preferences, file.with_name("gone.zhike"), "2026-11-01T08:10")
    menu = window.workspace.navigation.switcher.make_menu()
    missing = menu.actions()[0]
    assert (missing.text(), missing.isEnabled()) == ("gone（找不到文件）", False)


def test_one_can_come_back_from_a_new_workspace(start: Start, qtbot: QtBot, file: Path) -> None:
    window, _entrance = opened(qtbot, start, file)
    window.new_workspace_asked.emit()
    page = create_page(window)
    assert not window.is_open()
    page.went_back.emit()
    assert window.is_open()


def test_a_second_start_brings_the_first_window_forward(
    start: Start, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Detail 29, DECISIONS 22."""
    first, entrance = opened(qtbot, start, file)
    entrance.lock()
    came: list[str] = []
    monkeypatch.setattr(first, "come_forward", lambda: came.append("first"))
    second, later = start()
    later.begin()
    qtbot.waitUntil(lambda: came == ["first"])
    qtbot.waitUntil(lambda: not second.isVisible())


def test_without_an_answer_it_is_said_who_has_the_workspace(
    start: Start, qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profiler_app.ui.entrance.standing._ANSWER_MS", 1)
    silent = Presence(tmp_path / "home" / "windows", file)
    assert silent.take()
    window, entrance = start()
    entrance.show_unlock(file)
    qtbot.waitUntil(lambda: isinstance(window.front, Preparation))
    assert str(file) in words(window.front)
    assert silent.is_answered()
    silent.release()


def test_a_file_that_is_no_workspace_is_said_at_the_field(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    junk = tmp_path / "junk.zhike"
    junk.write_bytes(b"PK\x03\x04" * 4096)
    window, entrance = start()
    entrance.show_unlock(junk)
    typed(qtbot, window)
    page = unlock_page(window)
    qtbot.waitUntil(lambda: page._error.text != "")
    assert "junk.zhike" in page._error.text


# Sample data


def test_sample_data_is_made_shown_under_a_band_and_removed(start: Start, qtbot: QtBot) -> None:
    window, entrance = start()
    entrance.begin()
    create_page(window).sample_asked.emit()
    assert isinstance(window.front, Preparation)
    qtbot.waitUntil(window.is_open, timeout=30_000)
    assert window.workspace.band.isVisible()
    assert not window._idle._timer.isActive()
    assert recent_workspaces(window._preferences) == []
    path = window._desk.path
    window.workspace.band._clear.click()
    box = window.findChild(QMessageBox)
    assert box.defaultButton().text() == "取消"
    next(button for button in box.buttons() if button is not box.defaultButton()).click()
    qtbot.waitUntil(lambda: isinstance(window.front, CreatePage))
    assert not path.exists()


def test_locked_sample_data_tells_its_passphrase(start: Start, qtbot: QtBot) -> None:
    window, entrance = start()
    entrance.sample.open()
    qtbot.waitUntil(window.is_open, timeout=30_000)
    entrance.lock()
    assert "zhike-demo" in words(window.front)
    typed(qtbot, window, "zhike-demo")
    qtbot.waitUntil(window.is_open)


def test_damaged_sample_data_is_named(start: Start, qtbot: QtBot) -> None:
    window, entrance = start()
    entrance.sample.path.write_bytes(b"junk" * 4096)
    entrance.sample.open()
    qtbot.waitUntil(lambda: isinstance(window.front, Preparation))
    assert "工作区没有打开" in words(window.front)
    assert entrance.sample.path.name in words(window.front)


def test_the_key_of_the_sample_is_never_derived_where_the_window_lives(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    derive = workspaces.file_key

    def watched(path: Path, passphrase: str) -> Key:
        threads.append(threading.current_thread().name)
        return derive(path, passphrase)

    monkeypatch.setattr(workspaces, "file_key", watched)
    window, entrance = start()
    entrance.sample.open()
    qtbot.waitUntil(window.is_open, timeout=30_000)
    assert threads == ["writer"]


def test_an_empty_workspace_is_computed_and_offers_three_beginnings(
    start: Start, qtbot: QtBot, file: Path
) -> None:
    window, _entrance = opened(qtbot, start, file)
    qtbot.waitUntil(lambda: window.findChild(FirstRun) is not None)
    qtbot.waitUntil(lambda: not window.workspace._desk.jobs.running)
    assert window.findChild(QMessageBox) is None
    cards = window.findChild(FirstRun).cards
    assert list(cards) == ["import", "entry", "sample"]
    cards["entry"].click()
    qtbot.waitUntil(lambda: isinstance(window.workspace.forms.form, CustomerForm))


def test_a_file_of_an_older_format_is_brought_up_to_date_before_it_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, lambda _database: None))
    found = workspaces.unlock_workspace(Silent(), None, file, RIGHT)
    with open_workspace(file, found.key, readonly=True) as workspace:
        assert not workspace.is_older


# What is kept


def test_the_page_one_left_is_the_page_one_finds(start: Start, qtbot: QtBot, file: Path) -> None:
    """Detail 11."""
    window, _entrance = opened(qtbot, start, file)
    window.workspace.pages.go("import")
    window.close()
    again, _entrance = opened(qtbot, start, file)
    assert again.workspace.pages.page == "data"


def test_the_key_of_a_file_is_derived_off_the_gui_thread(
    start: Start, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads: list[str] = []

    def derive(path: Path, passphrase: str) -> object:
        threads.append(threading.current_thread().name)
        return file_key(path, passphrase)

    monkeypatch.setattr("profiler_app.jobs.workspaces.file_key", derive)
    opened(qtbot, start, file)
    assert threads == ["writer"]
    assert QApplication.instance() is not None
