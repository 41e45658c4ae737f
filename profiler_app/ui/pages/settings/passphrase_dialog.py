"""Changing the passphrase: the old one, the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem, WrongPassphrase
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.new_passphrase import NewPassphrase
from profiler_app.ui.entrance.passphrase_field import PassphraseField
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.labels import Label

_WIDTH = 420


class PassphraseDialog(GrowingDialog):
    """Stays until the file is under the new key; ``changed`` carries the new recovery key."""

    changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, _WIDTH)
        self._desk = desk
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._label, self.old, self._wrong = Label(), PassphraseField(), ErrorLine()
        self.both = NewPassphrase((desk.settings.name, desk.path.stem))
        self.new, self.again = self.both.first, self.both.again
        self._cancel, self.button = Button(), Button(kind="primary")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.old.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(6)
        column.addWidget(self._text)
        column.addSpacing(16)
        column.addWidget(self._label)
        column.addSpacing(4)
        column.addWidget(self.old)
        column.addWidget(self._wrong)
        column.addSpacing(12)
        column.addWidget(self.both)
        column.addSpacing(12)
        column.addSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.old.textEdited.connect(lambda _text: self._forgive())
        self.old.textChanged.connect(self._check)
        self.both.changed.connect(self._check)
        self.old.entered.connect(self.new.setFocus)
        self.both.entered.connect(self.change)
        self._cancel.clicked.connect(self.reject)
        self.button.clicked.connect(self.change)

    def retranslate(self) -> None:
        """Show every text in the current language; what was typed stays."""
        self.setWindowTitle(_("Change the passphrase"))
        self._title.setText(_("Change the passphrase"))
        self._text.setText(
            _(
                "The whole file is encrypted anew. Backups made before keep the old passphrase. "
                "The recovery key becomes another one too and is shown afterwards."
            )
        )
        self._label.setText(_("Passphrase until now"))
        self.old.setAccessibleName(_("Passphrase until now"))
        self.old.retranslate()
        self.both.retranslate()
        self._cancel.setText(_("Cancel"))
        self._check()

    def _check(self) -> None:
        ready = bool(self.old.text()) and self.both.is_ready()
        self.button.setEnabled(ready and not self.busy)
        self.button.setText(_("Encrypting…") if self.busy else _("Change the passphrase"))
        self.fit_soon()

    def _forgive(self) -> None:
        self._wrong.say("")
        self.old.set_wrong(wrong=False)
        self.fit_soon()

    def change(self) -> None:
        """Do it."""
        if not self.button.isEnabled():
            return
        self._show_busy(busy=True)
        self._desk.lock.change_passphrase(
            self.old.text(),
            self.new.text(),
            owner=self,
            done=self._done,
            failed=self._failed,
        )

    def _show_busy(self, *, busy: bool) -> None:
        self.busy = busy
        for widget in (self.old, self.new, self.again, self._cancel):
            widget.setEnabled(not busy)
        self._check()

    def _done(self, recovery: str) -> None:
        self.busy = False
        self._desk.toast(_("The passphrase is changed."))
        self.changed.emit(recovery)
        self.accept()

    def _failed(self, problem: UserProblem) -> None:
        self._show_busy(busy=False)
        if isinstance(problem, WrongPassphrase):
            self.old.clear()
            self.old.set_wrong(wrong=True)
        self._wrong.say(problem.sentence())
        self.fit_soon()
        self.old.setFocus()
