"""Which saved view the list shows, whether it was changed since, and what to do about that."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.domain.views import SavedView
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.painting import dot

_NAME = 200


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.colour = 0

    def sizeHint(self) -> QSize:
        return QSize(current().px(9), current().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect())
        dot(painter, 0, room.center().y(), 7, current().chart_color(self.colour))


class ViewMark(QWidget):
    """Hidden while the list is no saved view."""

    save_asked = Signal()
    revert_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._dot, self._name = _Dot(), ElidedLabel("", "body", "text.secondary")
        self._changed = Label("", "caption", "text.tertiary")
        self.save, self.revert = Button(kind="link", small=True), Button(kind="ghost", small=True)
        self.leave = IconButton("x", "-", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._dot, self._name, self._changed, self.save, self.revert, self.leave):
            row.addWidget(part)
        self.save.clicked.connect(self.save_asked)
        self.revert.clicked.connect(self.revert_asked)
        self.leave.clicked.connect(self.left)
        self.hide()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._changed.setText(_("changed since saved"))
        self.save.setText(_("Save changes"))
        self.revert.setText(_("Undo changes"))
        self.leave.set_name(_("Leave the view"))

    def show_view(self, view: SavedView | None, *, changed: bool) -> None:
        """Name the view; offer to save or to drop its changes."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._dot.colour = view.colour
        self._dot.update()
        self._name.setText(view.name)
        width = self._name.fontMetrics().horizontalAdvance(view.name) + 4
        self._name.setFixedWidth(min(width, current().px(_NAME)))
        for part in (self._changed, self.save, self.revert):
            part.setVisible(changed)
