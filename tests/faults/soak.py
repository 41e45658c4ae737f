"""Somebody who presses whatever there is, for hours: no error, no warning of Qt, no growth.

    python -m tests.faults.soak [ACTIONS] [SEED]

Opens the window on a sample workspace and does random things with it: pages, customers, tabs,
buttons, keys, texts, sizes, undo. Prints one JSON object: what was done, by how many MB the memory
grew since the first fifth of it, and what went wrong. Dialogs of the system for files, printers and
addresses are answered with "cancel".
"""

from __future__ import annotations

import json
import logging
import os
import random
import sys
import tempfile
import traceback
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)

from profiler_app.domain.progress import Silent
from profiler_app.domain.text import set_language
from profiler_app.jobs.demo import DEMO_PASSPHRASE, create_demo
from profiler_app.ui.appearance import apply_look
from profiler_app.ui.garbage import GarbageRounds
from profiler_app.ui.pages import PAGES
from profiler_app.ui.preferences import Preferences
from profiler_app.ui.window import MainWindow
from tests.ui.conftest import desk_over

TODAY = date(2026, 11, 22)
CUSTOMERS = 60
PAUSE_MS = 15
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up,
    Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_F6, Qt.Key.Key_Home,
)  # fmt: skip
SIZES = ((1120, 700), (1280, 800), (1440, 900))
WORDS = ("", "林", "a", "13800138000", "2026-01-01", "-1", "%_'\"<b>", "望海路")
OFFSCREEN = "This plugin does not support"
"""What Qt says without a screen, of what only a screen has."""
PATIENCE = 12
"""Actions after which a dialog that is still there is closed."""


