"""What a card shows while there is nothing to draw: where figures come from, what to ask first."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card, Cell
from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round, focus_ring
from profiler_app.ui.widgets.panel import Hairline

_FIRST = 3
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


class NoFigures(QWidget):
    """A dashed frame in the place of the chart, with the way to fill it."""

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        trade = card.line == "trade"
        title = _("No orders yet") if trade else _("No balances yet")
        text = _("Once they are imported, every month is shown here.")
        self._icon = "shopping-bag" if trade else "landmark"
        self._sign = QLabel()
        more = Button(_("Import…"), icon="upload", small=True)
        more.clicked.connect(lambda: desk.open_import())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 20)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._sign, 0, _MIDDLE)
        column.addWidget(Label(title), 0, _MIDDLE)
        column.addWidget(ElidedLabel(text, "caption", "text.secondary"), 0, _MIDDLE)
        column.addSpacing(4)
        column.addWidget(more, 0, _MIDDLE)
        column.addStretch(1)
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        size, ratio = current().px(24), self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(self._icon, "text.tertiary", size, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border.strong"), 1, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, theme.px(8), theme.px(8))


class FirstQuestions(QWidget):
    """The first fields to learn; ``asked`` carries the cell whose question was clicked."""

    asked = Signal(object)

    def __init__(self, cells: tuple[Cell, ...], *, editable: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        title = ngettext("Learn this first", "Learn these {n} first", len(cells))
        column.addWidget(SectionHead(title.format(n=len(cells)), role="strong"))
        for at, cell in enumerate(cells, start=1):
            question = _Question(at, cell, editable=editable and bool(cell.edits))
            question.opened.connect(lambda cell=cell: self.asked.emit(cell))
            column.addWidget(question)
            column.addWidget(Hairline())
        column.addStretch(1)


def first_questions(card: Card) -> tuple[Cell, ...]:
    """Return what to ask first, in the order of the card."""
    return tuple(cell for cell in card.missing() if cell.question)[:_FIRST]


class _Question(QWidget):
    """One question; a click, Enter or Space opens its field where it can be filled in."""

    opened = Signal()

    def __init__(self, at: int, cell: Cell, *, editable: bool) -> None:
        super().__init__()
        self._editable = editable
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(12)
        row.addWidget(Label(str(at), "strong", "text.tertiary"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        ink = "text.link" if editable else "text.primary"
        words.addWidget(Label(cell.question, "body", ink, wrap=True))
        fills = _("fills {field}").format(field=cell.label)
        words.addWidget(Label(fills, "caption", "text.tertiary"))
        row.addLayout(words, 1)
        if editable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
            self.setAccessibleName(f"{cell.question} {fills}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies under the mouse, and the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._editable and self.underMouse():
            fill_round(painter, QRectF(self.rect()), 6, current().color("bg.hover"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the field."""
        if self._editable and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the field with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
