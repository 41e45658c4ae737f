"""A dialog of the settings that grows with the sentences in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from profiler_app.ui.theme import current


class GrowingDialog(QDialog):
    """Modal to its window and gone when closed, but never while ``_busy``."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self._busy = False
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(current().px(width))

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self._fit)  # after the parts know their new sizes

    def _fit(self) -> None:
        """Grow with the sentences: a dialog does not ask its texts by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def reject(self) -> None:
        """Close, but not while the file is being encrypted."""
        if not self._busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the fields: it goes from one to the next."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
