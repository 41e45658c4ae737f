"""What lies under the bar of a card: the sheet and the rail, each with its own scroll."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _, language
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.profile.cell_row import CellRow
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.pages.profile.rail import Rail
from profiler_app.ui.pages.profile.sheet import Sheet
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.surface import Surface

_RAIL, _RAIL_NARROW = 372, 340
_WIDE_FROM = 1400


class CardFrame(QWidget):
    """Shows a card, or a word in its place. ``edited`` when a cell was left."""

    edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._card: Card | None = None
        self._today = True
        self._wide = True
        self.rail_due = False
        self.sheet, self.rail = ColumnScroll(), ColumnScroll()
        self._rail_frame = Surface(edges=Qt.Edge.LeftEdge)
        inside = QVBoxLayout(self._rail_frame)
        inside.setContentsMargins(1, 0, 0, 0)
        inside.addWidget(self.rail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sheet, 1)
        row.addWidget(self._rail_frame)

    def columns(self) -> tuple[ColumnScroll, ColumnScroll]:
        """Return the sheet and the rail."""
        return self.sheet, self.rail

    def to_top(self) -> None:
        """Scroll both back to their beginning."""
        for column in self.columns():
            column.verticalScrollBar().setValue(0)

    def is_edited(self, customer: int) -> bool:
        """Return whether a cell of a customer is being edited."""
        rows: Iterable[CellRow] = self.sheet.findChildren(CellRow)
        return any(row.editing() and row.customer == customer for row in rows)

    def show_card(self, card: Card, *, today: bool) -> None:
        """Show the sheet now and the rail a moment later: together they would hold the window."""
        self._card, self._today = card, today
        self._wide = self._has_room()
        sheet = Sheet(self._desk, card, language=language(), wide=self._wide, editable=today)
        sheet.dimensions.edited.connect(self.edited)
        sheet.dimensions.in_sight.connect(self.sheet.bring_into_sight)
        self.sheet.show_contents(sheet)
        self.rail_due = True
        QTimer.singleShot(0, self, self._show_rail)

    def _show_rail(self) -> None:
        self.rail_due = False
        if self._card is None:  # it could not be read again in the meantime
            return
        rail = Rail(
            self._desk,
            self._card,
            blocked=_why_blocked(self._card, today=self._today),
            doable=self._today,
        )
        self.rail.show_contents(rail)
        self._rail_frame.show()

    def show_instead(self, widget: QWidget) -> None:
        """Show a word in the place of the card."""
        self._card = None
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(widget)
        column.addStretch(1)
        self.sheet.setWidget(holder)
        self._rail_frame.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the rail narrow in a narrow window."""
        super().resizeEvent(event)
        wide = self._has_room()
        self._rail_frame.setFixedWidth(current().px(_RAIL if wide else _RAIL_NARROW))
        if self._card is not None and wide != self._wide:
            self.show_card(self._card, today=self._today)

    def _has_room(self) -> bool:
        return self.window().width() >= _WIDE_FROM


def _why_blocked(card: Card, *, today: bool) -> str:
    """Return why tags cannot be given or taken away now; empty when they can."""
    if not today:
        return _("An earlier day cannot be changed. Go back to today first.")
    if not card.profiling_allowed:
        return _("No tags without consent to profiling. Record the consent first.")
    return ""
