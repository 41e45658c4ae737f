"""What came of a contact, one button and one key for each answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from profiler_app.domain.fields import option_label
from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS, CONTACT_RESULTS, add_commands
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.flow import FlowBox
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.surface import Surface


class WorkBar(Surface):
    """``chosen`` carries what came of contacting the current customer."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self._about = Label("", "caption", "text.secondary", wrap=True)
        box = FlowBox(gap=6, line_gap=6)
        for result in CONTACT_RESULTS:
            button = Button(small=True)
            button.clicked.connect(partial(self._choose, result))
            self.buttons[result] = button
        box.set_widgets([*self.buttons.values()])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 10)
        column.setSpacing(6)
        column.addWidget(box)
        column.addWidget(self._about)
        acts = {f"contact_{result}": partial(self._choose, result) for result in CONTACT_RESULTS}
        add_commands(self, acts)

    def _choose(self, result: str, _on: bool = False) -> None:
        self.chosen.emit(result)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        for result, button in self.buttons.items():
            label = option_label("outcome", result)
            button.setText(f"{COMMANDS[f'contact_{result}'].shown_key}  {label}")
            button.setAccessibleName(label)
        self._about.setText(
            _("Choose a customer, contact them, press the key of what came of it: the talk is "
              "recorded and the next one comes. Enter opens the card.")
        )  # fmt: skip
