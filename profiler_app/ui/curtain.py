"""What lies over the window while its workspace is locked: nothing of it may stay in sight."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from profiler_app.ui.clipboard import forget_copied


class Curtain:
    """Hides popups and dialogs of a window, empties the clipboard, and brings back what it may.

    Popups are closed for good; dialogs with what was typed in them come back, and so does the
    focus.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._hidden: list[QDialog] = []
        self._focus: QWidget | None = None

    def close(self) -> None:
        """Hide everything; also what was copied from here and lies in the clipboard."""
        forget_copied()
        self.hide_over()

    def hide_over(self) -> None:
        """Hide what lies over the window."""
        self._focus = self._window.focusWidget()
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                widget.hide()
                self._hidden.append(widget)
            elif widget.windowType() == Qt.WindowType.Popup:
                widget.close()

    def open(self) -> None:
        """Bring dialogs and focus back."""
        dialogs, self._hidden = self._hidden, []
        for dialog in dialogs:
            dialog.show()
        focus, self._focus = self._focus, None
        if focus is not None and shiboken6.isValid(focus) and not dialogs:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Let open dialogs speak the current language; what was made in another one closes."""
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            speak = getattr(widget, "retranslate", None)
            if speak is not None:
                speak()
            elif widget.windowType() == Qt.WindowType.Popup:
                widget.close()
