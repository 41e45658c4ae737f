"""The page of customers: find anybody in two keystrokes, see what matters, open the profile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import Found
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.bars import ChipRow, FilterBar, ListSearch, PageBar, StatusBar
from profiler_app.ui.pages.customers.conditions import Condition
from profiler_app.ui.pages.customers.content import Content
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.pages.customers.side_panel import SidePanel
from profiler_app.ui.pages.customers.source import ListSource
from profiler_app.ui.pages.customers.states import ListStates
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.pages.customers.taking_out import ask_export, copy_rows


class CustomersPage(QWidget):
    """Search, filters, table, panel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = ListSource(desk, self)
        self.popover: FilterPopover | None = None
        currency = desk.settings.currency
        self._model = CustomerListModel(
            self._fetch, today=desk.today(), currency=currency, parent=self
        )
        self._bar, self._filters, self._status = PageBar(), FilterBar(), StatusBar()
        self.table = CustomerTable(self._model, desk.preferences)
        self.states = ListStates(self.table)
        self.panel = SidePanel(desk)
        self._content = Content(self.states, self._status, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._bar, self._filters):
            column.addWidget(part)
        column.addWidget(self._content, 1)
        self._connect()
        self.retranslate()
        self._covering = self._panel_on = False
        self._show_panel(shown=self._wants_panel())
        self.states.show_waiting()
        self.source.reload()

    def _connect(self) -> None:
        source = self.source
        source.found.connect(self._show_found)
        source.failed.connect(self._show_problem)
        source.conditions_changed.connect(self._show_conditions)
        source.sort_changed.connect(self.table.show_sort)
        self._desk.data_changed.connect(self._data_changed)
        self._bar.import_.clicked.connect(lambda: self._desk.open_import())
        self._bar.export.clicked.connect(lambda: ask_export(self.table, self._desk))
        self.search.searched.connect(source.search_for)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._open_current)
        self.chips.added.connect(lambda at: self.open_filter(at))
        self.chips.edited.connect(lambda i, at: self.open_filter(at, source.conditions[i].field))
        self.chips.removed.connect(source.drop)
        self.chips.clear.clicked.connect(lambda: source.filter_by(()))
        self._connect_content()

    def _connect_content(self) -> None:
        self.table.opened.connect(self._open_current)
        self.table.typed.connect(self.search.type_on)
        self.table.copied.connect(lambda: copy_rows(self.table, self._desk))
        self.table.sort_asked.connect(self.source.sort_by)
        self.table.moved.connect(self._follow)
        self._filters.panel.clicked.connect(self._toggle_panel)
        self.panel.closed.connect(lambda: self._toggle_panel(False))
        self.panel.stepped.connect(self._step)
        self.panel.opened.connect(self._open)
        self.panel.tag_chosen.connect(self.source.add_tag)
        self.states.import_asked.connect(lambda: self._desk.open_import())
        self.states.sample_asked.connect(self._desk.sample_asked)
        self.states.search_dropped.connect(lambda: self.search_for(""))
        self.states.condition_dropped.connect(self.source.drop)
        self.states.retry_asked.connect(self.source.reload)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language; row and scroll stay."""
        self._bar.retranslate()
        self._filters.retranslate()
        self._show_conditions()
        self._model.retranslate()
        self.table.arrange()
        self.panel.retranslate()
        if self.source.last is not None:
            self._show_answer(self.source.last)

    def activated(self) -> None:
        """Take the focus when the page is shown."""
        self._model.today = self._desk.today()
        self.table.setFocus()

    def search_focus(self) -> None:
        """Go to the search and take its text."""
        self.search.setFocus()
        self.search.selectAll()

    def escape(self) -> bool:
        """Clear the search, else close the panel."""
        if self.search.text():
            self.search_for("")
            return True
        if self.panel.isVisible():
            self._toggle_panel(False)
            return True
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self._bar, self._filters, self.table, self.panel]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Suit the new width of the window."""
        super().resizeEvent(event)
        self._filters.fit(self.window().width())
        if self._content.overlays() != self._covering:
            self._covering = self._content.overlays()
            self._show_panel(shown=not self._covering and self._wants_panel())

    # -- the list

    @property
    def search(self) -> ListSearch:
        """The field one searches in."""
        return self._filters.search

    @property
    def chips(self) -> ChipRow:
        """The conditions as chips."""
        return self._filters.chips

    def search_for(self, text: str) -> None:
        """Search for a text."""
        self.search.set_silently(text)
        self.source.search_for(text)

    def show_list(self, search: str, conditions: Sequence[Condition]) -> None:
        """Show exactly the customers of a search and of conditions."""
        self.search.set_silently(search)
        self.source.search = search
        self.source.filter_by(conditions)

    def open_filter(self, at: QRect, field: str = "lifecycle") -> None:
        """Open the popover of conditions at a place of the screen, at a field."""
        self.popover = FilterPopover(self._desk, self.source.conditions, self)
        self.popover.applied.connect(self.source.filter_by)
        self.popover.closed.connect(self._forget_popover)
        self.popover.edit(field)
        if self.source.last is not None:
            self.popover.show_count(len(self.source.last.ids))
        self.popover.show_at(at)

    def _forget_popover(self) -> None:
        self.popover = None
        if self.window().focusWidget() is None:  # the chip it was opened from is gone
            self.chips.add.setFocus()

    def _show_conditions(self) -> None:
        self._filters.show_conditions(self.source.conditions)
        self._filters.fit(self.window().width())

    def _show_found(self, found: Found) -> None:
        self.table.mark(self.source.search)
        self.table.show_ids(found.ids, keep=not self.source.fresh)
        if self.popover is not None:
            self.popover.show_count(len(found.ids))
        self._show_answer(found)
        self._follow()

    def _show_answer(self, found: Found) -> None:
        """Say how many there are; without any, why."""
        self._bar.show_total(found.total)
        self._bar.export.setEnabled(bool(len(found.ids)))
        self._status.show_found(found, searched=bool(self.source.search))
        self._content.show_panel(shown=self._panel_on and bool(len(found.ids)))
        if len(found.ids):
            self.states.show_table()
        elif found.total:
            self.states.show_nothing(self.source.search, self.source.conditions)
        else:
            self.states.show_empty()

    def _show_problem(self, problem: UserProblem) -> None:
        self._model.give_up()
        self.states.show_error(_("The customers could not be read"), str(problem))

    def _fetch(self, first: int, last: int) -> None:
        self.source.read_rows(self._model.ids[first : last + 1].tolist(), self._model.receive)

    def _data_changed(self) -> None:
        self._model.forget()
        self.panel.reload()
        self.source.reload()

    # -- the current customer

    def _follow(self) -> None:
        row = self.table.currentIndex().row()
        there = 0 <= row < len(self._model.ids)
        customer = int(self._model.ids[row]) if there else None
        self.panel.show_customer(customer, row + 1, len(self._model.ids))

    def _step(self, by: int) -> None:
        row = self.table.currentIndex().row() + by
        if 0 <= row < len(self._model.ids):
            self.table.go_to(row)

    def _open_current(self) -> None:
        if self.table.currentIndex().isValid():
            self._open(int(self._model.ids[self.table.currentIndex().row()]))

    def _open(self, customer: int) -> None:
        self._desk.open_customer(customer, self._model.ids)

    def _wants_panel(self) -> bool:
        return bool(self._desk.preferences.get("customers.panel", True))

    def _toggle_panel(self, on: bool) -> None:
        """Show or hide the panel by hand; over the list it is not remembered."""
        if not self._covering:
            self._desk.preferences.put("customers.panel", on)
        self._show_panel(shown=on)
        if not on:
            self.table.setFocus()

    def _show_panel(self, *, shown: bool) -> None:
        self._panel_on = shown
        self._content.show_panel(shown=shown)
        self._filters.panel.setChecked(shown)
        self.table.show_tags(shown=not shown)
        if shown:
            self.panel.reload()
