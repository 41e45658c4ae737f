"""The navigation: pages, their keys, narrow and wide, languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.navigation import Navigation
from profiler_app.ui.pages import PAGES

if TYPE_CHECKING:
    from profiler_app.ui.preferences import Preferences
    from tests.ui.conftest import Shell


def test_every_page_of_the_navigation_has_a_command_with_its_number() -> None:
    """DECISIONS 23."""
    for spec in PAGES:
        if spec.parent is None and not spec.foot:
            assert COMMANDS[spec.key].keys == (f"Ctrl+{spec.number}",)


def test_a_click_opens_the_page_and_lights_its_item(shell: Shell, qtbot: QtBot) -> None:
    items = shell.window.workspace.navigation.items
    qtbot.mouseClick(items["data"], Qt.MouseButton.LeftButton)
    assert shell.window.workspace.pages.page == "data"
    assert [key for key, item in items.items() if item.isChecked()] == ["data"]


def test_a_card_keeps_the_item_of_its_list_lit(shell: Shell) -> None:
    shell.desk.open_customer(5)
    assert shell.window.workspace.navigation.items["customers"].isChecked()


def test_ctrl_b_narrows_to_icons_with_names_as_tooltips(shell: Shell, qtbot: QtBot) -> None:
    """Detail 27: no tooltip while the name is in sight."""
    navigation = shell.window.workspace.navigation
    shell.window.resize(1440, 900)
    item = navigation.items["customers"]
    assert (navigation.width(), item.toolTip()) == (208, "")
    qtbot.keySequence(shell.window, "Ctrl+B")
    assert (navigation.width(), item.toolTip()) == (56, "客户  Ctrl+2")
    assert shell.preferences.get("narrow", False) is True


def test_a_narrow_window_narrows_the_navigation(shell: Shell) -> None:
    shell.window.resize(1120, 700)
    assert shell.window.workspace.navigation.narrow
    shell.window.resize(1440, 900)
    assert not shell.window.workspace.navigation.narrow


def test_the_items_speak_the_language_that_was_chosen(shell: Shell) -> None:
    """Detail 15: the name for a screen reader is the one that is shown."""
    shell.desk.use_language("en")
    item = shell.window.workspace.navigation.items["customers"]
    assert (item.text(), item.accessibleName()) == ("Customers", "Customers")


def test_larger_text_widens_the_navigation(shell: Shell, qtbot: QtBot) -> None:
    shell.window.resize(1440, 900)
    qtbot.keySequence(shell.window, "Ctrl+=")
    assert shell.window.workspace.navigation.width() == round(208 * 1.15)
    qtbot.keySequence(shell.window, "Ctrl+0")


def test_enter_and_tab_reach_every_item(
    qtbot: QtBot, preferences: Preferences, tmp_path: Path
) -> None:
    """Detail 1."""
    navigation = Navigation("江南家居", tmp_path / "w.zhike", preferences)
    qtbot.addWidget(navigation)
    items = [*navigation.items.values(), navigation.switcher, navigation._palette, navigation._lock]
    assert all(item.focusPolicy() & Qt.FocusPolicy.TabFocus for item in items)
    assert all(item.accessibleName() for item in items)


def test_what_waits_on_a_page_is_counted_at_its_item(shell: Shell) -> None:
    item = shell.window.workspace.navigation.items["data"]
    shell.desk.counted.emit("data", 1204)
    assert (item.note, item.accessibleDescription()) == ("99+", "1,204")
    shell.desk.counted.emit("data", 99)
    assert item.note == "99"
    shell.desk.counted.emit("data", 0)
    assert item.note == ""
