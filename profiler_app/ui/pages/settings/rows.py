"""Panels of settings: a head, and rows with what it is at the left and the control at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline

_HEAD, _ROW, _EDGE = 44, 52, 14


class SettingsPanel(QFrame):
    """Rows under a head; lines between them reach from edge to edge."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "heading")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(_EDGE, 0, _EDGE, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addStretch()
        holder = QWidget()
        holder.setMinimumHeight(current().px(_HEAD))
        holder.setLayout(self.head)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(holder)

    def add(self, row: QWidget) -> QWidget:
        """Put a row below the others, with a line above it that goes with it."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline())
        column.addWidget(row)
        self._column.addWidget(holder)
        return holder

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = theme.color("bg.surface"), theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), 8, fill, line)


class ListPanel(SettingsPanel):
    """What the list is about, and below it rows that are shown anew as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.about = Label("", "caption", "text.secondary", wrap=True)
        self.about.setContentsMargins(_EDGE, 10, _EDGE, 12)
        self.add(self.about)
        self._rows: list[QWidget] = []

    def show_rows(self, rows: Iterable[QWidget]) -> None:
        """Show these rows in place of the earlier ones."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self.add(row) for row in rows]


class SettingRow(QWidget):
    """What can be set, a caption below it, and the control."""

    def __init__(self, control: QWidget | None = None, *, icon: str = "") -> None:
        super().__init__()
        self._icon, self._sign = icon, QLabel()
        self._title = Label()
        self._text = Label("", "caption", "text.secondary", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 8, _EDGE, 8)
        row.setSpacing(16)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._sign.setVisible(bool(icon))  # with a parent, else it flashes as a window of its own
        row.addLayout(words, 1)
        self._control = control
        if control is not None:
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._fit()
        current().changed.connect(self._fit)

    def say(self, title: str, text: str = "") -> None:
        """Show words; the control has the name of its row."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        if self._control is not None:
            self._control.setAccessibleName(title)
            self._control.setAccessibleDescription(text)

    def _fit(self) -> None:
        self.setMinimumHeight(current().px(_ROW))
        if self._icon:
            side = current().px(18)
            picture = icons.pixmap(self._icon, "text.secondary", side, self.devicePixelRatioF())
            self._sign.setPixmap(picture)
