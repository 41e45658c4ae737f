"""The import page: four steps, one file at a time; nothing is written before the last button."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _
from profiler_app.jobs.history import history
from profiler_app.jobs.importing import write_rejects
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.copy_watch import copies_folder
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.importing import wording
from profiler_app.ui.pages.importing.check_step import CheckStep
from profiler_app.ui.pages.importing.chrome import Footer, TopBar
from profiler_app.ui.pages.importing.draft import Draft, Step
from profiler_app.ui.pages.importing.facts_strip import FactsStrip
from profiler_app.ui.pages.importing.file_step import FileStep
from profiler_app.ui.pages.importing.file_tabs import FileTabs
from profiler_app.ui.pages.importing.flow import Flow
from profiler_app.ui.pages.importing.mapping_step import MappingStep
from profiler_app.ui.pages.importing.result_step import ResultStep
from profiler_app.ui.pages.importing.watched_folder import WatchedFolder
from profiler_app.ui.tasks import Job


class ImportPage(QWidget):
    """Shows where the flow is, and tells it what the user wants."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.flow = Flow(desk, self)
        self._shown: Draft | None = None
        self._shown_job: Job | None = None
        self._top, self._footer = TopBar(), Footer()
        self.watched = WatchedFolder(desk, self)
        self.file_step, self.mapping_step = FileStep(self.watched), MappingStep(desk)
        self.check_step, self.result_step = CheckStep(desk), ResultStep(desk.settings.currency)
        self._steps = (self.file_step, self.mapping_step, self.check_step, self.result_step)
        self.tabs, self.strip = FileTabs(), FactsStrip(desk)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect_steps()
        self._connect()
        self.retranslate()
        self._read_history()

    def _lay_out(self) -> None:
        self.setProperty("surface", "page")
        self.setProperty("shows_jobs", True)  # the card of running jobs need not
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for step in self._steps:
            self._stack.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.tabs)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer)

    def _connect_steps(self) -> None:
        flow, desk, batch = self.flow, self._desk, self.flow.batch
        answers = flow.answers
        self.file_step.files_chosen.connect(flow.open_files)
        self.file_step.paste_asked.connect(self.paste)
        self.tabs.chosen.connect(batch.show)
        self.tabs.removed.connect(batch.remove)
        self.strip.changed.connect(lambda changes: answers.change(**changes))
        self.strip.target_chosen.connect(answers.aim)
        self.strip.template_chosen.connect(answers.use_template)
        self.mapping_step.changed.connect(lambda changes: answers.change(**changes))
        self.mapping_step.column_sent.connect(answers.send)
        self.check_step.cancelled.connect(flow.run.stop)
        self.result_step.customers_asked.connect(lambda: desk.open_page("customers"))
        self.file_step.undo_asked.connect(desk.edits.undo)
        self.result_step.undo_asked.connect(desk.edits.undo)
        self.check_step.chosen.connect(flow.choose)
        self.check_step.asked.connect(flow.check_again)
        self.check_step.other_file_asked.connect(flow.cancel)
        self.check_step.export_asked.connect(self._export_rejects)
        self.result_step.export_asked.connect(self._export_rejects)

    def _connect(self) -> None:
        flow = self.flow
        self._top.step_chosen.connect(lambda number: flow.go_to(Step(number)))
        self._top.cancelled.connect(flow.cancel)
        self._footer.went_back.connect(flow.go_back)
        self._footer.went_on.connect(flow.go_on)
        self._footer.remembered.connect(lambda on: flow.answers.change(remember=on))
        flow.changed.connect(self._show)
        self._desk.jobs.progressed.connect(self._show_progress)
        self._desk.data_changed.connect(self._read_history)
        for command, act in (("go_on", self._footer.press), ("paste_table", self.paste)):
            for sequence in COMMANDS[command].sequences:
                shortcut = QShortcut(sequence, self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(act)

    # -- what the window asks of every page

    def retranslate(self) -> None:
        """Show every text in the current language; the draft stays."""
        self._top.retranslate()
        self._shown = None
        for step in self._steps:
            step.retranslate()
        self._show()
        self._show_job()
        self.flow.batch.say_again()

    def activated(self) -> None:
        """Take the focus, so that the keys work, and look for new files."""
        self.watched.look()
        self.setFocus()

    def search_focus(self) -> None:
        """Do nothing: there is nothing to search here."""

    def escape(self) -> bool:
        """Go one step back; a check is cancelled, writing only by its button."""
        if self.flow.run.job is None:
            return self.flow.go_back()
        if not self.flow.run.writing:
            self.flow.run.stop()
        return True

    def go_back(self) -> bool:
        """Go one step back inside the wizard, where there is one and nothing runs."""
        return self.flow.run.job is None and self.flow.go_back()

    def tab_regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        if self.flow.step is Step.CHECK:
            return [self._top, *self.check_step.tab_regions(), self._footer]
        return [self._top, self._stack, self._footer]

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files together; those that come during a check or an import wait."""
        if paths:
            self.flow.open_files(paths)

    @Slot()
    def paste(self) -> None:
        """Take the files or the table of the clipboard."""
        held = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if paths:
            self.flow.open_files(paths)
        elif held.text().strip():
            self.flow.open_text(held.text())
        else:
            self._desk.toast(_("The clipboard holds neither a file nor a table."))

    # -- what is shown

    @Slot()
    def _show(self) -> None:
        """Show where the flow is."""
        flow = self.flow
        if self._stack.currentIndex() != flow.step:
            self._stack.setCurrentIndex(flow.step)
            if self.isVisible():
                here = self.mapping_step.table if flow.step is Step.MAPPING else self
                here.setFocus()  # what had the focus is out of sight
        self._show_draft()
        self._show_bars()
        if flow.run.job is not self._shown_job:
            self._shown_job = flow.run.job
            self._show_job()

    def _show_draft(self) -> None:
        flow, draft = self.flow, self.flow.draft
        self.file_step.show_problem(flow.problem if draft is None else None)
        there = draft is not None and flow.step is not Step.FILE
        self.tabs.setVisible(there and len(flow.batch.drafts) > 1)
        self.strip.setVisible(there and flow.step is not Step.RESULT)
        for part in (self.strip, self.tabs):
            part.setEnabled(flow.run.job is None)
        if draft is None:
            self._shown = None
            return
        self.tabs.show_drafts(flow.batch.drafts, flow.batch.at)
        if draft is not self._shown or flow.problem is not None:
            self._shown = draft
            self.strip.show_draft(draft)
            for step in (self.mapping_step, self.check_step, self.result_step):
                step.show_draft(draft)
        self.mapping_step.show_problem(flow.problem)

    def _show_bars(self) -> None:
        flow, step = self.flow, self.flow.step
        running = flow.run.job is not None
        under_way = flow.draft is not None and step is not Step.RESULT
        self._top.show_step(
            step,
            under_way=under_way and not (running and flow.run.writing),
            free=not running and step is not Step.RESULT,
        )
        obstacle = wording.obstacle(flow)
        words = wording.remembering(flow)
        self._footer.offer_remembering(words, on=flow.draft is None or flow.draft.request.remember)
        said = wording.status(flow) if obstacle or not words else ""
        self._footer.say(said, warning=bool(obstacle))
        text, enabled = wording.primary(flow)
        back = step in (Step.MAPPING, Step.CHECK) and not running
        self._footer.offer(text, enabled=enabled, back=back)

    def _show_job(self) -> None:
        """Show the job that was just started, or what came of it."""
        job, progress = self.flow.run.job, self.check_step.progress
        if job is None:
            self.check_step.show_result()
            return
        waiting = self._desk.jobs.running[:1] != [job]
        if self.flow.run.writing:
            promise = _("Cancel now and everything is taken back; not one row stays.")
            cancel = _("Cancel and take back")
            copying = copies_folder(self._desk) is not None
            progress.begin(
                job.title, promise, cancel, writing=True, copying=copying, waiting=waiting
            )
        else:
            promise = _("Nothing is written while the file is checked.")
            progress.begin(job.title, promise, _("Cancel"), writing=False, waiting=waiting)
        self.check_step.show_busy()

    @Slot(object)
    def _show_progress(self, job: Job) -> None:
        if job is self.flow.run.job:
            self.check_step.progress.show_job(job)

    @Slot()
    def _export_rejects(self) -> None:
        draft = self.flow.draft
        report = draft and (draft.written or draft.checked)
        if draft is None or report is None:
            return
        name = _("{file} rejected rows.xlsx").format(file=draft.path.stem)
        title = _("Export rejects")
        kinds = "Excel (*.xlsx);;CSV (*.csv)"
        chosen, _filter = QFileDialog.getSaveFileName(self, title, name, kinds)
        if chosen:
            self._desk.jobs.start(
                write_rejects,
                Path(chosen),
                report,
                title=title,
                owner=self,
                done=lambda _count: self._desk.toast(_("Saved {file}.").format(file=chosen)),
                failed=self._desk.show_problem,
            )

    # -- history

    @Slot()
    def _read_history(self) -> None:
        self._desk.reads.ask("imports", _imports, done=self._show_history, owner=self)

    def _show_history(self, entries: Sequence[HistoryEntry]) -> None:
        self.file_step.show_history(entries)
        self.flow.batch.learn_history(entries)


def _imports(reader: Reader) -> tuple[HistoryEntry, ...]:
    return tuple(entry for entry in history(reader.workspace) if entry.kind == "import")
