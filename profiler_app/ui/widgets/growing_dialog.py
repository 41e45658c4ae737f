"""A dialog that grows with the sentences in it, and stays while what it asked for is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label

_EDGE = 24


class GrowingDialog(QDialog):
    """Modal to its window and gone when closed, but never while ``busy``."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self.busy = False
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setFixedWidth(current().px(width))

    def headed(self, told: str) -> QVBoxLayout:
        """Return the column of the dialog, with its title and what it is about on top."""
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 20)
        column.setSpacing(10)
        column.addWidget(Label(self.windowTitle(), "title"))
        column.addWidget(Label(told, "body", "text.secondary", wrap=True))
        return column

    def end_with(
        self, column: QVBoxLayout, *buttons: QWidget, aside: Sequence[QWidget] = ()
    ) -> None:
        """Put buttons at the foot of the column, those ``aside`` at its left end."""
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for each in aside:
            foot.addWidget(each)
        foot.addStretch()
        for each in buttons:
            foot.addWidget(each)
        column.addSpacing(6)
        column.addLayout(foot)

    def fit_soon(self) -> None:
        """Grow with the sentences, once the parts know their sizes."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Take the height the texts need: a dialog does not ask them by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def reject(self) -> None:
        """Close, but not while the work is going on."""
        if not self.busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the fields: it goes from one to the next."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
