"""The fifteen journeys (DOMAIN.md section 7) walked in the window, with their clicks counted.

A click is a mouse click, an Enter or a shortcut; typing is free. What the system asks (the name
of a file) stands for one click more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.palette.palette import Palette
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import SAMPLE_DAY, desk_over

WAIT = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier


class Strays(QObject):
    """Notes what is shown as a window of its own and is none: it takes the keys from the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def eventFilter(self, seen: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(seen, QWidget) and seen.isWindow():
            kind = seen.windowType()
            if kind == Qt.WindowType.Window and not isinstance(seen, MainWindow):
                self.found.append(repr(seen))
        return False


class Walk:
    """A window on the sample, and how many clicks were made in it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk, folder: Path) -> None:
        self.qtbot, self.window, self.desk, self.folder = qtbot, window, desk, folder
        self.clicks = 0
        self.saved: Path | None = None

    @property
    def page(self) -> Any:
        assert self.window.workspace is not None
        return self.window.workspace.pages.current()

    @property
    def at(self) -> str:
        assert self.window.workspace is not None
        return self.window.workspace.pages.page

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=WAIT)

    def click(self, widget: QWidget) -> None:
        """Click on what can be seen and used."""
        self.until(lambda: widget.isVisible() and widget.isEnabled())
        where = QPoint(8, widget.height() // 2)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where)
        self.clicks += 1

    def press(self, text: str) -> None:
        """Click on the button that says something, once it is there."""
        self.until(lambda: self.button(text) is not None)
        found = self.button(text)
        assert found is not None
        self.click(found)

    def button(self, text: str) -> QAbstractButton | None:
        for each in QApplication.allWidgets():
            usable = isinstance(each, QAbstractButton) and each.isVisible() and each.isEnabled()
            if usable and text in (each.text(), each.accessibleName()):
                return each
        return None

    def key(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.clicks += 1

    def words(self, widget: QWidget | None = None) -> str:
        labels = (widget or self.page).findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def facts(self, sql: str) -> list[tuple[Any, ...]]:
        with open_workspace(self.desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
            return list(workspace.connection.execute(sql).fetchall())

    def ids(self, sql: str) -> list[int]:
        return [int(row[0]) for row in self.facts(sql)]

    def found_by_palette(self, typed: str, name: str) -> None:
        """Ctrl+K, type, Enter: counted as one, as the journeys do."""
        self.qtbot.keyClick(self.window, Qt.Key.Key_K, CONTROL)
        self.until(lambda: any(p.isVisible() for p in self.window.findChildren(Palette)))
        palette = next(p for p in self.window.findChildren(Palette) if p.isVisible())
        palette.field.setText(typed)
        self.until(lambda: any(name in e.title for e in palette.rows.entries()))
        self.key(Qt.Key.Key_Return)

    def idle(self) -> None:
        self.until(lambda: not self.desk.jobs.running)


@pytest.fixture
def walk(
    qtbot: QtBot,
    qapp: QApplication,
    two_hundred: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walk]:
    theme.apply(qapp, "light")
    path = tmp_path / "own.zhike"
    path.write_bytes(two_hundred.read_bytes())
    preferences = Preferences(tmp_path / "window.ini")
    window = MainWindow(preferences)
    qtbot.addWidget(window)
    desk = desk_over(path, DEMO_PASSPHRASE, preferences, today=SAMPLE_DAY, parent=window)
    window.open_desk(desk)
    window.resize(1440, 900)
    window.show()
    made = Walk(qtbot, window, desk, tmp_path)

    def save(*asked: Any) -> tuple[str, str]:
        made.clicks += 1
        made.saved = tmp_path / Path(asked[2]).name
        return str(made.saved), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    strays = Strays()
    qapp.installEventFilter(strays)
    yield made
    qapp.removeEventFilter(strays)
    window.close()
    assert not strays.found


def shown_today(walk: Walk) -> Any:
    """The first page, once its day is read."""
    assert walk.at == "today"
    walk.until(lambda: walk.page.today is not None)
    return walk.page


def card_of(walk: Walk, customer: int) -> Any:
    """The card of a customer, opened over the palette by its number: one click."""
    ((name, number),) = walk.facts(f"SELECT name, number FROM customer WHERE id = {customer}")
    walk.found_by_palette(number, name)
    walk.until(lambda: walk.at == "profile" and walk.page.card is not None)
    walk.until(lambda: not walk.page.reading())
    assert walk.page.card.customer == customer
    return walk.page


def a_customer(walk: Walk, kind: str, line: str = "trade") -> int:
    return walk.ids(f"SELECT min(id) FROM customer WHERE kind = '{kind}' AND line = '{line}'")[0]


def test_j02_what_matures_stands_on_the_first_page_and_opens_as_a_list(walk: Walk) -> None:
    page = shown_today(walk)
    page.due.show_today(replace(page.today, more_dues={"maturity": 3}))
    walk.press("存款或产品到期：还有 3 件")
    walk.until(lambda: walk.at == "customers")
    assert walk.clicks <= 2


def test_j03_a_card_is_on_paper_in_four_clicks(walk: Walk) -> None:
    card_of(walk, a_customer(walk, "person"))
    walk.press("打印一页")
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks <= 4


def test_j04_a_talk_is_logged_in_four_clicks(walk: Walk) -> None:
    customer = a_customer(walk, "person")
    page = card_of(walk, customer)
    walk.clicks = 0  # the journey begins on the card
    walk.click(page._top.contact)
    walk.press("有意向")
    walk.press("一周后")
    walk.press("保存")
    walk.idle()
    assert walk.clicks <= 4
    rows = walk.facts(f"SELECT outcome FROM interaction WHERE customer_id = {customer} ORDER BY id")
    assert rows[-1] == ("interested",)


def test_j06_the_sheet_for_a_visit_to_a_company_is_printed_in_three_clicks(walk: Walk) -> None:
    card_of(walk, a_customer(walk, "company", "bank"))
    walk.key(Qt.Key.Key_V)
    walk.until(lambda: walk.at == "visit" and walk.page.pdf.isEnabled())
    walk.key(Qt.Key.Key_P, CONTROL)
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks - 1 <= 3  # the question for the file comes on top


def test_j08_everything_held_on_a_customer_is_written_in_six_clicks(walk: Walk) -> None:
    page = card_of(walk, a_customer(walk, "person"))
    walk.clicks = 0
    walk.click(page._top.more)
    walk.press("我们持有的全部信息…")
    walk.idle()
    assert walk.saved is not None and walk.saved.read_bytes().startswith(b"%PDF")
    assert walk.clicks <= 6
    ((kind, facts),) = walk.facts("SELECT kind, facts FROM operation ORDER BY id DESC LIMIT 1")
    assert kind == "export" and '"what": "access"' in facts
