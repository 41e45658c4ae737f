"""A line whose text is hidden until somebody works on it: a phone number, an ID number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QLineEdit

from profiler_app.domain.text import _
from profiler_app.ui import icons
from profiler_app.ui.forms.editors import LineEditor
from profiler_app.ui.theme import current


class MaskedEditor(LineEditor):
    """What was stored is shown masked but while it has the focus or the eye is open.

    ``entry`` is always the whole text: asterisks never leave the screen. ``shown`` when the whole
    text came into sight for the first time.
    """

    shown = Signal()

    def __init__(self, mask: Callable[[str], str], hint: str = "") -> None:
        super().__init__(hint)
        self._mask = mask
        self._stored: str | None = None
        self._was_shown = False
        self._hidden = ""
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._turn)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._dress()
        current().changed.connect(self._dress)

    def entry(self) -> str:
        """Return the whole text, also while it is masked."""
        return self._hidden or self.text()

    def put(self, text: str) -> None:
        """Show a text; the one that comes first is what was stored, and is masked."""
        self._hidden = ""
        if self._stored is None:
            self._stored = text
        super().put(text)
        self._hide()
        self._dress()

    def masked(self) -> bool:
        """Return whether the text is hidden now."""
        return bool(self._hidden)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the text to work on it."""
        self._show()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide again what was not changed."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._hide()

    def _show(self) -> None:
        if self._hidden:
            text, self._hidden = self._hidden, ""
            super().put(text)
            if not self._was_shown:
                self._was_shown = True
                self.shown.emit()

    def _hide(self) -> None:
        text = self.text()
        unchanged = bool(text) and text == self._stored
        if unchanged and not self._hidden and not self.hasFocus() and not self._eye.isChecked():
            self._hidden = text
            super().put(self._mask(text))

    def _turn(self, shown: bool) -> None:
        if shown:
            self._show()
        else:
            self._hide()
        self._dress()

    def _dress(self) -> None:
        shown = self._eye.isChecked()
        self._eye.setVisible(bool(self._stored))
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye", "text.tertiary"))
        self._eye.setText(_("Hide") if shown else _("Show"))
