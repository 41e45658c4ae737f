"""Changing the passphrase: the old one, the new one twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.errors import UserProblem, WrongPassphrase
from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.text import _
from profiler_app.ui.desk import Desk
from profiler_app.ui.entrance.passphrase_field import PassphraseField, StrengthMeter
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH = 420


class PassphraseDialog(QDialog):
    """Stays until the file is wholly under the new key; ``changed`` says that it is."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title = Label("", "title")
        self._text = Label("", "body", "text.secondary", wrap=True)
        self._labels = [Label() for _each in range(3)]
        self.old, self.new, self.again = (PassphraseField() for _each in range(3))
        self._meter, self._wrong, self._differs = StrengthMeter(), ErrorLine(), ErrorLine()
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
        for label, field, below in (
            (self._labels[0], self.old, self._wrong),
            (self._labels[1], self.new, self._meter),
            (self._labels[2], self.again, self._differs),
        ):
            column.addWidget(label)
            column.addSpacing(4)
            column.addWidget(field)
            column.addSpacing(6 if below is self._meter else 0)
            column.addWidget(below)
            column.addSpacing(12)
        column.addSpacing(6)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addStretch()
        foot.addWidget(self._cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)
        self.setFixedWidth(current().px(_WIDTH))

    def _connect(self) -> None:
        self.old.textEdited.connect(lambda _text: self._forgive())
        for field in (self.old, self.new, self.again):
            field.textChanged.connect(self._check)
        self.old.entered.connect(self.new.setFocus)
        self.new.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.change)
        self._cancel.clicked.connect(self.reject)
        self.button.clicked.connect(self.change)

    def retranslate(self) -> None:
        """Show every text in the current language; what was typed stays."""
        self.setWindowTitle(_("Change the passphrase"))
        self._title.setText(_("Change the passphrase"))
        self._text.setText(
            _(
                "The whole file is encrypted anew. Backups made before keep the old passphrase. "
                "A forgotten passphrase cannot be replaced."
            )
        )
        texts = (_("Passphrase until now"), _("New passphrase"), _("New passphrase once more"))
        fields = (self.old, self.new, self.again)
        for label, field, text in zip(self._labels, fields, texts, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
            field.retranslate()
        self._cancel.setText(_("Cancel"))
        self._check()

    def _check(self) -> None:
        typed, again = self.new.text(), self.again.text()
        found = strength(typed, (self._desk.settings.name, self._desk.path.stem))
        self._meter.show_strength(found)
        differs = bool(again) and not typed.startswith(again)
        self._differs.say(_("The two passphrases are not the same yet.") if differs else "")
        self.again.set_wrong(wrong=differs)
        ready = bool(self.old.text()) and typed == again and found.score >= ENOUGH
        self.button.setEnabled(ready and not self._busy)
        self.button.setText(_("Encrypting…") if self._busy else _("Change the passphrase"))
        self._fit_soon()

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self._fit)  # after the parts know their new sizes

    def _fit(self) -> None:
        """Grow with the sentences: a dialog does not ask its texts by itself."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))

    def _forgive(self) -> None:
        self._wrong.say("")
        self.old.set_wrong(wrong=False)
        self._fit_soon()

    def change(self) -> None:
        """Do it."""
        if not self.button.isEnabled():
            return
        self._show_busy(busy=True)
        self._desk.change_passphrase(
            self.old.text(),
            self.new.text(),
            owner=self,
            done=self._done,
            failed=self._failed,
        )

    def _show_busy(self, *, busy: bool) -> None:
        self._busy = busy
        for widget in (self.old, self.new, self.again, self._cancel):
            widget.setEnabled(not busy)
        self._check()

    def _done(self) -> None:
        self._busy = False
        self._desk.toast(_("The passphrase is changed."))
        self.changed.emit()
        self.accept()

    def _failed(self, problem: UserProblem) -> None:
        self._show_busy(busy=False)
        if isinstance(problem, WrongPassphrase):
            self.old.clear()
            self.old.set_wrong(wrong=True)
        self._wrong.say(problem.sentence())
        self._fit_soon()
        self.old.setFocus()

    def reject(self) -> None:
        """Close, but not while the file is being encrypted."""
        if not self._busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the fields: it goes from one to the next."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
