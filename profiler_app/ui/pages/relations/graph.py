"""The map itself: customers on rings around one of them, ties between them, painted here."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from profiler_app.domain.relation_map import Bond, RelatedCustomer, RelationMap
from profiler_app.domain.text import _
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.avatar import paint_avatar
from profiler_app.ui.widgets.painting import focus_ring

_NODE, _MIDDLE_NODE, _NAME = 32, 44, 112
_LABELS = (0.58, 0.5, 0.7, 0.44, 0.8, 0.36)
"""Where on a tie its label may stand, the likeliest first."""
_MARGIN, _ARROW = 84, 7
_LEAST, _MOST = 0.35, 1.6
_KEYS = {
    Qt.Key.Key_Left: math.pi,
    Qt.Key.Key_Right: 0.0,
    Qt.Key.Key_Up: -math.pi / 2,
    Qt.Key.Key_Down: math.pi / 2,
}
Places = Mapping[int, tuple[float, float]]


class RelationGraph(QWidget):
    """A click or the arrow keys ``chose`` a customer, a double click or Enter ``opened`` him."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._map: RelationMap | None = None
        self._places: Places = {}
        self._zoom, self._offset = 1.0, QPointF()
        self._fitted = True
        self._held: QPointF | None = None
        self.here = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        current().changed.connect(self.update)

    def show_map(self, found: RelationMap, places: Places) -> None:
        """Show customers at their places (a unit is a pixel before zooming)."""
        self._map, self._places = found, places
        self.here = found.customer
        self.fit()
        said = _("Map of relations: {n} customers").format(n=len(found.customers))
        self.setAccessibleName(said)

    def fit(self) -> None:
        """Show everybody."""
        self._fitted = True
        if self._places:
            xs, ys = zip(*self._places.values(), strict=True)
            margin = current().px(_MARGIN)
            wide, high = max(xs) - min(xs) + 2 * margin, max(ys) - min(ys) + 1.4 * margin
            self._zoom = min(self.width() / wide, self.height() / high, 1.25)
            self._zoom = max(self._zoom, _LEAST)
            middle = QPointF((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
            self._offset = QPointF(self.rect().center()) - middle * self._zoom
        self.update()

    def choose(self, customer: int) -> None:
        """Mark a customer of the map."""
        self.here = customer
        self.update()
        self.chosen.emit(customer)

    def place_of(self, customer: int) -> QPointF:
        """Return where a customer stands in the widget."""
        x, y = self._places[customer]
        return QPointF(x, y) * self._zoom + self._offset

    # -- mouse and keys

    def resizeEvent(self, event: object) -> None:
        """Keep everybody in sight until somebody zooms or moves the map."""
        if self._fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the mouse."""
        factor = 1.0015 ** event.angleDelta().y()
        zoom = min(max(self._zoom * factor, _LEAST), _MOST)
        at = event.position()
        self._offset = at - (at - self._offset) * (zoom / self._zoom)
        self._zoom, self._fitted = zoom, False
        self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose who is under the mouse, or take hold of the map."""
        customer = self._under(event.position())
        if customer is not None:
            self.choose(customer)
        else:
            self._held = event.position() - self._offset

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map."""
        if self._held is not None:
            self._offset, self._fitted = event.position() - self._held, False
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the map go."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open who is under the mouse."""
        customer = self._under(event.position())
        if customer is not None:
            self.opened.emit(customer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next customer in a direction; open with Enter."""
        direction = _KEYS.get(Qt.Key(event.key()))
        if direction is not None:
            self._go(direction)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._map is not None:
            self.opened.emit(self.here)
        else:
            super().keyPressEvent(event)

    def _go(self, direction: float) -> None:
        if self.here not in self._places:
            return
        x, y = self._places[self.here]
        best = None
        for customer, (left, top) in self._places.items():
            far = math.hypot(left - x, top - y)
            turn = math.cos(math.atan2(top - y, left - x) - direction)
            if customer != self.here and turn > 0.4:
                best = min(best or (math.inf, 0), (far / turn, customer))
        if best is not None:
            self.choose(best[1])

    def _under(self, at: QPointF) -> int | None:
        reach = current().px(_MIDDLE_NODE) / 2
        for customer in self._places:
            away = self.place_of(customer) - at
            if math.hypot(away.x(), away.y()) <= reach:
                return customer
        return None

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ties below, customers and names above."""
        painter, found = QPainter(self), self._map
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if found is None:
            return
        ringed = {
            (one, other)
            for ring in found.circles
            for one, other in zip(ring, [*ring[1:], ring[0]], strict=True)
        }
        for bond in found.bonds:
            self._paint_bond(painter, bond, ringed=(bond.other, bond.customer) in ringed)
        self._paint_labels(painter, found)
        in_ring = {customer for ring in found.circles for customer in ring}
        for each in found.customers:
            self._paint_customer(painter, each, ringed=each.customer in in_ring)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)

    def _paint_bond(self, painter: QPainter, bond: Bond, *, ringed: bool) -> None:
        theme = current()
        start, end = self.place_of(bond.other), self.place_of(bond.customer)
        lit = self.here in (bond.customer, bond.other)
        token = "danger" if ringed else "accent" if lit else "border.strong"
        colour = theme.color(token)
        style = Qt.PenStyle.DashLine if bond.kind == "guarantor" else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2 if ringed or lit else 1, style))
        away = end - start
        length = math.hypot(away.x(), away.y())
        if length < 1:
            return
        unit = away / length
        tip = end - unit * (theme.px(_NODE) / 2 + 4)
        painter.drawLine(start, tip)
        if bond.kind == "guarantor":  # points at whom is guaranteed for
            _arrow(painter, tip, unit, colour)

    def _paint_labels(self, painter: QPainter, found: RelationMap) -> None:
        """Paint what ties two customers, once for each two, beside those painted before."""
        painter.setFont(current().font("caption"))
        metrics = painter.fontMetrics()
        taken = [_around(self.place_of(each.customer), _NODE) for each in found.customers]
        taken += [b.translated(0, _NODE * 0.85).adjusted(-36, 0, 36, 0) for b in taken]
        words: dict[tuple[int, int], list[str]] = {}
        for bond in found.bonds:
            pair = (min(bond.customer, bond.other), max(bond.customer, bond.other))
            share = "" if bond.share is None else f" {bond.share:g}%"
            words.setdefault(pair, []).append(f"{bond.label}{share}")
        steps = {each.customer: each.step for each in found.customers}
        for (one, other), parts in words.items():
            if self.here in (one, other) or len(self._places) <= 14:
                near, far = sorted((one, other), key=lambda who: steps[who])
                text = " · ".join(parts)
                width = metrics.horizontalAdvance(text) + 8
                start, away = self.place_of(near), self.place_of(far) - self.place_of(near)
                boxes = [_around(start + away * part, width) for part in _LABELS]
                box = next((b for b in boxes if not any(map(b.intersects, taken))), boxes[0])
                taken.append(box)
                _paint_words(painter, box, text)

    def _paint_customer(self, painter: QPainter, each: RelatedCustomer, *, ringed: bool) -> None:
        theme = current()
        middle = each.step == 0
        side = theme.px(_MIDDLE_NODE if middle else _NODE)
        at = self.place_of(each.customer)
        box = QRect(round(at.x() - side / 2), round(at.y() - side / 2), side, side)
        paint_avatar(painter, box, each.initial, each.number, each.kind)
        if ringed or each.customer == self.here:
            token = "danger" if ringed and each.customer != self.here else "accent"
            painter.setPen(QPen(theme.color(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = side / 2 + 3 if each.kind == "person" else side / 4 + 3
            painter.drawRoundedRect(QRectF(box).adjusted(-3, -3, 3, 3), radius, radius)
        painter.setFont(theme.font("strong" if middle else "caption"))
        width = theme.px(_NAME)
        words = QRectF(at.x() - width / 2, box.bottom() + 4, width, 18)
        text = painter.fontMetrics().elidedText(each.name, Qt.TextElideMode.ElideMiddle, width)
        size = painter.fontMetrics().horizontalAdvance(text) + 6
        under = QRectF(at.x() - size / 2, words.top() + 1, size, 16)
        painter.fillRect(under, theme.color("bg.surface"))
        painter.setPen(theme.color("text.primary"))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)


def _around(at: QPointF, width: float) -> QRectF:
    return QRectF(at.x() - width / 2, at.y() - 9, width, 18)


def _paint_words(painter: QPainter, box: QRectF, text: str) -> None:
    theme = current()
    painter.fillRect(box, theme.color("bg.surface"))
    painter.setPen(theme.color("text.secondary"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _arrow(painter: QPainter, tip: QPointF, unit: QPointF, colour: QColor) -> None:
    side = QPointF(-unit.y(), unit.x())
    back = tip - unit * _ARROW
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([tip, back + side * (_ARROW / 2), back - side * (_ARROW / 2)]))
