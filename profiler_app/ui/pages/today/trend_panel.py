"""Valuable customers at risk over the last twelve weeks, as a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.domain.today import Trend
from profiler_app.reports.scale import ticks
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Panel

_HEIGHT = 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 40, 8, 20
_INK = 1  # of the categorical colours: that of warnings in charts


class TrendPanel(Panel):
    """``wanted`` asks to work out the weeks that are missing."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("·")
        self._now, self._change = Label("", "metric"), ElidedLabel("", "caption", "text.secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._now)
        row.addWidget(self._change, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        self._none = Label("", "body", "text.secondary", wrap=True)
        self.line = TrendLine()
        self.back = Button(kind="link", small=True)
        self.back.clicked.connect(lambda _on=False: self.wanted.emit())
        self._afterwards = Label("", "caption", "text.tertiary", wrap=True)
        for widget in (self._none, self.line, self._afterwards, self.back):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._trend = Trend()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("High value at risk"))
        self.head.set_note(_("12 weeks"))
        self._none.setText(_("One week is known so far: the line begins with the second."))
        self.back.setText(_("Work out the earlier weeks"))
        self.back.setToolTip(_("From what is dated up to then; nothing in the data changes"))
        self.show_trend(self._trend)

    def show_trend(self, trend: Trend, *, computed: bool = True) -> None:
        """Show a line; without a second point say why there is none."""
        self._trend = trend
        points = trend.points
        self._now.setText(f"{points[-1][1]:,}" if points else "—")
        self._change.setText(_told(trend))
        self._none.setVisible(len(points) == 1)
        self.line.setVisible(len(points) > 1)
        self.line.show_points(points)
        self._afterwards.setText(_afterwards(trend.afterwards))
        self._afterwards.setVisible(bool(trend.afterwards))
        self.back.setVisible(computed and bool(points) and trend.gaps)


class TrendLine(QWidget):
    """Paints counts over days, with a few lines to read them by."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[tuple[date, int]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room of the chart."""
        return QSize(current().px(220), current().px(_HEIGHT))

    def show_points(self, points: Sequence[tuple[date, int]]) -> None:
        """Show other counts."""
        self._points = points
        said = _("{day}: {n}")
        self.setAccessibleName(
            "，".join(said.format(day=day.isoformat(), n=f"{n:,}") for day, n in points)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines to read by, the days, the counts."""
        if len(self._points) < 2:
            return
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        area = QRectF(self.rect()).adjusted(
            theme.px(_LEFT), theme.px(_TOP), -theme.px(_RIGHT), -theme.px(_BOTTOM)
        )
        marks = ticks(0, max(1, *(n for _day, n in self._points)), whole=True)
        for mark in marks:
            y = area.bottom() - area.height() * mark / marks[-1]
            painter.setPen(theme.chart("grid"))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("text.secondary"))
            place = QRectF(0, y - theme.px(9), theme.px(_LEFT - 6), theme.px(18))
            painter.drawText(place, _MIDDLE_RIGHT, f"{mark:,.0f}")
        spots = self._spots(area, marks[-1])
        self._paint_days(painter, area)
        pen = QPen(theme.chart_color(_INK), theme.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(spots)
        painter.setBrush(theme.chart_color(_INK))
        painter.drawEllipse(spots[-1], theme.px(2.5), theme.px(2.5))
        painter.setPen(theme.color("text.primary"))
        end = QRectF(spots[-1].x() + theme.px(7), spots[-1].y() - theme.px(9), 60, theme.px(18))
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, f"{self._points[-1][1]:,}")

    def _spots(self, area: QRectF, top: float) -> list[QPointF]:
        first, last = self._points[0][0], self._points[-1][0]
        whole = max(1, (last - first).days)
        return [
            QPointF(
                area.left() + area.width() * (day - first).days / whole,
                area.bottom() - area.height() * n / top,
            )
            for day, n in self._points
        ]

    def _paint_days(self, painter: QPainter, area: QRectF) -> None:
        theme = current()
        painter.setPen(theme.color("text.secondary"))
        under = QRectF(area.left() - theme.px(20), area.bottom() + theme.px(2), area.width(), 0)
        under.setHeight(theme.px(18))
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, f"{self._points[0][0]:%m-%d}")
        under.moveLeft(area.left() + theme.px(20))
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, f"{self._points[-1][0]:%m-%d}")


_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _told(trend: Trend) -> str:
    found = trend.change()
    if found is None:
        return ""
    day, n = f"{found[0]:%m-%d}", abs(found[1])
    if not n:
        return _("as many as on {day}").format(day=day)
    if found[1] > 0:
        return ngettext("{n} more than on {day}", "{n} more than on {day}", n).format(
            n=f"{n:,}", day=day
        )
    return ngettext("{n} fewer than on {day}", "{n} fewer than on {day}", n).format(
        n=f"{n:,}", day=day
    )


def _afterwards(weeks: int) -> str:
    told = ngettext(
        "{n} week was worked out afterwards, by rules alone, without forecasts of that time.",
        "{n} weeks were worked out afterwards, by rules alone, without forecasts of that time.",
        weeks,
    )
    return told.format(n=weeks)
