"""The page of customers: find anybody in two keystrokes, see what matters, open the profile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.listing import CustomerRow, Found, ListQuery
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs import lists
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.bars import ChipRow, FilterBar, ListSearch, PageBar, StatusBar
from profiler_app.ui.pages.customers.columns import FIELDS
from profiler_app.ui.pages.customers.conditions import TAGS, Condition, rule_text
from profiler_app.ui.pages.customers.content import Content
from profiler_app.ui.pages.customers.exporting import export_customers
from profiler_app.ui.pages.customers.filter_popover import FilterPopover
from profiler_app.ui.pages.customers.list_model import CustomerListModel, as_tsv
from profiler_app.ui.pages.customers.side_panel import SidePanel
from profiler_app.ui.pages.customers.states import ListStates
from profiler_app.ui.pages.customers.table import CustomerTable

_BIGGEST_FIRST = frozenset({"monetary_all", "last_order_on"})
_MOST_COPIED = 500


class CustomersPage(QWidget):
    """Search, filters, table, panel."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Found | None = None
        self._conditions: tuple[Condition, ...] = ()
        self._sort, self._descending = "", False
        self._to_top = True
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
        self.reload()

    def _connect(self) -> None:
        self._bar.import_.clicked.connect(lambda: self._desk.open_import())
        self._bar.export.clicked.connect(self._ask_export)
        self.search.searched.connect(self._searched)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._open_current)
        self._filters.panel.clicked.connect(self._toggle_panel)
        chips = self.chips
        chips.added.connect(lambda at: self.open_filter(at))
        chips.edited.connect(lambda i, at: self.open_filter(at, self._conditions[i].field))
        chips.removed.connect(self._drop_condition)
        chips.clear.clicked.connect(lambda: self.filter_by(()))
        self.table.opened.connect(self._open_row)
        self.table.typed.connect(self.search.type_on)
        self.table.copied.connect(self._copy)
        self.table.sort_asked.connect(self._sort_by)
        self.table.moved.connect(self._follow)
        self.panel.closed.connect(lambda: self._toggle_panel(False))
        self.panel.stepped.connect(self._step)
        self.panel.opened.connect(self._open)
        self.panel.tag_chosen.connect(self._filter_by_tag)
        self.states.import_asked.connect(lambda: self._desk.open_import())
        self.states.search_dropped.connect(lambda: self.search_for(""))
        self.states.condition_dropped.connect(self._drop_condition)
        self.states.retry_asked.connect(self.reload)
        self._desk.data_changed.connect(self._data_changed)

    # -- what the window asks for

    def retranslate(self) -> None:
        """Show every text in the current language; row and scroll stay."""
        self._bar.retranslate()
        self._filters.retranslate()
        self._filters.show_conditions(self._conditions)
        self._model.retranslate()
        self.table.arrange()
        self._status.show_found(self._found)
        self.panel.retranslate()
        if self._found is not None and not len(self._found.ids):
            self._show_found(self._found)

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

    @property
    def query(self) -> ListQuery:
        """What the list shows."""
        where = rule_text(self._conditions, self._desk.today())
        search = self.search.text()
        return ListQuery(where, search, self._sort or None, self._descending)

    def reload(self) -> None:
        """Find the customers of the query again."""
        self._desk.reads.ask(
            "customers",
            _find,
            self.query,
            done=self._show_found,
            failed=self._show_problem,
            owner=self,
        )

    def search_for(self, text: str) -> None:
        """Search for a text."""
        self.search.set_silently(text)
        self._searched(text)

    def filter_by(self, conditions: Sequence[Condition]) -> None:
        """Show only the customers that fit all conditions."""
        self._conditions = tuple(each for each in conditions if not each.is_empty)
        self._filters.show_conditions(self._conditions)
        self._filters.fit(self.window().width())
        self._to_top = True
        self.reload()

    def _searched(self, text: str) -> None:
        self._to_top = True
        self.reload()

    def _sort_by(self, field: str) -> None:
        """Sort by a field, then the other way round, then not at all."""
        first = field in _BIGGEST_FIRST
        if self._sort != field:
            self._sort, self._descending = field, first
        elif self._descending == first:
            self._descending = not first
        else:
            self._sort, self._descending = "", False
        self.table.show_sort(self._sort, descending=self._descending)
        self.reload()

    def _show_found(self, found: Found) -> None:
        self._found = found
        self._bar.show_total(found.total)
        self._status.show_found(found, searched=bool(self.search.text()))
        if self.popover is not None:
            self.popover.show_count(len(found.ids))
        self._bar.export.setEnabled(bool(len(found.ids)))
        self.table.mark(self.search.text())
        self.table.show_ids(found.ids, keep=not self._to_top)
        self._to_top = False
        if len(found.ids):
            self.states.show_table()
        elif found.total:
            self.states.show_nothing(self.search.text(), self._conditions)
        else:
            self.states.show_empty()
        self._content.show_panel(shown=self._panel_on and bool(len(found.ids)))
        self._follow()

    def _show_problem(self, problem: UserProblem) -> None:
        self.states.show_error(_("The customers could not be read"), str(problem))

    def _fetch(self, first: int, last: int) -> None:
        ids = self._model.ids[first : last + 1].tolist()
        self._desk.reads.ask(
            "rows", _read_rows, ids, done=self._model.receive, failed=self._rows_failed, owner=self
        )

    def _rows_failed(self, problem: UserProblem) -> None:
        self._model.give_up()
        self._show_problem(problem)

    def _data_changed(self) -> None:
        self._model.forget()
        self.panel.reload()
        self.reload()

    # -- conditions

    def open_filter(self, at: QRect, field: str = "lifecycle") -> None:
        """Open the popover of conditions at a place of the screen, at a field."""
        self.popover = FilterPopover(self._desk, self._conditions, self)
        self.popover.applied.connect(self.filter_by)
        self.popover.edit(field)
        if self._found is not None:
            self.popover.show_count(len(self._found.ids))
        self.popover.closed.connect(self._forget_popover)
        self.popover.show_at(at)

    def _forget_popover(self) -> None:
        self.popover = None
        if self.window().focusWidget() is None:  # the chip it was opened from is gone
            self.chips.add.setFocus()

    def _drop_condition(self, at: int) -> None:
        self.filter_by([each for i, each in enumerate(self._conditions) if i != at])

    def _filter_by_tag(self, tag: str) -> None:
        self.filter_by((*self._conditions, Condition(TAGS, "any", (tag,))))

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

    def _open_row(self, index: QModelIndex) -> None:
        self._open(int(self._model.ids[index.row()]))

    def _open_current(self) -> None:
        if self.table.currentIndex().isValid():
            self._open_row(self.table.currentIndex())

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

    def _copy(self) -> None:
        """Copy the selected rows that are read; the clipboard gets text with tabs."""
        places = sorted({index.row() for index in self.table.selectedIndexes()})[:_MOST_COPIED]
        rows = [row for place in places if (row := self._model.customer(place)) is not None]
        if rows:
            text = as_tsv(self.table.shown_columns(), rows, self._model)
            QGuiApplication.clipboard().setText(text)
            copied = ngettext("{n} row copied.", "{n} rows copied.", len(rows))
            self._desk.toast(copied.format(n=len(rows)))

    # -- export

    def _ask_export(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Export customers"), _("customers.xlsx"), _("Tables (*.xlsx *.csv)")
        )
        if name:
            self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write the customers of the list, in their order, into a file."""
        self._desk.jobs.start(
            export_customers,
            np.array(self._model.ids),
            path,
            title=_("Exporting customers"),
            owner=self,
            done=lambda n: self._exported(n, path),
            failed=self._desk.show_problem,
        )

    def _exported(self, n: int, path: Path) -> None:
        text = ngettext("{n} customer written to {file}.", "{n} customers written to {file}.", n)
        self._desk.toast(text.format(n=f"{n:,}", file=path.name))


def _find(reader: Reader, query: ListQuery) -> Found:
    return lists.find(reader.workspace, reader.source, query)


def _read_rows(reader: Reader, ids: Sequence[int]) -> list[CustomerRow]:
    return lists.rows(reader.workspace, reader.source, ids, FIELDS, with_tags=True)
