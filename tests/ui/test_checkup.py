"""The check of the workspace in the window: each finding has its button, and the button helps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.doctor import Finding
from profiler_app.store.workspace import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings import SettingsPage
from profiler_app.ui.pages.settings.checkup import CheckupSection
from tests.jobs.test_doctor import behind_its_back

WAIT = 20_000


@pytest.fixture
def section(qtbot: QtBot, sixty_desk: Desk) -> CheckupSection:
    page = SettingsPage(sixty_desk)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    page.show_section("checkup")
    made: CheckupSection = page.sections["checkup"]
    return made


def words(section: CheckupSection) -> str:
    return " ".join(label.text() for label in section.findChildren(QLabel))


def checked(qtbot: QtBot, section: CheckupSection) -> list[str]:
    section.now.click()
    qtbot.waitUntil(section.now.isEnabled, timeout=WAIT)
    return [finding.code for finding in section._found or ()]


def test_a_sound_workspace_lacks_only_a_copy_and_leads_there(
    qtbot: QtBot, section: CheckupSection
) -> None:
    assert "尚未检查" in words(section)
    assert checked(qtbot, section) == ["no_backup"]
    section.buttons[0].click()
    page = section.window()
    assert isinstance(page, SettingsPage)
    assert page.items["privacy"].isChecked()


def test_rows_changed_outside_are_accepted_with_a_button(
    qtbot: QtBot, section: CheckupSection, sixty_desk: Desk
) -> None:
    with open_workspace(sixty_desk.path, DEMO_PASSPHRASE) as workspace:
        behind_its_back(workspace, "UPDATE customer SET address = '望海路' WHERE id = 7")
    assert "content" in checked(qtbot, section)
    section.buttons[0].click()
    (box,) = section.findChildren(QMessageBox)
    next(b for b in box.buttons() if b.text() == "照现状接受").click()
    qtbot.waitUntil(
        lambda: [each.code for each in section._found or ()] == ["no_backup"], timeout=WAIT
    )


def test_customers_whose_lines_are_wrong_are_shown(
    qtbot: QtBot, section: CheckupSection, sixty_desk: Desk
) -> None:
    opened: list[object] = []
    sixty_desk.customer_opened.connect(lambda customer, ids: opened.append((customer, ids)))
    section._checked((Finding("net", "2 条", "show", (3, 9)),))
    section.buttons[0].click()
    assert opened == [(3, (3, 9))]


def test_what_can_be_read_is_rescued_and_the_losses_told(
    qtbot: QtBot, section: CheckupSection, tmp_path: Path
) -> None:
    section.rescue(tmp_path / "rescued.zhike")
    qtbot.waitUntil(lambda: "rescued.zhike" in section.told.text(), timeout=WAIT)
    assert "丢失" not in section.told.text()
    open_workspace(tmp_path / "rescued.zhike", DEMO_PASSPHRASE, readonly=True).close()


def test_a_problem_leaves_the_buttons_usable(
    qtbot: QtBot, section: CheckupSection, sixty_desk: Desk
) -> None:
    section._checked((Finding("chain", "…", "compare"),))
    with qtbot.waitSignal(sixty_desk.problem_met, timeout=WAIT):  # there is no copy
        section.buttons[0].click()
    assert section.buttons[0].isEnabled()
