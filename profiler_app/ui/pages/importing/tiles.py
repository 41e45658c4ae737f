"""The four counts an import comes to; together they are the rows of the file."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import N_, _
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import fill_round

_TILES = (
    ("created", "plus", "success", N_("Created"), N_("not here yet")),
    ("updated", "pencil", "text.link", N_("Updated"), N_("known, with changes")),
    ("unchanged", "equal", "text.secondary", N_("Unchanged"), N_("the same here already")),
    ("rejected", "ban", "danger", N_("Rejected"), N_("will not be written")),
)


class _Tile(QFrame):
    def __init__(self, icon: str, color: str) -> None:
        super().__init__()
        self._icon, self._color = icon, color
        self._sign = QLabel()
        self._count = Label("", "metric")
        self._title = Label("", "strong")
        self._text = ElidedLabel("", "caption", "text.secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._count)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        texts.addStretch(1)
        row.addLayout(texts, 1)
        self._dress()
        current().changed.connect(self._dress)

    def say(self, count: int, title: str, text: str) -> None:
        self._count.setText(f"{count:,}")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {count:,}")

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, line = theme.color("bg.surface"), theme.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), theme.px(8), fill, line)

    def _dress(self) -> None:
        self.setFixedHeight(current().px(64))
        pixmap = icons.pixmap(self._icon, self._color, 18, self.devicePixelRatioF())
        self._sign.setPixmap(pixmap)


class Tiles(QWidget):
    """Created, updated, unchanged and rejected rows; explained before they are written."""

    def __init__(self, *, explained: bool = True) -> None:
        super().__init__()
        self._explained = explained
        self._tiles = [_Tile(icon, color) for _name, icon, color, _title, _text in _TILES]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for tile in self._tiles:
            row.addWidget(tile, 1)

    def show_report(self, report: ImportReport) -> None:
        """Show the counts of a report."""
        for tile, (name, _icon, _color, title, text) in zip(self._tiles, _TILES, strict=True):
            tile.say(getattr(report, name), _(title), _(text) if self._explained else "")
