"""What a screen reader is told: every control has a name, every picture says its figures."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QAbstractSlider,
    QTextEdit,
    QPlainTextEdit,
)
DECORATION = ("Hairline", "Avatar", "_Dot")
"""Lines, and pictures beside the words that say the same."""


def nameless(root: QWidget) -> Iterator[str]:
    """Yield what can be used and says nothing to a screen reader."""
    for each in (root, *root.findChildren(QWidget)):
        if not each.isVisible() or isinstance(each, QScrollBar):
            continue
        spoken = QAccessible.queryAccessibleInterface(each)
        said = spoken.text(QAccessible.Text.Name) if spoken is not None else ""
        focusable = each.focusPolicy() != Qt.FocusPolicy.NoFocus
        if isinstance(each, CONTROLS):
            usable = focusable or isinstance(each, QAbstractButton)
            inner = isinstance(each.parentWidget(), QComboBox | QAbstractSpinBox)
            if usable and not inner and not said:
                yield f"no name: {where(each)}"
        elif focusable and not isinstance(each, QAbstractScrollArea) and not said:
            yield f"no name though it has the focus: {where(each)}"


def silent_pictures(root: QWidget) -> Iterator[str]:
    """Yield what paints itself, has no parts that speak, and does not say what it shows."""
    for each in (root, *root.findChildren(QWidget)):
        painted = getattr(type(each).paintEvent, "__module__", "").startswith("profiler_app")
        if not painted or not each.isVisible() or isinstance(each, QLabel | QAbstractButton):
            continue
        if type(each).__name__ in DECORATION:
            continue
        parts = each.findChildren(QLabel) + each.findChildren(QAbstractButton)
        if not parts and not (each.accessibleName() or each.accessibleDescription()):
            yield f"silent picture: {where(each)}"


def where(widget: QWidget) -> str:
    """Say which widget it is, and in what it is."""
    chain = []
    parent: QWidget | None = widget
    while parent is not None and len(chain) < 4:
        chain.append(type(parent).__name__)
        parent = parent.parentWidget()
    return " in ".join(chain)
