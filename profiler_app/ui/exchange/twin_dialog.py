"""Making a training base: its passphrase, its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.text import _
from profiler_app.jobs.printing import login_name
from profiler_app.jobs.twin_base import TwinBase, make_twin_base
from profiler_app.ui.desk import Desk
from profiler_app.ui.exchange.dialog import ExchangeDialog


class TwinDialog(ExchangeDialog):
    """``made`` carries what was made."""

    made = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            _("Make a training base"),
            _("A workspace of customers who do not exist, with the shares, correlations and "
              "rhythms of yours: for training, or to send along with a report of a fault."),
        )  # fmt: skip
        self.secret = self.ask_secret()
        self.judge()
        self.secret.first.setFocus()
        self.fit_soon()

    def judge(self) -> None:
        """One can go on with a passphrase that is strong enough."""
        self.button.setText(_("Inventing…") if self.busy else _("Choose a file…"))
        self.button.setEnabled(self.secret.is_ready() and not self.busy)

    def go_on(self) -> None:
        """Ask for the file and make the base."""
        if not self.button.isEnabled():
            return
        name = f"{_('Training base')}.zhike"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Make a training base"), name, _("Zhike workspaces (*.zhike)")
        )
        if chosen:
            self.write(Path(chosen).with_suffix(".zhike"))

    def write(self, path: Path) -> None:
        """Make the base."""
        self.wrong.say("")
        self.set_busy(busy=True)
        self.desk.jobs.start(
            make_twin_base,
            path,
            self.secret.text,
            reason=ExportReason("training", login_name(), self.desk.today()),
            today=self.desk.today(),
            title=_("Inventing customers"),
            owner=self,
            done=self._done,
            failed=self.fail,
            cancelled=self.stopped,
        )

    def _done(self, made: TwinBase) -> None:
        self.busy = False
        self.made.emit(made)
        self.desk.toast(_("Written to {file}.").format(file=made.file))
        self.accept()
