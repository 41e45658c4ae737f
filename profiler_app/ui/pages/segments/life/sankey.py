"""Who moved between the stages of life, painted: stages then, stages now, bands between them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from profiler_app.domain.fields import option_label, options
from profiler_app.domain.lifecycle import LifecycleView, StageMove
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round, focus_ring

_LABEL, _BAR, _GAP, _HEAD = 118, 12, 8, 24


def stage_label(stage: str) -> str:
    """Return the name of a stage of life."""
    return option_label("lifecycle", stage)


def flow_words(flow: StageMove) -> str:
    """Say who went where."""
    n = flow.customers
    people = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
    if flow.before == flow.after:
        return _("{stage}: {people} stayed").format(stage=stage_label(flow.before), people=people)
    return f"{stage_label(flow.before)} → {stage_label(flow.after)}: {people}"


class Sankey(QWidget):
    """``chosen`` carries a band (StageMove), ``opened`` the stage of now that is clicked."""

    chosen = Signal(object)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view: LifecycleView | None = None
        self._bands: list[tuple[StageMove, QPainterPath]] = []
        self._ends: list[tuple[str, QRectF, bool, int]] = []
        self.at: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        current().changed.connect(self.update)

    def show_view(self, view: LifecycleView) -> None:
        """Show other moves."""
        self._view, self.at = view, None
        moved = [flow for flow in view.flows if flow.before != flow.after]
        self.setAccessibleDescription("; ".join(flow_words(flow) for flow in moved))
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for seven stages."""
        return QSize(current().px(560), current().px(360))

    def minimumSizeHint(self) -> QSize:
        """Return room in which names can be read."""
        return QSize(current().px(420), current().px(280))

    def resizeEvent(self, event: object) -> None:
        """Place everything anew."""
        self._lay_out()

    # -- moving about

    def bands(self) -> list[StageMove]:
        """Return the bands in the order of the arrows: moves first, the largest first."""
        return [flow for flow, _path in self._bands]

    def select(self, at: int | None) -> None:
        """Choose a band."""
        self.at = at
        self.update()
        self.chosen.emit(None if at is None else self._bands[at][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the bands with the arrows."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._bands:
            now = -1 if self.at is None and step > 0 else self.at or 0
            self.select((now + step) % len(self._bands))
        elif event.key() == Qt.Key.Key_Escape and self.at is not None:
            self.select(None)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the band, or open the stage, that is clicked."""
        for stage, box, now, _n in self._ends:
            if now and box.adjusted(-4, -2, current().px(_LABEL), 2).contains(event.position()):
                self.opened.emit(stage)
                return
        at = self._band_at(event.position())
        if at is not None:
            self.select(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the mouse."""
        at = self._band_at(event.position())
        text = "" if at is None else flow_words(self._bands[at][0])
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def _band_at(self, place: QPointF) -> int | None:
        hits = [at for at, (_flow, path) in enumerate(self._bands) if path.contains(place)]
        return hits[0] if hits else None

    # -- geometry

    def _lay_out(self) -> None:
        """Place stages and bands; heights are customers."""
        self._bands, self._ends = [], []
        if self._view is None:
            return
        theme = current()
        order = [option.id for option in options("lifecycle")]
        flows = {(f.before, f.after): f for f in self._view.flows}
        total = sum(f.customers for f in self._view.flows) or 1
        room = self.height() - theme.px(_HEAD) - theme.px(_GAP) * (len(order) - 1) - 8
        scale = max(room, 10) / total
        left, right = float(theme.px(_LABEL)), float(self.width() - theme.px(_LABEL))
        starts, ends = self._column(order, left, scale, now=False), {}
        ends = self._column(order, right - theme.px(_BAR), scale, now=True)
        at_left, at_right = dict(starts), dict(ends)
        found = []
        for before in order:
            for after in order:
                flow = flows.get((before, after))
                if flow is None:
                    continue
                tall = flow.customers * scale
                path = _band(
                    left + theme.px(_BAR), at_left[before], right - theme.px(_BAR),
                    at_right[after], tall,
                )  # fmt: skip
                at_left[before] += tall
                at_right[after] += tall
                found.append((flow, path))
        self._bands = sorted(found, key=lambda b: (b[0].before == b[0].after, -b[0].customers))

    def _column(self, order: list[str], x: float, scale: float, *, now: bool) -> dict[str, float]:
        assert self._view is not None
        theme, y, tops = current(), float(current().px(_HEAD)), {}
        for stage in order:
            side = [f for f in self._view.flows if (f.after if now else f.before) == stage]
            n = sum(f.customers for f in side)
            tall = max(n * scale, 1.0)
            tops[stage] = y
            self._ends.append((stage, QRectF(x, y, theme.px(_BAR), tall), now, n))
            y += tall + theme.px(_GAP)
        return tops

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bands, stages, names and days."""
        if self._view is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        order = [option.id for option in options("lifecycle")]
        painter.setPen(Qt.PenStyle.NoPen)
        for at, (flow, path) in reversed(list(enumerate(self._bands))):
            color = QColor(theme.chart_color(order.index(flow.after)))
            faint = 0.16 if flow.before == flow.after else 0.42
            if self.at is not None:
                faint = 0.75 if at == self.at else 0.1
            color.setAlphaF(faint)
            painter.fillPath(path, color)
        painter.setFont(theme.font("caption"))
        for stage, box, now, n in self._ends:
            fill_round(painter, box, 2, theme.chart_color(order.index(stage)))
            self._name(painter, f"{stage_label(stage)} {n:,}", box, now=now)
        painter.setFont(theme.font("caption.strong"))
        painter.setPen(theme.color("text.secondary"))
        days = self._view.report.days
        head = QRectF(0, 0, self.width(), theme.px(_HEAD) - 4)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), days[0])
        painter.drawText(head, int(Qt.AlignmentFlag.AlignRight), days[-1])
        if self.hasFocus() and self.at is None:
            focus_ring(painter, QRectF(self.rect()), 4)

    def _name(self, painter: QPainter, text: str, box: QRectF, *, now: bool) -> None:
        theme = current()
        wide, tall = theme.px(_LABEL) - 8, theme.px(18)
        x = box.right() + 6 if now else box.left() - 6 - wide
        room = QRectF(x, box.center().y() - tall / 2, wide, tall)
        side = Qt.AlignmentFlag.AlignLeft if now else Qt.AlignmentFlag.AlignRight
        painter.setPen(theme.color("text.primary"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide))
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


def _band(x0: float, y0: float, x1: float, y1: float, tall: float) -> QPainterPath:
    path, middle = QPainterPath(QPointF(x0, y0)), (x0 + x1) / 2
    path.cubicTo(QPointF(middle, y0), QPointF(middle, y1), QPointF(x1, y1))
    path.lineTo(x1, y1 + tall)
    path.cubicTo(QPointF(middle, y1 + tall), QPointF(middle, y0 + tall), QPointF(x0, y0 + tall))
    path.closeSubpath()
    return path
