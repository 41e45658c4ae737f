"""Where one is in a row of steps; steps that are done can be gone back to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.theme import FontRole, current
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.panel import Hairline

_CIRCLE = 20
_GAP = 8
_LINK = 36


class _StepButton(QAbstractButton):
    """A numbered circle and the name of the step; a done one has a check."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        current().changed.connect(self.updateGeometry)

    def show_state(self, at: int, *, open_to_clicks: bool) -> None:
        """Show whether the step is done, current or to come."""
        self._current = at
        open_here = open_to_clicks and self.is_done()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if open_here else Qt.FocusPolicy.NoFocus)
        self.setEnabled(open_here or at == self._number)
        shape = Qt.CursorShape.PointingHandCursor if open_here else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        words = _("{step}, done") if self.is_done() else "{step}"
        self.setAccessibleName(words.format(step=self.text()))
        self.updateGeometry()
        self.update()

    def is_done(self) -> bool:
        """Return whether the step lies behind."""
        return self._number < self._current

    def sizeHint(self) -> QSize:
        """Return room for circle and name."""
        theme = current()
        name = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        return QSize(theme.px(_CIRCLE + _GAP) + name + 8, theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint circle and name."""
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), theme.px(6))
        side = theme.px(_CIRCLE)
        circle = QRectF(3, (self.height() - side) / 2, side, side)
        self._paint_circle(painter, circle)
        here = self._number == self._current
        role: FontRole = "strong" if here else "body"
        painter.setFont(theme.font(role))
        lit = here or (self.is_done() and self.underMouse() and self.isEnabled())
        painter.setPen(theme.color("text.primary" if lit else "text.secondary"))
        name = QRectF(self.rect()).adjusted(circle.right() + theme.px(_GAP), 0, 0, -2)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_circle(self, painter: QPainter, circle: QRectF) -> None:
        theme = current()
        radius = circle.width() / 2
        if self.is_done():
            fill_round(painter, circle, radius, theme.color("accent.soft"))
            side = theme.px(13)
            inset = (circle.width() - side) / 2
            icons.paint(
                painter,
                circle.left() + inset,
                circle.top() + inset,
                "check",
                "accent.onSoft",
                size=side,
            )
            return
        here = self._number == self._current
        fill = theme.color("accent") if here else None
        fill_round(painter, circle, radius, fill, None if here else theme.color("border.control"))
        painter.setFont(theme.font("caption.strong" if here else "caption"))
        painter.setPen(theme.color("text.onAccent" if here else "text.secondary"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number + 1))


class Stepper(QWidget):
    """The steps in their order; ``chosen`` carries the number of a done one that was clicked."""

    chosen = Signal(int)

    def __init__(self, count: int) -> None:
        super().__init__()
        self._steps = [_StepButton(number) for number in range(count)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for number, step in enumerate(self._steps):
            if number:
                link = Hairline()
                link.setFixedWidth(_LINK)
                row.addWidget(link)
            row.addWidget(step)
            step.clicked.connect(lambda _on=False, number=number: self._choose(number))

    def set_names(self, names: Sequence[str]) -> None:
        """Name the steps."""
        for step, name in zip(self._steps, names, strict=True):
            step.setText(name)

    def show_step(self, at: int, *, open_to_clicks: bool = True) -> None:
        """Show which step is the current one."""
        for step in self._steps:
            step.show_state(at, open_to_clicks=open_to_clicks)

    def _choose(self, number: int) -> None:
        if self._steps[number].is_done():
            self.chosen.emit(number)
