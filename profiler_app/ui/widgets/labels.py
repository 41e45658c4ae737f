"""Plain texts. Never rich text: a customer named ``<img src=...>`` must stay a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from profiler_app.ui.theme import FontRole, current


class Label(QLabel):
    """A text with a role (its font) and the token of its colour."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = "body",
        color: str = "text.primary",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role: FontRole = role
        self._color = color
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        self._dress()
        current().changed.connect(self._dress)

    def set_color(self, token: str) -> None:
        """Show the text in another colour of the theme."""
        self._color = token
        self._dress()

    def _dress(self) -> None:
        theme = current()
        self.setFont(theme.font(self._role))
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that is cut with an ellipsis; the whole text is a tool tip only when it is cut."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = "body",
        color: str = "text.primary",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, color, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(0)

    def minimumSizeHint(self) -> QSize:
        """Return room for little more than the ellipsis."""
        return QSize(current().px(24), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        """Show a text on one line."""
        super().setText(" ".join(text.split()))
        self._hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Learn whether the text fits now."""
        super().resizeEvent(event)
        self._hint()

    def changeEvent(self, event: QEvent) -> None:
        """Learn whether the text fits after a change of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._hint()

    def is_elided(self) -> bool:
        """Return whether part of the text is not shown."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)

    def _hint(self) -> None:
        self.setToolTip(as_tooltip(self.text()) if self.is_elided() else "")


class SectionHead(QWidget):
    """The line above a group of things: what it is, a note at the right, perhaps a button."""

    def __init__(
        self,
        title: str,
        note: str = "",
        *,
        role: FontRole = "heading",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, role)
        self._note = ElidedLabel(note, "caption", "text.tertiary")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self._row.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)

    def set_note(self, note: str) -> None:
        """Show another note; an empty one takes no room."""
        self._note.setText(note)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)


def as_tooltip(text: str) -> str:
    """Return a text that a tool tip shows as it is, even where it looks like markup."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<span>{escaped}</span>"


def wrapped(text: str, width: int, role: FontRole = "body", ink: str = "text.primary") -> Label:
    """Return a label of a fixed width (before scaling) that is as high as its lines need."""
    label = Label(text, role, ink, wrap=True)
    wide = current().px(width)
    label.setFixedWidth(wide)
    label.setMinimumHeight(label.heightForWidth(wide))
    return label
