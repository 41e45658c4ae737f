"""The field in which one searches while typing."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.theme import current, motion_ms


class SearchField(QLineEdit):
    """Says ``searched`` shortly after the last change, never with half-composed Chinese."""

    searched = Signal(str)

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setAcceptDrops(False)  # a file dropped here is for the import
        self._composing = False
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=motion_ms("search_debounce_ms"))
        self._timer.timeout.connect(self._say)
        self._glass = self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(self)
        self._clear.triggered.connect(self._clear_and_say)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._changed)
        self.set_placeholder(placeholder)
        self._dress()
        current().changed.connect(self._dress)

    def set_placeholder(self, text: str) -> None:
        """Say what can be searched for; a screen reader says the same."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
        self._glass.setText(_("Search"))
        self._clear.setText(_("Clear the search"))

    def set_silently(self, text: str) -> None:
        """Show a text as already searched for."""
        self._said = text
        self.setText(text)
        self._timer.stop()

    def is_composing(self) -> bool:
        """Return whether the input method still holds letters that are not yet text."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait while the input method composes."""
        self._composing = bool(event.preeditString())
        if self._composing:
            self._timer.stop()
        super().inputMethodEvent(event)
        if not self._composing and self.text() != self._said:
            self._timer.start()

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if not self._composing:
            self._timer.start()

    def _say(self) -> None:
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    def _clear_and_say(self) -> None:
        self.clear()
        self._timer.stop()
        self._say()

    def _dress(self) -> None:
        self.setFont(current().font("body"))
        self._glass.setIcon(icons.icon("search", "text.tertiary"))
        self._clear.setIcon(icons.icon("x", "text.tertiary", 14))
