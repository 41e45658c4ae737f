"""Naming a view: its name, its colour, Save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.domain.views import MOST_VIEWS, SavedView
from profiler_app.ui.saved_views import SavedViews
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import dot, focus_ring
from profiler_app.ui.widgets.saving_popover import SavingPopover

_WIDTH, _LONGEST = 276, 40
_COLOURS = 8
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ColourRow(QWidget):
    """The eight colours of the palette, one of them chosen."""

    def __init__(self, chosen: int) -> None:
        super().__init__()
        self.chosen = chosen
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._dots = [_ColourDot(at) for at in range(_COLOURS)]
        for each in self._dots:
            row.addWidget(each)
            each.clicked.connect(lambda _on=False, at=each.place: self.choose(at))
            each.stepped.connect(lambda by, at=each.place: self._step(at, by))
        row.addStretch(1)
        self.choose(chosen)

    def choose(self, place: int) -> None:
        """Choose a colour."""
        self.chosen = place
        for each in self._dots:
            each.setChecked(each.place == place)

    def _step(self, at: int, by: int) -> None:
        to = (at + by) % _COLOURS
        self.choose(to)
        self._dots[to].setFocus()


class _ColourDot(QAbstractButton):
    stepped = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Colour {n}").format(n=place + 1))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(26), current().px(26))

    def nextCheckState(self) -> None:
        """Only the row chooses."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus():
            focus_ring(painter, box, theme.px(6))
        size = theme.px(12)
        colour = theme.chart_color(self.place)
        dot(painter, (self.width() - size) / 2, self.height() / 2, size, colour)
        if self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.color("text.primary"))
            half = size / 2 + 3
            painter.drawEllipse(QRectF(self.width() / 2 - half, self.height() / 2 - half,
                                       2 * half, 2 * half))  # fmt: skip


class ViewForm(SavingPopover):
    """Saves ``view`` under the name and colour typed here; ``saved`` gets its id."""

    def __init__(
        self,
        views: SavedViews,
        view: SavedView,
        parent: QWidget,
        saved: Callable[[int], None] | None = None,
    ) -> None:
        title = _("Name and colour") if view.id else _("Save this list as a view")
        super().__init__(title, _("Save the view"), parent, width=_WIDTH)
        self._views, self._view, self._saved = views, view, saved
        self.name = QLineEdit(view.name)
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(_("Name of the view"))
        self.name.setAccessibleName(_("Name of the view"))
        self.colours = ColourRow(view.colour)
        self.add_fields(self.name, self.colours)
        self.name.textChanged.connect(lambda _text: self._judge())
        self.name.returnPressed.connect(self.save.click)
        self._judge()
        self.name.setFocus()
        self.name.selectAll()

    def _judge(self) -> None:
        name = self.name.text().strip()
        taken = any(each.name == name for each in self._views.views if each.id != self._view.id)
        full = self._views.full and not self._view.id
        hint = "" if self._view.id else _("Filters, columns and order are kept.")
        if full:
            most = ngettext("At most {n} view.", "At most {n} views.", MOST_VIEWS)
            hint = f"{most.format(n=MOST_VIEWS)} {_('Delete one first.')}"
        elif taken:
            hint = _("There is a view of this name.")
        self.hint.setText(hint)
        self.save.setEnabled(bool(name) and not taken and not full)

    def finish(self) -> None:
        """Save the view."""
        view = replace(self._view, name=self.name.text().strip(), colour=self.colours.chosen)
        self._views.save(view, self._saved)
        self.close()
