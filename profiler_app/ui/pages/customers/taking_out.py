"""Taking customers out of the list: to the clipboard, into a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from profiler_app.domain.text import _, ngettext
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.customers.exporting import export_customers
from profiler_app.ui.pages.customers.list_model import as_tsv
from profiler_app.ui.pages.customers.table import CustomerTable

_MOST_COPIED = 500


def copy_rows(table: CustomerTable, desk: Desk) -> None:
    """Copy the selected rows that are read, as text with tabs."""
    model = table.customers
    places = sorted({index.row() for index in table.selectedIndexes()})[:_MOST_COPIED]
    rows = [row for place in places if (row := model.customer(place)) is not None]
    if rows:
        QGuiApplication.clipboard().setText(as_tsv(table.shown_columns(), rows, model))
        copied = ngettext("{n} row copied.", "{n} rows copied.", len(rows))
        desk.toast(copied.format(n=len(rows)))


def ask_export(table: CustomerTable, desk: Desk) -> None:
    """Ask for a file and write the customers of the list into it."""
    name, _filter = QFileDialog.getSaveFileName(
        table, _("Export customers"), _("customers.xlsx"), _("Tables (*.xlsx *.csv)")
    )
    if name:
        export(table, desk, Path(name))


def export(table: CustomerTable, desk: Desk, path: Path) -> None:
    """Write the customers of the list, in their order, into a file."""

    def tell(n: int) -> None:
        text = ngettext("{n} customer written to {file}.", "{n} customers written to {file}.", n)
        desk.toast(text.format(n=f"{n:,}", file=path.name))

    desk.jobs.start(
        export_customers,
        np.array(table.customers.ids),
        path,
        title=_("Exporting customers"),
        owner=table,
        done=tell,
        failed=desk.show_problem,
    )
