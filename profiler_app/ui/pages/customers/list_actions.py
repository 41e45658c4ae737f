"""What is done with the ticked customers, or with the whole list."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.list_printing import PrintedList
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.exchange.give_dialog import GiveDialog
from profiler_app.ui.pages.customers.bulk_actions import BulkActions
from profiler_app.ui.pages.customers.conditions import condition_words
from profiler_app.ui.pages.customers.export_form import ExportForm
from profiler_app.ui.pages.customers.print_form import PrintForm
from profiler_app.ui.pages.customers.side_panel import STAR
from profiler_app.ui.pages.customers.source import ListSource
from profiler_app.ui.pages.customers.table import CustomerTable
from profiler_app.ui.pages.customers.taking_out import copy_rows
from profiler_app.ui.widgets.popover import Popover


class ListActions(QObject):
    """Acts on the ticked, in the list or not; without ticks on the current customer."""

    def __init__(self, desk: Desk, source: ListSource, table: CustomerTable, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._source, self._table, self._page = desk, source, table, page
        self.bulk = BulkActions(desk, page)
        self.form: QWidget | None = None
        keys = {
            "export_list": self.export_all,
            "print_list": lambda: self.print_all(page),
            "delete": self.delete,
        }
        for key, act in keys.items():
            action = QAction(self)
            action.setObjectName(key)
            action.setShortcuts(COMMANDS[key].sequences)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _on=False, act=act: act())
            (table if key == "delete" else page).addAction(action)

    def chosen(self) -> Any:
        """Return whom an action is about: first those in the list, in its order."""
        table = self._table
        inside = table.ticks.among(table.customers.ids)
        if len(inside) < len(table.ticks):
            away = np.setdiff1d(table.ticks.ids(), inside, assume_unique=True)
            return np.concatenate([inside, away])
        row = table.currentIndex().row()
        return inside if len(inside) or row < 0 else table.customers.ids[row : row + 1]

    def act(self, key: str, anchor: QWidget) -> None:
        """Do what a button of the bulk bar says."""
        self.act_on(self.chosen(), key, anchor)

    def act_on(self, ids: Any, key: str, anchor: QWidget) -> None:
        """Do something with customers (int64 array)."""
        if not len(ids):
            return
        if key == "star":
            self.bulk.add_tag(ids, STAR, _("Starred in the list of customers"))
        elif key == "unstar":
            self.bulk.remove_tag(ids, STAR)
        elif key == "tag":
            self.form = self.bulk.ask_tag(ids, anchor)
        elif key == "owner":
            self.form = self.bulk.ask_owner(ids, anchor)
        elif key == "remind":
            self.form = self.bulk.ask_reminder(ids, anchor)
        elif key == "compare":
            self._desk.compare([int(each) for each in ids])
        elif key == "copy":
            copy_rows(ids, self._table.shown_columns(), self._desk, self._page)
        elif key == "export":
            self._ask_export(ids, anchor)
        elif key == "give":
            dialog = GiveDialog(self._desk, self._page.window(), ids)
            dialog.open()
        else:
            self.bulk.delete(ids)

    def copy(self) -> None:
        """Copy the ticked, or the current one, with the columns in sight."""
        copy_rows(self.chosen(), self._table.shown_columns(), self._desk, self._page)

    def delete(self) -> None:
        """Delete the ticked, or the current one."""
        ids = self.chosen()
        if len(ids):
            self.bulk.delete(ids)

    def export_all(self, anchor: QWidget | None = None) -> None:
        """Offer to write the whole list into a file, with the columns chosen."""
        ids = self._table.customers.ids
        if len(ids):
            self._ask_export(ids, anchor or self._page)

    def _ask_export(self, ids: Any, anchor: QWidget) -> None:
        form = ExportForm(ids, self._table.layout_.columns, self._desk, self._page)
        self.form = form
        _show_at(form, anchor, self._page)

    def print_all(self, anchor: QWidget, title: str = "") -> None:
        """Offer to print the whole list."""
        wanted = self.printed(title)
        if len(wanted.ids):
            form = PrintForm(wanted, self._desk, self._page)
            self.form = form
            _show_at(form, anchor, self._page)

    def printed(self, title: str = "") -> PrintedList:
        """Return the list as it is printed."""
        table = self._table
        shown = table.shown_columns()
        widths = [(key, float(table.columnWidth(table.customers.section_of(key)))) for key in shown]
        return PrintedList(table.customers.ids, widths, title or _("Customers"), self._filters())

    def _filters(self) -> str:
        """Return what the list is narrowed by, and how many there are, in words."""
        n = len(self._table.customers.ids)
        said = [condition_words(each) for each in self._source.conditions]
        if self._source.search.strip():
            said.insert(0, _("Search “{text}”").format(text=self._source.search.strip()))
        people = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
        return " · ".join([people, *(said or [_("no filter")])])


def _show_at(form: Popover, anchor: QWidget, page: QWidget) -> None:
    """Open a form below a button, or at the top of the page when a key asked for it."""
    size = anchor.size() if anchor is not page else page.size() * 0
    form.show_at(QRect(anchor.mapToGlobal(QPoint(0, 0)), size), align_right=anchor is not page)
