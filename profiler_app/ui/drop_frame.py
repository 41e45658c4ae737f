"""The frame that invites a dragged file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons, theme

_INSET = 12
IMPORTED = (
    *(".csv", ".tsv", ".txt", ".tab", ".gz"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".html", ".htm", ".xml"),
    *(".sqlite", ".sqlite3", ".db", ".vcf"),
)
"""The endings of files that can be dropped."""


class DropFrame(QWidget):
    """Covers the window while a file is dragged over it; events go through to the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._what = ""
        self._covered = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def invite(self, names: Sequence[str]) -> None:
        """Show that these files can be dropped here."""
        many = ngettext("{n} file", "{n} files", len(names)).format(n=len(names))
        self._what = names[0] if len(names) == 1 else many
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a veil, a dashed frame, the name and what will happen."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(look.color("bg.surface"))
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.setPen(QPen(look.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 12, 12)
        self._paint_words(painter, look)

    def _paint_words(self, painter: QPainter, look: theme.Theme) -> None:
        middle, side = self.rect().center(), look.px(32)
        icons.paint(
            painter, middle.x() - side / 2, middle.y() - look.px(56), "upload", "accent", size=side
        )
        line = QRect(0, middle.y() - look.px(12), self.width(), look.px(24))
        painter.setFont(look.font("heading"))
        painter.setPen(look.color("text.primary"))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._what)
        painter.setFont(look.font("body"))
        painter.setPen(look.color("text.secondary"))
        text = _("It is checked first; nothing is written before you confirm.")
        painter.drawText(line.translated(0, look.px(26)), Qt.AlignmentFlag.AlignCenter, text)
