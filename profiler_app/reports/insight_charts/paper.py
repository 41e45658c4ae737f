"""Charts as pictures and on paper: always light, with title, filter, day and number on them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from profiler_app.domain.insights import Chart
from profiler_app.reports.files import replacing
from profiler_app.reports.insight_charts import Look, paint_chart
from profiler_app.reports.insight_charts.look import RIGHT, Role, write
from profiler_app.reports.palette import categorical, chart_colour, chart_steps, colour
from profiler_app.reports.sheet import drawing_application, page_font

_SIZES = {"body": (13, False), "strong": (13, True), "caption": (12, False),
          "caption.strong": (12, True)}  # fmt: skip
_PICTURE = QSize(880, 520)
_TWICE = 2
_DARK_GROUND = 0.2


class PaperLook:
    """The light look, without a window."""

    def color(self, token: str) -> QColor:
        """Return a colour of the interface."""
        return QColor(colour(token))

    def chart(self, token: str) -> QColor:
        """Return a colour of the charts."""
        return QColor(chart_colour(token))

    def chart_color(self, index: int) -> QColor:
        """Return the colour of a category."""
        return QColor(categorical(index))

    def chart_scale(self, name: str) -> list[QColor]:
        """Return the steps of a scale."""
        return [QColor(step) for step in chart_steps(name)]

    def ink_on(self, ground: QColor) -> QColor:
        """Return black on light and white on dark ground, by its luminance (WCAG 2.2)."""
        parts = (ground.redF(), ground.greenF(), ground.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        return self.color("text.primary" if light > _DARK_GROUND else "text.onAccent")

    def font(self, role: Role) -> QFont:
        """Return the font of a role."""
        return page_font(*_SIZES[role])

    def px(self, length: float) -> int:
        """Return the length itself."""
        return round(length)


PAPER: Look = PaperLook()


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands on every exported chart: the filter in words, the day, and who is counted."""

    filters: str
    as_of: str
    counted: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self.as_of, self.counted, self.filters) if part)


def paint_page(painter: QPainter, box: QRectF, chart: Chart, caption: Caption) -> None:
    """Paint a chart under its title with its caption at the foot."""
    title = QRectF(box.left(), box.top(), box.width(), 22)
    write(painter, title, chart.title, PAPER, role="strong")
    if chart.note:
        write(painter, title, chart.note, PAPER, role="caption", ink="text.secondary", align=RIGHT)
    foot = QRectF(box.left(), box.bottom() - 20, box.width(), 20)
    write(painter, foot, caption.line, PAPER, role="caption", ink="text.secondary")
    body = box.adjusted(6, 34, -6, -28)
    if chart.marks:
        paint_chart(painter, body, chart, PAPER)
    else:
        write(painter, body, chart.empty, PAPER, ink="text.secondary")


def write_picture(chart: Chart, path: Path, caption: Caption) -> None:
    """Write a chart as .png or .svg. Raises PlaceNotWritable or NoSpaceForFile."""
    application = drawing_application()
    content = _svg(chart, caption) if path.suffix.lower() == ".svg" else _png(chart, caption)
    with replacing(path) as file:
        file.write(content)
    del application


def _frame() -> QRectF:
    return QRectF(24, 20, _PICTURE.width() - 48, _PICTURE.height() - 36)


def _png(chart: Chart, caption: Caption) -> bytes:
    image = QImage(_PICTURE * _TWICE, QImage.Format.Format_RGB32)
    image.fill(PAPER.color("bg.surface"))
    painter = QPainter(image)
    painter.scale(_TWICE, _TWICE)
    paint_page(painter, _frame(), chart, caption)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def _svg(chart: Chart, caption: Caption) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(_PICTURE)
    drawing.setViewBox(QRect(0, 0, _PICTURE.width(), _PICTURE.height()))
    drawing.setTitle(chart.title)
    drawing.setDescription(caption.line)
    painter = QPainter(drawing)
    painter.fillRect(QRect(0, 0, _PICTURE.width(), _PICTURE.height()), PAPER.color("bg.surface"))
    paint_page(painter, _frame(), chart, caption)
    painter.end()
    return bytes(content.data())
