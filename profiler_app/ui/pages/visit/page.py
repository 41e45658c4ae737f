"""The visit sheet of a customer as it will be printed, and the way to paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import _
from profiler_app.domain.visits import VisitSheet
from profiler_app.jobs.visiting import draw_visit, print_visit, unmasked_sheet, visit_sheet
from profiler_app.jobs.workspaces import Workspace
from profiler_app.ui.commands import COMMANDS, add_commands
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.place_page import PlacePage
from profiler_app.ui.pages.profile.column_scroll import ColumnScroll
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.band import Band
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.sub_bar import SubBar
from profiler_app.ui.widgets.surface import Surface

_PAPER = QSize(794, 1123)


class Paper(QWidget):
    """One A4 page; always light, as paper is."""

    def __init__(self, image: QImage, ratio: float) -> None:
        super().__init__()
        self._image = image
        self._image.setDevicePixelRatio(ratio)
        self.setFixedSize(_PAPER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page and its edge."""
        painter = QPainter(self)
        painter.drawImage(self.rect(), self._image)
        painter.setPen(current().color("border.subtle"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class VisitPage(PlacePage):
    """Back, save as PDF, print; below it the page."""

    def __init__(self, desk: Desk) -> None:
        self.pdf, self._card = Button(kind="primary", icon="file-text"), Button(icon="user")
        self.full = Button(icon="eye")
        super().__init__(desk, SubBar(self.full, self._card, self.pdf))
        self._in_full = False
        self._customer: int | None = None
        self.sheet: VisitSheet | None = None
        self._scroll = ColumnScroll()
        self.column().addWidget(self._scroll, 1)
        self.pdf.clicked.connect(self.ask_file)
        self._card.clicked.connect(self._open_card)
        self.full.clicked.connect(self._turn_full)
        add_commands(self, {"print_list": self.ask_file})
        self._say()

    def _say(self) -> None:
        super()._say()
        self.pdf.setText(_("Save as PDF"))
        self.pdf.setToolTip(COMMANDS["print_list"].hint)
        self._card.setText(_("Open the card"))
        self.full.setText(_("Mask again") if self._in_full else _("Show in full"))
        self.full.setToolTip(_("Phone numbers and identifiers; the history notes it"))

    # -- what the window asks

    def open_place(self, customer: int) -> None:
        """Show the sheet for a visit to a customer."""
        if customer != self._customer:
            self._customer, self.sheet = customer, None
            self.pdf.setEnabled(False)
            self.full.setEnabled(False)
        self._reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Mask again what was shown in full when the page is left or the window locked."""
        super().hideEvent(event)
        if self._in_full:
            self._in_full, self.sheet = False, None
            self._scroll.setWidget(QWidget())
            self._say()

    def tab_regions(self) -> list[QWidget]:
        """Return the regions F6 walks through."""
        return [self._top, self._scroll]

    def _open_card(self) -> None:
        if self._customer is not None:
            self._desk.open_customer(self._customer)

    # -- reading

    def _reload(self) -> None:
        if self._customer is None or not self.isVisible():
            return
        self._desk.reads.ask(
            "visit",
            _read,
            self._customer,
            today=self._desk.today(),
            ratio=self.devicePixelRatioF(),
            done=self._show,
            failed=self._fail,
            owner=self,
        )

    def _turn_full(self) -> None:
        """Show contacts and identifiers in full once the history has noted it, or mask them."""
        if self._in_full or self._customer is None:
            self._reload()
            return
        self.full.setEnabled(False)
        self._desk.jobs.start(
            _reveal,
            self._customer,
            today=self._desk.today(),
            ratio=self.devicePixelRatioF(),
            title=_("Noting that it is shown"),
            owner=self,
            done=lambda found: self._show(found, in_full=True),
            failed=self._fail,
        )

    def _show(self, found: tuple[VisitSheet, QImage, float], *, in_full: bool = False) -> None:
        if not self.isVisible() or found[0].card.customer != self._customer:
            return
        self.sheet, image, ratio = found
        self._in_full = in_full
        self._say()
        self.pdf.setEnabled(True)
        self.full.setEnabled(True)
        self._top.say(_("Visit sheet · {name}").format(name=self.sheet.card.name))
        holder = Surface()
        column = QVBoxLayout(holder)
        column.setContentsMargins(20, 16, 20, 24)
        column.setSpacing(8)
        told = _("One A4 page; phone numbers and identifiers are masked.")
        if in_full:
            told = _("One A4 page; phone numbers and identifiers in full. The history notes it.")
        said = Label(told, "caption", "warning" if in_full else "text.secondary")
        column.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
        paper = Paper(image, ratio)
        points = [f"{point.title}: {point.reason}" for point in self.sheet.talk]
        paper.setAccessibleName(self._top.title())
        paper.setAccessibleDescription("\n".join(points))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(paper)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._scroll.show_contents(holder)

    def _fail(self, problem: UserProblem) -> None:
        self.sheet = None
        self.pdf.setEnabled(False)
        band = Band("danger", _("The visit sheet could not be made"), problem.sentence())
        band.add_button(_("Try again"), self._reload)
        self._scroll.setWidget(band)

    # -- printing

    def ask_file(self) -> None:
        """Ask for a file and write the page into it."""
        if self.sheet is None:
            return
        name = "".join(sign for sign in self.sheet.card.name if sign not in '\\/:*?"<>|')
        proposed = _("Visit {name}.pdf").format(name=name)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save as PDF"), proposed, _("PDF (*.pdf)")
        )
        if chosen:
            self._write(Path(chosen), self.sheet)

    def _write(self, path: Path, sheet: VisitSheet) -> None:
        self._desk.jobs.start(
            _print,
            sheet,
            path,
            today=self._desk.today(),
            title=_("Printing"),
            owner=self,
            done=lambda _nothing: self._desk.toast(_("Saved {file}").format(file=path.name)),
            failed=self._desk.show_problem,
        )


def _read(
    reader: Reader, customer: int, *, today: date, ratio: float
) -> tuple[VisitSheet, QImage, float]:
    sheet = visit_sheet(reader.workspace, customer, as_of=today, source=reader.source)
    return sheet, draw_visit(sheet, today=today, scale=ratio), ratio


def _reveal(
    progress: Progress, workspace: Workspace, customer: int, *, today: date, ratio: float
) -> tuple[VisitSheet, QImage, float]:
    sheet = unmasked_sheet(progress, workspace, customer, as_of=today)
    return sheet, draw_visit(sheet, today=today, scale=ratio), ratio


def _print(
    _progress: object, _workspace: object, sheet: VisitSheet, path: Path, *, today: date
) -> None:
    print_visit(sheet, path, today=today)
