"""A message at the place it is about: a note, a warning, what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.profile import Tone
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, Kind
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round

_ICONS: dict[Tone, str] = {
    "neutral": "info",
    "accent": "lightbulb",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-x",
}
_QUIET = ("neutral", "accent")
_SIGN_COLORS: dict[Tone, str] = {
    "neutral": "text.secondary",
    "accent": "text.link",
    "danger": "danger",
}
_EDGE = 3


class Band(QFrame):
    """A fact in bold and a sentence below; an error has its buttons below, others at the right."""

    def __init__(
        self, tone: Tone, title: str, text: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone: Tone = tone
        self._sign = QLabel()
        self._row = QHBoxLayout(self)
        self._title = Label(title, "strong", wrap=True)
        self._text = Label(text, "body", "text.secondary", wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._lay_out()
        self.set_message(title, text)
        self._dress()
        current().changed.connect(self._dress)

    def set_message(self, title: str, text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        beside = Qt.AlignmentFlag.AlignTop if text else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._sign, beside)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_tone(self, tone: Tone) -> None:
        """Change how serious it is."""
        self._tone = tone
        self._dress()

    def add_button(
        self, text: str, action: Callable[[], object], *, kind: Kind = "secondary"
    ) -> Button:
        """Add a small button behind those there are."""
        button = Button(text, kind=kind, small=True)
        button.clicked.connect(lambda _on=False: action())
        self._buttons.addWidget(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box; an error has a strong left edge."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._tone == "danger":
            edge = QPainterPath()
            edge.addRoundedRect(box, 8, 8)
            painter.setClipPath(edge)
            fill_round(painter, box, 8, theme.color("bg.surface"), theme.color("border.subtle"))
            painter.fillRect(QRectF(0, 0, _EDGE, box.height()), theme.color("danger"))
        elif self._tone in _QUIET:
            fill_round(painter, box, 8, theme.color("bg.sunken"), theme.color("border.subtle"))
        else:
            fill_round(painter, box, 8, theme.tone(self._tone)[0])

    def _lay_out(self) -> None:
        row = self._row
        row.setContentsMargins(14, 9, 12, 9)
        row.setSpacing(10)
        row.addWidget(self._sign)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        row.addLayout(texts, 1)
        if self._tone == "danger":
            texts.addLayout(self._buttons)
            self._buttons.setContentsMargins(0, 6, 0, 0)
            self._buttons.setDirection(QBoxLayout.Direction.LeftToRight)
            self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeft)
        else:
            row.addLayout(self._buttons)

    def _dress(self) -> None:
        color = _SIGN_COLORS.get(self._tone, f"{self._tone}.onSoft")
        plain = self._tone in _SIGN_COLORS
        self._sign.setPixmap(icons.pixmap(_ICONS[self._tone], color, 18, self.devicePixelRatioF()))
        self._title.set_color("text.primary" if plain else color)
        self._text.set_color("text.secondary" if plain else color)
        self.update()
