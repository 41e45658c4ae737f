"""The four counts an import comes to; together they are the rows of the file."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import N_, _
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import fill_round, focus_ring

_TILES = (
    ("created", "plus", "success", N_("Created"), N_("not here yet")),
    ("updated", "pencil", "text.link", N_("Updated"), N_("known, with changes")),
    ("unchanged", "equal", "text.secondary", N_("Unchanged"), N_("the same here already")),
    ("rejected", "ban", "danger", N_("Rejected"), N_("will not be written")),
)


class _Tile(QAbstractButton):
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
        for label in (self._sign, self._count, self._title, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dress()
        current().changed.connect(self._dress)

    def make_choice(self) -> None:
        """Let it be clicked."""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, count: int, title: str, text: str) -> None:
        self._count.setText(f"{count:,}")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {count:,}")

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under_mouse = self.isCheckable() and self.underMouse()
        fill = theme.color("bg.hover" if under_mouse else "bg.surface")
        box = QRectF(self.rect())
        if self.hasFocus():
            box = focus_ring(painter, box, theme.px(8))
        fill_round(painter, box, theme.px(8), fill, theme.color("border.subtle"))
        if self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(8), theme.px(8))

    def _dress(self) -> None:
        self.setFixedHeight(current().px(64))
        pixmap = icons.pixmap(self._icon, self._color, 18, self.devicePixelRatioF())
        self._sign.setPixmap(pixmap)


class Tiles(QWidget):
    """Created, updated, unchanged and rejected rows.

    With ``choosing`` they are explained and one of them is on: ``chosen`` carries its name.
    """

    chosen = Signal(str)

    def __init__(self, *, choosing: bool = True) -> None:
        super().__init__()
        self._choosing = choosing
        self._tiles = {name: _Tile(icon, color) for name, icon, color, _title, _text in _TILES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for name, tile in self._tiles.items():
            row.addWidget(tile, 1)
            if choosing:
                tile.make_choice()
                tile.clicked.connect(lambda _on=False, name=name: self._pick(name))

    def show_counts(
        self, counts: Mapping[str, int], texts: Mapping[str, str] | None = None
    ) -> None:
        """Show the four counts; ``texts`` explain some of them better than the usual words."""
        for name, _icon, _color, title, text in _TILES:
            said = (texts or {}).get(name) or _(text)
            self._tiles[name].say(counts[name], _(title), said if self._choosing else "")

    def choose(self, name: str) -> None:
        """Turn one of them on, without a signal."""
        for each, tile in self._tiles.items():
            tile.setChecked(each == name)

    def _pick(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)


def counts_of(report: ImportReport) -> dict[str, int]:
    """Return the four counts of a report by name."""
    return {name: getattr(report, name) for name, *_rest in _TILES}
