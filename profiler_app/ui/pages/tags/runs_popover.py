"""The log of runs: what each computed, and the tags it gave and took."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.tag_runs import RunRow, TagChange, run_changes, tag_runs
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.wording import signed
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover

_WIDTH = 620
_RUNS, _CHANGES = 6, 8


class RunsPopover(Popover):
    """The runs above, below what the chosen one changed; ``tag_asked`` carries a tag."""

    tag_asked = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self.runs = FiguresTable(_run_columns(), name=_("Runs that computed tags"))
        self.changes = FiguresTable(_change_columns(), name=_("What the run changed"))
        self._said = Label("", "caption", "text.secondary", wrap=True)
        for table, rows in ((self.runs, _RUNS), (self.changes, _CHANGES)):
            table.set_density("compact")
            table.setFixedHeight(table.height_of(rows))
        self.body.addWidget(Label(_("Runs that computed tags"), "heading"))
        self.body.addWidget(self.runs)
        self.body.addWidget(self._said)
        self.body.addWidget(self.changes)
        self.runs.chosen.connect(self._ask)
        self.changes.opened.connect(lambda _index: self._open())
        self.closed.connect(self.deleteLater)
        desk.reads.ask("tags.runs", _runs, done=self._show_runs, owner=self)

    def _show_runs(self, found: tuple[RunRow, ...]) -> None:
        self.runs.show_rows(found)
        if found:
            self.runs.selectRow(0)
            self.runs.setFocus()
        else:
            self._said.setText(_("Nothing was computed yet. Refresh to see who carries what."))

    def _ask(self, run: RunRow | None) -> None:
        if run is not None:
            self._desk.reads.ask("tags.run", _changes, run.run, done=self._show_changes, owner=self)

    def _show_changes(self, found: tuple[TagChange, ...]) -> None:
        self.changes.show_rows(found)
        self._said.setText(
            _("Beside the run before it; Enter goes to the tag.")
            if found
            else _("As many as in the run before carry each tag.")
        )

    def _open(self) -> None:
        row = self.changes.row()
        if row is not None:
            self.tag_asked.emit(row.tag)
            self.close()


def _run_columns() -> list[Figure]:
    return [
        Figure(lambda: _("Business day"), lambda row: row.as_of, 104, right=False),
        Figure(lambda: pgettext("run", "Made"), lambda row: _local(row.at), 0, right=False),
        Figure(lambda: pgettext("run", "Computed"), lambda row: f"{row.computed:,}", 92),
        Figure(lambda: pgettext("run", "Given"), lambda row: f"{row.given:,}", 84),
        Figure(lambda: pgettext("run", "Taken"), lambda row: f"{row.taken:,}", 84),
        Figure(lambda: pgettext("run", "Unknown"), lambda row: f"{row.unknown:,}", 92),
    ]


def _change_columns() -> list[Figure]:
    return [
        Figure(lambda: _("Tag"), lambda row: row.label, 0, right=False),
        Figure(lambda: pgettext("run", "Before"), lambda row: f"{row.before:,}", 100),
        Figure(lambda: pgettext("run", "Now"), lambda row: f"{row.now:,}", 100),
        Figure(lambda: pgettext("run", "Change"), lambda row: signed(row.now - row.before), 100),
    ]


def _local(at: str) -> str:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    return f"{moment:%Y-%m-%d %H:%M}"


def _runs(reader: Reader) -> tuple[RunRow, ...]:
    return tag_runs(reader.workspace)


def _changes(reader: Reader, run: int) -> tuple[TagChange, ...]:
    return run_changes(reader.workspace, run)
