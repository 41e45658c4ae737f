"""The saved views in the navigation: a dot, the name, how many customers it shows now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.domain.views import SavedView
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.view_form import ViewForm
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.painting import dot, focus_ring

_DOT, _BOX = 7, 18
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PinnedView(QAbstractButton):
    """One view: a click opens it; F2 renames, Alt with an arrow moves, Del deletes it."""

    renamed = Signal()
    deleted = Signal()
    moved = Signal(int)

    def __init__(self, view: SavedView, *, narrow: bool) -> None:
        super().__init__()
        self.view = view
        self._count: int | None = None
        self._narrow = narrow
        self.setText(view.name)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """Say how many customers it shows; None: not known."""
        self._count = count
        said = "" if count is None else _customers(count)
        self.setAccessibleName(f"{self.view.name} {said}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a page of the navigation."""
        return QSize(current().px(188), current().px(32))

    def nextCheckState(self) -> None:
        """Stay as it is: it is lit while its list is shown, not because of a click."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, dot, name and count."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.isDown() or self.underMouse():
            token = "bg.pressed" if self.isChecked() or self.isDown() else "bg.hover"
            painter.setBrush(theme.color(token))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 6)
        box = theme.px(_BOX)
        left = (self.width() - box) // 2 if self._narrow else theme.px(10)
        middle = self.height() / 2
        dot(painter, left + (box - _DOT) / 2, middle, _DOT, theme.chart_color(self.view.colour))
        if not self._narrow:
            self._paint_words(painter, left + box + theme.px(10))

    def _paint_words(self, painter: QPainter, left: int) -> None:
        theme = current()
        room = self.rect().adjusted(left, 0, -theme.px(10), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._count is not None:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.tertiary"))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, f"{self._count:,}")
            taken = painter.fontMetrics().horizontalAdvance(f"{self._count:,}")
            room.adjust(0, 0, -taken - theme.px(8), 0)
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(theme.color("text.primary" if self.isChecked() else "text.secondary"))
        shown = painter.fontMetrics().elidedText(
            self.view.name, Qt.TextElideMode.ElideRight, room.width()
        )
        self.setToolTip(as_tooltip(self.view.name) if shown != self.view.name else "")
        painter.drawText(room, middle, shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, rename, move or delete by keys."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key == Qt.Key.Key_F2:
            self.renamed.emit()
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self.moved.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the view."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Rename or recolour…"), self.renamed.emit)
        menu.addAction(_("Move up"), partial(self.moved.emit, -1))
        menu.addAction(_("Move down"), partial(self.moved.emit, 1))
        menu.addSeparator()
        menu.addAction(_("Delete the view"), self.deleted.emit)
        menu.popup(event.globalPos())


class PinnedViews(QWidget):
    """All saved views under their caption; nothing at all while there are none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._narrow = False
        self._shown = 0
        self.items: list[PinnedView] = []
        self._caption = Label("", "caption", "text.tertiary")
        self._caption.setContentsMargins(10, 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._caption)
        desk.views.changed.connect(self._fill)
        desk.views.counted.connect(self._show_counts)
        desk.view_shown.connect(self._light)
        current().changed.connect(self._dress)
        self.retranslate()
        self._fill()
        desk.views.reload()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show dots only, or dots and names."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._caption.setText(_("Pinned views"))
        self._show_counts()

    def _fill(self) -> None:
        held = next((each.view.id for each in self.items if each.hasFocus()), 0)
        for item in self.items:
            self._column.removeWidget(item)
            item.hide()
            item.deleteLater()
        self.items = [self._item(view) for view in self._desk.views.views]
        for item in self.items:
            self._column.addWidget(item)
            item.show()
            if item.view.id == held:
                item.setFocus()
        self._light(self._shown)
        self._dress()

    def _item(self, view: SavedView) -> PinnedView:
        item = PinnedView(view, narrow=self._narrow)
        item.show_count(self._desk.views.counts.get(view.id))
        if self._narrow:
            item.setToolTip(as_tooltip(view.name))
        item.clicked.connect(lambda: self._desk.open_view(view.id))
        item.renamed.connect(lambda: self._rename(item))
        item.deleted.connect(lambda: self._desk.views.remove(view))
        item.moved.connect(lambda by: self._desk.views.move(view, by))
        return item

    def _rename(self, item: PinnedView) -> None:
        form = ViewForm(self._desk.views, item.view, self)
        form.show_at(item.rect().translated(item.mapToGlobal(QPoint(0, 0))))

    def _show_counts(self) -> None:
        for item in self.items:
            item.show_count(self._desk.views.counts.get(item.view.id))

    def _light(self, number: int) -> None:
        self._shown = number
        for item in self.items:
            item.setChecked(item.view.id == number)

    def _dress(self) -> None:
        self.setVisible(bool(self.items))
        self._caption.setVisible(bool(self.items) and not self._narrow)
        self._caption.setFixedHeight(current().px(32))


def _customers(count: int) -> str:
    return ngettext("{n} customer", "{n} customers", count).format(n=f"{count:,}")
