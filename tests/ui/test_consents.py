"""The register of purposes in the settings: counts by state, and the customers to look at."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from profiler_app.jobs.consent_register import Due, Register
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings import SettingsPage


def test_purposes_are_counted_and_what_is_due_opens_its_customers(
    qtbot: QtBot, sixty_desk: Desk
) -> None:
    """PRV-01"""
    page = SettingsPage(sixty_desk)
    qtbot.addWidget(page)
    page.resize(1100, 800)
    page.show()
    page.show_section("consents")
    section = page.sections["consents"]
    qtbot.waitUntil(lambda: section._register is not None, timeout=15_000)
    said = " ".join(label.text() for label in section.findChildren(QLabel))
    assert "画像分析" in said and "730 天" in said
    opened: list[object] = []
    sixty_desk.customer_opened.connect(lambda customer, ids: opened.append((customer, ids)))
    section._received(Register(section._register.lines, (Due("soon", (4, 9)),)))
    section.buttons[0].click()
    assert opened == [(4, (4, 9))]
