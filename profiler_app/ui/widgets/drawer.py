"""A sheet at the right edge, over the page: head, body with its own scroll, foot.

It keeps the focus and the keys to itself while it is open, and gives the focus back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.reading_order import go_on
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.surface import Bar, Surface

_WIDTH = 560
_LET_THROUGH = ("larger", "smaller", "normal_size", "lock")


class Drawer(QWidget):
    """``left`` on Esc, Cancel, the cross or a click beside it; ``save_asked`` on Save."""

    left = Signal()
    save_asked = Signal()

    def __init__(self, area: QWidget, title: str) -> None:
        super().__init__(area)
        self._area = area
        self._before = QApplication.focusWidget()
        self.panel = Surface(edges=Qt.Edge.LeftEdge, parent=self)
        self.panel.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.head = Bar(52, margin=24)
        self._title = ElidedLabel(title, "heading")
        self._close = IconButton("x", _("Close"))
        self._close.clicked.connect(self.left)
        self.head.row.addWidget(self._title, 1)
        self.head.row.addWidget(self._close)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot = Bar(64, edges=Qt.Edge.TopEdge, margin=24)
        self._said = Label("", "body", "danger")
        self.cancel = Button(_("Cancel"))
        self.cancel.clicked.connect(self.left)
        self.save = Button(_("Save"), kind="primary")
        self.save.setToolTip(COMMANDS["save"].hint)
        self.save.clicked.connect(self.save_asked)
        self._lay_out()
        area.installEventFilter(self)
        self._fit()

    def _lay_out(self) -> None:
        self.foot.row.addStretch(1)
        for part in (self._said, self.cancel, self.save):
            self.foot.row.addWidget(part)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.foot)

    def show_form(self, form: QWidget) -> None:
        """Show what is to be filled in."""
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(form)
        column.addStretch(1)
        self._scroll.setWidget(holder)
        self.show()
        self.raise_()

    def say(self, text: str) -> None:
        """Say what keeps the form from being saved; empty when nothing does."""
        self._said.setText(text)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll so that a widget of the form is seen."""
        self._scroll.ensureWidgetVisible(widget, 0, current().px(40))

    def leave(self) -> None:
        """Close for good and give the focus back."""
        self._area.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- keys and focus stay inside

    def event(self, event: QEvent) -> bool:
        """Keep every key from the commands of the window, but those of the whole program."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            known = [key for key in _LET_THROUGH if key in COMMANDS]
            if not any(_is_key(event, key) for key in known):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save or leave."""
        if _is_key(event, "escape"):
            self.left.emit()
        elif _is_key(event, "save") or _is_key(event, "go_on"):
            self.save_asked.emit()
        else:
            event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go round inside the sheet."""
        return go_on(self.panel, forward=next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave on a click beside the sheet."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.left.emit()

    # -- its place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window as it grows."""
        if watched is self._area and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setGeometry(self._area.rect())
        width = min(current().px(_WIDTH), self.width())
        self.panel.setGeometry(self.width() - width, 0, width, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Darken the page below."""
        QPainter(self).fillRect(self.rect(), current().color("overlay"))


def _is_key(event: QKeyEvent, command: str) -> bool:
    return QKeySequence(event.keyCombination()) in COMMANDS[command].sequences
