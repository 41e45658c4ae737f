"""The import page: four steps, one file at a time; nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.imports import ImportReport, ImportRequest
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.history import history
from profiler_app.jobs.importing import import_file, write_rejects
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.importing.check_step import CheckStep
from profiler_app.ui.pages.importing.chrome import Footer, TopBar
from profiler_app.ui.pages.importing.draft import Draft, Step, open_draft
from profiler_app.ui.pages.importing.file_step import FileStep
from profiler_app.ui.pages.importing.mapping_step import MappingStep
from profiler_app.ui.pages.importing.result_step import ResultStep
from profiler_app.ui.tasks import Job

_LINE: Final = "import.line"


class ImportPage(QWidget):
    """Holds the draft and moves it from step to step."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: list[Path] = []
        self._draft: Draft | None = None
        self._step = Step.FILE
        self._reading: str | None = None
        self._job: Job | None = None
        self._run: object = None
        self._writing = False
        self._top, self._footer = TopBar(), Footer()
        self.file_step, self.mapping_step = FileStep(), MappingStep()
        self.check_step, self.result_step = CheckStep(desk.settings.currency), ResultStep()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._add_keys()
        self.retranslate()
        self._read_history()

    def _lay_out(self) -> None:
        self.setProperty("surface", "page")
        self.setProperty("shows_jobs", True)  # the card of running jobs need not
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for step in (self.file_step, self.mapping_step, self.check_step, self.result_step):
            self._stack.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer)

    def _connect(self) -> None:
        self._top.step_chosen.connect(lambda number: self._go_to(Step(number)))
        self._top.cancelled.connect(self.cancel)
        self._footer.went_back.connect(self._go_back)
        self._footer.went_on.connect(self._go_on)
        self.file_step.files_chosen.connect(self.open_files)
        self.mapping_step.changed.connect(lambda changes: self._change(**changes))
        self.mapping_step.target_chosen.connect(self._aim)
        self.mapping_step.column_sent.connect(self._send)
        self.check_step.cancelled.connect(self._stop)
        self.result_step.customers_asked.connect(lambda: self._desk.open_page("customers"))
        for step in (self.file_step, self.result_step):
            step.undo_asked.connect(self._desk.undo)
        for exporting in (self.check_step, self.result_step):
            exporting.export_asked.connect(self._export_rejects)
        self._desk.jobs.progressed.connect(self._show_progress)
        self._desk.data_changed.connect(self._read_history)

    def _add_keys(self) -> None:
        for sequence in COMMANDS["go_on"].sequences:
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._footer.press)

    @property
    def draft(self) -> Draft | None:
        """The file on its way, if there is one."""
        return self._draft

    # -- what the window asks of every page

    def retranslate(self) -> None:
        """Show every text in the current language; the draft stays."""
        self._top.retranslate()
        for step in (self.file_step, self.mapping_step, self.check_step, self.result_step):
            step.retranslate()
        self._show()

    def activated(self) -> None:
        """Take the focus, so that the keys work."""
        self.setFocus()

    def search_focus(self) -> None:
        """Do nothing: there is nothing to search here."""

    def escape(self) -> bool:
        """Go one step back; a job is cancelled, but writing only by its button."""
        if self._job is not None:
            if not self._writing:
                self._stop()
            return True
        if self._step in (Step.MAPPING, Step.CHECK):
            self._go_back()
            return True
        return False

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        return [self._top, self._stack, self._footer]

    # -- files

    @Slot(object)
    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files one after the other; those that come during an import wait."""
        self._waiting.extend(paths)
        idle = self._draft is None and self._reading is None
        if idle or (self._draft is not None and self._draft.written is not None):
            self._next_file()
        else:
            self._show()

    def cancel(self) -> None:
        """Give up the file and those that wait; nothing of them was written."""
        if self._job is not None:
            self._desk.jobs.cancel(self._job)
            self._job = self._run = None
        self._waiting.clear()
        self._start_over()

    def _start_over(self) -> None:
        self._draft = self._reading = None
        self.file_step.show_problem(None)
        self._go_to(Step.FILE)

    def _next_file(self) -> None:
        self._start_over()
        if not self._waiting:
            return
        path = self._waiting.pop(0)
        line: Any = self._desk.preferences.get(_LINE, "trade")
        self._reading = path.name
        self._ask(ImportRequest(paths=(path,), line=line), self._opened, self._not_opened)

    def _ask(
        self,
        request: ImportRequest,
        done: Callable[[Draft], None],
        failed: Callable[[UserProblem], None],
    ) -> None:
        self._desk.reads.ask("inspect", open_draft, request, done=done, failed=failed, owner=self)
        self._show()

    def _opened(self, draft: Draft) -> None:
        if self._reading is not None:
            self._reading = None
            self._use(draft)
            self._go_to(Step.MAPPING)

    def _not_opened(self, problem: UserProblem) -> None:
        self._reading = None
        self.file_step.show_problem(problem)
        self._show()

    # -- mapping

    def _change(self, **changes: Any) -> None:
        if self._draft is not None:
            if "line" in changes:
                self._desk.preferences.put(_LINE, changes["line"])
            self._ask_again(self._draft.asked(**changes))

    def _aim(self, target: str) -> None:
        if self._draft is not None:
            self._ask_again(self._draft.aimed(target))

    def _send(self, column: str, field: str) -> None:
        if self._draft is not None:
            self._ask_again(self._draft.sent(column, field))

    def _ask_again(self, request: ImportRequest) -> None:
        self._ask(request, self._inspected, self._not_inspected)

    def _inspected(self, draft: Draft) -> None:
        if self._draft is not None:
            self._use(draft)
            self._show()

    def _not_inspected(self, problem: UserProblem) -> None:
        if self._draft is not None:
            self._use(self._draft)
            self.mapping_step.show_problem(problem)

    def _use(self, draft: Draft) -> None:
        self._draft = draft
        self.mapping_step.show_draft(draft)

    # -- check and writing

    def _check(self) -> None:
        assert self._draft is not None
        self.check_step.progress.begin(
            _("Checking {file}").format(file=self._draft.path.name),
            _("Nothing is written while the file is checked."),
            _("Cancel"),
            waiting=bool(self._desk.jobs.running),
        )
        self._start(dry_run=True, done=self._checked)

    def _write(self) -> None:
        assert self._draft is not None
        self.check_step.progress.begin(
            _("Writing {file}").format(file=self._draft.path.name),
            _("Cancel now and everything is taken back; not one row stays."),
            _("Cancel and take back"),
            waiting=bool(self._desk.jobs.running),
        )
        self._start(dry_run=False, done=self._written)

    def _start(self, *, dry_run: bool, done: Callable[[ImportReport], None]) -> None:
        assert self._draft is not None
        self._writing = not dry_run
        run = self._run = object()
        self.check_step.show_busy()
        name = self._draft.path.name
        title = _("Checking {file}") if dry_run else _("Writing {file}")
        self._job = self._desk.jobs.start(
            import_file,
            self._draft.asked(dry_run=dry_run),
            title=title.format(file=name),
            today=self._desk.today(),
            owner=self,
            done=self._unless_given_up(run, done),
            failed=self._unless_given_up(run, self._failed),
            cancelled=self._unless_given_up(run, self._taken_back),
        )
        self._go_to(Step.CHECK)

    def _unless_given_up(self, run: object, react: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that is dropped when the import was given up meanwhile."""

        def ended(*answer: Any) -> None:
            if run is self._run:
                self._job = self._run = None
                react(*answer)

        return ended

    def _checked(self, report: ImportReport) -> None:
        assert self._draft is not None
        self._draft = replace(self._draft, checked=report)
        self.check_step.show_draft(self._draft)
        self._show()

    def _written(self, report: ImportReport) -> None:
        assert self._draft is not None
        self._writing = False
        self._draft = replace(self._draft, written=report)
        self.result_step.show_draft(self._draft)
        self._go_to(Step.RESULT)
        self._desk.refresh_data()

    def _failed(self, problem: UserProblem) -> None:
        self._writing = False
        self._go_to(Step.MAPPING)
        self.mapping_step.show_problem(problem)

    def _taken_back(self) -> None:
        assert self._draft is not None
        wrote, self._writing = self._writing, False
        if wrote:
            self._desk.toast(_("Taken back; nothing was written."))
            self.check_step.show_draft(self._draft)
            self._show()
        else:
            self._go_to(Step.MAPPING)

    def _stop(self) -> None:
        if self._job is not None:
            self._desk.jobs.cancel(self._job)

    @Slot(object)
    def _show_progress(self, job: Job) -> None:
        if job is self._job:
            self.check_step.progress.show_job(job)

    def _export_rejects(self) -> None:
        report = self._draft and (self._draft.written or self._draft.checked)
        if report is None or self._draft is None:
            return
        name = _("{file} rejected rows.csv").format(file=self._draft.path.stem)
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Export the rejected rows"), name, "CSV (*.csv)"
        )
        if chosen:
            self._desk.jobs.start(
                write_rejects,
                Path(chosen),
                report,
                title=_("Export the rejected rows"),
                owner=self,
                done=lambda _count: self._desk.toast(_("Saved {file}.").format(file=chosen)),
                failed=self._desk.show_problem,
            )

    # -- from step to step

    def _go_to(self, step: Step) -> None:
        self._step = step
        self._stack.setCurrentIndex(step)
        if self.isVisible():
            self.setFocus()  # what had the focus is out of sight
        self._show()

    def _go_back(self) -> None:
        if self._step in (Step.MAPPING, Step.CHECK):
            self._go_to(Step(self._step - 1))

    def _go_on(self) -> None:
        if self._step is Step.FILE and self._draft is not None:
            self._go_to(Step.MAPPING)
        elif self._step is Step.MAPPING:
            self._check()
        elif self._step is Step.CHECK:
            self._write()
        elif self._waiting:
            self._next_file()
        else:
            self._start_over()

    def _show(self) -> None:
        """Bring the bars in line with the draft."""
        free = self._job is None and self._step is not Step.RESULT
        under_way = self._draft is not None and self._step is not Step.RESULT
        self._top.show_step(self._step, under_way=under_way and not self._writing, free=free)
        self._footer.say(self._status(), warning=bool(self._obstacle()))
        primary, enabled = self._primary()
        back = self._step in (Step.MAPPING, Step.CHECK) and self._job is None
        self._footer.offer(primary, enabled=enabled, back=back)

    def _obstacle(self) -> str:
        if self._step is Step.MAPPING and self._draft is not None:
            return self._draft.missing()
        return ""

    def _is_known_already(self) -> bool:
        report = self._draft.checked if self._draft else None
        return report is not None and report.unchanged == report.rows > 0

    def _status(self) -> str:
        if self._reading is not None:
            return _("Reading {file}…").format(file=self._reading)
        if obstacle := self._obstacle():
            return obstacle
        if self._waiting:
            n = len(self._waiting)
            return ngettext("{n} more file waits", "{n} more files wait", n).format(n=n)
        if self._step is Step.RESULT:
            return _("The whole import can be undone, here or in the list of earlier imports.")
        if self._step is Step.CHECK and self._is_known_already():
            return _("Everything in this file is in the workspace already.")
        if self._step is Step.CHECK:
            return _("One operation: all of it or nothing. It can be undone as a whole.")
        return _("Files are read on this computer only; nothing is written before you say so.")

    def _primary(self) -> tuple[str, bool]:
        """Return the text of the one thing to do, and whether it can be done."""
        if self._job is not None or self._reading is not None:
            return "", False
        if self._waiting and (self._draft is None or self._step is Step.RESULT):
            return _("Next file: {file}").format(file=self._waiting[0].name), True
        if self._draft is None:
            return "", False
        if self._step is Step.FILE:
            return _("Go on with {file}").format(file=self._draft.path.name), True
        if self._step is Step.MAPPING:
            return _("Check, without writing"), not self._draft.missing()
        if self._step is Step.CHECK:
            return _write_text(self._draft.checked)
        return _("Import another file"), True

    # -- history

    def _read_history(self) -> None:
        self._desk.reads.ask("imports", _imports, done=self._show_history, owner=self)

    def _show_history(self, entries: Sequence[HistoryEntry]) -> None:
        self.file_step.show_history(entries)
        report = self._draft.written if self._draft else None
        if self._draft is None or report is None:
            return
        undone = any(e.undone_by for e in entries if e.operation == report.operation)
        self._draft = replace(self._draft, undone=undone)
        self.result_step.show_draft(self._draft)


def _write_text(report: ImportReport | None) -> tuple[str, bool]:
    """Return what writing would do, exactly, and whether it would do anything."""
    rows = report.created + report.updated if report is not None else 0
    if report is None or rows == 0:
        return _("Nothing to write"), False
    text = ngettext(
        "Write {n} row: {created} new, {updated} updated",
        "Write {n} rows: {created} new, {updated} updated",
        rows,
    )
    counts = {"n": rows, "created": report.created, "updated": report.updated}
    return text.format(**{name: f"{count:,}" for name, count in counts.items()}), True


def _imports(reader: Reader) -> tuple[HistoryEntry, ...]:
    return tuple(entry for entry in history(reader.workspace) if entry.kind == "import")
