"""What models foretell otherwise than before, and which markets moved; hidden without any."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from profiler_app.domain.text import _
from profiler_app.ui.pages.today.lines import Line
from profiler_app.ui.pages.today.risk_panel import clear
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel


class DriftPanel(Panel):
    """``opened`` asks for the forecast of a kind."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__("·")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self._drifts: tuple[tuple[str, str], ...] = ()
        self.hide()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Changed forecasts and markets"))
        self.show_drifts(self._drifts)

    def show_drifts(self, drifts: tuple[tuple[str, str], ...]) -> None:
        """Show a line for each."""
        self._drifts = drifts
        clear(self._lines)
        for model, said in drifts:
            line = Line(partial(self.opened.emit, model), {}, said)
            line.row.addWidget(Label(said, "body", wrap=True), 1)
            self._lines.addWidget(line)
        self.setVisible(bool(drifts))
