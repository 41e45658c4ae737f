"""Tab goes through what is shown as one reads it, whenever and in whatever order it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QScrollArea, QSplitter, QWidget


def go_on(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop inside ``root``, round and round; False when there is none.

    Layouts are followed item by item, grids row by row, what no layout holds by its place.
    """
    focused = QApplication.focusWidget()
    way = list(_way(root, focused))
    if focused in way:
        at = way.index(focused)
        way = way[at + 1 :] + way[:at]
    target = next((each for each in (way if forward else reversed(way)) if is_stop(each)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def is_stop(widget: QWidget) -> bool:
    """Return whether Tab comes to a widget; one that has a stand-in leaves it to that."""
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and widget.isVisible()
        and widget.isEnabled()
    )


def _way(widget: QWidget, focused: QWidget | None) -> Iterator[QWidget]:
    """Yield the stops in reading order, and where the focus is, be it a stop or not."""
    if not widget.isVisible():
        return
    if widget is focused or is_stop(widget):
        yield widget
    for child in _children(widget):
        yield from _way(child, focused)


def _children(widget: QWidget) -> list[QWidget]:
    inner = [each for each in widget.children() if isinstance(each, QWidget)]
    parts = [each for each in inner if not each.isWindow()]
    if isinstance(widget, QSplitter):
        return sorted(parts, key=widget.indexOf)
    laid = _laid_out(widget.layout(), parts)
    rest = [each for each in parts if each not in laid]
    return laid + sorted(rest, key=lambda each: (each.y(), each.x()))


def _laid_out(layout: QLayout | None, parts: list[QWidget]) -> list[QWidget]:
    """Return those of the widgets a layout holds, in its order."""
    if layout is None:
        return []
    held = [(_place(layout, each), [each]) for each in parts if layout.indexOf(each) >= 0]
    for each in layout.children():
        if isinstance(each, QLayout):
            held.append((_place(layout, each), _laid_out(each, parts)))
    return [each for _at, inside in sorted(held, key=lambda pair: pair[0]) for each in inside]


def _place(layout: QLayout, part: QWidget | QLayout) -> tuple[int, int]:
    at = layout.indexOf(part)
    if isinstance(layout, QGridLayout):
        place: Any = layout.getItemPosition(at)
        return place[0], place[1]
    return 0, at


def _bring_into_sight(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
