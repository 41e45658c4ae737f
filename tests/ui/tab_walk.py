"""Walks a window by Tab and says what is wrong on the way."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from profiler_app.ui.reading_order import is_stop
from tests.ui.spoken_rules import where

MOST_LINKS = 60
SLACK = 4
LIT: set[tuple[type, type]] = set()
"""Kinds of widgets that were seen with and without the focus: once for each is enough."""


def findings(window: QWidget, first: QWidget) -> list[str]:
    """Go round from ``first``; return what cannot be reached, seen, or left, in words."""
    found: list[str] = []
    if not window.isActiveWindow():
        found.append("something was shown for a moment as a window of its own")
        window.activateWindow()
        QApplication.processEvents()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    at = QApplication.focusWidget()
    while at is not None and at not in seen:
        if seen and _goes_back(place(seen[-1], window), place(at, window)):
            found.append(f"against the reading order: {where(at)}")
        seen.append(at)
        kind = (type(at), type(at.parentWidget()))
        lit = None if kind in LIT else at.grab().toImage()
        if not _leave(at):
            found.append(f"no way out of: {where(at)}")
            break
        if lit is not None and at.grab().toImage() == lit:
            found.append(f"the focus cannot be seen: {where(at)}")
        LIT.add(kind)
        at = QApplication.focusWidget()
    if at is None:
        found.append(f"the focus is lost behind: {where(seen[-1]) if seen else where(first)}")
    missed = (each for each in window.findChildren(QWidget) if is_stop(each))
    return found + [f"not reached: {where(each)}" for each in missed if each not in seen]


def _leave(widget: QWidget) -> bool:
    """Press Tab until the focus is elsewhere; in a text it goes through the links first."""
    for _press in range(MOST_LINKS):
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is not widget:
            return True
    return False


def place(widget: QWidget, window: QWidget) -> QRect:
    """Return where a widget stands in the window."""
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def _goes_back(before: QRect, after: QRect) -> bool:
    """Return whether a step goes to the left without going down."""
    return after.right() < before.left() and after.top() < before.bottom() - SLACK
