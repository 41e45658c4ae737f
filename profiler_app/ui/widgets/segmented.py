"""A choice of two to five words, all in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.painting import fill_round, focus_ring

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Segmented(QWidget):
    """One of the options is on; ``chosen`` carries its key when the user changes it."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._small = small
        self._key = ""
        self._segments: dict[str, _Segment] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options, or the same in another language; the choice stays if it can."""
        before = self.key()
        for segment in self._segments.values():
            self._row.removeWidget(segment)
            segment.deleteLater()
        self._segments = {key: _Segment(label, self._small, self) for key, label in options}
        for key, segment in self._segments.items():
            self._row.addWidget(segment)
            segment.clicked.connect(lambda _on=False, key=key: self._pick(key))
        if self._segments:
            self.choose(before if before in self._segments else next(iter(self._segments)))

    def key(self) -> str:
        """Return the key of the option that is on; empty without options."""
        return self._key

    def choose(self, key: str) -> None:
        """Turn an option on without a signal."""
        self._key = key
        for other, segment in self._segments.items():
            segment.setChecked(other == key)
            policy = Qt.FocusPolicy.TabFocus if other == key else Qt.FocusPolicy.NoFocus
            segment.setFocusPolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._segments:
            super().keyPressEvent(event)
            return
        keys = list(self._segments)
        at = keys.index(self.key()) + step
        self._pick(keys[max(0, min(at, len(keys) - 1))])
        self._segments[self.key()].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), 7, current().color("neutral.soft"))

    def _pick(self, key: str) -> None:
        before, self._key = self._key, key
        self.choose(key)
        if key != before:
            self.chosen.emit(key)


class _Segment(QAbstractButton):
    def __init__(self, text: str, small: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._small = small
        self.setText(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = current()
        text = QFontMetrics(theme.font(self._role(True))).horizontalAdvance(self.text())
        height = theme.size("control.sm") - 4 if self._small else theme.size("control") - 6
        return QSize(text + 2 * theme.px(10 if self._small else 13), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the whole."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, on = QRectF(self.rect()), self.isChecked()
        if self.hasFocus():
            box = focus_ring(painter, box, 5)
        if on:
            border = theme.color("border.subtle")
            fill_round(painter, box, 5, theme.color("bg.segment.on"), border)
        painter.setFont(theme.font(self._role(on)))
        lit = on or self.underMouse()
        painter.setPen(theme.color("text.primary" if lit else "text.secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _role(self, on: bool) -> FontRole:
        if self._small:
            return "caption.strong" if on else "caption"
        return "strong" if on else "body"
