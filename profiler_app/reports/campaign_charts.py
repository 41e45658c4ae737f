"""Charts of a campaign: how its list was split, how it went day by day, what it did by group.

The window and the report paint them with the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from profiler_app.domain.campaign_pages import CurvePoint
from profiler_app.domain.campaign_wording import points
from profiler_app.domain.campaigns import MINUS, Effect, GroupEffect
from profiler_app.domain.text import _, pgettext
from profiler_app.reports.insight_charts.look import (
    CENTRE,
    RIGHT,
    Look,
    Role,
    block,
    line,
    text_width,
    write,
)
from profiler_app.reports.scale import ticks

_SPLIT_ROW, _BAR, _GAP = 27, 12, 10
_FOREST_ROW, _MARK = 30, 10
_BAND = 0.16
_AXIS = 20


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One row: ``kind`` is ``all``, ``out`` (left out), ``treat`` or ``control``."""

    label: str
    count: int
    kind: str


# -- the list and its groups


def split_height(rows: Sequence[SplitRow], look: Look) -> int:
    """Return the height that so many rows take."""
    return look.px(_SPLIT_ROW * len(rows) + 2 * _GAP)


def paint_split(painter: QPainter, box: QRectF, rows: Sequence[SplitRow], look: Look) -> None:
    """Paint how the list was split: everybody, who was left out and why, and the two arms."""
    if not rows:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tall = min(look.px(_SPLIT_ROW), (box.height() - look.px(_GAP)) / len(rows))
    label = max(text_width(row.label, "strong", look) for row in rows) + look.px(14)
    label = min(label, box.width() * 0.62)
    figure = max(text_width(f"{row.count:,}", "strong", look) for row in rows) + look.px(12)
    most = max(row.count for row in rows) or 1
    top, before = box.top(), ""
    for row in rows:
        if row.kind in ("treat", "control") and before in ("all", "out"):
            middle = top + look.px(_GAP) / 2
            line(painter, QPointF(box.left(), middle), QPointF(box.right(), middle),
                 look.color("border.subtle"))  # fmt: skip
            top += look.px(_GAP)
        area = QRectF(box.left(), top, box.width(), tall)
        _split_row(painter, area, row, (label, figure, row.count / most), look)
        top, before = top + tall, row.kind


def _split_row(
    painter: QPainter,
    area: QRectF,
    row: SplitRow,
    measures: tuple[float, float, float],
    look: Look,
) -> None:
    label, figure, share = measures
    out = row.kind == "out"
    role: Role = "body" if out else "strong"
    ink = "text.secondary" if out else "text.primary"
    inset = look.px(12) if out else 0
    name = QRectF(area.left() + inset, area.top(), label - inset, area.height())
    write(painter, name, row.label, look, role=role, ink=ink)
    left = area.left() + label + look.px(_GAP)
    room = area.width() - label - figure - 2 * look.px(_GAP)
    wide = max(room * share, 2.0 if row.count else 0.0)
    if wide and room > 0:
        start = left + room - wide if out else left
        bar = QRectF(start, area.center().y() - look.px(_BAR) / 2, wide, look.px(_BAR))
        block(painter, bar, _split_ink(row.kind, look), 2)
    shown = f"{MINUS}{row.count:,}" if out and row.count else f"{row.count:,}"
    spot = QRectF(area.right() - figure, area.top(), figure, area.height())
    write(painter, spot, shown, look, role=role, ink=ink, align=RIGHT)


def _split_ink(kind: str, look: Look) -> QColor:
    if kind in ("treat", "control"):
        return look.chart_color(0 if kind == "treat" else 1)
    return look.chart("muted" if kind == "all" else "reference")


# -- day by day


