"""A chart drawn elsewhere, shown here; it knows which of its marks lies under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import as_tooltip

_REDRAW_AFTER_MS = 80
_REACH = 3.0  # thin marks are hit this many pixels beside them, too


class ChartView(QWidget):
    """Asks for a picture with ``wanted`` (size and device ratio) and shows the one it is given.

    A picture is asked for when the size, the theme or the screen changes; until it comes the old
    one is shown scaled. ``mark_clicked`` carries the place of a mark in what was given.
    """

    wanted = Signal(QSize, float)
    mark_clicked = Signal(int)

    def __init__(self, *, height: int = 180, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._image = QImage()
        self._marks: tuple[tuple[QRectF, str], ...] = ()
        self._timer = QTimer(self, singleShot=True, interval=_REDRAW_AFTER_MS)
        self._timer.timeout.connect(self.ask)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        current().changed.connect(self._timer.start)

    def ask(self) -> None:
        """Ask for a picture for the present size."""
        self._timer.stop()
        if self.width() > 1 and self.height() > 1:
            self.wanted.emit(self.size(), self.devicePixelRatioF())

    def set_chart(
        self,
        image: QImage,
        marks: Sequence[tuple[QRectF, str]] = (),
        *,
        finding: str = "",
    ) -> None:
        """Show a picture; ``marks`` are places in it (0 to 1, from the upper left) with texts.

        ``finding`` is what the chart shows, in a sentence, for a screen reader.
        """
        self._image = image
        self._marks = tuple(marks)
        self.setAccessibleName(finding)
        self.update()

    def mark_at(self, place: QPointF) -> int | None:
        """Return the mark at a place of the widget; of several the smallest."""
        width, height = self.width(), self.height()
        hits = []
        for at, (box, _text) in enumerate(self._marks):
            scaled = QRectF(
                box.x() * width, box.y() * height, box.width() * width, box.height() * height
            )
            if scaled.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(place):
                hits.append((box.width() * box.height(), at))
        return min(hits)[1] if hits else None

    def sizeHint(self) -> QSize:
        """Return the height asked for at the start."""
        return QSize(current().px(320), current().px(self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size, soon."""
        super().resizeEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture."""
        if not self._image.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._image)

    def event(self, event: QEvent) -> bool:
        """Show the text of the mark under the mouse as a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self.mark_at(QPointF(event.pos()))
            text = "" if at is None else as_tooltip(self._marks[at][1])
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the cursor that a mark can be clicked."""
        over = self.mark_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Say which mark was clicked."""
        at = self.mark_at(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mark_clicked.emit(at)
