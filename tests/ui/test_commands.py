"""The table of commands: each key does something somewhere, and none does two things."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.commands import COMMANDS, CONTACT_RESULTS
from profiler_app.ui.pages import PAGES
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import desk_over

TODAY = date(2026, 11, 22)
REVIEW = {"look_later", "merge_group", "merged_list", "take_first", "take_second", "take_third"}
"""Keys of the review of duplicates, which is a tab."""
WORKLIST = {f"contact_{result}" for result in CONTACT_RESULTS}
"""Keys of the worklist of a campaign, once there is one."""
BOARD = {"tile_earlier", "tile_later"}
"""Keys of the boards of the insights, which are a tab."""
FEEDBACK = {
    *("feedback_task", "feedback_settle"),
    *("sounds_positive", "sounds_neutral", "sounds_negative"),
}
"""Keys of the lists of feedback, once the tab is in sight."""
TYPED = {"save", "reveal", "tick_none", "take_proposal", "open_choice",
         *REVIEW, *WORKLIST, *BOARD, *FEEDBACK}  # fmt: skip
"""Keys a widget takes itself while it has the focus: a drawer, a passphrase, a table."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("commands") / "sample.zhike"
    create_demo(Silent(), path, customers=30, seed=3, today=TODAY)
    return path


@pytest.fixture
def window(
    qtbot: QtBot, preferences: Preferences, made: Path, tmp_path: Path
) -> Iterator[MainWindow]:
    path = Path(shutil.copy(made, tmp_path / made.name))
    apply_look(preferences)
    shown = MainWindow(preferences)
    qtbot.addWidget(shown)
    desk = desk_over(path, DEMO_PASSPHRASE, preferences, today=TODAY, parent=shown)
    shown.open_desk(desk)
    shown.show()
    yield shown
    shown.close()


def keys_in_sight(window: MainWindow) -> Counter[str]:
    """How often each key is taken by what is in sight."""
    taken: Counter[str] = Counter()
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            sequences = [each for action in widget.actions() for each in action.shortcuts()]
            shortcuts = [each for each in widget.children() if isinstance(each, QShortcut)]
            sequences += [each.key() for each in shortcuts]
            taken.update(each.toString() for each in sequences)
    return taken


def test_every_key_of_the_table_does_something_on_some_page_and_one_thing_on_each(
    window: MainWindow,
) -> None:
    seen: set[str] = set()
    for spec in PAGES:
        window.workspace.pages.go(spec.key)
        taken = keys_in_sight(window)
        assert [key for key, times in taken.items() if times > 1] == [], spec.key
        seen |= set(taken)
    expected = {
        sequence.toString()
        for command in COMMANDS.values()
        if command.key not in TYPED
        for sequence in command.sequences
    }
    assert seen == expected


def test_no_key_stands_twice_in_the_table() -> None:
    """But for those of one page only: the review of duplicates, a worklist, the builder."""
    alone = {"say_different", "condition_new", "condition_down", *WORKLIST, *FEEDBACK}
    others = [command for command in COMMANDS.values() if command.key not in alone]
    keys = Counter(key for command in others for key in command.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_pages_have_the_numbers_of_the_final_window() -> None:
    """DECISIONS 23."""
    for spec in PAGES:
        if spec.number:
            assert COMMANDS[spec.key].keys == (f"Ctrl+{spec.number}",)


@pytest.mark.parametrize("key", [spec.key for spec in PAGES])
def test_the_commands_of_the_window_can_be_called_on_every_page(
    window: MainWindow, key: str
) -> None:
    for name in ("search", "refresh", "next_region", "previous_region", "collapse", "back"):
        window.workspace.pages.go(key)
        action: QAction = window.workspace.actions_by_key[name]
        assert action.isEnabled()
        action.trigger()
    assert not window._crashed
