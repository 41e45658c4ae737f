"""Customers to and from a colleague."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.handover import ENDING
from profiler_app.jobs.twin_base import TwinBase
from profiler_app.ui.desk import Desk
from profiler_app.ui.exchange.give_dialog import GiveDialog
from profiler_app.ui.exchange.take_dialog import TakeDialog
from profiler_app.ui.exchange.twin_dialog import TwinDialog
from profiler_app.ui.pages.settings.rows import SettingRow, SettingsPanel
from profiler_app.ui.widgets.buttons import Button


class ExchangeSection(QWidget):
    """Handing over, and taking over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._handover = SettingsPanel()
        self.give, self.take = Button(icon="send"), Button(icon="download")
        self._give, self._take = SettingRow(self.give), SettingRow(self.take)
        self._handover.add(self._give)
        self._handover.add(self._take)
        self._training = SettingsPanel()
        self.twin = Button(icon="users")
        self._twin = SettingRow(self.twin)
        self._training.add(self._twin)
        self._made: TwinBase | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._handover)
        column.addWidget(self._training)
        column.addStretch(1)
        self.give.clicked.connect(self.ask_give)
        self.take.clicked.connect(self._ask_file)
        self.twin.clicked.connect(self.ask_twin)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._handover.title.setText(_("Handover"))
        self.give.setText(_("Hand over…"))
        self.take.setText(_("Take over…"))
        self._give.say(
            _("Hand customers over to a colleague"),
            _("One encrypted file with its own passphrase: everybody, a segment, or the customers "
              "of an account manager. Ticked customers are handed over from their list."),
        )  # fmt: skip
        self._take.say(
            _("Take customers over from a colleague"),
            _("You see first what would happen. Who is known already is not entered twice; one "
              "step takes everything back."),
        )  # fmt: skip

        self._training.title.setText(_("Training base"))
        self.twin.setText(_("Make…"))
        self._say_twin()

    def _say_twin(self) -> None:
        text = _("A workspace of invented customers shaped like yours, for training and reports "
                 "of faults. How near it comes to anybody real is checked and told.")  # fmt: skip
        if self._made is not None:
            text = f"{self._made.file}: {self._made.sentence}"
        self._twin.say(_("Make a training base"), text)

    def ask_twin(self) -> TwinDialog:
        """Open the dialog in which a training base is made."""
        dialog = TwinDialog(self._desk, self.window())
        dialog.made.connect(self._show_made)
        dialog.open()
        return dialog

    def _show_made(self, made: TwinBase) -> None:
        self._made = made
        self._say_twin()

    def activated(self) -> None:
        """Nothing changes here."""

    def ask_give(self) -> GiveDialog:
        """Open the dialog in which customers are handed over."""
        dialog = GiveDialog(self._desk, self.window())
        dialog.open()
        return dialog

    def ask_take(self, path: Path) -> TakeDialog:
        """Open the dialog in which a file is taken over."""
        dialog = TakeDialog(self._desk, self.window(), path)
        dialog.open()
        return dialog

    def _ask_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Take customers over"), "", _("Handover (*{ending})").format(ending=ENDING)
        )
        if chosen:
            self.ask_take(Path(chosen))
