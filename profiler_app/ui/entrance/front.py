"""A page without navigation: a card in the middle of the window, and a line at its foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from profiler_app import __version__
from profiler_app.domain.text import _, language
from profiler_app.ui import icons, theme
from profiler_app.ui.sign import paint_sign
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round

_FOOT = 48
RADIUS = 12


class FrontCard(QFrame):
    """A rounded sheet; from ``split`` on (logical px, 0: nowhere) its right part is sunken."""

    def __init__(self, width: int, split: int = 0) -> None:
        super().__init__()
        self._width, self._split = width, split
        self._fit()
        theme.current().changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedWidth(theme.current().px(self._width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet and the line between its parts."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, line = QRectF(self.rect()), look.color("border.subtle")
        fill_round(painter, box, RADIUS, look.color("bg.surface"), line)
        if self._split:
            at = look.px(self._split)
            painter.setClipRegion(QRegion(at, 0, self.width() - at, self.height()))
            fill_round(painter, box, RADIUS, look.color("bg.sunken"), line)
            painter.fillRect(at, 1, 1, self.height() - 2, line)


class CardTitle(QWidget):
    """The sign of the product, a title and a line below it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(_Sign(), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def say(self, title: str, text: str) -> None:
        """Show other words."""
        self._title.setText(title)
        self._text.setText(text)


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        side = theme.current().px(40)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, self.rect(), "title")


class _Shield(QWidget):
    def __init__(self) -> None:
        super().__init__()
        side = theme.current().px(16)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, 0, 0, "shield-check", "success", size=self.width())


class FrontPage(QWidget):
    """Holds a card; ``language_chosen`` carries ``zh`` or ``en``."""

    language_chosen = Signal(str)

    def __init__(self, card: QWidget) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = Label("", "caption", "text.secondary")
        self._version = Label("", "caption", "text.secondary")
        self._languages = {
            key: Button(text, kind="ghost", small=True)
            for key, text in (("zh", "中文"), ("en", "English"))
        }
        for key, button in self._languages.items():
            button.clicked.connect(lambda _on=False, key=key: self.language_chosen.emit(key))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_in_the_middle(card), 1)
        column.addLayout(self._make_foot())

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 14)
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(_Shield())
        foot.addWidget(self._state)
        foot.addSpacing(8)
        foot.addWidget(self._version)
        foot.addSpacing(4)
        for button in self._languages.values():
            foot.addWidget(button)
        foot.addStretch()
        return foot

    def retranslate(self) -> None:
        """Show the foot in the current language."""
        self._state.setText(_("Only on this computer · works offline"))
        self._version.setText(_("Version {version}").format(version=__version__))
        for key, button in self._languages.items():
            button.set_kind("link" if key == language() else "ghost")


def _in_the_middle(card: QWidget) -> QScrollArea:
    """Around the card, so that large text in a small window can be scrolled."""
    holder = QWidget()
    grid = QVBoxLayout(holder)
    grid.setContentsMargins(24, 24, 24, 24)
    grid.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(holder)
    return area


def card_foot(link: QWidget, button: QWidget) -> QHBoxLayout:
    """Return the last line of a card: a link at the left, the button that goes on at the right."""
    foot = QHBoxLayout()
    foot.setSpacing(0)
    foot.addSpacing(-12)  # the words of a link begin inside it
    foot.addWidget(link)
    foot.addStretch()
    foot.addWidget(button)
    return foot
