"""Showing the recovery key to whoever knows the passphrase, or making another one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import NoRecoveryKey, UserProblem, WrongPassphrase
from profiler_app.domain.text import _
from profiler_app.jobs.rekeying import show_recovery_key
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.passphrase_field import PassphraseField
from profiler_app.ui.entrance.recovery_sheet import RecoverySheet
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.labels import Label

_WIDTH = 460


class RecoveryDialog(GrowingDialog):
    """Asks for the passphrase, then shows the key; ``shown`` says that it is in sight.

    With ``recovery`` it is shown at once: it was just made with a new passphrase.
    """

    shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget, recovery: str = "") -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self.sheet: RecoverySheet | None = None
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._label, self.field, self._wrong = Label(), PassphraseField(), ErrorLine()
        self.renew, self.close_button, self.show_button = Button(), Button(), Button(kind="primary")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 20)
        self._column.setSpacing(0)
        for widget, below in (
            (self._title, 6),
            (self._text, 16),
            (self._label, 4),
            (self.field, 0),
            (self._wrong, 18),
        ):
            self._column.addWidget(widget)
            self._column.addSpacing(below)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.renew)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.show_button)
        self._column.addLayout(foot)
        self.field.textChanged.connect(lambda _text: self._say(""))
        self.field.entered.connect(self.ask)
        self.show_button.clicked.connect(self.ask)
        self.renew.clicked.connect(self.make_another)
        self.close_button.clicked.connect(self.reject)
        self.retranslate()
        if recovery:
            self._show(recovery)
        else:
            self.field.setFocus()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.setWindowTitle(_("Recovery key"))
        self._title.setText(_("Recovery key"))
        self._text.setText(
            _(
                "It opens the workspace when the passphrase is forgotten. Making another one "
                "encrypts the whole file anew, and the one until now opens it no more; backups "
                "made before keep theirs."
            )
        )
        self._label.setText(_("Passphrase"))
        self.field.setAccessibleName(_("Passphrase"))
        self.field.retranslate()
        self.renew.setText(_("Make another one"))
        self.show_button.setText(_("Encrypting…") if self.busy else _("Show it"))
        if self.sheet is not None:
            self.sheet.retranslate()
        self._show_buttons()

    def _show_buttons(self) -> None:
        ready = bool(self.field.text()) and not self.busy
        self.renew.setEnabled(ready)
        self.show_button.setEnabled(ready)
        self.close_button.setEnabled(not self.busy)
        self.close_button.setText(_("Cancel") if self.sheet is None else _("Close"))
        self.fit_soon()

    def ask(self) -> None:
        """Show the key that goes with the passphrase typed."""
        if not self.show_button.isEnabled():
            return
        self._set_busy(busy=True)
        self._desk.jobs.start(
            show_recovery_key,
            self.field.text(),
            today=self._desk.today(),
            title=_("Checking the passphrase"),
            owner=self,
            done=self._show,
            failed=self._failed,
        )

    def make_another(self) -> None:
        """Encrypt anew under the same passphrase, and show the key that goes with that."""
        if not self.renew.isEnabled():
            return
        self._set_busy(busy=True)
        typed = self.field.text()
        self._desk.lock.change_passphrase(
            typed, typed, owner=self, done=self._show, failed=self._failed
        )

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.field.setEnabled(not busy)
        self.retranslate()

    def _show(self, recovery: str) -> None:
        self._set_busy(busy=False)
        self.field.clear()
        for widget in (self._label, self.field, self._wrong, self.renew, self.show_button):
            widget.hide()
        self.sheet = RecoverySheet(recovery, self._desk.settings.name, self._desk.today)
        self.sheet.taken.connect(self.fit_soon)
        self._column.insertWidget(4, self.sheet)
        self.sheet.save.setFocus()
        self._show_buttons()
        self.shown.emit()

    def _failed(self, problem: UserProblem) -> None:
        self._set_busy(busy=False)
        if isinstance(problem, WrongPassphrase):
            self.field.clear()
            self.field.set_wrong(wrong=True)
        said = problem.sentence()
        if isinstance(problem, NoRecoveryKey):
            said = _("This workspace has none yet: choose Make another one.")
        self._say(said)
        self.field.setFocus()

    def _say(self, said: str) -> None:
        self._wrong.say(said)
        self.field.set_wrong(wrong=bool(said))
        self._show_buttons()
