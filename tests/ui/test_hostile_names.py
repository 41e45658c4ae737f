"""A name that is markup is shown as its letters, on every page (RELIABILITY.md promise 14)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs import editing
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages import PAGES
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import SAMPLE_DAY, desk_over

pytestmark = pytest.mark.promise(14)

EVIL = "<img src=file:///etc/passwd><b>王</b>"


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sixty: Path, tmp_path: Path
) -> Iterator[tuple[MainWindow, Desk]]:
    path = tmp_path / "own.zhike"
    path.write_bytes(sixty.read_bytes())
    with open_workspace(path, DEMO_PASSPHRASE) as workspace:
        for customer in range(1, 31):
            values = {"name": f"{EVIL}{customer}", "occupation": EVIL, "address": EVIL}
            editing.edit_customer(Silent(), workspace, customer, values, today=SAMPLE_DAY)
    preferences = Preferences(tmp_path / "window.ini")
    preferences.put("theme", "light")
    apply_look(preferences)
    theme.apply(qapp, "light")
    shown = MainWindow(preferences)
    qtbot.addWidget(shown)
    desk = desk_over(path, DEMO_PASSPHRASE, preferences, today=SAMPLE_DAY, parent=shown)
    shown.open_desk(desk)
    shown.resize(1440, 900)
    shown.show()
    yield shown, desk
    shown.close()


def settled(qtbot: QtBot, desk: Desk) -> None:
    """Wait until the reader has answered what was asked, and what these answers asked."""
    for nth in range(3):
        answered: list[int] = []
        desk.reads.ask(f"test.{nth}", lambda _reader, nth=nth: nth, done=answered.append)
        qtbot.waitUntil(lambda answered=answered: bool(answered))


def rich(widget: QWidget) -> list[str]:
    """Return what a label, or a tool tip, would show as markup of the data."""
    labels = [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and "<img" in label.text()
    ]
    tips = [each.toolTip() for each in widget.findChildren(QWidget) if "<img" in each.toolTip()]
    return labels + tips


def test_no_label_and_no_tool_tip_of_any_page_reads_a_name_as_markup(
    window: tuple[MainWindow, Desk], qtbot: QtBot
) -> None:
    shown, desk = window
    seen = 0
    for page in PAGES:
        desk.open_page(page.key)
        settled(qtbot, desk)
        assert rich(shown) == [], page.key
    desk.open_customer(1, [1, 2, 3])
    settled(qtbot, desk)
    qtbot.waitUntil(lambda: any(EVIL in each.text() for each in shown.findChildren(QLabel)))
    seen = sum(EVIL in label.text() for label in shown.findChildren(QLabel))
    assert rich(shown) == [] and seen > 0


def test_every_label_that_shows_anything_of_the_data_is_plain(
    window: tuple[MainWindow, Desk], qtbot: QtBot
) -> None:
    shown, desk = window
    desk.open_customer(1, [1, 2, 3])
    settled(qtbot, desk)
    formats = {
        label.textFormat() for label in shown.findChildren(QLabel) if label.text() and label.font()
    }
    assert formats == {Qt.TextFormat.PlainText}
