"""The list of what an import changed, after it was written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.importing.changes_table import ChangesTable
from profiler_app.ui.pages.importing.rows_table import RowsTable
from profiler_app.ui.pages.importing.selection import Selection
from profiler_app.ui.pages.importing.tick_table import TICK
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.segmented import Segmented

_WIDTH, _HEIGHT = 860, 600


class WrittenDialog(QDialog):
    """Values before and after, and the new customers; to be read only."""

    def __init__(self, parent: QWidget, report: ImportReport, currency: str) -> None:
        super().__init__(parent)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Changes of this import"))
        selection = Selection(report)
        self.places = [n for n, change in enumerate(report.changes) if change.writes]
        new = [row for row in report.listed if row.created]
        self.changes, self.new = ChangesTable(), RowsTable()
        self.changes.show_changes(selection, self.places, currency)
        self.changes.setColumnHidden(TICK, True)
        self.new.show_rows(new)
        values = ngettext("{n} value changed", "{n} values changed", len(self.places))
        made = ngettext("{n} new customer", "{n} new customers", len(new))
        self._view = Segmented(
            [
                ("changes", values.format(n=f"{len(self.places):,}")),
                ("new", made.format(n=f"{len(new):,}")),
            ],
            small=True,
        )
        self._view.chosen.connect(self._show)
        self._lay_out(report)
        first = "changes" if self.places or not new else "new"
        self._view.choose(first)
        self._show(first)

    def _lay_out(self, report: ImportReport) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(_("Changes of this import"), "title"))
        head.addStretch(1)
        head.addWidget(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.changes, 1)
        column.addWidget(self.new, 1)
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(lambda _on=False: self.accept())
        foot = QHBoxLayout()
        foot.addWidget(Label(_beyond(report, self.places), "caption", "text.secondary"), 1)
        foot.addWidget(close)
        column.addLayout(foot)
        self.resize(QSize(current().px(_WIDTH), current().px(_HEIGHT)))

    def _show(self, key: str) -> None:
        self.changes.setVisible(key == "changes")
        self.new.setVisible(key == "new")


def can_be_listed(report: ImportReport) -> bool:
    """Return whether there is anything to list."""
    return any(change.writes for change in report.changes) or any(r.created for r in report.listed)


def _beyond(report: ImportReport, listed: Sequence[int]) -> str:
    beyond = sum(len(names) * rows for names, rows in report.unlisted.items())
    if not beyond:
        return ""
    text = _("The first {n} are listed; {more} more values changed by the rules.")
    return text.format(n=f"{len(listed):,}", more=f"{beyond:,}")
