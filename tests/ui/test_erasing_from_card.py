"""Erasing begins on the card, with everything that would go in sight before it goes."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.store.workspace import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.page import ProfilePage
from profiler_app.ui.pages.settings.erase_dialog import EraseDialog

WAIT = 20_000


def test_the_customer_of_the_card_is_erased_after_a_look(qtbot: QtBot, sixty_desk: Desk) -> None:
    """PRV-03"""
    page = ProfilePage(sixty_desk)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.open_customer(5, [5])
    qtbot.waitUntil(lambda: page.card is not None, timeout=WAIT)
    page._top.erase_asked.emit()
    (dialog,) = page.findChildren(EraseDialog)
    assert not dialog.customer.isEnabled()
    qtbot.waitUntil(dialog.button.isEnabled, timeout=WAIT)
    assert "历史中的旧值" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    opened: list[str] = []
    sixty_desk.page_opened.connect(opened.append)
    with qtbot.waitSignal(dialog.erased, timeout=WAIT):
        dialog.button.click()
    assert opened == ["customers"]
    with open_workspace(sixty_desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
        left = workspace.connection.execute("SELECT count(*) FROM customer WHERE id = 5")
        assert left.fetchone() == (0,)
    dialog.reject()
