"""A dialog that asks a few things, does one job and stays open while it runs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.passphrase_field import PassphraseField, StrengthMeter
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH, _EDGE = 460, 24


class ExchangeDialog(QDialog):
    """Title and text at the top, ``body`` for what is asked, what failed, and two buttons."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, text: str, *, width: int = _WIDTH):
        super().__init__(parent)
        self.desk = desk
        self.busy = False
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
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
        self.setFixedWidth(current().px(width))
        self.cancel.clicked.connect(self.reject)
        self.button.clicked.connect(self.go_on)

    def ask(self, label: str, field: QWidget) -> None:
        """Put a field with its label above it into the body."""
        self.body.addWidget(Label(label, "caption", "text.secondary"))
        self.body.addWidget(field)
        field.setAccessibleName(label)

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

    def fit_soon(self) -> None:
        """Grow with the sentences, once the parts know their sizes."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def reject(self) -> None:
        """Close, but not while the job runs."""
        if not self.busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the fields."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class NewPassphrase:
    """A new passphrase twice, with its strength, in the body of a dialog."""

    def __init__(self, dialog: ExchangeDialog) -> None:
        self._dialog = dialog
        self.first, self.again = PassphraseField(), PassphraseField()
        self._meter, self._differs = StrengthMeter(), ErrorLine()
        dialog.ask(_("Passphrase of the file"), self.first)
        dialog.body.addWidget(self._meter)
        dialog.ask(_("Once more"), self.again)
        dialog.body.addWidget(self._differs)
        for field in (self.first, self.again):
            field.retranslate()
            field.textChanged.connect(self._changed)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(dialog.go_on)

    @property
    def is_ready(self) -> bool:
        """Whether both are the same and strong enough."""
        typed = self.first.text()
        score = strength(typed, (self._dialog.desk.settings.name,)).score
        return score >= ENOUGH and typed == self.again.text()

    def _changed(self) -> None:
        typed, again = self.first.text(), self.again.text()
        self._meter.show_strength(strength(typed, (self._dialog.desk.settings.name,)))
        differs = bool(again) and not typed.startswith(again)
        self._differs.say(_("The two passphrases are not the same yet.") if differs else "")
        self.again.set_wrong(wrong=differs)
        self._dialog.judge()
        self._dialog.fit_soon()
