"""An import goes on while one is elsewhere in the window, and its page finds it again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.domain.text import in_language
from profiler_app.jobs.workspaces import create_workspace
from profiler_app.ui import theme
from profiler_app.ui.pages.customers import CustomersPage
from profiler_app.ui.pages.importing import ImportPage
from profiler_app.ui.pages.importing.draft import Step
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import SAMPLE_DAY, desk_over

ROWS = 5_000


def test_an_import_goes_on_while_another_page_is_shown(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme.apply(qapp, "light")
    path = tmp_path / "own.zhike"
    create_workspace(path, "right horse", prefix="TEST").close()
    preferences = Preferences(tmp_path / "window.ini")
    window = MainWindow(preferences)
    desk = desk_over(path, "right horse", preferences, today=SAMPLE_DAY, parent=window)
    with in_language("zh"):
        window.open_desk(desk)
        window.show()
        _import_elsewhere(qtbot, window, tmp_path)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _import_elsewhere(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    assert window.workspace is not None
    desk = window.workspace._desk
    file = folder / "members.csv"
    lines = "".join(f"{n:06d},王琳\n" for n in range(ROWS))
    file.write_text("会员号,姓名\n" + lines, encoding="utf-8")
    desk.open_page("import")
    page = window.findChild(ImportPage)
    flow = page.flow
    flow.open_files([file])
    for step in (Step.MAPPING, Step.CHECK):
        qtbot.waitUntil(
            lambda step=step: flow.step is step and flow.run.job is None and not flow.batch.busy,
            timeout=20_000,
        )
        flow.go_on()
    assert flow.run.writing and flow.run.job is not None
    desk.open_page("customers")
    assert window.findChild(CustomersPage).isVisible()
    assert flow.run.job is not None
    qtbot.waitUntil(lambda: flow.run.job is None and not desk.jobs.running, timeout=30_000)
    desk.open_page("import")
    assert page.isVisible() and page.result_step.isVisible()
    assert flow.draft is not None and flow.draft.written is not None
    assert flow.draft.written.created == ROWS
