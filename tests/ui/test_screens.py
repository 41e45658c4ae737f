"""Every page keeps the rules of the layout in both languages, at three sizes and in large type."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import Language, in_language, set_language
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages import PAGES
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import SAMPLE_DAY, desk_over
from tests.ui.layout_rules import broken_rules

SIZES = ((1120, 700), (1280, 800), (1440, 900))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PLACES: dict[str, Callable[[Desk], None]] = {
    "profile": lambda desk: desk.open_customer(1, [1, 2, 3]),
    "relations": lambda desk: desk.open_place("relations", 1),
    "timeline": lambda desk: desk.open_place("timeline", 1),
    "visit": lambda desk: desk.open_place("visit", 1),
    "likeness": lambda desk: desk.compare([1, 2, 3]),
}


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, two_hundred: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """One window for all pages: a page is looked at in it as a user would come to it."""
    folder = tmp_path_factory.mktemp("screens")
    path = Path(shutil.copy(two_hundred, folder / "own.zhike"))
    theme.apply(qapp, "light")
    preferences = Preferences(folder / "window.ini")
    shown = MainWindow(preferences)
    shown.open_desk(desk_over(path, DEMO_PASSPHRASE, preferences, today=SAMPLE_DAY, parent=shown))
    shown.show()
    with in_language("zh"):
        yield shown
    shown.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("page", [spec.key for spec in PAGES])
def test_nothing_is_cut_off_and_nothing_covers_anything(
    window: MainWindow, qtbot: QtBot, page: str
) -> None:
    assert window.workspace is not None
    desk: Desk = window.workspace._desk
    PLACES.get(page, lambda each: each.open_page(page))(desk)
    found = set()
    for language in LANGUAGES:
        set_language(language)
        desk.language_changed.emit()
        for size in SIZES:
            window.resize(*size)
            _settle(qtbot, desk)
            found |= {f"{language} {size[0]}: {each}" for each in broken_rules(window)}
    set_language("zh")
    assert not found, "\n".join(sorted(found))


def _settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until nothing is read any more and what was read is laid out."""
    qtbot.waitUntil(lambda: desk.reads.idle and not desk.jobs.running, timeout=30_000)
    for _turn in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: desk.reads.idle, timeout=30_000)
