"""Rules of every page, at every size, in each language: nothing cut off, nothing over another.

A finding is a sentence that names the widget and its text, so that one knows where to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QScrollBar,
    QSplitterHandle,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from profiler_app.ui.floating import FloatingSheet
from profiler_app.ui.navigation import NavigationItem
from profiler_app.ui.widgets.labels import ElidedLabel

QWIDGETSIZE_MAX = 16_777_215
SLACK = 1
"""A pixel of rounding that nobody sees."""


def broken_rules(root: QWidget) -> list[str]:
    """Return what breaks a rule in a window that is shown, in words."""
    shown = [root, *(each for each in root.findChildren(QWidget) if each.isVisible())]
    found: list[str] = []
    for widget in shown:
        found += cut_texts(widget)
        found += overlaps(widget)
    return found


def cut_texts(widget: QWidget) -> Iterator[str]:
    """Labels and buttons that are smaller than their text; those that elide say it themselves."""
    if isinstance(widget, ElidedLabel) or widget.width() == 0:
        return
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        if widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + SLACK:
                yield f"cut below: {_name(widget)}"
        elif _missing(widget) > SLACK:
            yield f"cut by {_missing(widget)} px: {_name(widget)}"
    elif (
        isinstance(widget, QAbstractButton)
        and not _cuts_itself(widget)
        and _missing(widget) > SLACK
    ):
        yield f"cut by {_missing(widget)} px: {_name(widget)}"


def overlaps(parent: QWidget) -> Iterator[str]:
    """Children of one parent that lie over each other, and those that stand out of it."""
    if isinstance(parent, QStackedWidget):
        return
    children = [
        child
        for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow() and not _may_cover(child)
    ]
    for one, other in combinations(children, 2):
        common = one.geometry().intersected(other.geometry())
        if common.width() > SLACK and common.height() > SLACK:
            yield f"{_name(one)} over {_name(other)} by {common.width()}x{common.height()}"
    if isinstance(parent.parentWidget(), QAbstractScrollArea):
        return
    for child in children:
        beyond = _beyond(parent.rect(), child.geometry())
        if beyond > SLACK:
            yield f"{_name(child)} stands {beyond} px out of {_name(parent)}"


def _may_cover(widget: QWidget) -> bool:
    """What is meant to lie over a page, or between its parts."""
    return isinstance(widget, FloatingSheet | QScrollBar | QSplitterHandle) or bool(
        widget.property("covers")
    )


def _cuts_itself(button: QAbstractButton) -> bool:
    """Only an icon, an item of a list of pages, or held narrow on purpose: with an ellipsis."""
    if isinstance(button, QToolButton) and button.parent().inherits("QLineEdit"):
        return True
    held = button.maximumWidth() < QWIDGETSIZE_MAX
    return not button.text() or isinstance(button, NavigationItem) or held


def _missing(widget: QWidget) -> int:
    return widget.sizeHint().width() - widget.width()


def _beyond(room: QRect, box: QRect) -> int:
    return max(box.right() - room.right(), box.bottom() - room.bottom(), -box.left(), -box.top())


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    said = text() if callable(text) else ""
    parent = widget.parentWidget()
    where = type(parent).__name__ if parent is not None else "-"
    return f"{type(widget).__name__} in {where} {str(said)[:40]!r}"
