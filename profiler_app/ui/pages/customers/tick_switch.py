"""Which bar stands over the list: the filters, or what can be done with the ticked."""

from __future__ import annotations

from profiler_app.ui.pages.customers.bars import FilterBar
from profiler_app.ui.pages.customers.bulk_bar import BulkBar
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.pages.customers.table import CustomerTable


class TickSwitch:
    """Filters give way to the bulk bar while anybody is ticked; the focus is never lost by it."""

    def __init__(
        self, table: CustomerTable, model: CustomerListModel, filters: FilterBar, bulk: BulkBar
    ) -> None:
        self._table, self._model, self._filters, self._bulk = table, model, filters, bulk
        bulk.hide()
        bulk.all_asked.connect(table.tick_all)
        bulk.cleared.connect(self.untick)
        table.ticks.changed.connect(self.show)
        table.typed.connect(self._type)

    def show(self) -> None:
        """Show what can be done with the ticked while there are any."""
        n = len(self._table.ticks)
        if n:
            self._bulk.show_count(n, self._table.inside, len(self._model.ids))
        focused = self._table.window().focusWidget()
        searching = focused is self._filters.search
        lost = focused is not None and (self._filters if n else self._bulk).isAncestorOf(focused)
        self._bulk.setVisible(bool(n))
        self._filters.setVisible(not n or searching)
        if lost and not searching:
            self._table.setFocus()

    def untick(self) -> None:
        """Untick everybody."""
        self._table.ticks.clear()
        self._table.setFocus()

    def _type(self, text: str) -> None:
        """Go on typing in the search, which ticks may have put out of sight."""
        self._filters.show()
        self._filters.search.type_on(text)
