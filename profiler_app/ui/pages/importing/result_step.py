"""The last step: what was written, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.ui import icons
from profiler_app.ui.pages.importing.draft import Draft
from profiler_app.ui.pages.importing.tiles import Tiles, counts_of
from profiler_app.ui.pages.importing.written_dialog import WrittenDialog, can_be_listed
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH = 820


class ResultStep(QWidget):
    """Shows what an import wrote."""

    undo_asked = Signal(int)
    export_asked = Signal()
    customers_asked = Signal()

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._draft: Draft | None = None
        self._sign = QLabel()
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._tiles = Tiles(choosing=False)
        self._rejected = Band("warning", "")
        self._export = self._rejected.add_button("", self.export_asked.emit)
        self._customers = Button(icon="users")
        self._changed = Button(icon="pencil")
        self._undo = Button(icon="undo-2")
        self._whole = QWidget()
        self._lay_out()
        self._customers.clicked.connect(lambda _on=False: self.customers_asked.emit())
        self._changed.clicked.connect(lambda _on=False: self._show_list())
        self._undo.clicked.connect(lambda _on=False: self._ask_undo())
        self._dress()
        current().changed.connect(self._dress)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._customers)
        buttons.addWidget(self._changed)
        buttons.addWidget(self._undo)
        buttons.addStretch(1)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addWidget(self._tiles)
        column.addWidget(self._rejected)
        column.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        outer.addWidget(self._whole, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def show_draft(self, draft: Draft) -> None:
        """Show the result of an import, or that it was undone."""
        self._draft = draft
        report = draft.written
        if report is None:
            return
        rows = report.created + report.updated
        title = ngettext("{n} row written", "{n} rows written", rows).format(n=f"{rows:,}")
        self._title.setText(_("This import was undone") if draft.undone else title)
        self._text.setText(self._sentence(draft))
        self._tiles.show_counts(counts_of(report))
        self._rejected.setVisible(bool(report.rejected) and not draft.undone)
        rejected = ngettext("{n} row was rejected", "{n} rows were rejected", report.rejected)
        self._rejected.set_message(
            rejected.format(n=f"{report.rejected:,}"),
            _("The list holds the whole rows with the reason: put them right and import it again."),
        )
        self._changed.setVisible(can_be_listed(report) and not draft.undone)
        self._undo.setEnabled(not draft.undone)
        self._dress()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._customers.setText(_("Show the customers"))
        self._changed.setText(_("What changed"))
        self._undo.setText(_("Undo this import"))
        self._export.setText(_("Export rejects"))
        if self._draft is not None:
            self.show_draft(self._draft)

    def _sentence(self, draft: Draft) -> str:
        name = draft.path.name
        if draft.undone:
            return _("Nothing of {file} is left in the workspace.").format(file=name)
        report = draft.written
        if report is not None and report.customers_created and report.mapped.target != "customers":
            made = ngettext(
                "From {file}; {n} customer was created. Features and tags are being refreshed.",
                "From {file}; {n} customers were created. Features and tags are being refreshed.",
                report.customers_created,
            )
            return made.format(file=name, n=f"{report.customers_created:,}")
        return _("From {file}. Features and tags are being refreshed.").format(file=name)

    def _show_list(self) -> None:
        report = self._draft.written if self._draft else None
        if report is not None:
            WrittenDialog(self, report, self._currency).open()

    def _ask_undo(self) -> None:
        report = self._draft.written if self._draft else None
        if report is not None and report.operation is not None:
            self._undo.setEnabled(False)
            self.undo_asked.emit(report.operation)

    def _dress(self) -> None:
        undone = self._draft is not None and self._draft.undone
        name, color = ("undo-2", "text.secondary") if undone else ("circle-check", "success")
        self._sign.setPixmap(icons.pixmap(name, color, 24, self.devicePixelRatioF()))
        self._whole.setFixedWidth(current().px(_WIDTH))
