"""The parts of the window F6 walks through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


def go_to_next(regions: Sequence[QWidget], step: int) -> None:
    """Give the focus to the first thing in the next region that takes it."""
    focused = QGuiApplication.focusObject()
    at = next(
        (i for i, r in enumerate(regions) if isinstance(focused, QWidget) and _in(focused, r)), 0
    )
    for offset in range(1, len(regions) + 1):
        if _focus_first(regions[(at + step * offset) % len(regions)]):
            return


def _in(widget: QWidget, region: QWidget) -> bool:
    return widget is region or region.isAncestorOf(widget)


def _focus_first(region: QWidget) -> bool:
    candidates: list[QObject] = [region, *region.findChildren(QWidget)]
    for widget in candidates:
        if (
            isinstance(widget, QWidget)
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
