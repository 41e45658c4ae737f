"""A veil over the window, by one key, while somebody walks past: nothing on it can be read.

Unlike locking it asks for no passphrase and closes nothing; what was being done goes on after it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.curtain import Curtain
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_GRAIN = 56
"""One point of the veil stands for so many of the window, about two lines of text."""


class Veil(QWidget):
    """What was in sight, so coarse that no word can be told; ``left`` by the button."""

    left = Signal()

    def __init__(self, seen: QPixmap) -> None:
        super().__init__()
        ratio = seen.devicePixelRatio()
        size = QSize(
            max(1, int(seen.width() / ratio) // _GRAIN),
            max(1, int(seen.height() / ratio) // _GRAIN),
        )
        # kept as a few points only: the picture itself is gone
        self._points = seen.scaled(
            size,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._points.setDevicePixelRatio(1)
        self._title, self.button = Label("", "heading"), Button(kind="primary", icon="eye")
        self.button.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("The window is veiled"))
        self.button.setText(f"{_('Show it again')}  {COMMANDS['veil'].shown_key}")

    def points(self) -> QSize:
        """Return of how many points the veil is made."""
        return self._points.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the points, as a blur, under the colour of the window."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._points)
        tint = QColor(current().color("bg.surface"))
        tint.setAlphaF(0.55)
        painter.fillRect(self.rect(), tint)


class Veiling(QObject):
    """Lays the veil over the workspace and takes it away again."""

    def __init__(self, layers: QStackedWidget, curtain: Curtain) -> None:
        super().__init__(layers)
        self._layers, self._curtain = layers, curtain
        self.veil: Veil | None = None
        self._veiled: QWidget | None = None

    def turn(self, view: QWidget | None) -> None:
        """Veil a workspace that is in sight, with its dialogs; take the veil away where it is."""
        if self.veil is not None:
            self._lift()
        elif view is not None and self._layers.currentWidget() is view:
            self._curtain.hide_over()
            self._veiled, self.veil = view, Veil(view.grab())
            self.veil.left.connect(self._lift)
            self._layers.addWidget(self.veil)
            self._layers.setCurrentWidget(self.veil)  # hides the view, and with it its keys
            self.veil.button.setFocus()

    def drop(self) -> None:
        """Forget the veil: something else comes into sight in its place."""
        veil, self.veil, self._veiled = self.veil, None, None
        if veil is not None:
            self._layers.removeWidget(veil)
            veil.deleteLater()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        if self.veil is not None:
            self.veil.retranslate()

    def _lift(self) -> None:
        view = self._veiled
        if view is not None:
            self._layers.setCurrentWidget(view)
        self.drop()
        self._curtain.open()
