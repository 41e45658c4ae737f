"""What was erased, and the audit trail: the newest lines of both, and what one can do there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.auditing import Audit, audit, write_audit
from profiler_app.jobs.erasing import REASONS
from profiler_app.ui import icons
from profiler_app.ui.desk import Desk
from profiler_app.ui.imports_table import local_time
from profiler_app.ui.pages.settings.erase_dialog import EraseDialog
from profiler_app.ui.pages.settings.rows import SettingsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline

_LINES = 5


class Line(NamedTuple):
    """When, what, and what stands at the right."""

    when: str
    what: str
    note: str = ""


class Lines(QWidget):
    """A few lines with hairlines between them, or a sentence when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[Line], empty: str) -> None:
        """Show other lines."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for at, line in enumerate(lines):
            if at:
                self._column.addWidget(Hairline())
            self._column.addWidget(_line(line))
        if not lines:
            label = Label(empty, "caption", "text.secondary", wrap=True)
            label.setContentsMargins(14, 10, 14, 10)
            self._column.addWidget(label)


def _line(line: Line) -> QWidget:
    holder = QWidget()
    holder.setMinimumHeight(current().px(36))
    row = QHBoxLayout(holder)
    row.setContentsMargins(14, 4, 14, 4)
    row.setSpacing(12)
    row.addWidget(Label(line.when, "body", "text.secondary"))
    what = ElidedLabel("")
    what.setText(line.what)
    row.addWidget(what, 1)
    if line.note:
        row.addWidget(Label(line.note, "caption", "text.secondary"))
    return holder


class ErasurePanel(SettingsPanel):
    """Who asked to be forgotten: how many were erased, and erasing one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[HistoryEntry, ...] = ()
        self.begin = Button(small=True)
        self.head.addWidget(self.begin)
        self._lines = Lines()
        self.add(self._lines)
        self._foot = Label("", "caption", "text.secondary", wrap=True)
        self._foot.setContentsMargins(14, 10, 14, 10)
        self.add(self._foot)
        self.begin.clicked.connect(self.ask)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Erasure"))
        self.begin.setText(_("Erase a customer…"))
        self._foot.setText(
            _("When an older copy is restored, who was erased here is erased there again.")
        )
        self.show_entries(self._entries)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the erasures among some operations."""
        self._entries = tuple(entries)
        erased = [entry for entry in entries if entry.kind == "erase"][:_LINES]
        lines = [
            Line(local_time(e.at), _(REASONS.get(str(e.facts.get("reason")), "—")), e.sentence)
            for e in erased
        ]
        self._lines.show_lines(lines, _("Nobody was erased so far."))

    def ask(self) -> EraseDialog:
        """Open the dialog in which a customer is erased."""
        dialog = EraseDialog(self._desk, self.window())
        dialog.open()
        return dialog


class AuditPanel(SettingsPanel):
    """The newest operations, whether they are all linked and true, and all of them as a file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[HistoryEntry, ...] = ()
        self._proven: tuple[date, Audit] | None = None
        self.save, self.prove = Button(icon="download", small=True), Button(kind="link", small=True)
        self.head.addWidget(self.save)
        self._lines = Lines()
        self.add(self._lines)
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
        self.show_entries(self._entries)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the newest operations."""
        self._entries = tuple(entries)
        lines = [Line(local_time(entry.at), entry.sentence) for entry in entries[:_LINES]]
        self._lines.show_lines(lines, _("Nothing was done so far."))
        self._show()

    def _show(self) -> None:
        n = len(self._entries)
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
        """Write the whole trail to a file, proven on the way."""
        name = str(self._desk.path.with_name(f"{self._desk.path.stem} {_('Audit trail')}.csv"))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export the audit trail"), name, "CSV (*.csv)"
        )
        if chosen:
            self._run(lambda found: self._write(found, Path(chosen)))

    def _write(self, found: Audit, path: Path) -> None:
        self._proved(found)
        try:
            count = write_audit(found, path)
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
