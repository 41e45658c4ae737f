"""The bars around the list: title and actions, search and filters, what was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from profiler_app.domain.listing import Found
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.pages.customers.conditions import Condition, field_words, value_words
from profiler_app.ui.pages.customers.view_mark import ViewMark
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.flow import FlowLayout
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.pills import AddChip, Chip
from profiler_app.ui.widgets.search_field import SearchField
from profiler_app.ui.widgets.surface import Bar

_SEARCH, _SEARCH_NARROW = 236, 196
_NARROW_UNDER = 1400


class PageBar(Bar):
    """Title, how many customers there are, the saved view, and what can be done with all."""

    def __init__(self) -> None:
        super().__init__(52)
        self._title = Label("", "title")
        self._count = Label("", "body", "text.secondary")
        self.mark = ViewMark()
        self.print = IconButton("printer", "-", kind="secondary")
        self.import_ = Button(icon="upload")
        self.export = Button(icon="download")
        self.new = Button(kind="primary", icon="plus")
        for left in (self._title, self._count, self.mark):
            self.row.addWidget(left)
        self.row.addStretch(1)
        for right in (self.print, self.import_, self.export, self.new):
            self.row.addWidget(right)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._title.setText(_("Customers"))
        self.mark.retranslate()
        self.print.set_name(COMMANDS["print_list"].hint)
        self.export.setText(_("Export"))
        self.export.setToolTip(COMMANDS["export_list"].hint)
        self.import_.setText(_("Import"))
        self.new.setText(_("New customer"))
        self.new.setToolTip(COMMANDS["new"].hint)

    def show_total(self, total: int) -> None:
        """Show how many customers there are."""
        self._count.setText(f"{total:,}")

    def show_found(self, n: int) -> None:
        """Let a list be taken out only where there is one."""
        self.print.setEnabled(bool(n))
        self.export.setEnabled(bool(n))


class ListSearch(SearchField):
    """A search field whose arrows and Enter work on the list below."""

    stepped = Signal(int)
    entered = Signal()

    def type_on(self, text: str) -> None:
        """Take the focus and a text typed elsewhere."""
        self.setFocus()
        self.end(False)
        self.insert(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, open its current row, or type; the input method comes first."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if self.is_composing():
            super().keyPressEvent(event)
        elif step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ChipRow(QWidget):
    """The conditions of the filter as chips, and the chip that adds one."""

    edited = Signal(int, QRect)
    removed = Signal(int)
    added = Signal(QRect)

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[Chip] = []
        self.add = AddChip("")
        self.clear = Button(kind="ghost", small=True)
        self._flow = FlowLayout(self, gap=8, line_gap=6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add.clicked.connect(lambda: self.added.emit(_on_screen(self.add)))
        self.show_conditions(())

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show these conditions."""
        while self._flow.count():
            self._flow.takeAt(0)
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(at, each) for at, each in enumerate(conditions)]
        self.add.setText(_("Filter"))
        self.clear.setText(_("Clear all"))
        for widget in (*self._chips, self.add, self.clear):
            self._flow.addWidget(widget)
            widget.setVisible(True)
        self.clear.setVisible(len(self._chips) > 1)
        self._fit()

    def stops(self) -> list[QWidget]:
        """Return what the Tab key stops at, in order."""
        return [*self._chips, self.add, self.clear]

    def focus_on(self, at: int) -> None:
        """Give the focus to a chip; past the last one, to the chip that adds."""
        (self._chips[at] if at < len(self._chips) else self.add).setFocus()

    def place_of(self, at: int) -> QRect:
        """Return where a chip is on the screen; past the last one, the chip that adds."""
        return _on_screen(self._chips[at] if at < len(self._chips) else self.add)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _chip(self, at: int, condition: Condition) -> Chip:
        chip = Chip(field_words(condition), value_words(condition), self)
        chip.clicked.connect(lambda: self.edited.emit(at, _on_screen(chip)))
        chip.removed.connect(lambda: self.removed.emit(at))
        return chip

    def _fit(self) -> None:
        self._flow.invalidate()
        self.setFixedHeight(self._flow.heightForWidth(max(1, self.width())))


