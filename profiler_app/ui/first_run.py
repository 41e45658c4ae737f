"""An empty workspace: three ways to begin, and the keys for later."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.keycap import KeyCaps
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round

_CARD = (236, 126)
_KEYS = ("open_import", "new", "palette")


class FirstRun(QWidget):
    """Importing is what most come for: it has the frame and the focus."""

    import_asked = Signal()
    entry_asked = Signal()
    sample_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = Label(_("No customers yet"), "title")
        text = Label(
            _("Drop a table onto the window, or choose a way to begin. Data stays here."),
            "body",
            "text.secondary",
        )
        self.cards = {
            "import": Card(
                "file-spreadsheet",
                _("Import a table"),
                _("Excel or CSV; columns are matched, checked first, then saved"),
                strong=True,
            ),
            "entry": Card(
                "user-plus",
                _("Enter by hand"),
                _("Begin with the customers that matter most"),
            ),
            "sample": Card(
                "flask-conical",
                _("Look at sample data"),
                _("Fictional customers in a file of their own; removed at any time"),
            ),
        }
        self.cards["import"].clicked.connect(self.import_asked)
        self.cards["entry"].clicked.connect(self.entry_asked)
        self.cards["sample"].clicked.connect(self.sample_asked)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(5)
        for widget, gap in ((title, 6), (text, 22)):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(gap)
        column.addLayout(self._make_cards())
        column.addSpacing(20)
        column.addLayout(_make_keys())
        column.addStretch(6)

    def _make_cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for card in self.cards.values():
            row.addWidget(card)
        row.addStretch()
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Let Enter import."""
        super().showEvent(event)
        self.cards["import"].setFocus(Qt.FocusReason.OtherFocusReason)


class Card(QAbstractButton):
    """A way to begin: icon, name and what it means."""

    def __init__(self, icon: str, title: str, text: str, *, strong: bool = False) -> None:
        super().__init__()
        self._icon, self._words, self._strong = icon, text, strong
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        px = current().px
        room = QRect(0, 0, px(_CARD[0]) - px(36), 400)
        words = QFontMetrics(current().font("caption")).boundingRect(
            room, Qt.TextFlag.TextWordWrap, self._words
        )
        return QSize(px(_CARD[0]), max(px(_CARD[1]), px(80) + words.height() + px(12)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon and words."""
        look, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        lit = self.underMouse() or self.isDown()
        fill = look.color("bg.hover" if lit else "bg.surface")
        fill_round(painter, box, 8, fill, look.color("border.subtle"))
        if self._strong or self.hasFocus():
            token = "border.focus" if self.hasFocus() else "accent"
            painter.setPen(QPen(look.color(token), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        left, side = look.px(18), look.px(22)
        icon = "accent" if self._strong else "text.secondary"
        icons.paint(painter, left, look.px(18), self._icon, icon, size=side)
        painter.setFont(look.font("strong"))
        painter.setPen(look.color("text.primary"))
        width = self.width() - 2 * left
        painter.drawText(
            QRect(left, look.px(50), width, look.px(20)), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        painter.setFont(look.font("caption"))
        painter.setPen(look.color("text.secondary"))
        room = QRect(left, look.px(73), width, self.height() - look.px(73))
        painter.drawText(room, Qt.TextFlag.TextWordWrap, self._words)


def _make_keys() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch()
    for key in _KEYS:
        command = COMMANDS[key]
        row.addWidget(KeyCaps(command.keys[0]))
        row.addWidget(Label(_(command.title), "caption", "text.secondary"))
        row.addSpacing(8)
    row.addStretch()
    return row
