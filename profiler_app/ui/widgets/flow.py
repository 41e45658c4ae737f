"""Things in a row that goes on in the next line, like words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from profiler_app.ui.widgets.pills import TagPill


class FlowLayout(QLayout):
    """Lays its visible items in lines; its height depends on its width."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take over an item (called by ``addWidget``)."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None past the end, which Qt asks for."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back; None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Return that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one long line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Go through the lines; return their height together."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            size.setWidth(min(size.width(), rect.width()))
            if line and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._line_gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - rect.y()


class FlowBox(QWidget):
    """A flow that is exactly as high as its lines: a box layout gives a bare one too much.

    With ``max_lines`` what does not fit is counted on a last pill ("+8"); ``more`` follows a click.
    """

    more = Signal()

    def __init__(
        self,
        *,
        gap: int = 6,
        line_gap: int = 6,
        max_lines: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._max_lines = max_lines
        self._widgets: list[QWidget] = []
        self._rest = TagPill("+0", parent=self)
        self._rest.hide()
        self._rest.clicked.connect(self.more)
        self._flow = FlowLayout(self, gap=gap, line_gap=line_gap)
        self._line_gap = line_gap
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_widgets(self, widgets: list[QWidget]) -> None:
        """Show other widgets; those before are deleted."""
        while self._flow.count():
            self._flow.takeAt(0)
        for old in self._widgets:
            old.hide()
            old.deleteLater()
        self._widgets = list(widgets)
        for widget in [*self._widgets, self._rest]:
            self._flow.addWidget(widget)
        self._fit()

    def widgets(self) -> list[QWidget]:
        """Return what was set, shown or not."""
        return list(self._widgets)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        count = len(self._widgets)
        self._show_first(count)
        while self._max_lines and count > 1 and self._lines() > self._max_lines:
            count -= 1
            self._show_first(count)
        self._flow.invalidate()
        self.setFixedHeight(self._flow.heightForWidth(max(1, self.width())))

    def _show_first(self, count: int) -> None:
        for at, widget in enumerate(self._widgets):
            widget.setVisible(at < count)
        self._rest.setText(f"+{len(self._widgets) - count}")
        self._rest.setVisible(count < len(self._widgets))

    def _lines(self) -> int:
        height = self._flow.heightForWidth(max(1, self.width()))
        line = max((widget.sizeHint().height() for widget in self._widgets), default=1)
        return (height + self._line_gap) // (line + self._line_gap)