def resident_mb() -> float:
    """Return the memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


class Somebody(QObject):
    """Does one random thing after the other."""

    def __init__(self, window: MainWindow, desk: Any, actions: int, seed: int) -> None:
        super().__init__(window)
        self.window, self.desk, self.actions = window, desk, actions
        self.chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.before = 0.0
        self._same: tuple[object, int] = (None, 0)
        self._deeds = (
            (8, self.press), (4, self.page), (4, self.customer), (4, self.key), (2, self.write),
            (3, self.choose), (2, self.row), (1, self.size), (1, self.undo),
        )  # fmt: skip
        self._behind = (self.page, self.customer, self.undo)  # a dialog keeps them from a hand
        self._clock = QTimer(self, interval=PAUSE_MS)
        self._clock.timeout.connect(self.act)
        self._clock.start()

    def act(self) -> None:
        """Do something, in the dialog that is open if one is."""
        count = self.done.total()
        if count == self.actions // 5:
            self.before = resident_mb()
        if count >= self.actions:
            self._clock.stop()
            QTimer.singleShot(0, lambda: QApplication.exit(0))  # also while work would be lost
            return
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        offered = [each for each in self._deeds if over is None or each[1] not in self._behind]
        deed = self.chance.choices(
            [deed for _weight, deed in offered], [weight for weight, _deed in offered]
        )[0]
        self.done[deed.__name__] += 1
        deed()

    def _place(self) -> QWidget:
        place = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        times = self._same[1] + 1 if place is self._same[0] else 0
        self._same = (place, times)
        if place is not None and times > PATIENCE:
            place.close()
        return place or self.window

    def _some(self, kind: type[Any]) -> Any:
        found = [
            each
            for each in self._place().findChildren(kind)
            if each.isVisible() and each.isEnabled()
        ]
        return self.chance.choice(found) if found else None

    def press(self) -> None:
        """Press a button."""
        if button := self._some(QAbstractButton):
            button.click()

    def page(self) -> None:
        """Open a page of the navigation."""
        self.desk.open_page(self.chance.choice([each.key for each in PAGES if not each.parent]))

    def customer(self) -> None:
        """Open a card, or a page beside it."""
        customer = self.chance.randrange(1, CUSTOMERS)
        place = self.chance.choice(["card", "relations", "timeline", "visit", "likeness"])
        if place == "card":
            self.desk.open_customer(customer, [customer, 1, 2])
        elif place == "likeness":
            self.desk.compare([customer, CUSTOMERS])
        else:
            self.desk.open_place(place, customer)

    def key(self) -> None:
        """Press a key where the focus is."""
        target, key = QApplication.focusWidget() or self._place(), self.chance.choice(KEYS)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
            QApplication.postEvent(target, event)

    def write(self) -> None:
        """Write a word into a field."""
        if field := self._some(QLineEdit):
            field.setText(self.chance.choice(WORDS))
            field.editingFinished.emit()

    def choose(self) -> None:
        """Choose a tab or something of a list."""
        if (box := self._some(self.chance.choice((QTabBar, QComboBox)))) and box.count():
            box.setCurrentIndex(self.chance.randrange(box.count()))

    def row(self) -> None:
        """Stand on a row of a table."""
        view = self._some(QAbstractItemView)
        model = view.model() if view else None
        if model is not None and model.rowCount():
            view.setCurrentIndex(model.index(self.chance.randrange(model.rowCount()), 0))

    def size(self) -> None:
        """Take another size."""
        self.window.resize(*self.chance.choice(SIZES))

    def undo(self) -> None:
        """Undo what was done last, as the key does."""
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QApplication.postEvent(self.window, event)


def refuse_dialogs() -> None:
    """Cancel what would ask the system for a file, a printer or a browser."""
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtPrintSupport import QPrintDialog

    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
    QFileDialog.getOpenFileNames = staticmethod(lambda *_a, **_k: ([], ""))
    QFileDialog.getExistingDirectory = staticmethod(lambda *_a, **_k: "")
    QFileDialog.open = lambda self, *_a: self.deleteLater()
    QPrintDialog.exec = lambda _self: 0
    QDesktopServices.openUrl = staticmethod(lambda _address: True)


def soak(actions: int, seed: int) -> dict[str, Any]:
    """Return what was done, the growth of the memory in MB, and what went wrong."""
    wrong: list[str] = []
    application = QApplication([])
    set_language("zh")
    qInstallMessageHandler(
        lambda _kind, _where, text: None if OFFSCREEN in text else wrong.append(f"Qt: {text}")
    )
    sys.excepthook = lambda *told: wrong.append("".join(traceback.format_exception(*told)))
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: wrong.append(  # type: ignore[method-assign]
        f"{record.getMessage()} {logging.Formatter().formatException(record.exc_info)}"  # type: ignore[arg-type]
    )
    logging.getLogger("profiler_app").addHandler(handler)
    refuse_dialogs()
    with tempfile.TemporaryDirectory(prefix="zhike-soak-") as folder:
        path = Path(folder) / "w.zhike"
        create_demo(Silent(), path, customers=CUSTOMERS, today=TODAY)
        preferences = Preferences(Path(folder) / "window.ini")
        apply_look(preferences)
        window = MainWindow(preferences)
        GarbageRounds(window)
        desk = desk_over(path, DEMO_PASSPHRASE, preferences, today=TODAY, parent=window)
        window.open_desk(desk)
        window.resize(1280, 800)
        window.show()
        somebody = Somebody(window, desk, actions, seed)
        application.exec()
        grown = resident_mb() - somebody.before
        desk.shut_down()
    return {
        "actions": somebody.done.total(),
        "grown_mb": round(grown, 1),
        "mb": round(resident_mb(), 1),
        "done": dict(somebody.done),
        "wrong": dict(Counter(wrong)),
    }


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    found = soak(numbers[0] if numbers else 5_000, numbers[1] if numbers[1:] else 1)
    print(json.dumps(found, ensure_ascii=False, indent=1), flush=True)
    os._exit(int(bool(found["wrong"])))  # windows of Qt are not taken down one by one
