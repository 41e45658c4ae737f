"""The page of settings over a real workspace: look, lock, passphrase, backup, keys, about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.errors import WrongPassphraseOrDamaged
from profiler_app.domain.recovery_keys import groups_of
from profiler_app.domain.text import set_language
from profiler_app.jobs.history import content_hash
from profiler_app.jobs.workspaces import create_workspace, file_key, open_workspace
from profiler_app.store.connect import recovery_key_of
from profiler_app.ui import theme
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings import SettingsPage
from profiler_app.ui.pages.settings.passphrase_dialog import PassphraseDialog
from profiler_app.ui.pages.settings.recovery_dialog import RecoveryDialog
from tests.ui.conftest import open_desk

TODAY = date(2026, 11, 22)
OLD, NEW = "right horse", "雨后青石巷口卖花声"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "w.zhike"
    create_workspace(path, OLD, name="江南家居").close()
    return path


@pytest.fixture
def desk(qapp: QApplication, made: Path, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    file = Path(shutil.copy(made, tmp_path / "w.zhike"))
    with open_desk(file, OLD, folder=tmp_path, today=TODAY) as opened:
        yield opened
    theme.apply(qapp, "light")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    shown = SettingsPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.show()
    return shown


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


# Look


def test_theme_and_size_take_effect_at_once_and_are_kept(page: SettingsPage, desk: Desk) -> None:
    look = page.sections["look"]
    look.theme._pick("dark")
    look.text_size._pick("larger")
    assert (theme.current().mode, theme.current().scale) == ("dark", 1.3)
    assert desk.preferences.get("theme") == "dark"
    look.text_size._pick("normal")


def test_the_language_changes_on_the_open_page(page: SettingsPage, desk: Desk) -> None:
    """Detail 28."""
    desk.language_changed.connect(page.retranslate)
    page.sections["look"].language._pick("en")
    assert "Settings" in words(page)
    assert page.sections["look"].theme.key() == "system"
    assert page.items["about"].text() == "About"
    set_language("zh")


def test_what_keys_change_elsewhere_is_shown(page: SettingsPage, desk: Desk) -> None:
    desk.preferences.put("text_size", "large")
    theme.current().changed.emit()
    assert page.sections["look"].text_size.key() == "large"


# Lock


def test_the_minutes_are_kept_and_told(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    box = page.sections["privacy"].minutes
    assert box.currentText() == "15 分钟"
    with qtbot.waitSignal(desk.idle_changed):
        box.setCurrentIndex(box.findData("5"))
    assert desk.preferences.get("lock_after", 15) == 5
    page.retranslate()
    assert box.key() == "5"


def test_lock_now_asks_for_the_lock(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.lock_asked):
        page.sections["privacy"].lock.click()


# Passphrase


def dialog_of(page: SettingsPage, qtbot: QtBot, old: str = OLD) -> PassphraseDialog:
    page.show_section("privacy")
    dialog: PassphraseDialog = page.sections["privacy"].ask_passphrase()
    for field, text in ((dialog.old, old), (dialog.new, NEW), (dialog.again, NEW)):
        field.setText(text)
    return dialog


def test_the_passphrase_is_changed_and_reading_goes_on(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    read: list[str] = []
    desk.reads.ask("x", lambda reader: reader.workspace.settings.name, done=read.append)
    qtbot.waitUntil(lambda: read == ["江南家居"])
    dialog = dialog_of(page, qtbot)
    with qtbot.waitSignal(dialog.changed, timeout=20_000):
        dialog.button.click()
        assert not dialog.button.isEnabled()
    desk.reads.ask("x", lambda reader: reader.workspace.settings.name, done=read.append)
    qtbot.waitUntil(lambda: len(read) == 2)
    qtbot.waitUntil(lambda: "2026-11-22" in words(page.sections["privacy"]))
    with open_workspace(desk.path, NEW, readonly=True) as opened:
        assert opened.settings.name == "江南家居"
    with pytest.raises(WrongPassphraseOrDamaged):
        open_workspace(desk.path, OLD, readonly=True)


def test_jobs_go_on_under_the_new_key(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    dialog = dialog_of(page, qtbot)
    with qtbot.waitSignal(dialog.changed, timeout=20_000):
        dialog.button.click()
    qtbot.waitUntil(lambda: desk.lock._rekeying is None)
    assert desk.lock.close()
    desk.lock.open(file_key(desk.path, NEW))
    done: list[str] = []
    desk.jobs.start(lambda _p, w: w.settings.name, title="", done=done.append)
    qtbot.waitUntil(lambda: done == ["江南家居"])


def test_nobody_can_lock_while_the_key_is_changed(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    dialog = dialog_of(page, qtbot)
    with qtbot.waitSignal(dialog.changed, timeout=20_000):
        dialog.button.click()
        assert not desk.lock.close()
    assert not desk.lock.locked


def test_a_wrong_old_passphrase_changes_nothing(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    dialog = dialog_of(page, qtbot, old="not it")
    dialog.button.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog._wrong.text)
    assert dialog.old.text() == ""
    assert dialog.new.text() == NEW
    with open_workspace(desk.path, OLD, readonly=True) as opened:
        assert opened.settings.name == "江南家居"
    read: list[str] = []
    desk.reads.ask("x", lambda reader: reader.workspace.settings.name, done=read.append)
    qtbot.waitUntil(lambda: read == ["江南家居"])
    dialog.reject()


@pytest.mark.parametrize(("new", "again"), [("12345678", "12345678"), (NEW, NEW[:-1]), ("", "")])
def test_a_weak_or_mistyped_passphrase_is_not_taken(
    page: SettingsPage, qtbot: QtBot, new: str, again: str
) -> None:
    dialog = dialog_of(page, qtbot)
    dialog.new.setText(new)
    dialog.again.setText(again)
    assert not dialog.button.isEnabled()
    dialog.reject()


def test_esc_does_not_leave_while_the_file_is_encrypted(page: SettingsPage, qtbot: QtBot) -> None:
    dialog = dialog_of(page, qtbot)
    dialog._show_busy(busy=True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog._show_busy(busy=False)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


# Recovery key


def recovery_dialog(page: SettingsPage, typed: str = OLD) -> RecoveryDialog:
    page.show_section("privacy")
    dialog: RecoveryDialog = page.sections["privacy"].ask_recovery()
    dialog.field.setText(typed)
    return dialog


def test_whoever_knows_the_passphrase_sees_the_recovery_key(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    dialog = recovery_dialog(page)
    with qtbot.waitSignal(dialog.shown, timeout=15_000):
        dialog.show_button.click()
    recovery = recovery_key_of(OLD, desk.path.read_bytes()[:16])
    assert all(group in words(dialog) for group in groups_of(recovery))
    dialog.reject()
    qtbot.waitUntil(lambda: "上次显示于 2026-11-22" in words(page.sections["privacy"]))


def test_nobody_else_sees_it(page: SettingsPage, qtbot: QtBot) -> None:
    dialog = recovery_dialog(page, "not it")
    dialog.show_button.click()
    qtbot.waitUntil(lambda: "口令不对" in dialog._wrong.text, timeout=15_000)
    assert dialog.sheet is None
    dialog.reject()


def test_another_recovery_key_makes_the_old_one_void(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    before = recovery_key_of(OLD, desk.path.read_bytes()[:16])
    dialog = recovery_dialog(page)
    with qtbot.waitSignal(dialog.shown, timeout=20_000):
        dialog.renew.click()
    assert before[:4] not in words(dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: desk.lock._rekeying is None)
    open_workspace(desk.path, OLD, readonly=True).close()


def test_a_new_passphrase_shows_its_recovery_key(
    page: SettingsPage, desk: Desk, qtbot: QtBot
) -> None:
    dialog = dialog_of(page, qtbot)
    with qtbot.waitSignal(dialog.changed, timeout=20_000):
        dialog.button.click()
    shown = page.window().findChildren(RecoveryDialog)[-1]
    assert shown.sheet is not None and shown.field.isHidden()
    shown.reject()


# Backup


def test_a_backup_is_made_verified_and_shown(
    page: SettingsPage, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    desk.preferences.put("backup_folder", str(folder))
    panel = page.sections["privacy"].backups
    assert "还没有" in words(panel)
    with qtbot.waitSignal(panel.made, timeout=20_000):
        panel.now.click()
    copies = list(folder.iterdir())
    assert len(copies) == 1
    assert str(copies[0]) in words(panel)
    assert "已校验" in words(panel)
    with open_workspace(copies[0], OLD, readonly=True) as copy:
        assert copy.settings.name == "江南家居"
    page.activated()
    copies[0].unlink()
    panel.retranslate()
    assert "已不在" in words(panel)


def test_the_first_backup_asks_for_a_folder(
    page: SettingsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    panel = page.sections["privacy"].backups
    panel.now.click()
    assert desk.jobs.running == []
    assert panel.now.isEnabled()


def test_a_folder_that_is_unplugged_is_asked_for_again(
    page: SettingsPage, desk: Desk, tmp_path: Path
) -> None:
    desk.preferences.put("backup_folder", str(tmp_path / "unplugged"))
    panel = page.sections["privacy"].backups
    panel.retranslate()
    assert f"{tmp_path / 'unplugged'} 目前不在" in words(panel)


# Keys and about


def test_every_command_stands_on_the_sheet_of_keys(page: SettingsPage) -> None:
    with_keys = [command for command in COMMANDS.values() if command.keys]
    assert len(page.sections["keys"]._names) == len(with_keys)


@pytest.mark.promise(35)
def test_about_says_version_place_and_licences(page: SettingsPage, desk: Desk) -> None:
    said = words(page.sections["about"])
    for part in ("版本", str(desk.path), "SQLCipher", "SIL Open Font License 1.1", "没有联网功能"):
        assert part in said


def test_a_narrow_page_has_one_column(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_section("privacy")
    privacy = page.sections["privacy"]
    page.resize(1300, 800)
    qtbot.waitUntil(lambda: privacy.backups.x() > privacy.locking.x())
    page.resize(900, 800)
    qtbot.waitUntil(lambda: privacy.backups.x() == privacy.locking.x())


# Erasing and the audit trail


@pytest.fixture
def known(desk: Desk, qtbot: QtBot) -> Desk:
    """One customer, created by a job of the window."""
    from profiler_app.jobs.editing import create_customer

    done: list[object] = []
    values = {"kind": "person", "line": "trade", "name": "林婉清", "mobile": "+8616800000001"}
    desk.jobs.start(create_customer, values, today=TODAY, title="-", owner=desk, done=done.append)
    qtbot.waitUntil(lambda: bool(done))
    return desk


def test_somebody_is_erased_after_seeing_what_goes_prv(
    known: Desk, page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    privacy = page.sections["privacy"]
    page.show_section("privacy")
    dialog = privacy.erasures.ask()
    assert not dialog.button.isEnabled()
    dialog.customer.setFocus()
    qtbot.keyClicks(dialog.customer, "linwanq")
    qtbot.waitUntil(lambda: bool(dialog.customer._ids))
    dialog.customer.setText(next(iter(dialog.customer._ids)))
    qtbot.waitUntil(dialog.button.isEnabled)
    assert "客户" in words(dialog._counts)
    with qtbot.waitSignal(dialog.erased, timeout=30_000) as erased:
        dialog.button.click()
    assert erased.args is not None and erased.args[0].rows["customer"] == 1
    qtbot.waitUntil(lambda: "客户提出要求" in words(privacy.erasures))
    target = tmp_path / "proof.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    dialog.button.click()
    assert target.exists()
    with open_workspace(known.path, OLD, readonly=True) as workspace:
        assert workspace.connection.execute("SELECT count(*) FROM customer").fetchone() == (0,)
    dialog.reject()


def test_a_customer_is_put_on_legal_hold_and_the_hold_ended_prv_03(
    known: Desk, page: SettingsPage, qtbot: QtBot
) -> None:
    panel = page.sections["consents"].holds
    page.show_section("consents")
    dialog = panel.ask()
    dialog.customer.setFocus()
    qtbot.keyClicks(dialog.customer, "linwanq")
    qtbot.waitUntil(lambda: bool(dialog.customer._ids))
    dialog.customer.setText(next(iter(dialog.customer._ids)))
    assert not dialog.button.isEnabled()
    dialog.until.setText("2020-01-01")
    assert not dialog.button.isEnabled()
    dialog.until.setText("2036-12-31")
    with qtbot.waitSignal(dialog.held, timeout=30_000):
        dialog.button.click()
    qtbot.waitUntil(lambda: len(panel.buttons) == 1, timeout=15_000)
    assert "2036-12-31" in words(panel)
    panel.buttons[0].click()
    qtbot.waitUntil(lambda: not panel.buttons, timeout=15_000)


def test_the_trail_is_shown_proven_and_written(
    known: Desk, page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trail = page.sections["privacy"].trail
    page.show_section("privacy")
    qtbot.waitUntil(lambda: "新建客户" in words(trail))
    trail.search.setText("没有这样的步骤")
    qtbot.waitUntil(lambda: "没有步骤含有这些字词" in words(trail))
    trail.search.setText("")
    qtbot.waitUntil(lambda: "新建客户" in words(trail))
    trail.prove.click()
    qtbot.waitUntil(lambda: "未发现改动" in trail.state.text(), timeout=30_000)
    target = tmp_path / "audit.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    with qtbot.waitSignal(known.toasted, timeout=30_000):
        trail.save.click()
    assert "create" in target.read_text(encoding="utf-8-sig")


@pytest.mark.promise(29)
def test_a_copy_is_rehearsed_and_the_day_shown(
    known: Desk, page: SettingsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    backups = page.sections["privacy"].backups
    page.show_section("privacy")
    qtbot.waitUntil(lambda: not backups.trial.isEnabled())
    known.preferences.put("backup_folder", str(tmp_path))
    with qtbot.waitSignal(backups.made, timeout=30_000):
        backups.back_up()
    qtbot.waitUntil(backups.trial.isEnabled)
    with qtbot.waitSignal(known.toasted, timeout=30_000):
        backups.trial.click()
    assert "2026-11-22 成功" in words(backups)


@pytest.mark.promise(29)
def test_a_copy_is_compared_first_and_then_restored_into_a_new_file(
    known: Desk, page: SettingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backups = page.sections["privacy"].backups
    known.preferences.put("backup_folder", str(tmp_path))
    with qtbot.waitSignal(backups.made, timeout=30_000):
        backups.back_up()
    with open_workspace(known.path, OLD, readonly=True) as workspace:
        then = content_hash(workspace)
    (copy,) = tmp_path.glob("w-2*.zhike")
    shutil.copy(copy, tmp_path / "w.before-format-6.zhike")
    (tmp_path / "w-notes.txt").touch()
    dialog = backups.ask_restore()
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=15_000)
    dialog.list.setCurrentItem(dialog.list.findItems(copy.name, Qt.MatchFlag.MatchContains)[0])
    dialog.go_on()
    qtbot.waitUntil(lambda: "自这份备份以来有 0 步操作" in dialog.told.text(), timeout=15_000)
    target = tmp_path / "again.zhike"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    with qtbot.waitSignal(known.toasted, timeout=15_000):
        dialog.go_on()
    with open_workspace(target, OLD, readonly=True) as again:
        assert content_hash(again) == then


@pytest.mark.promise(35)
def test_every_licence_is_shown_in_full(page: SettingsPage) -> None:
    dialog = page.sections["about"].show_licences()
    dialog.show_part("Qt")
    assert "LGPL-3.0-only" in dialog.about.text()
    assert "LESSER GENERAL PUBLIC LICENSE" in dialog.text.toPlainText()
    dialog.accept()