def paint_course(
    painter: QPainter,
    box: QRectF,
    curves: tuple[Sequence[CurvePoint], Sequence[CurvePoint]],
    window: int,
    look: Look,
) -> None:
    """Paint the rates of both arms from day to day, each with the band of its interval."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    most = max(point.high for curve in curves for point in curve)
    marks = ticks(0.0, 100 * most, 3)
    plot = _Plot(_plot_area(box, curves, marks, look), marks[-1] / 100, max(window, 1))
    _grid(painter, box, plot, marks, look)
    for arm, curve in enumerate(curves):
        _band(painter, plot, curve, look.chart_color(arm))
    for arm, curve in enumerate(curves):
        pen = QPen(look.chart_color(arm), 2)
        if arm:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([plot.place(p.day, p.rate) for p in curve]))
    _ends(painter, plot, curves, look)


@dataclass(frozen=True, slots=True)
class _Plot:
    area: QRectF
    top: float
    days: int

    def place(self, day: float, rate: float) -> QPointF:
        return QPointF(
            self.area.left() + day / self.days * self.area.width(),
            self.area.bottom() - rate / self.top * self.area.height(),
        )


def _plot_area(
    box: QRectF,
    curves: tuple[Sequence[CurvePoint], Sequence[CurvePoint]],
    marks: Sequence[float],
    look: Look,
) -> QRectF:
    left = max(text_width(_share(mark), "caption", look) for mark in marks) + look.px(8)
    names = (text_width(_end(arm, curve), "caption.strong", look)
             for arm, curve in enumerate(curves))  # fmt: skip
    right = max(names) + look.px(8)
    return box.adjusted(left, look.px(8), -right, -look.px(_AXIS))


def _share(mark: float) -> str:
    return f"{mark:g}%" if mark else "0"


def _end(arm: int, curve: Sequence[CurvePoint]) -> str:
    name = pgettext("arm", "Control") if arm else pgettext("arm", "Target")
    return f"{name} {100 * curve[-1].rate:.1f}%"


def _grid(painter: QPainter, box: QRectF, plot: _Plot, marks: Sequence[float], look: Look) -> None:
    area = plot.area
    for mark in marks:
        y = plot.place(0, mark / 100).y()
        ink = look.chart("grid" if mark else "axis")
        line(painter, QPointF(area.left(), y), QPointF(area.right(), y), ink)
        spot = QRectF(box.left(), y - 9, area.left() - box.left() - look.px(6), 18)
        write(painter, spot, _share(mark), look, role="caption", ink="text.secondary", align=RIGHT)
    for nth in range(4):
        day = round(plot.days * nth / 3)
        text = _("Start") if not day else _("day {n}").format(n=day)
        spot = QRectF(plot.place(day, 0).x() - 40, area.bottom() + 3, 80, look.px(_AXIS) - 3)
        write(painter, spot, text, look, role="caption", ink="text.secondary", align=CENTRE)


def _band(painter: QPainter, plot: _Plot, curve: Sequence[CurvePoint], ink: QColor) -> None:
    shade = QColor(ink)
    shade.setAlphaF(_BAND)
    upper = [plot.place(point.day, point.high) for point in curve]
    lower = [plot.place(point.day, point.low) for point in reversed(curve)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shade)
    painter.drawPolygon(QPolygonF([*upper, *lower]))


def _ends(
    painter: QPainter,
    plot: _Plot,
    curves: tuple[Sequence[CurvePoint], Sequence[CurvePoint]],
    look: Look,
) -> None:
    """Name the arms at the ends of their lines, apart from each other."""
    tall = look.px(18)
    ys = [plot.place(0, curve[-1].rate).y() for curve in curves]
    upper = 0 if ys[0] <= ys[1] else 1
    apart = tall - (ys[1 - upper] - ys[upper])
    if apart > 0:
        ys[upper] -= apart / 2
        ys[1 - upper] += apart / 2
    for arm, curve in enumerate(curves):
        x = plot.place(curve[-1].day, 0).x() + look.px(6)
        spot = QRectF(x, ys[arm] - tall / 2, 400, tall)
        text = _end(arm, curve)
        write(painter, spot, text, look, role="caption.strong", ink=look.chart_color(arm))


# -- by group


def forest_height(groups: int, look: Look) -> int:
    """Return the height of the chart with so many groups."""
    return look.px(_FOREST_ROW * (groups + 1) + 10 + 2 * _AXIS)


def paint_forest(
    painter: QPainter, box: QRectF, whole: Effect, groups: Sequence[GroupEffect], look: Look
) -> None:
    """Paint differences with their intervals; one that may be none at all is hollow and grey."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    effects = [whole, *(each.effect for each in groups)]
    names = [pgettext("campaign", "All"), *(each.group for each in groups)]
    label = max(text_width(name, "strong", look) for name in names) + look.px(10)
    label = min(label, box.width() * 0.34)
    figure = max(text_width(points(e.difference), "strong", look) for e in effects) + look.px(10)
    area = box.adjusted(label, 0, -figure, -2 * look.px(_AXIS))
    low = min(0.0, *(each.low for each in effects))
    high = max(0.0, *(each.high for each in effects))
    marks = ticks(100 * low, 100 * high, 4)
    _forest_axis(painter, area, marks, look)
    tall = min(look.px(_FOREST_ROW), (area.height() - look.px(10)) / len(effects))
    y = area.top() + tall / 2
    for at, (name, effect) in enumerate(zip(names, effects, strict=True)):
        if at == 1:
            middle = y - tall / 2 + look.px(5)
            line(painter, QPointF(box.left(), middle), QPointF(box.right(), middle),
                 look.color("border.subtle"))  # fmt: skip
            y += look.px(10)
        clear = effect.verdict if not at else groups[at - 1].verdict
        _forest_row(painter, QRectF(box.left(), y - tall / 2, box.width(), tall), area,
                    (name, effect, marks), look, whole=not at,
                    clear=clear in ("proved", "harmful"))  # fmt: skip
        y += tall


