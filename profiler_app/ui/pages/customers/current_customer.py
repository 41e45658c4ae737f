"""The customer in the current row: shown in the panel, opened, and the next one after it."""

from __future__ import annotations

from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.list_model import CustomerListModel
from profiler_app.ui.pages.customers.side_panel import SidePanel
from profiler_app.ui.pages.customers.table import CustomerTable


class CurrentCustomer:
    """Keeps the panel at the row of the table; every list that is opened is that of the table."""

    def __init__(
        self, desk: Desk, table: CustomerTable, model: CustomerListModel, panel: SidePanel
    ) -> None:
        self._desk, self._table, self._model, self._panel = desk, table, model, panel
        table.opened.connect(self.open)
        table.moved.connect(self.follow)
        panel.stepped.connect(self.step)
        panel.opened.connect(self._open)

    def follow(self) -> None:
        """Show the customer of the current row in the panel."""
        row = self._table.currentIndex().row()
        there = 0 <= row < len(self._model.ids)
        customer = int(self._model.ids[row]) if there else None
        self._panel.show_customer(customer, row + 1, len(self._model.ids))

    def step(self, by: int) -> None:
        """Go to the row so many further down; nothing happens beyond the ends."""
        row = self._table.currentIndex().row() + by
        if 0 <= row < len(self._model.ids):
            self._table.go_to(row)

    def open(self) -> None:
        """Open the card of the customer, if there is a current row."""
        if self._table.currentIndex().isValid():
            self._open(int(self._model.ids[self._table.currentIndex().row()]))

    def _open(self, customer: int) -> None:
        self._desk.open_customer(customer, self._model.ids)
