"""The menu of a column's header: sort, fit the width, hide, restore."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from profiler_app.domain.text import _
from profiler_app.jobs.list_columns import CUSTOMER, known_columns
from profiler_app.ui.pages.customers.layout import Layout

if TYPE_CHECKING:
    from profiler_app.ui.pages.customers.table import CustomerTable


class HeaderMenu(QMenu):
    """What can be done with one column; with an empty key, with all of them."""

    def __init__(self, table: CustomerTable, key: str) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = table.layout_
        if key:
            column = known_columns([key])[-1]
            up = layout.sorted_by(column.sort, False)
            down = layout.sorted_by(column.sort, True)
            self.addAction(_("Sort ascending"), partial(table.change, up))
            self.addAction(_("Sort descending"), partial(table.change, down))
        if layout.sort:
            unsorted = layout.sorted_by("", False)
            self.addAction(_("Do not sort"), partial(table.change, unsorted))
        if key and key != CUSTOMER:
            self.addSeparator()
            self.addAction(_("Fit the width"), partial(table.fit_column, key))
            self.addAction(_("Hide the column"), partial(table.change, layout.without(key)))
        self.addSeparator()
        usual = replace(layout, widths=Layout().widths)
        self.addAction(_("Restore the usual widths"), partial(table.change, usual))