def _x(area: QRectF, marks: Sequence[float], share: float) -> float:
    return area.left() + (100 * share - marks[0]) / (marks[-1] - marks[0]) * area.width()


def _forest_axis(painter: QPainter, area: QRectF, marks: Sequence[float], look: Look) -> None:
    for mark in marks:
        x = _x(area, marks, mark / 100)
        ink = look.chart("grid") if mark else look.color("text.primary")
        line(painter, QPointF(x, area.top()), QPointF(x, area.bottom()), ink)
        text = f"{mark:+g}".replace("-", MINUS) if mark else "0"
        spot = QRectF(x - 30, area.bottom() + 2, 60, look.px(_AXIS) - 2)
        write(painter, spot, text, look, role="caption", ink="text.secondary", align=CENTRE)
    line(painter, area.bottomLeft(), area.bottomRight(), look.chart("axis"))
    text = _("Difference, pp (target − control)")
    spot = QRectF(area.left() - 60, area.bottom() + look.px(_AXIS), area.width() + 120,
                  look.px(_AXIS))  # fmt: skip
    write(painter, spot, text, look, role="caption", ink="text.secondary", align=CENTRE)


def _forest_row(
    painter: QPainter,
    row: QRectF,
    area: QRectF,
    what: tuple[str, Effect, Sequence[float]],
    look: Look,
    *,
    whole: bool,
    clear: bool,
) -> None:
    name, effect, marks = what
    role: Role = "strong" if whole else "body"
    spot = QRectF(row.left(), row.top(), area.left() - row.left() - look.px(10), row.height())
    write(painter, spot, name, look, role=role, align=RIGHT)
    ink = look.chart_color(0) if clear else look.color("text.tertiary")
    y = row.center().y()
    painter.setPen(QPen(ink, 2.5))
    painter.drawLine(
        QPointF(_x(area, marks, effect.low), y), QPointF(_x(area, marks, effect.high), y)
    )
    _forest_mark(painter, QPointF(_x(area, marks, effect.difference), y), ink, look, (whole, clear))
    spot = QRectF(area.right(), row.top(), row.right() - area.right(), row.height())
    tone = "text.primary" if clear else "text.secondary"
    write(painter, spot, points(effect.difference), look, role=role, ink=tone, align=RIGHT)


def _forest_mark(
    painter: QPainter, at: QPointF, ink: QColor, look: Look, how: tuple[bool, bool]
) -> None:
    whole, clear = how
    half = look.px(_MARK) / 2
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if clear else look.color("bg.surface"))
    if not whole:
        painter.drawEllipse(at, half, half)
        return
    half += 1
    corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
