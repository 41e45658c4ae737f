"""The drawn icons (lucide, ``resources/icons``) in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from profiler_app.domain.resources import resource_path
from profiler_app.ui import theme

STROKE = "1.75"
_RATIOS = (1.0, 2.0)


def icon(name: str, color: str = "text.secondary", size: int = 16) -> QIcon:
    """Return an icon; a change of the theme needs a new one.

    ``name`` is the name of its file, ``color`` a token; disabled it has the colour of disabled
    text. Raises FileNotFoundError for an unknown name.
    """
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(pixmap(name, color, size, ratio))
        made.addPixmap(pixmap(name, "text.disabled", size, ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, color: str = "text.secondary", size: int = 16, dpr: float = 1.0) -> QPixmap:
    """Return an icon as a square picture of ``size`` device-independent pixels."""
    return _render(name, theme.current().color(color).rgba(), size, dpr)


def paint(painter: QPainter, x: float, y: float, name: str, color: str, *, size: int = 16) -> None:
    """Paint an icon with its upper left corner at (x, y)."""
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(round(x), round(y), pixmap(name, color, size, ratio))


@lru_cache(maxsize=1024)
def _render(name: str, rgba: int, size: int, dpr: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(_source(name, QColor.fromRgba(rgba).name()).encode()))
    side = round(size * dpr)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(dpr)
    return picture


def _source(name: str, color: str) -> str:
    text = _file(name).replace("currentColor", color)
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"', 1)


@lru_cache(maxsize=256)
def _file(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
