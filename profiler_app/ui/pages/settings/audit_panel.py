"""The audit trail in the settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from profiler_app.domain.dates import wall_time
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.auditing import Audit, audit, find_operations, write_audit
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.rows import SettingsPanel
from profiler_app.ui.pages.settings.trail_panels import Line, Lines
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.search_field import SearchField

_LINES, _MORE = 5, 50


class AuditPanel(SettingsPanel):
    """The operations, searched, whether they are all linked and true, and as a file.

    Words, days and customer numbers are searched for; a number finds whatever touched the customer.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: Sequence[HistoryEntry] = ()
        self._found: Sequence[HistoryEntry] = ()
        self._most = _LINES
        self._proven: tuple[date, Audit] | None = None
        self.save, self.prove = Button(icon="download", small=True), Button(kind="link", small=True)
        self.head.addWidget(self.save)
        self.search = SearchField()
        self.search.searched.connect(self._search)
        holder = QWidget()
        above = QHBoxLayout(holder)
        above.setContentsMargins(14, 8, 14, 8)
        above.addWidget(self.search)
        self.add(holder)
        self._lines = Lines()
        self.add(self._lines)
        self.more = Button(kind="link", small=True)
        self.more.clicked.connect(self._show_more)
        self._more_row = self.add(self.more)
        self._sign, self.state = QLabel(), Label("", "caption", "text.secondary", wrap=True)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._sign)
        row.addWidget(self.state, 1)
        row.addWidget(self.prove)
        self.add(foot)
        self.save.clicked.connect(self.export)
        self.prove.clicked.connect(self.check)
        current().changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Audit trail"))
        self.save.setText(_("Export"))
        self.prove.setText(_("Check now"))
        self.search.set_placeholder(_("Words, a day, or a customer number"))
        self.show_entries(self._entries)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show other operations, the newest first; a search stays."""
        self._entries = entries
        self._search(self.search.text())

    def _search(self, text: str) -> None:
        self._most = _LINES
        self._desk.reads.ask(
            "audit.search",
            lambda reader: find_operations(reader.workspace, text),
            done=self._show_found,
            owner=self,
        )

    def _show_found(self, found: Sequence[HistoryEntry]) -> None:
        self._found = found
        lines = [Line(wall_time(entry.at), entry.sentence) for entry in found[: self._most]]
        nothing = _("No step has these words.") if self._entries else _("Nothing was done so far.")
        self._lines.show_lines(lines, nothing)
        left = len(found) - len(lines)
        text = ngettext("Show more ({n} step left)", "Show more ({n} steps left)", left)
        self.more.setText(text.format(n=f"{left:,}"))
        self._more_row.setVisible(left > 0)
        self._show()

    def _show_more(self) -> None:
        self._most += _MORE
        self._show_found(self._found)

    def _show(self) -> None:
        n = len(self._found)
        text = ngettext("{n} step, only ever added to", "{n} steps, only ever added to", n)
        text, icon = text.format(n=f"{n:,}"), ("link", "text.secondary")
        if self._proven is not None:
            day, found = self._proven
            said = "\n".join(sentence for _code, sentence in found.findings)
            icon = ("triangle-alert", "danger") if said else ("link", "success")
            if not said:
                said = _("linked without a gap, nothing changed behind it; checked on {day}")
                said = said.format(day=day.isoformat())
            text = f"{text}\n{said}"
        self.state.setText(text)
        side = current().px(14)
        self._sign.setPixmap(icons.pixmap(*icon, side, self.devicePixelRatioF()))

    def check(self) -> None:
        """Prove that rows and history belong together."""
        self._run(self._proved)

    def _proved(self, found: Audit) -> None:
        self.prove.setEnabled(True)
        self._proven = (self._desk.today(), found)
        self._show()

    def export(self) -> None:
        """Write what was found, or the whole trail, to a file, proven on the way."""
        name = str(self._desk.path.with_name(f"{self._desk.path.stem} {_('Audit trail')}.csv"))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export the audit trail"), name, "CSV (*.csv)"
        )
        if chosen:
            self._run(lambda found: self._write(found, Path(chosen)))

    def _write(self, found: Audit, path: Path) -> None:
        self._proved(found)
        shown = {entry.operation for entry in self._found}
        lines = tuple(line for line in found.lines if line.operation in shown)
        try:
            count = write_audit(replace(found, lines=lines), path)
        except UserProblem as problem:
            self._desk.show_problem(problem)
            return
        said = ngettext("{n} step written to {file}", "{n} steps written to {file}", count)
        self._desk.toast(said.format(n=f"{count:,}", file=path.name))

    def _run(self, done: Callable[[Audit], None]) -> None:
        self.prove.setEnabled(False)
        self._desk.jobs.start(
            audit,
            today=self._desk.today(),
            title=_("Checking the history"),
            owner=self,
            done=done,
            failed=self._failed,
            cancelled=lambda: self.prove.setEnabled(True),
        )

    def _failed(self, problem: UserProblem) -> None:
        self.prove.setEnabled(True)
        self._desk.show_problem(problem)
