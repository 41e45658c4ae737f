"""What stands in place of the table: rows to come, nobody there yet, nobody found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.first_run import FirstRun
from profiler_app.ui.pages.customers.conditions import Condition, condition_words
from profiler_app.ui.pages.customers.delegate import paint_bars
from profiler_app.ui.pages.customers.table import TICK_WIDTH
from profiler_app.ui.pages.customers.ways_out import WaysOut
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.surface import Surface
from profiler_app.ui.widgets.table import PADDING

_LATE_MS = 300


class ListStates(QWidget):
    """The table, or what stands in its place; an error stands above the old rows."""

    import_asked = Signal()
    entry_asked = Signal()
    sample_asked = Signal()
    search_dropped = Signal()
    condition_dropped = Signal(int)
    all_dropped = Signal()
    name_asked = Signal(str)
    new_asked = Signal(str)
    retry_asked = Signal()

    def __init__(self, table: QWidget) -> None:
        super().__init__()
        self._table = table
        self._waiting = _Waiting()
        self._message: QWidget | None = None
        self._band: QWidget | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(table)
        self._stack.addWidget(self._waiting)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._late.timeout.connect(lambda: self._stack.setCurrentWidget(self._waiting))

    def show_waiting(self) -> None:
        """Show rows to come, unless the list is there before one notices."""
        self._late.start()

    def show_table(self) -> None:
        """Show the table."""
        self._settle()
        self._stack.setCurrentWidget(self._table)

    def show_empty(self) -> None:
        """Say that there are no customers yet, and how to get some."""
        begin = FirstRun()
        begin.import_asked.connect(self.import_asked)
        begin.entry_asked.connect(self.entry_asked)
        begin.sample_asked.connect(self.sample_asked)
        self._show_message(begin)

    def show_nothing(
        self, search: str, conditions: Sequence[Condition], ways: WaysOut | None = None
    ) -> None:
        """Say that nobody fits, what was asked for and, once it is known, what would help."""
        sought = search.strip()
        title = _("Nothing found for “{text}”").format(text=sought) if sought else ""
        if not title and conditions:
            n = len(conditions)
            title = ngettext("No customer fits this condition",
                             "No customer fits these {n} conditions", n).format(n=n)  # fmt: skip
        state = EmptyState("search-x", title, _explanation(conditions, ways))
        for name in () if ways is None else ways.alike:
            state.add_button(name, partial(self.name_asked.emit, name), kind="link")
        if sought:
            state.add_button(_("Clear the search"), self.search_dropped.emit)
            if not any(sign.isdigit() for sign in sought):  # a phone or a number is no name
                make = _("New customer “{name}”").format(name=sought)
                state.add_button(make, partial(self.new_asked.emit, sought))
        strictest = None if ways is None else ways.strictest()
        if strictest is not None:
            words = condition_words(conditions[strictest])
            drop = _("Drop the strictest condition ({condition})").format(condition=words)
            state.add_button(drop, partial(self.condition_dropped.emit, strictest))
        if conditions:
            state.add_button(_("Clear all"), self.all_dropped.emit)
        self._show_message(state)

    def show_error(self, what: str, why: str) -> None:
        """Say above the old rows that reading failed."""
        self._settle()
        self._stack.setCurrentWidget(self._table)
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 16, 16, 16)
        band = Band("danger", what, why)
        band.add_button(_("Try again"), self.retry_asked.emit)
        column.addWidget(band)
        self._column.insertWidget(0, holder)
        self._band = holder

    def message(self) -> QWidget | None:
        """Return what stands in place of the table, if anything does."""
        return self._message

    def error(self) -> QWidget | None:
        """Return what says that reading failed, if it did."""
        return self._band

    def buttons(self) -> list[Button]:
        """Return the buttons of what stands in place of the table."""
        return [] if self._message is None else self._message.findChildren(Button)

    def _show_message(self, state: QWidget) -> None:
        self._settle()
        holder = Surface()
        column = QVBoxLayout(holder)
        column.addWidget(state)
        self._message = holder
        self._stack.addWidget(holder)
        self._stack.setCurrentWidget(holder)

    def _settle(self) -> None:
        self._late.stop()
        for old in (self._message, self._band):
            if old is not None:
                old.hide()
                old.deleteLater()
        if self._message is not None:
            self._stack.removeWidget(self._message)
        self._message = self._band = None


def _explanation(conditions: Sequence[Condition], ways: WaysOut | None) -> str:
    """Return what was asked for or, once it is known, what each condition costs."""
    if ways is None:
        return " · ".join(condition_words(each) for each in conditions)
    lines = []
    if ways.alike:
        lines.append(_("These names sound alike: {names}.").format(names=listed(ways.alike)))
    for each, n in zip(conditions, ways.without, strict=True):
        text = ngettext("Without {field} there is {n}.", "Without {field} there are {n}.", n)
        lines.append(text.format(field=condition_words(each), n=f"{n:,}"))
    if ways.unsearched:
        n = ways.unsearched
        text = ngettext("Without the search there is {n}.", "Without the search there are {n}.", n)
        lines.append(text.format(n=f"{n:,}"))
    return "\n".join(lines)


class _Waiting(QWidget):
    """Rows without content, as high as those to come."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.surface"))
        head, height = theme.size("table.header"), theme.size("row.default")
        line = theme.color("border.subtle")
        painter.fillRect(0, 0, self.width(), head, theme.color("bg.header"))
        painter.fillRect(0, head - 1, self.width(), 1, line)
        for row in range((self.height() - head) // height + 1):
            top = head + row * height
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.fillRect(0, top + height - 1, self.width(), 1, line)
            self._paint_row(painter, QRect(0, top, self.width(), height), row)

    def _paint_row(self, painter: QPainter, room: QRect, row: int) -> None:
        px = current().px
        paint_bars(painter, room.adjusted(px(TICK_WIDTH) + PADDING, 0, 0, 0), "customer", row)
        right = room.right() - PADDING
        for key, width in (("total", 92), ("total", 92), ("stage", 92)):
            cell = QRect(right - px(width), room.top(), px(width), room.height())
            paint_bars(painter, cell, key, row)
            right = cell.left() - PADDING
