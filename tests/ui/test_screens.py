"""Every page in both languages: rules of the layout, of the keyboard, of a screen reader."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
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
from profiler_app.ui.pages.data.page import DataPage
from profiler_app.ui.pages.importing import ImportPage
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.pages.insights.page import InsightsPage
from profiler_app.ui.pages.segments.page import SegmentsPage
from profiler_app.ui.pages.settings.page import SettingsPage
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from profiler_app.ui.workspace_view import WorkspaceView
from tests.ui.conftest import SAMPLE_DAY, desk_over
from tests.ui.layout_rules import broken_rules
from tests.ui.spoken_rules import nameless, silent_pictures
from tests.ui.tab_walk import findings

SIZES = ((1120, 700), (1280, 800), (1440, 900))
NARROW = (1200, 750)
"""The least room beside a navigation that is not folded."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")
TABS = [
    *(("data", tab) for tab in ("browse", "duplicates", "spellings", "recipes")),
    *(("data", tab) for tab in ("surveys", "imports", "rules", "fields")),
    *(("segments", tab) for tab in ("rfm", "clusters", "saved", "market", "life", "effort")),
    *(("settings", section) for section in ("fields", "packs", "privacy", "consents")),
    *(("settings", section) for section in ("checkup", "exchange", "keys", "about")),
    *(("insights", tab) for tab in ("explore", "boards", "forecast", "feedback")),
]
MEMBERS = """会员号,姓名,手机,生日,城市,备注列
S0001,陈晓,1.39E+10,1989-02-03,杭州,老客户
S0002,李雷,16800000002,1989-02-30,上海,
S0003,韩梅梅,16800000003,1990-05-06,北京,喜欢茶
,,16800000,,,
"""
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
    shown.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("page", [spec.key for spec in PAGES])
def test_nothing_is_cut_off_and_nothing_covers_anything(
    window: MainWindow, qtbot: QtBot, page: str
) -> None:
    """Detail 13: also in the smallest window."""
    desk = _desk(window)
    PLACES.get(page, lambda each: each.open_page(page))(desk)
    _look_everywhere(window, qtbot)


@pytest.mark.parametrize(("page", "tab"), TABS)
def test_no_tab_cuts_off_or_covers_anything(
    window: MainWindow, qtbot: QtBot, page: str, tab: str
) -> None:
    _desk(window).open_page(page)
    if page == "settings":
        window.findChild(SettingsPage).show_section(tab)
    else:
        shown = {"data": DataPage, "segments": SegmentsPage, "insights": InsightsPage}[page]
        window.findChild(shown).show_tab(tab)
    _look_everywhere(window, qtbot)


def test_in_a_narrow_window_the_tiles_choose_between_table_and_refused_rows(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    check = _import_up_to(Step.CHECK, window, qtbot, tmp_path).check_step
    shown = []
    for width, kind in ((1200, "created"), (1200, "rejected"), (1440, "rejected")):
        window.resize(width, 800)
        check.tiles.chosen.emit(kind)
        _settle(qtbot, _desk(window))
        shown.append((check.panel.isVisible(), check.rejects.isVisible()))
    assert shown == [(True, False), (False, True), (True, True)]


@pytest.mark.parametrize("step", list(Step))
def test_no_step_of_an_import_cuts_off_or_covers_anything(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, step: Step
) -> None:
    """A file with what is new, what cannot be written, and damage to tell about."""
    _import_up_to(step, window, qtbot, tmp_path)
    _look_everywhere(window, qtbot, sizes=(*SIZES, NARROW))


def _import_up_to(step: Step, window: MainWindow, qtbot: QtBot, folder: Path) -> ImportPage:
    _desk(window).open_page("import")
    page = window.findChild(ImportPage)
    flow = page.flow
    flow.cancel()
    if step is not Step.FILE:
        path = folder / "members.csv"
        path.write_text(MEMBERS, encoding="utf-8")
        flow.open_files([path])
        qtbot.waitUntil(lambda: flow.step is Step.MAPPING and not flow.batch.busy, timeout=20_000)
    while flow.step < step:
        flow.go_on()
        qtbot.waitUntil(lambda: flow.run.job is None, timeout=20_000)
    return page


def _desk(window: MainWindow) -> Desk:
    return _workspace(window)._desk


def _workspace(window: MainWindow) -> WorkspaceView:
    assert window.workspace is not None
    return window.workspace


def _look_everywhere(
    window: MainWindow, qtbot: QtBot, sizes: Sequence[tuple[int, int]] = SIZES
) -> None:
    """Look at what is shown in both languages at every size, then go through it by Tab.

    Details 1 (Tab reaches everything, as one reads), 2 (and is seen) and 15 (everything speaks).
    """
    desk = _desk(window)
    found = set()
    for language in LANGUAGES:
        set_language(language)
        desk.language_changed.emit()
        for size in sizes:
            window.resize(*size)
            _settle(qtbot, desk)
            found |= {f"{language} {size[0]}: {each}" for each in broken_rules(window)}
        found |= {f"{language} {each}" for each in nameless(window)}
        found |= {f"{language} {each}" for each in silent_pictures(window)}
    set_language("zh")
    found |= set(findings(window, _workspace(window).navigation.switcher))
    assert not found, "\n".join(sorted(found))


def _settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until nothing is read any more and what was read is laid out."""
    qtbot.waitUntil(lambda: desk.reads.idle and not desk.jobs.running, timeout=30_000)
    for _turn in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: desk.reads.idle, timeout=30_000)
