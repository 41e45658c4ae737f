"""Questionnaires: which there are, what they brought, going out and coming back as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.surveys import Listed, list_questionnaires
from profiler_app.jobs.surveys.designing import is_own, retire_questionnaire
from profiler_app.jobs.surveys.results import Results, survey_results
from profiler_app.jobs.surveys.sending import audiences, write_book, write_page
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.data.survey_figures import ResultsPanel
from profiler_app.ui.pages.data.take_in_sheet import TakeInSheet
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover


class SurveysTab(QWidget):
    """The list at the left; results of the current one, and its ways out, at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._segments: tuple[str, ...] = ()
        self.sheet: TakeInSheet | None = None
        self.table = FiguresTable([
            Figure(lambda: _("Questionnaire"), _title, 0, right=False),
            Figure(lambda: _("Answered"), lambda each: f"{each.responses:,}", 84,
                   sort=lambda each: each.responses),
            Figure(lambda: _("Last"), _latest, 104, drop=1),
        ])  # fmt: skip
        self.book, self.page = Button(icon="file-spreadsheet"), Button(icon="globe")
        self.take = Button(kind="primary", icon="download")
        self.new, self.give_up = Button(icon="plus"), Button(icon="trash-2")
        self.edit = Button(icon="pencil")
        self._list = Panel("·")
        self.results = ResultsPanel()
        self._build()
        self.table.chosen.connect(lambda _row: self._read_results())
        self.book.clicked.connect(lambda _on=False: self._ask_whom())
        self.page.clicked.connect(lambda _on=False: self._ask_page())
        self.take.clicked.connect(lambda _on=False: self._ask_filled())
        self.new.clicked.connect(lambda _on=False: self._desk.forms.add_record("questionnaire"))
        self.edit.clicked.connect(lambda _on=False: self.change())
        self.table.opened.connect(lambda _index: self.change())
        self.give_up.clicked.connect(lambda _on=False: self.retire())

    def _build(self) -> None:
        self._list.body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        for button in (self.take, self.new):
            foot.addWidget(button)
        foot.addStretch(1)
        own = QHBoxLayout()
        for button in (self.edit, self.give_up):
            own.addWidget(button)
        own.addStretch(1)
        for line in (own, foot):
            self._list.body.addLayout(line)
        for button in (self.book, self.page):
            self.results.head.add(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 16, 20, 20)
        row.setSpacing(12)
        row.addWidget(self._list, 2)
        row.addWidget(self.results, 3)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._list.head.set_title(_("Questionnaires"))
        self._list.head.set_note(_("fill in on the card"))
        self.table.setAccessibleName(_("Questionnaires"))
        self.table.retranslate()
        self.book.setText(_("Workbook…"))
        self.book.setToolTip(_("One row a customer, to be filled in and taken in again"))
        self.page.setText(_("Web page…"))
        self.page.setToolTip(
            _("One file to fill in without a network; what it saves is taken in here")
        )
        self.take.setText(_("Take in answers…"))
        self.new.setText(_("New questionnaire"))
        self.edit.setText(_("Change…"))
        self.give_up.setText(_("Give up"))
        self.results.retranslate()

    # -- reading

    def activate(self) -> None:
        """Read which questionnaires there are."""
        self._desk.reads.ask(
            "surveys.list", _listed, done=self._show, failed=self._desk.show_problem, owner=self
        )

    def data_changed(self) -> None:
        """Read again while in sight."""
        if self.isVisible():
            self.activate()

    def _show(self, found: tuple[tuple[Listed, ...], tuple[str, ...]]) -> None:
        now = self.current()
        rows, self._segments = found
        self.table.show_rows(rows)
        codes = [each.questionnaire.code for each in rows]
        at = codes.index(now.questionnaire.code) if now and now.questionnaire.code in codes else 0
        self.table.selectRow(at)
        self._read_results()

    def current(self) -> Listed | None:
        """Return the questionnaire that is chosen."""
        row: Listed | None = self.table.row()
        return row

    def _read_results(self) -> None:
        row = self.current()
        for button in (self.book, self.page):
            button.setEnabled(row is not None)
        for button in (self.edit, self.give_up):
            button.setVisible(row is not None and is_own(row.questionnaire))
        if row is not None:
            self._desk.reads.ask(
                "surveys.results",
                partial(_results, code=row.questionnaire.code),
                done=self._show_results,
                failed=self._desk.show_problem,
                owner=self,
            )

    def _show_results(self, found: Results) -> None:
        row = self.current()
        if row is not None and row.questionnaire.code == found.questionnaire.code:
            self.results.show_results(found)

    # -- going out

    def _ask_whom(self) -> None:
        """Ask for whom the workbook is, then for the file."""
        popover = Popover(self, width=320)
        popover.setAccessibleName(_("Workbook…"))
        everyone = ("", _("Everyone it suits"))
        whom = DropDown([everyone, *((name, name) for name in self._segments)])
        whom.setAccessibleName(_("Whom it is for"))
        write = Button(_("Choose the file…"), kind="primary", small=True)

        def go() -> None:
            name = whom.key()
            popover.close()
            self._ask_book(f"in_segment({quoted(name)})" if name else "")

        write.clicked.connect(lambda _on=False: go())
        for widget in (Label(_("Whom it is for"), "caption", "text.secondary"), whom, write):
            popover.body.addWidget(widget)
        popover.closed.connect(popover.deleteLater)
        popover.show_below(self.book, align_right=True)
        whom.setFocus()

    def _ask_book(self, where: str) -> None:
        row = self.current()
        if row is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Workbook…"), f"{row.questionnaire.title}.xlsx", "XLSX (*.xlsx)"
        )
        if name:
            self.write_book(Path(name), where)

    def write_book(self, path: Path, where: str = "") -> None:
        """Write the workbook for whom a rule holds."""
        row = self.current()
        if row is None:
            return

        def done(count: int) -> None:
            text = ngettext(
                "{file}: a row for {n} customer.", "{file}: a row for each of {n} customers.", count
            )
            self._desk.toast(text.format(file=path.name, n=f"{count:,}"))

        self._desk.jobs.start(
            write_book,
            row.questionnaire,
            path,
            where=where,
            title=_("Writing the file"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )

    def _ask_page(self) -> None:
        row = self.current()
        if row is None:
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Web page…"), f"{row.questionnaire.title}.html", "HTML (*.html)"
        )
        if name:
            self.write_page(Path(name))

    def write_page(self, path: Path) -> None:
        """Write the page that asks for the customer number itself."""
        row = self.current()
        if row is not None:
            told = _("Written to {file}.").format(file=path.name)
            self._desk.jobs.start(
                write_page,
                row.questionnaire,
                path,
                title=_("Writing the file"),
                owner=self,
                done=lambda _number: self._desk.toast(told),
                failed=self._desk.show_problem,
            )

    def change(self) -> None:
        """Open the form of the questionnaire of one's own that is chosen."""
        row = self.current()
        if row is not None and is_own(row.questionnaire):
            self._desk.forms.change_questionnaire(row.questionnaire.code)

    def retire(self) -> None:
        """Give up the questionnaire of one's own that is chosen; its answers stay."""
        row = self.current()
        if row is None or not is_own(row.questionnaire):
            return

        def done(operation: int) -> None:
            self._desk.toast(_("The questionnaire is given up; its answers stay."), operation)
            self._desk.data_changed.emit()

        self._desk.jobs.start(
            retire_questionnaire,
            row.questionnaire.code,
            title=_("Saving"),
            owner=self,
            done=done,
            failed=self._desk.show_problem,
        )

    # -- coming back

    def _ask_filled(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Take in answers…"), "", _("Tables (*.xlsx *.csv)")
        )
        if name:
            self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Say what a filled table would bring, then take it in."""
        self.sheet = TakeInSheet(self._desk, self.window(), path)


def _title(each: Listed) -> str:
    return each.questionnaire.title


def _latest(each: Listed) -> str:
    return each.latest.isoformat() if each.latest else "—"


def _listed(reader: Reader) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    return list_questionnaires(reader.workspace), audiences(reader.workspace)


def _results(reader: Reader, *, code: str) -> Results:
    return survey_results(reader.workspace, code)
