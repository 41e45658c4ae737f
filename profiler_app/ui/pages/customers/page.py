"""The page of customers: find anybody in two keystrokes, see what matters, open the profile."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.companies import sounds_like_company
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import Found
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.bars import ChipRow, FilterBar, ListSearch, PageBar, StatusBar
from profiler_app.ui.pages.customers.bulk_bar import BulkBar
from profiler_app.ui.pages.customers.chooser import ColumnChooser
from profiler_app.ui.pages.customers.conditions import RULE, Condition
from profiler_app.ui.pages.customers.content import Content
from profiler_app.ui.pages.customers.current_customer import CurrentCustomer
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.filtering import Filtering
from profiler_app.ui.pages.customers.list_actions import ListActions
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.pages.customers.order_menu import OrderMenu, order_title
from profiler_app.ui.pages.customers.panel_switch import PanelSwitch
from profiler_app.ui.pages.customers.side_panel import SidePanel
from profiler_app.ui.pages.customers.source import ListSource
from profiler_app.ui.pages.customers.states import ListStates
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.pages.customers.tick_switch import TickSwitch
from profiler_app.ui.pages.customers.ticks import Ticks
from profiler_app.ui.pages.customers.view_keeping import ViewKeeper


class CustomersPage(QWidget):
    """Search, filters, table, panel; filters give way to the bulk bar while anybody is ticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.source = ListSource(desk, self)
        self._make_parts()
        self.filtering = Filtering(desk, self.source, self.chips, self.states, self)
        self.acts = ListActions(desk, self.source, self.table, self)
        self.keeper = ViewKeeper(desk, self.source, self.table, self._bar.mark)
        self._current = CurrentCustomer(desk, self.table, self._model, self.panel)
        self._panel_switch = PanelSwitch(
            desk.preferences, self._content, self.table, self.panel, self._filters.panel
        )
        self._connect()
        self._connect_content()
        self.retranslate()
        self._panel_switch.show_as_left()
        self.states.show_waiting()
        self.source.reload()

    def _make_parts(self) -> None:
        desk = self._desk
        self._model = CustomerListModel(
            self._fetch, today=desk.today(), currency=desk.settings.currency, parent=self
        )
        self._bar, self._filters, self._status = PageBar(), FilterBar(), StatusBar()
        self.bulk = BulkBar()
        self.table = CustomerTable(self._model, Ticks(self))
        self._ticking = TickSwitch(self.table, self._model, self._filters, self.bulk)
        self.states = ListStates(self.table)
        self.panel = SidePanel(desk)
        self._content = Content(self.states, self._status, self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._bar, self._filters, self.bulk):
            column.addWidget(part)
        column.addWidget(self._content, 1)

    def _connect(self) -> None:
        source, bar, filters = self.source, self._bar, self._filters
        source.found.connect(self._show_found)
        source.failed.connect(self._show_problem)
        source.conditions_changed.connect(self._show_conditions)
        self._desk.data_changed.connect(self._data_changed)
        bar.import_.clicked.connect(lambda: self._desk.open_import())
        bar.new.clicked.connect(lambda: self._desk.forms.new_customer())
        bar.export.clicked.connect(lambda _on=False: self.acts.export_all(bar.export))
        bar.print.clicked.connect(lambda: self._print(bar.print))
        self.search.searched.connect(source.search_for)
        self.search.stepped.connect(self._current.step)
        self.search.entered.connect(self._current.open)
        filters.columns.clicked.connect(self.choose_columns)
        filters.sort.clicked.connect(lambda: OrderMenu(self.table).open_below(filters.sort))
        filters.bookmark.clicked.connect(lambda: self.keeper.ask_name(filters.bookmark))
        filters.segment.clicked.connect(self.filtering.build_segment)
        self.bulk.acted.connect(self.acts.act)

    def _connect_content(self) -> None:
        self.table.copied.connect(self.acts.copy)
        self.table.arranged.connect(self._show_order)
        self.panel.tag_chosen.connect(self.source.add_tag)
        self.panel.acted.connect(
            lambda key, customer, at: self.acts.act_on(np.array([customer]), key, at)
        )
        self.states.import_asked.connect(lambda: self._desk.open_import())
        self.states.entry_asked.connect(lambda: self._desk.forms.new_customer())
        self.states.sample_asked.connect(self._desk.sample_asked)
        self.states.search_dropped.connect(lambda: self.search_for(""))
        self.states.name_asked.connect(self.search_for)
        self.states.new_asked.connect(self._make_named)
        self.states.retry_asked.connect(self.source.reload)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language; row and scroll stay."""
        self.table.setAccessibleName(_("Customers"))
        self._bar.retranslate()
        self._filters.retranslate()
        self.bulk.retranslate()
        self._show_conditions()
        self._ticking.show()
        self._show_order()
        self.keeper.show()
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
        self._filters.show()
        self.search.setFocus()
        self.search.selectAll()

    def escape(self) -> bool:
        """Untick, else clear the search, else close the panel."""
        if len(self.table.ticks):
            self._ticking.untick()
        elif self.search.text():
            self.search_for("")
        elif self.panel.isVisible():
            self._panel_switch.turn(False)
        else:
            return False
        return True

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 goes through."""
        return [self._bar, self._filters, self.bulk, self.table, self.panel]

    def open_list(self, rule: str, title: str) -> None:
        """Show the customers a rule holds for, under one chip that names the rule."""
        self.show_list("", (Condition(RULE, "rule", (rule, title)),))

    def show_list(self, search: str, conditions: Sequence[Condition]) -> None:
        """Show exactly the customers of a search and of conditions."""
        self.keeper.forget()
        self.search.set_silently(search)
        layout = self.table.layout_
        self.source.show(conditions, search, layout.sort, layout.descending)

    def open_view(self, number: int) -> None:
        """Show a saved view."""
        self.search.set_silently("")
        self.keeper.open(number)
        self._show_order()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Suit the new width of the window."""
        super().resizeEvent(event)
        self._filters.fit(self.window().width())
        self.bulk.fit(self.width())
        self._panel_switch.suit_width()

    # -- the list

    @property
    def search(self) -> ListSearch:
        """The field one searches in."""
        return self._filters.search

    @property
    def chips(self) -> ChipRow:
        """The conditions as chips."""
        return self._filters.chips

    @property
    def popover(self) -> FilterPopover | None:
        """The popover of the filter while it is open."""
        return self.filtering.popover

    def search_for(self, text: str) -> None:
        """Search for a text."""
        self.search.set_silently(text)
        self.source.search_for(text)

    def open_filter(self, at: QRect, field: str = "lifecycle") -> None:
        """Open the popover of conditions at a place of the screen, at a field."""
        self.filtering.open(at, field)

    def choose_columns(self) -> ColumnChooser:
        """Open the chooser of columns."""
        chooser = ColumnChooser(self.table, self)
        chooser.show_below(self._filters.columns, align_right=True)
        return chooser

    def _print(self, anchor: QWidget) -> None:
        view = self.keeper.view
        self.acts.print_all(anchor, "" if view is None else view.name)

    def _show_conditions(self) -> None:
        self._filters.show_conditions(self.source.conditions)
        self._filters.fit(self.window().width())

    def _show_order(self) -> None:
        layout = self.table.layout_
        title = order_title(layout, searched=bool(self.source.search.strip()))
        self._filters.show_order(title, descending=layout.descending or not layout.sort)

    def _show_found(self, found: Found) -> None:
        self.table.mark(self.source.search)
        self.table.show_ids(found.ids, keep=not self.source.fresh)
        self.filtering.show_count(len(found.ids))
        self._show_answer(found)
        self._show_order()
        self._ticking.show()
        self._current.follow()

    def _show_answer(self, found: Found) -> None:
        """Say how many there are; without any, why."""
        self._bar.show_total(found.total)
        self._bar.show_found(len(found.ids))
        self._status.show_found(found, searched=bool(self.source.search))
        self._panel_switch.suit_list(len(found.ids))
        if len(found.ids):
            self.states.show_table()
        elif found.total:
            self.filtering.show_nothing()
        else:
            self.states.show_empty()

    def _show_problem(self, problem: UserProblem) -> None:
        self._model.give_up()
        self.states.show_error(_("The customers could not be read"), str(problem))

    def _fetch(self, first: int, last: int) -> None:
        ids = self._model.ids[first : last + 1].tolist()
        self.source.read_rows(ids, self._model.fields, partial(self._model.take, self._model.turn))

    def _data_changed(self) -> None:
        self._model.forget()
        known = self.table.layout_.still_known()
        if known != self.table.layout_:  # a field of one's own was given up
            self.table.change(known)
        self.panel.reload()
        self.source.reload()
        ticks = self.table.ticks
        watched = ticks.watched()
        if len(watched):
            self._desk.reads.ask("ticks", _still_there, watched, done=ticks.keep, owner=self)

    def _make_named(self, name: str) -> None:
        """Open the form of somebody who was searched for and is not there."""
        kind = "company" if sounds_like_company(name) else "person"
        self._desk.forms.new_customer(kind, name)


def _still_there(reader: Reader, customers: Any) -> Any:
    return customers[np.isin(customers, reader.source.ids(), assume_unique=True)]
