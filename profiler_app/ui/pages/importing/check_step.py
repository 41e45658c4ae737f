"""The third step: what the import would do; nothing is written yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from profiler_app.domain.imports import ImportReport
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.importing.changes_table import ChangesTable
from profiler_app.ui.pages.importing.chrome import Bar
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.progress_panel import ProgressPanel
from profiler_app.ui.pages.importing.rejects_list import RejectsList, grouped
from profiler_app.ui.pages.importing.tiles import Tiles
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.empty_state import EmptyState
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline

_SHARES = [630, 370]
_NOTES = 3


class _Part(QWidget):
    """A head with title and note, and what belongs to it or a sentence why there is nothing."""

    def __init__(self, inside: QWidget, icon: str) -> None:
        super().__init__()
        self._title = Label("", "heading")
        self._note = ElidedLabel("", "caption", "text.secondary")
        self.head = Bar(42)
        self.head.row.addWidget(self._title)
        self.head.row.addWidget(self._note, 1)
        self._empty = EmptyState(icon, "")
        self._inside = inside
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(inside, 1)
        column.addWidget(self._empty, 1)

    def say(self, title: str, note: str, empty: str = "") -> None:
        """Name the part; with ``empty`` that is what it shows."""
        self._title.setText(title)
        self._note.setText(note)
        self._inside.setVisible(not empty)
        self._empty.setVisible(bool(empty))
        self._empty.set_message(empty)


class CheckStep(QWidget):
    """Shows a job while it runs, then what came of it."""

    cancelled = Signal()
    export_asked = Signal()

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._draft: Draft | None = None
        self.progress = ProgressPanel()
        self._whole = QWidget()
        self._band = Band("warning", "")
        self._tiles = Tiles()
        self.changes, self._rejects = ChangesTable(), RejectsList()
        self._left = _Part(self.changes, "pencil")
        self._right = _Part(self._rejects, "circle-check")
        self._export = Button(kind="ghost", icon="download", small=True)
        self._right.head.row.addWidget(self._export)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.progress)
        self._stack.addWidget(self._whole)
        self._lay_out()
        self.progress.cancelled.connect(self.cancelled)
        self._export.clicked.connect(lambda _on=False: self.export_asked.emit())

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(20, 14, 20, 14)
        top.setSpacing(12)
        top.addWidget(self._band)
        top.addWidget(self._tiles)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        for part in (self._left, self._right):
            self._split.addWidget(part)
        self._right.setMinimumWidth(current().px(340))
        self._split.setSizes(_SHARES)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Hairline())
        column.addWidget(self._split, 1)

    def show_busy(self) -> None:
        """Show the progress of the job that was just started."""
        self._stack.setCurrentWidget(self.progress)

    def show_draft(self, draft: Draft) -> None:
        """Show the result of the check."""
        self._draft = draft
        if draft.checked is not None:
            self._show_report(draft.checked)

    def show_result(self) -> None:
        """Show the counts and lists instead of the progress."""
        self._stack.setCurrentWidget(self._whole)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._export.setText(_("Export rejects"))
        if self._draft is not None and self._draft.checked is not None:
            self._show_report(self._draft.checked)

    def _show_report(self, report: ImportReport) -> None:
        self._tiles.show_report(report)
        self._show_notes(report)
        self._show_changes(report)
        self._show_rejects(report)

    def _show_notes(self, report: ImportReport) -> None:
        notes = [note.sentence for note in report.notes]
        self._band.setVisible(bool(notes))
        more = len(notes) - _NOTES
        shown = notes[:_NOTES]
        if more > 0:
            shown.append(ngettext("And {n} more.", "And {n} more.", more).format(n=more))
        title = ngettext("{n} note about this file", "{n} notes about this file", len(notes))
        self._band.set_message(title.format(n=len(notes)), "\n".join(shown))
        self._band.setToolTip("\n".join(notes) if more > 0 else "")

    def _show_changes(self, report: ImportReport) -> None:
        self.changes.show_changes(report.changes, self._currency)
        if report.changes:
            title = ngettext(
                "{n} customer will change", "{n} customers will change", report.updated
            )
            values = ngettext(
                "{n} value, before and after", "{n} values, before and after", len(report.changes)
            )
            self._left.say(
                title.format(n=f"{report.updated:,}"), values.format(n=f"{len(report.changes):,}")
            )
            return
        made = ngettext(
            "{n} customer will be created",
            "{n} customers will be created",
            report.customers_created,
        )
        self._left.say(
            made.format(n=f"{report.customers_created:,}"), "", _("No known customer will change")
        )

    def _show_rejects(self, report: ImportReport) -> None:
        groups = grouped(report.rejects)
        self._rejects.show_groups(groups)
        title = ngettext("{n} row rejected", "{n} rows rejected", report.rejected)
        reasons = ngettext("{n} reason", "{n} reasons", len(groups)).format(n=len(groups))
        self._right.say(
            title.format(n=f"{report.rejected:,}"),
            reasons if groups else "",
            "" if groups else _("Every row can be imported"),
        )
        self._export.setVisible(bool(groups))
