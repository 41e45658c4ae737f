"""The recovery key in its groups, and three ways to take it away from this computer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPageSize, QPainter, QPaintEvent, QTextDocument
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.recovery_keys import groups_of
from profiler_app.domain.text import _
from profiler_app.jobs.rekeying import recovery_sheet, write_recovery_sheet
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.painting import fill_round

_IN_A_ROW = 3


class RecoverySheet(QWidget):
    """Six groups and the buttons below them; ``taken`` says that one of them was used."""

    taken = Signal()

    def __init__(self, recovery: str, name: str, today: Callable[[], date]) -> None:
        super().__init__()
        self._recovery, self._name, self._today = recovery, name, today
        self.printer, self.save = (
            Button(icon="printer", small=True),
            Button(icon="save", small=True),
        )
        self.copy = Button(icon="copy", small=True)
        self._note, self.error = Label("", "caption", "success", wrap=True), ErrorLine()
        box = _Box()
        grid = QGridLayout(box)
        grid.setContentsMargins(8, 14, 8, 14)
        grid.setVerticalSpacing(12)
        for at, group in enumerate(groups_of(recovery)):
            label = Label(group, "metric")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, at // _IN_A_ROW, at % _IN_A_ROW, Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.printer, self.save, self.copy):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(box)
        column.addLayout(buttons)
        column.addWidget(self._note)
        column.addWidget(self.error)
        self.printer.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_file)
        self.copy.clicked.connect(self._copy)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.printer.setText(_("Print…"))
        self.save.setText(_("Save as PDF"))
        self.copy.setText(_("Copy"))

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if QPrintDialog(printer, self).exec():
            document = QTextDocument()
            document.setHtml(recovery_sheet(self._recovery, self._name, today=self._today()))
            document.print_(printer)
            self._took(_("Sent to the printer."))

    def _ask_file(self) -> None:
        usual = _("Recovery key of {name}").format(name=self._name)
        safe = "".join(sign for sign in usual if sign not in '\\/:*?"<>|')
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the recovery key, best on a USB stick"), f"{safe}.pdf", "PDF (*.pdf)"
        )
        if chosen:
            self.write(Path(chosen).with_suffix(".pdf"))

    def write(self, path: Path) -> None:
        """Write the page to print."""
        try:
            write_recovery_sheet(self._recovery, self._name, path, today=self._today())
        except UserProblem as problem:
            self.error.say(problem.sentence())
            return
        self._took(_("Saved {file}").format(file=path.name))

    def _copy(self) -> None:
        copy_for_a_while(" ".join(groups_of(self._recovery)))
        self._took(_("Copied; the clipboard is emptied after 30 seconds."))

    def _took(self, said: str) -> None:
        self.error.say("")
        self._note.setText(said)
        self.taken.emit()


class _Box(QFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = look.color("border.subtle")
        fill_round(painter, QRectF(self.rect()), 8, look.color("bg.surface"), line)
