"""Printing the list: how many customers on how many pages, as a PDF or on a printer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.list_printing import (
    MOST_PRINTED,
    ListSheet,
    PrintedList,
    pages_of,
    paint_list_page,
    print_list,
    read_sheet,
)
from profiler_app.ui.desk import Desk
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 320


class PrintForm(Popover):
    """Says what will be printed, and where to."""

    def __init__(self, wanted: PrintedList, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._wanted, self._desk, self._page = wanted, desk, parent
        n = min(len(wanted.ids), MOST_PRINTED)
        people = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
        pages = ngettext("{n} page", "{n} pages", pages_of(n)).format(n=f"{pages_of(n):,}")
        self.body.addWidget(Label(_("Print the list"), "strong"))
        self.body.addWidget(Label(f"{wanted.title} · {people} · {pages}", "body", wrap=True))
        about = _("A4 landscape, with the columns in sight; identifiers are masked.")
        if len(wanted.ids) > n:
            most = _("Only the first {n} are printed; an export takes all.")
            about = f"{most.format(n=f'{n:,}')} {about}"
        self.body.addWidget(Label(about, "caption", "text.tertiary", wrap=True))
        self.pdf = Button(_("Save as PDF"), kind="primary", icon="file-text", small=True)
        self.printer = Button(_("Print…"), icon="printer", small=True)
        self.pdf.clicked.connect(self._ask_file)
        self.printer.clicked.connect(self._ask_printer)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.printer)
        row.addWidget(self.pdf)
        self.body.addLayout(row)
        self.closed.connect(self.deleteLater)
        self.pdf.setFocus()

    def _ask_file(self) -> None:
        self.close()
        name, _filter = QFileDialog.getSaveFileName(
            self._page, _("Save as PDF"), _("customers.pdf"), "PDF (*.pdf)"
        )
        if name:
            save_pdf(self._wanted, Path(name).with_suffix(".pdf"), self._desk, self._page)

    def _ask_printer(self) -> None:
        self.close()
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setFullPage(True)
        printer.setDocName(self._wanted.title)
        if QPrintDialog(printer, self._page).exec():
            send_to(printer, self._wanted, self._desk, self._page)


def save_pdf(wanted: PrintedList, path: Path, desk: Desk, owner: QWidget) -> None:
    """Write the list as a PDF."""

    def tell(n: int) -> None:
        text = ngettext("{n} customer written to {file}.", "{n} customers written to {file}.", n)
        desk.toast(text.format(n=f"{n:,}", file=path.name))

    desk.jobs.start(
        print_list,
        replace(wanted, ids=wanted.ids.copy()),
        path,
        today=desk.today(),
        title=_("Writing the list as PDF"),
        owner=owner,
        done=tell,
        failed=desk.show_problem,
    )


def send_to(printer: object, wanted: PrintedList, desk: Desk, owner: QWidget) -> None:
    """Read the list and draw it on a printer, a page at a time so that the window stays alive."""
    desk.jobs.start(
        read_sheet,
        replace(wanted, ids=wanted.ids.copy()),
        today=desk.today(),
        title=_("Reading the list for print"),
        owner=owner,
        done=lambda sheet: Drawing(printer, sheet, desk, owner).start(),
        failed=desk.show_problem,
    )


class Drawing(QObject):
    """Draws a list page by page on a printer; ``ended`` when the last one is out."""

    ended = Signal()

    def __init__(self, printer: object, sheet: ListSheet, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._printer, self._sheet, self._desk = printer, sheet, desk
        self._page = 0
        self._painter = QPainter(printer)  # type: ignore[call-overload]
        scale = printer.resolution() / 96  # type: ignore[attr-defined]
        self._painter.scale(scale, scale)

    def start(self) -> None:
        """Draw the first page as soon as the window has time, then one after the other."""
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        last = pages_of(len(self._sheet.lines))
        if self._page:
            self._printer.newPage()  # type: ignore[attr-defined]
        self._page += 1
        paint_list_page(self._painter, self._sheet, self._page)
        if self._page < last:
            QTimer.singleShot(0, self, self._draw)
            return
        self._painter.end()
        said = ngettext("{n} page sent to the printer.", "{n} pages sent to the printer.", last)
        self._desk.toast(said.format(n=f"{last:,}"))
        self.ended.emit()
        self.deleteLater()
