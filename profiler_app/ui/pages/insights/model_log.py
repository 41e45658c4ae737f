"""The log of runs of models: when, by whom, on which data, asked what, and what came out."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.foresight.run_log import LoggedRun, model_log
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.popover import Popover
from profiler_app.ui.widgets.search_field import SearchField

_WIDTH = 1040
_ROWS = 10


class ModelLog(Popover):
    """All runs, the newest first; what is typed narrows them."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._found: tuple[LoggedRun, ...] = ()
        self.search = SearchField(_("Search the runs"))
        self.table = FiguresTable(_columns(), name=_("Runs of models"))
        self.table.set_density("compact")
        self.table.setFixedHeight(self.table.height_of(_ROWS))
        self.said = Label("", "caption", "text.secondary", wrap=True)
        self.body.addWidget(Label(_("Runs of models"), "heading"))
        for widget in (self.search, self.table, self.said):
            self.body.addWidget(widget)
        self.search.searched.connect(lambda _text: self._show())
        self.closed.connect(self.deleteLater)
        desk.reads.ask("insights.model_log", _log, done=self._receive, owner=self)
        self.search.setFocus()

    def _receive(self, found: tuple[LoggedRun, ...]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        shown = [each for each in self._found if each.says(self.search.text())]
        self.table.show_rows(shown)
        if shown:
            self.said.setText(_("Runs stay in the history; its proofs show that none was changed."))
        elif self._found:
            self.said.setText(_("No run says this."))
        else:
            self.said.setText(_("No model was run yet."))


def _columns() -> list[Figure]:
    return [
        Figure(lambda: pgettext("run", "Made"), lambda row: _local(row.at), 128, right=False),
        Figure(lambda: pgettext("run of a model", "Model"), lambda row: row.model, 140,
               right=False),
        Figure(lambda: pgettext("run of a model", "By"), lambda row: row.by, 80, right=False),
        Figure(lambda: pgettext("run of a model", "Data"), lambda row: row.data, 186, right=False),
        Figure(lambda: pgettext("run of a model", "Asked"), lambda row: row.parameters, 150,
               right=False),
        Figure(lambda: pgettext("run of a model", "Result"), lambda row: row.result, 0,
               right=False),
    ]  # fmt: skip


def _local(at: str) -> str:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    return f"{moment:%Y-%m-%d %H:%M}"


def _log(reader: Reader) -> tuple[LoggedRun, ...]:
    return model_log(reader.workspace)