class FilterBar(Bar):
    """Search, conditions and the button of the side panel; grows with the lines of chips."""

    def __init__(self) -> None:
        super().__init__(48, spacing=12)
        self.search = ListSearch()
        self.chips = ChipRow()
        self.sort = Button(kind="ghost", icon="arrow-down-narrow-wide")
        self.columns = Button(kind="ghost", icon="columns-3")
        self.bookmark = IconButton("bookmark", "-")
        self.segment = IconButton("chart-pie", "-")
        self.panel = IconButton("panel-right", "-")
        self.panel.setCheckable(True)
        self.row.addWidget(self.search)
        self.row.addWidget(self.chips, 1)
        right = QHBoxLayout()
        right.setSpacing(2)
        for widget in self._right():
            right.addWidget(widget)
        self.row.addLayout(right)
        self.row.setAlignment(self.search, Qt.AlignmentFlag.AlignVCenter)
        self.row.setAlignment(right, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(0)

    def _right(self) -> list[Button]:
        return [self.sort, self.columns, self.bookmark, self.segment, self.panel]

    def retranslate(self) -> None:
        """Show every text in the current language, except the chips."""
        self.search.set_placeholder(_("Search customers"))
        self.columns.setText(_("Columns"))
        self.bookmark.set_name(_("Save this list as a view"))
        self.segment.set_name(_("New segment from these filters"))
        self.panel.set_name(_("Side panel"))

    def show_order(self, title: str, *, descending: bool) -> None:
        """Say what the list is sorted by."""
        self.sort.setText(title)
        self.sort.setAccessibleName(_("Sorted by {column}").format(column=title))
        self.sort.set_icon("arrow-down-narrow-wide" if descending else "arrow-up-narrow-wide")

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        """Show conditions as chips."""
        self.chips.show_conditions(conditions)
        self.segment.setVisible(bool(conditions))

    def fit(self, window_width: int) -> None:
        """Take the widths that suit the window."""
        width = _SEARCH if window_width >= _NARROW_UNDER else _SEARCH_NARROW
        self.search.setFixedWidth(current().px(width))
        least = current().px(48)
        self.setFixedHeight(max(least, self.chips.height() + current().px(20)))

    def sizeHint(self) -> QSize:
        """Return the height of the lines of chips."""
        return QSize(super().sizeHint().width(), self.height())


class StatusBar(Bar):
    """How many customers match, what can be searched for, how long it took."""

    def __init__(self) -> None:
        super().__init__(28, edges=Qt.Edge.TopEdge, token="bg.window", spacing=16)
        self._matches = Label("", "caption", "text.secondary")
        self._hint = ElidedLabel("", "caption", "text.tertiary")
        self._time = Label("", "caption", "text.tertiary")
        self.row.addWidget(self._matches)
        self.row.addWidget(self._hint, 1)
        self.row.addWidget(self._time)

    def show_found(self, found: Found | None, *, searched: bool = False) -> None:
        """Say what was found; for whom it cannot be told only without a search."""
        hint = _("Searches names, pinyin and the last four digits of a phone")
        if found is not None and found.scanned:
            hint = _("No search index yet: found by names and numbers only, without pinyin")
        self._hint.setText(hint)
        if found is None:
            self._matches.setText("")
            self._time.setText("")
            return
        n = len(found.ids)
        text = ngettext("{n} match of {total}", "{n} matches of {total}", n)
        shown = text.format(n=f"{n:,}", total=f"{found.total:,}")
        if found.unknown and not searched:
            doubt = ngettext("{n} cannot be told", "{n} cannot be told", found.unknown)
            shown = f"{shown} · {doubt.format(n=f'{found.unknown:,}')}"
        self._matches.setText(shown)
        self._time.setText(_("{n} ms").format(n=round(found.seconds * 1000)))


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
