"""The line that says that what one sees is not about anybody."""

from __future__ import annotations

from PySide6.QtCore import Signal

from profiler_app.domain.text import _
from profiler_app.jobs.foresight.running import stored_reports
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.problem_dialog import ask
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel
from profiler_app.ui.widgets.surface import Bar


class SampleBand(Bar):
    """Shown over the pages of the sample data; ``cleared`` comes after a confirmation."""

    new_asked = Signal()
    cleared = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(36, token="accent.soft", spacing=4)
        self._text = ElidedLabel("", "body", "accent.onSoft")
        self._tour = Button(kind="ghost", icon="compass", small=True)
        self.foretell = Button(kind="ghost", icon="sparkles", small=True)
        self._new = Button(kind="ghost", small=True)
        self._clear = Button(kind="ghost", small=True)
        self.row.addWidget(self._text, 1)
        self.row.addWidget(self._tour)
        self.row.addWidget(self.foretell)
        self.row.addWidget(self._new)
        self.row.addWidget(self._clear)
        self._desk = desk
        self._tour.clicked.connect(desk.tour_asked)
        self.foretell.clicked.connect(lambda: desk.open_place("insights", "run_all"))
        self.foretell.hide()
        if desk.is_sample:
            self._look()
            desk.data_changed.connect(self._look)
        self._new.clicked.connect(self.new_asked)
        self._clear.clicked.connect(self._ask)
        self.setVisible(desk.is_sample)
        self.retranslate()

    def _look(self) -> None:
        """Offer the forecasts as long as none was made."""
        self._desk.reads.ask("sample.forecasts", _foretold, done=self._offer, owner=self)

    def _offer(self, foretold: bool) -> None:
        self.foretell.setVisible(not foretold)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._text.setText(_("Sample data is in use: nobody in it is real."))
        self._tour.setText(_("Take the tour"))
        self.foretell.setText(_("Run all forecasts"))
        self._new.setText(_("Make my own workspace"))
        self._clear.setText(_("Clear"))

    def _ask(self) -> None:
        ask(
            self.window(),
            _("Remove the sample data?"),
            _(
                "The sample file is deleted, with everything you tried out in it. It can be made "
                "again at any time. Your own workspaces are not touched."
            ),
            _("Remove the sample data"),
            self.cleared.emit,
        )


def _foretold(reader: Reader) -> bool:
    return bool(stored_reports(reader.workspace))
