"""What else there is to know about a file: one line, or all of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import fill_round


class NotesLine(QFrame):
    """Shows the number of notes and as many as fit; the others on demand."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: Sequence[str] = ()
        self._open = False
        self._sign, self._title = QLabel(), Label("", "strong")
        self._short = ElidedLabel("", "body", "text.secondary")
        self._long = Label("", "body", "text.secondary", wrap=True)
        self._turn = Button(kind="link", small=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self._title)
        head.addWidget(self._short, 1)
        head.addWidget(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 12, 4)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._long)
        self._turn.clicked.connect(lambda _on=False: self._show_all())
        self._dress()
        current().changed.connect(self._dress)

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show notes; without any the line is not there."""
        self._notes = notes
        self.setVisible(bool(notes))
        n = len(notes)
        title = ngettext("{n} note about this file", "{n} notes about this file", n)
        self._title.setText(title.format(n=n))
        self._short.setText("" if self._open else " ".join(notes))
        self._long.setText("\n".join(notes))
        self._long.setVisible(self._open)
        self._turn.setText(_("Show fewer") if self._open else _("Show all {n}").format(n=n))

    def _show_all(self) -> None:
        self._open = not self._open
        self.show_notes(self._notes)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = theme.color("bg.sunken"), theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), fill, line)

    def _dress(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("info", "text.secondary", 16, ratio))
