"""The notice for customers is written from the settings."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.papers import PapersPanel


def test_the_notice_is_saved_and_its_contact_stands_there_again(
    qtbot: QtBot, sixty_desk: Desk, tmp_path: Path
) -> None:
    """PRV-02"""
    panel = PapersPanel(sixty_desk)
    qtbot.addWidget(panel)
    panel.contact.put("林女士")
    said: list[str] = []
    sixty_desk.toasted.connect(lambda text, _undo: said.append(text))
    panel.write(tmp_path / "notice.pdf")
    qtbot.waitUntil(lambda: bool(said), timeout=15_000)
    assert said == ["notice.pdf：第 1 版。"]
    assert (tmp_path / "notice.pdf").stat().st_size > 1000
    again = PapersPanel(sixty_desk)
    qtbot.addWidget(again)
    again.activated()
    qtbot.waitUntil(lambda: again.contact.entry() == "林女士", timeout=15_000)


def test_the_impact_assessment_is_saved(qtbot: QtBot, sixty_desk: Desk, tmp_path: Path) -> None:
    """PRV-06"""
    panel = PapersPanel(sixty_desk)
    qtbot.addWidget(panel)
    said: list[str] = []
    sixty_desk.toasted.connect(lambda text, _undo: said.append(text))
    panel.write_assessment(tmp_path / "pia.pdf")
    qtbot.waitUntil(lambda: bool(said), timeout=15_000)
    assert (tmp_path / "pia.pdf").stat().st_size > 1000
