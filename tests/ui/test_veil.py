"""One key veils the window: nothing can be read or done until it is lifted, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.veil import Veil

if TYPE_CHECKING:
    from tests.ui.conftest import Shell


def turn(qtbot: QtBot, shell: Shell) -> None:
    shell.window.activateWindow()
    qtbot.keySequence(shell.window, "F9")


def veil_of(shell: Shell) -> Veil:
    veil = shell.window.veiling.veil
    assert veil is not None
    return veil


def test_the_key_puts_the_workspace_out_of_sight_and_back(qtbot: QtBot, shell: Shell) -> None:
    turn(qtbot, shell)
    assert not shell.window.workspace.isVisible()  # type: ignore[union-attr]
    assert veil_of(shell).isVisible()
    turn(qtbot, shell)
    assert shell.window.workspace.isVisible()  # type: ignore[union-attr]
    assert shell.window.veiling.veil is None


def test_the_button_lifts_the_veil(qtbot: QtBot, shell: Shell) -> None:
    turn(qtbot, shell)
    qtbot.mouseClick(veil_of(shell).button, Qt.MouseButton.LeftButton)
    assert shell.window.workspace.isVisible()  # type: ignore[union-attr]


def test_the_veil_keeps_a_few_points_of_what_was_in_sight(qtbot: QtBot, shell: Shell) -> None:
    """Promise 24: a line of text, 20 high, is less than half a point."""
    window = shell.window.size()
    turn(qtbot, shell)
    points = veil_of(shell).points()
    assert points.width() <= window.width() // 50
    assert points.height() <= window.height() // 50
    colours = {QColor(veil_of(shell).grab().toImage().pixel(x, 5)).name() for x in range(0, 40)}
    assert len(colours) < 20  # a slope, no letters


def test_no_command_of_the_workspace_works_behind_the_veil(qtbot: QtBot, shell: Shell) -> None:
    shell.window.workspace.pages.go("customers")  # type: ignore[union-attr]
    turn(qtbot, shell)
    qtbot.keySequence(shell.window, "Ctrl+7")
    assert shell.window.workspace.pages.page == "customers"  # type: ignore[union-attr]


def test_an_open_dialog_is_hidden_and_comes_back(qtbot: QtBot, shell: Shell) -> None:
    dialog = QDialog(shell.window)
    dialog.show()
    shell.window.veiling.turn(shell.window.workspace)
    assert not dialog.isVisible()
    shell.window.veiling.turn(shell.window.workspace)
    assert dialog.isVisible()
    dialog.reject()


def test_what_was_copied_stays_for_pasting(qtbot: QtBot, shell: Shell) -> None:
    copy_for_a_while("M-10001")
    turn(qtbot, shell)
    assert QGuiApplication.clipboard().text() == "M-10001"


def test_locking_takes_the_place_of_the_veil(qtbot: QtBot, shell: Shell) -> None:
    turn(qtbot, shell)
    assert shell.window.is_open()  # the clock that locks runs on
    shell.window.hide_desk()
    assert shell.window.veiling.veil is None
    assert not shell.window.workspace.isVisible()  # type: ignore[union-attr]
    shell.window.show_desk()
    assert shell.window.workspace.isVisible()  # type: ignore[union-attr]
