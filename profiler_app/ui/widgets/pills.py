"""Small coloured words: states, tags and the conditions of a filter."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from profiler_app.domain.profile import Tone
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import dot, fill_round, focus_ring, stamp

_DOT = 7
_GAP = 6
_SIGN, _SIGN_GAP = 13, 4
_MOST_WIDTHS = 5_000
_widths: dict[tuple[str, int], int] = {}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _caption_width(text: str) -> int:
    """Return how wide a text is in the small font; asked for the same words over and over."""
    font = current().font("caption")
    key = (text, font.pixelSize())
    if key not in _widths:
        if len(_widths) >= _MOST_WIDTHS:
            _widths.clear()
        _widths[key] = QFontMetrics(font).horizontalAdvance(text)
    return _widths[key]


def status_pill_width(text: str) -> int:
    """Return how wide the pill of a state is."""
    return _caption_width(text) + 2 * current().px(7)


def paint_status_pill(painter: QPainter, rect: QRect, text: str, tone: Tone) -> int:
    """Paint a state at the left of ``rect``, centred in height; return its width."""
    theme = current()
    fill, ink = theme.tone(tone)
    width, height = min(status_pill_width(text), rect.width()), theme.size("tag")
    box = QRect(rect.left(), rect.center().y() + 1 - height // 2, width, height)
    stamp(painter, box, ("state", text, fill.rgba(), ink.rgba()), _paint_state, text, fill, ink)
    return width


def _paint_state(painter: QPainter, box: QRect, text: str, fill: QColor, ink: QColor) -> None:
    fill_round(painter, QRectF(box), current().px(4), fill)
    painter.setFont(current().font("caption"))
    painter.setPen(ink)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width() - 8)
    painter.drawText(box, _CENTRE, shown)


def tag_pill_width(text: str, *, dotted: bool = True) -> int:
    """Return how wide the pill of a tag is."""
    theme = current()
    width = _caption_width(text)
    return width + theme.px(8) + theme.px(9) + (_DOT + _GAP if dotted else 0)


def paint_tag_pill(
    painter: QPainter, rect: QRect, text: str, colour: int | None, *, on: bool = False
) -> int:
    """Paint a tag at the left of ``rect``, centred in height; return its width.

    ``colour`` is the place of its group in the chart palette; None paints no dot ("+8").
    """
    theme = current()
    width = min(tag_pill_width(text, dotted=colour is not None), rect.width())
    height = theme.size("tag")
    box = QRect(rect.left(), rect.center().y() + 1 - height // 2, width, height)
    stamp(painter, box, ("tag", text, colour, on, theme.mode), _paint_tag, text, colour, on)
    return width


def _paint_tag(painter: QPainter, rect: QRect, text: str, colour: int | None, on: bool) -> None:
    theme, box = current(), QRectF(rect)
    fill = theme.color("accent.soft" if on else "bg.surface")
    border = theme.color("accent" if on else "border.strong")
    fill_round(painter, box, box.height() / 2, fill, border)
    left = box.left() + theme.px(8)
    if colour is not None:
        dot(painter, left, box.center().y(), _DOT, theme.chart_color(colour))
        left += _DOT + _GAP
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.primary" if colour is not None else "text.secondary"))
    room = QRectF(left, box.top(), box.right() - left - theme.px(8) + 2, box.height())
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, round(room.width()) + 1
    )
    painter.drawText(room, _MIDDLE, shown)


class StatusPill(QWidget):
    """The state of something, in a word and a tone, perhaps with an icon before the word."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = "neutral",
        parent: QWidget | None = None,
        *,
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, tone)
        current().changed.connect(self.updateGeometry)

    def set_state(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the size of the pill."""
        sign = current().px(_SIGN) + _SIGN_GAP if self._icon else 0
        return QSize(status_pill_width(self._text) + sign, current().size("tag"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        if not self._icon:
            paint_status_pill(painter, self.rect(), self._text, self._tone)
            return
        theme, side = current(), current().px(_SIGN)
        fill, ink = theme.tone(self._tone)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_state(painter, self.rect(), "", fill, ink)
        left = theme.px(7)
        token = "text.secondary" if self._tone == "neutral" else self._tone
        icons.paint(painter, left, (self.height() - side) / 2, self._icon, token, size=side)
        room = self.rect().adjusted(left + side + _SIGN_GAP, 0, 0, 0)
        painter.drawText(room, _MIDDLE, self._text)


class TagPill(QAbstractButton):
    """A tag one can click; ``colour`` None is the pill of what does not fit ("+8")."""

    def __init__(self, text: str, colour: int | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._colour = colour
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of the pill."""
        width = tag_pill_width(self.text(), dotted=self._colour is not None)
        return QSize(width, current().size("tag"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill; under the mouse or pressed it is lit."""
        painter = QPainter(self)
        lit = self.isChecked() or self.underMouse()
        paint_tag_pill(painter, self.rect(), self.text(), self._colour, on=lit)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(self.rect()), self.height() / 2)


class Chip(QAbstractButton):
    """One condition of a filter: a click edits it, its cross or Del removes it."""

    removed = Signal()

    def __init__(self, field: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field, self._value = field, value
        self.setAccessibleName(f"{field} {value}".strip())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for field, value and the cross."""
        theme = current()
        width = theme.px(9) + self._field_width() + theme.px(6) + self._value_width()
        return QSize(width + theme.px(6) + 14 + theme.px(7), theme.size("control.sm"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the condition."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), theme.px(6), theme.color("accent.soft"))
        painter.setPen(theme.color("accent.onSoft"))
        room = self.rect().adjusted(theme.px(9), 0, 0, 0)
        painter.setFont(theme.font("caption"))
        painter.drawText(room, _MIDDLE, self._field)
        room.adjust(self._field_width() + theme.px(6), 0, 0, 0)
        painter.setFont(current().font("caption.strong"))
        painter.drawText(room, _MIDDLE, self._value)
        top = (self.height() - 14) / 2
        icons.paint(painter, self._cross_left(), top, "x", "accent.onSoft", size=14)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the condition on Del, edit it on Enter."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove the condition when the cross is clicked."""
        on_cross = event.position().x() >= self._cross_left() - 3
        if on_cross and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def _cross_left(self) -> int:
        return self.width() - current().px(7) - 14

    def _field_width(self) -> int:
        return QFontMetrics(current().font("caption")).horizontalAdvance(self._field)

    def _value_width(self) -> int:
        return QFontMetrics(current().font("caption.strong")).horizontalAdvance(self._value)


class AddChip(QAbstractButton):
    """The dashed chip that adds a condition."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return room for the plus and the text."""
        theme = current()
        text = QFontMetrics(theme.font("caption")).horizontalAdvance(self.text())
        return QSize(2 * theme.px(9) + 14 + _GAP + text, theme.size("control.sm"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame, the plus and the text."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus():
            box = focus_ring(painter, box, theme.px(6))
        hovered = theme.color("bg.hover") if self.underMouse() else Qt.GlobalColor.transparent
        painter.setBrush(hovered)
        painter.setPen(QPen(theme.color("border.control"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        left = theme.px(9)
        icons.paint(painter, left, (self.height() - 14) / 2, "plus", "text.secondary", size=14)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(self.rect().adjusted(left + 14 + _GAP, 0, 0, 0), _MIDDLE, self.text())
