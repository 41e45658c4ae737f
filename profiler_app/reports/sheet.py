"""Pen and paper of printed pages: texts, rules, pills and rings in logical px, always light.

Only QtGui is needed, so a page is drawn the same way into a PDF, into a picture and on a screen.
Every method takes the top left corner of what it draws; texts stand in a line box.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPen,
)

from profiler_app.domain.profile import Tone
from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import language
from profiler_app.reports.palette import colour, tone_pill

FAMILY = "Zhike Sans SC"
FONT_FILES = ("ZhikeSansSC-Regular.otf", "ZhikeSansSC-Bold.otf")

_LINE = {11: 16, 12: 18, 13: 20, 15: 22, 20: 28, 24: 32}
_CENTRE = 0.37  # where the middle of a Chinese character stands above its baseline, in em


class Slot(NamedTuple):
    """Where a section may draw: its top left corner and its width."""

    x: float
    y: float
    width: float

    def down(self, distance: float) -> Slot:
        """Return the slot further down."""
        return Slot(self.x, self.y + distance, self.width)


def drawing_application() -> QGuiApplication:
    """Return the running Qt application, or start one that needs no display.

    Fonts cannot be measured without one. Call it on the main thread and keep the result.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    return QGuiApplication(["profiler", "-platform", "offscreen"])


@cache
def _load_fonts() -> None:
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))


@lru_cache(maxsize=32)
def page_font(px: int, bold: bool) -> QFont:
    """Return the font of pages, which holds Chinese and Latin letters."""
    _load_fonts()
    font = QFont(FAMILY)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # The font's local forms swap digits after Latin letters for glyphs a PDF cannot read back.
    font.setFeature(QFont.Tag("locl"), 0)
    return font


def text_width(words: str, *, px: int = 12, bold: bool = False) -> float:
    """Return how wide a text is."""
    return QFontMetricsF(page_font(px, bold)).horizontalAdvance(words)


def fitting(words: str, width: float, *, px: int = 12, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis when it is wider than ``width``."""
    metrics = QFontMetricsF(page_font(px, bold))
    cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width + 0.5)
    if cut == words or language() == "zh":
        return cut
    return f"{cut.removesuffix('…')}..."  # the font's ellipsis is Chinese: half way up


class Sheet:
    """What sections draw on."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        px: int = 12,
        bold: bool = False,
        ink: str = "text.primary",
        width: float | None = None,
        right: bool = False,
    ) -> float:
        """Write one line and return its width; ``right`` makes ``x`` its right edge.

        ``ink`` is a token or ``#RRGGBB``. A text wider than ``width`` is cut with an ellipsis.
        """
        shown = words if width is None else fitting(words, width, px=px, bold=bold)
        advance = text_width(shown, px=px, bold=bold)
        self.painter.setFont(page_font(px, bold))
        self.painter.setPen(_colour(ink))
        baseline = y + line_height(px) / 2 + px * _CENTRE
        self.painter.drawText(QPointF(x - advance if right else x, baseline), shown)
        return advance

    def rule(
        self,
        x: float,
        y: float,
        width: float,
        *,
        ink: str = "border.subtle",
        thick: float = 1,
        dashed: bool = False,
    ) -> None:
        """Draw a horizontal line."""
        self.line(QPointF(x, y), QPointF(x + width, y), ink=ink, thick=thick, dashed=dashed)

    def line(
        self, start: QPointF, end: QPointF, *, ink: str, thick: float = 1, dashed: bool = False
    ) -> None:
        """Draw a straight line."""
        pen = QPen(_colour(ink), thick)
        if dashed:
            pen.setDashPattern([3 / thick, 2 / thick])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.setPen(pen)
        self.painter.drawLine(start, end)

    def box(
        self,
        rect: QRectF,
        *,
        fill: str | None = None,
        border: str | None = None,
        radius: float = 0,
        dashed: bool = False,
    ) -> None:
        """Draw a rectangle, rounded and framed as asked."""
        pen = QPen(_colour(border), 1) if border else QPen(Qt.PenStyle.NoPen)
        if dashed:
            pen.setDashPattern([3, 3])
        self.painter.setPen(pen)
        self.painter.setBrush(QBrush(_colour(fill)) if fill else QBrush(Qt.BrushStyle.NoBrush))
        self.painter.drawRoundedRect(rect, radius, radius)

    def dot(self, x: float, y: float, size: float, ink: str) -> None:
        """Draw a filled circle."""
        self.box(QRectF(x, y, size, size), fill=ink, radius=size / 2)

    def pill(self, x: float, y: float, words: str, tone: Tone, *, height: float = 22) -> float:
        """Draw a word on its soft colour and return the width."""
        fill, ink = tone_pill(tone)
        width = pill_width(words)
        self.box(QRectF(x, y, width, height), fill=fill, radius=4)
        self.text(x + 8, y + height / 2 - 9, words, ink=ink)
        return width

    def ring(self, x: float, y: float, share: float) -> None:
        """Draw how full something is as a ring of 12; a full one is green."""
        circle = QRectF(x + 1, y + 1, 10, 10)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(_colour("border.strong"), 2))
        self.painter.drawEllipse(circle)
        pen = QPen(_colour("success" if share >= 1 else "accent"), 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.setPen(pen)
        self.painter.drawArc(circle, 90 * 16, -round(min(share, 1) * 360 * 16))

    def heading(self, slot: Slot, title: str, note: str = "") -> float:
        """Write the title of a section over its rule and return where its content starts."""
        room = slot.width - (text_width(note) + 12 if note else 0)
        self.text(slot.x, slot.y, title, px=13, bold=True, width=room)
        if note:
            self.text(slot.x + slot.width, slot.y + 1, note, ink="text.secondary", right=True)
        self.rule(slot.x, slot.y + 22.5, slot.width, ink="text.primary", thick=1.25)
        return slot.y + 29


def line_height(px: int) -> int:
    """Return the height of the line box of a type size."""
    return _LINE.get(px, round(px * 1.5))


def pill_width(words: str) -> float:
    """Return how wide the pill of a word is."""
    return text_width(words) + 16


def _colour(name: str) -> QColor:
    return QColor(name if name.startswith("#") else colour(name))
