"""A dialog that asks a few things, does one job and stays open while it runs."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import N_, _
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.new_passphrase import NewPassphrase
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.growing_dialog import GrowingDialog
from profiler_app.ui.widgets.labels import Label

_WIDTH, _EDGE = 460, 24


class ExchangeDialog(GrowingDialog):
    """Title and text at the top, ``body`` for what is asked, what failed, and two buttons."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, text: str, *, width: int = _WIDTH):
        super().__init__(parent, width)
        self.desk = desk
        self.setWindowTitle(title)
        self.text = Label(text, "body", "text.secondary", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        self.wrong = ErrorLine()
        self.cancel, self.button = Button(_("Cancel")), Button(kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, 20)
        column.setSpacing(10)
        for widget in (Label(title, "title"), self.text):
            column.addWidget(widget)
        column.addLayout(self.body)
        column.addWidget(self.wrong)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.cancel.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)

    def ask(self, label: str, field: QWidget) -> None:
        """Put a field with its label above it into the body."""
        self.body.addWidget(Label(label, "caption", "text.secondary"))
        self.body.addWidget(field)
        field.setAccessibleName(label)

    def ask_secret(self) -> NewPassphrase:
        """Ask twice for the passphrase of the file that is made."""
        made = NewPassphrase(
            (self.desk.settings.name,), titles=(N_("Passphrase of the file"), N_("Once more"))
        )
        self.body.addWidget(made)
        made.changed.connect(self.judge)
        made.changed.connect(self.fit_soon)
        made.entered.connect(self.go_on)
        return made

    def go_on(self) -> None:
        """Do what the dialog is for."""
        raise NotImplementedError

    def judge(self) -> None:
        """Say whether one can go on; a change of what is asked comes here."""
        raise NotImplementedError

    def set_busy(self, *, busy: bool) -> None:
        """Let nothing be changed while the job runs."""
        self.busy = busy
        self.cancel.setEnabled(not busy)
        self.judge()

    def fail(self, problem: UserProblem) -> None:
        """Say in the dialog what went wrong."""
        self.set_busy(busy=False)
        self.wrong.say(problem.sentence())
        self.fit_soon()

    def stopped(self) -> None:
        """Be ready again after the job was cancelled."""
        self.set_busy(busy=False)
