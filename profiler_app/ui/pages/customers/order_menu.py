"""By what the list is sorted: a menu of the columns in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.list_columns import known_columns, list_columns
from profiler_app.ui.pages.customers.layout import Layout
from profiler_app.ui.pages.customers.table import CustomerTable


def order_title(layout: Layout, *, searched: bool) -> str:
    """Return what a list is sorted by, in words."""
    if not layout.sort:
        return _("Relevance") if searched else _("Last contact")
    found = (column for column in list_columns().values() if column.sort == layout.sort)
    return next((column.title for column in found), layout.sort)


class OrderMenu(QMenu):
    """The columns of the list, the one it is sorted by ticked; choosing it again turns it round."""

    def __init__(self, table: CustomerTable) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = table.layout_
        usual = self.addAction(
            _("As found: best match, else last contact"),
            partial(table.change, layout.sorted_by("", False)),
        )
        usual.setCheckable(True)
        usual.setChecked(not layout.sort)
        self.addSeparator()
        for column in known_columns(layout.columns):
            mine = layout.sort == column.sort
            down = not layout.descending if mine else column.biggest_first
            changed = layout.sorted_by(column.sort, down)
            action = self.addAction(column.title, partial(table.change, changed))
            action.setCheckable(True)
            action.setChecked(mine)

    def open_below(self, opener: QWidget) -> None:
        """Open under a button."""
        self.popup(opener.mapToGlobal(QPoint(0, opener.height())))
