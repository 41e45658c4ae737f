"""Erasing one customer for good: who, what goes, why; then the certificate."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import _
from profiler_app.jobs.automatic_copies import copy_first
from profiler_app.jobs.erasing import REASONS, Certificate, Traces, erase, traces, write_certificate
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.relating import Candidate, candidates
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.forms.customer_editor import CustomerEditor
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Hairline

_WIDTH, _EDGE = 460, 24


class EraseDialog(GrowingDialog):
    """Says everything that goes before anything does; ``erased`` carries the certificate."""

    erased = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self._found: Traces | None = None
        self._done: Certificate | None = None
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._who, self._why = Label(), Label()
        self.customer = CustomerEditor(may_be_new=False)
        self.reason, self.keep_sales = DropDown(), QCheckBox()
        self.keep_sales.setChecked(True)
        self._counts = QWidget()
        self._grid = QGridLayout(self._counts)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setVerticalSpacing(3)
        self._outside = Label("", "caption", "text.secondary", wrap=True)
        self._close, self.button = Button(), Button(kind="danger")
        self._lay_out()
        self.customer.searched.connect(self._look_up)
        self.customer.textChanged.connect(lambda _text: self._chosen())
        self._close.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)
        self.retranslate()
        self.customer.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 20)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._text)
        self._asked = QWidget()
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 6, 0, 0)
        asked.setSpacing(4)
        for widget in (self._who, self.customer, self._why, self.reason):
            asked.addWidget(widget)
        asked.addSpacing(6)
        asked.addWidget(self.keep_sales)
        column.addWidget(self._asked)
        column.addWidget(self._counts)
        column.addWidget(self._outside)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch()
        foot.addWidget(self._close)
        foot.addWidget(self.button)
        column.addSpacing(6)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._who.setText(_("Customer"))
        self._why.setText(_("Reason"))
        self.customer.setAccessibleName(_("Customer"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.set_options([(key, _(text)) for key, text in REASONS.items()])
        self.keep_sales.setText(_("Keep what was sold as sales of nobody, so that totals stay"))
        self._show()

    # -- who

    def _look_up(self, text: str) -> None:
        def read(reader: Reader) -> tuple[Candidate, ...]:
            return candidates(
                reader.workspace, reader.source, text, relation="", but=0, today=self._desk.today()
            )

        self._desk.reads.ask(
            "erase.search",
            read,
            done=lambda found: self.customer.show_found(text, found),
            owner=self,
        )

    def ask_for(self, customer: int, name: str, number: str) -> None:
        """Ask about one customer only, the one whose card is open."""
        self.customer.fix(customer, name, number)
        self.choose(customer)
        self.reason.setFocus()

    def choose(self, customer: int) -> None:
        """Show what goes with a customer."""

        def read(reader: Reader) -> Traces:
            return traces(reader.workspace, customer)

        self._desk.reads.ask("erase.traces", read, done=self._show_traces, owner=self)

    def _chosen(self) -> None:
        customer = self.customer.chosen()
        if customer is None:
            self._found = None
            self._show()
        else:
            self.choose(customer)

    def _show_traces(self, found: Traces) -> None:
        if self.customer.chosen() is not None:
            self._found = found
            self._show()

    # -- showing

    def _show(self) -> None:
        title = _("Erased for good") if self._done else _("Erase a customer for good")
        self.setWindowTitle(title)
        self._title.setText(title)
        self._text.setText(self._words())
        self._asked.setVisible(self._done is None)
        self._show_counts()
        self._close.setText(_("Close") if self._done else _("Cancel"))
        self._close.setEnabled(not self.busy)
        self.button.setText(self._verb())
        self.button.set_kind("secondary" if self._done else "danger")
        self.button.setEnabled(not self.busy and bool(self._done or self._found))
        self.fit_soon()

    def _verb(self) -> str:
        if self._done:
            return _("Save the certificate…")
        return _("Erasing") if self.busy else _("Erase for good")

    def _words(self) -> str:
        if self._done:
            return _(
                "{number} is gone from every table and from the history. The history stays "
                "provable; this step has the proof {proof}."
            ).format(number=self._done.number, proof=self._done.proof[:16])
        return _(
            "Everything about this person leaves the workspace: records, earlier values in the "
            "history, kept lines of imports. This cannot be undone."
        )

    def _show_counts(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        rows = self._lines()
        if rows:
            self._grid.addWidget(Hairline(), 0, 0, 1, 2)
        for at, (label, count) in enumerate(rows, 1):
            self._grid.addWidget(Label(label, "body", "text.secondary"), at, 0)
            self._grid.addWidget(Label(count), at, 1, Qt.AlignmentFlag.AlignRight)
        self._counts.setVisible(bool(rows))
        backup = self._found.backup if self._found else None
        outside = (
            _(
                "Backups made before, such as {file}, still hold them. When one of them is "
                "restored here, they are erased again."
            ).format(file=Path(backup.file).name)
            if backup
            else ""
        )
        folder = copies_folder(self._desk)
        if folder is not None and self._found and not self._done:
            text = _("A copy is made in {folder} first; it too is restored without them.")
            outside = f"{outside} {text.format(folder=folder)}".strip()
        self._outside.setText(outside)
        self._outside.setVisible(bool(outside))

    def _lines(self) -> list[tuple[str, str]]:
        if self._found is None:
            return []
        lines = [(table_label(table), f"{count:,}") for table, count in self._found.rows.items()]
        lines.append((_("Earlier values in the history"), f"{self._found.images:,}"))
        if self._found.drafts:
            lines.append((_("Half-filled forms"), f"{self._found.drafts:,}"))
        return lines

    # -- doing

    def go_on(self) -> None:
        """Erase; afterwards, save the certificate."""
        if self._done is not None:
            self._save(self._done)
            return
        customer = self.customer.chosen()
        if customer is None or self.busy:
            return
        self.busy = True
        self._show()
        self._desk.jobs.start(
            copy_first,
            copies_folder(self._desk),
            "before-erase",
            erase,
            customer,
            reason=self.reason.key(),
            by=login_name(),
            today=self._desk.today(),
            keep_sales=self.keep_sales.isChecked(),
            title=_("Erasing"),
            owner=self,
            done=self._finished,
            failed=self._failed,
            cancelled=self._stopped,
        )

    def _finished(self, done: Certificate) -> None:
        self.busy, self._done = False, done
        self._show()
        self.erased.emit(done)
        self._desk.refresh_data()

    def _failed(self, problem: UserProblem) -> None:
        self._stopped()
        self._desk.show_problem(problem)

    def _stopped(self) -> None:
        self.busy = False
        self._show()

    def _save(self, done: Certificate) -> None:
        name = str(self._desk.path.parent / f"{_('Certificate')} {done.number}.pdf")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the certificate"), name, "PDF (*.pdf)"
        )
        if not chosen:
            return
        try:
            write_certificate(done, Path(chosen))
        except UserProblem as problem:
            self._desk.show_problem(problem)
            return
        self._desk.toast(_("Saved: {file}").format(file=Path(chosen).name))
