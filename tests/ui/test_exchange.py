"""Handing over and taking over in the window: passphrase, trial, taking over, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.progress import Silent
from profiler_app.jobs.handover import hand_over
from profiler_app.jobs.workspaces import create_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.exchange.give_dialog import GiveDialog
from profiler_app.ui.pages.settings.exchange import ExchangeSection
from tests.jobs.conftest import TODAY, create

SECRET = "correct horse battery 42 staple"


@pytest.fixture
def section(qtbot: QtBot, sixty_desk: Desk) -> ExchangeSection:
    made = ExchangeSection(sixty_desk)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.zhikebook"
    with create_workspace(tmp_path / "other.zhike", "x", name="城西店", prefix="OTHR") as other:
        customer = create(other, name="林婉清", occupation="教师")
        reason = ExportReason("colleague", "wang", TODAY)
        hand_over(Silent(), other, [customer], path, SECRET, reason=reason)
    return path


def typed(dialog: GiveDialog, text: str, again: str) -> None:
    dialog.secret.first.setText(text)
    dialog.secret.again.setText(again)


def test_a_weak_or_mistyped_passphrase_writes_no_file(
    section: ExchangeSection, qtbot: QtBot
) -> None:
    dialog = section.ask_give()
    for text, again in (("", ""), ("123456", "123456"), (SECRET, SECRET[:-1])):
        typed(dialog, text, again)
        assert not dialog.button.isEnabled()
    typed(dialog, SECRET, SECRET)
    assert dialog.button.isEnabled()
    dialog.reject()


def test_everybody_is_handed_over_in_one_file(
    section: ExchangeSection, qtbot: QtBot, sixty_desk: Desk, tmp_path: Path
) -> None:
    dialog = section.ask_give()
    qtbot.waitUntil(lambda: dialog.book.count() > 1)
    assert dialog.book.currentText() == "全部 · 60 位"
    typed(dialog, SECRET, SECRET)
    dialog.parts["history"].setChecked(False)
    with qtbot.waitSignal(sixty_desk.toasted, timeout=30_000):
        dialog.write(tmp_path / "all.zhikebook")
    assert (tmp_path / "all.zhikebook").stat().st_size > 0


def test_a_file_is_looked_into_taken_over_and_given_back(
    section: ExchangeSection, qtbot: QtBot, sixty_desk: Desk, book: Path
) -> None:
    dialog = section.ask_take(book)
    assert not dialog.button.isEnabled()
    dialog.secret.setText("wrong")
    dialog.go_on()
    qtbot.waitUntil(lambda: bool(dialog.wrong.text), timeout=30_000)
    dialog.secret.setText(SECRET)
    dialog.go_on()
    qtbot.waitUntil(lambda: dialog.trial is not None, timeout=30_000)
    assert dialog.trial is not None and dialog.trial.created == 1
    assert dialog.button.text() == "接收"
    with qtbot.waitSignal(sixty_desk.toasted, timeout=30_000) as told:
        dialog.go_on()
    assert told.args[0] == "已从 城西店 接收 1 位客户。"
    assert told.args[1] is not None  # the step that takes it back


def test_a_training_base_is_made_and_told_how_near_it_comes(
    section: ExchangeSection, qtbot: QtBot, sixty_desk: Desk, tmp_path: Path
) -> None:
    dialog = section.ask_twin()
    assert not dialog.button.isEnabled()
    dialog.secret.first.setText(SECRET)
    dialog.secret.again.setText(SECRET)
    assert dialog.button.isEnabled()
    dialog.write(tmp_path / "twin.zhike")
    qtbot.waitUntil(lambda: bool(dialog.wrong.text), timeout=30_000)
    assert "50" in dialog.wrong.text  # sixty customers in four groups are too few
    assert not (tmp_path / "twin.zhike").exists()
    dialog.reject()
