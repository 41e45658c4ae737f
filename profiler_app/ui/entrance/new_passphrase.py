"""A new passphrase: typed twice, how strong it is, and whether both are the same."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.text import N_, _
from profiler_app.ui.entrance.passphrase_field import PassphraseField, StrengthMeter
from profiler_app.ui.entrance.unlock_page import ErrorLine
from profiler_app.ui.widgets.labels import Label

_TITLES = (N_("New passphrase"), N_("New passphrase once more"))


class NewPassphrase(QWidget):
    """Two fields; ``changed`` follows every sign, ``entered`` the Enter key in the second.

    ``titles`` are English texts above the fields, not translated yet.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, surroundings: Collection[str], *, titles: tuple[str, str] = _TITLES) -> None:
        super().__init__()
        self._surroundings, self._titles = surroundings, titles
        self._labels = (Label(), Label())
        self.first, self.again = PassphraseField(), PassphraseField()
        self._meter, self.error = StrengthMeter(), ErrorLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for label, field, below in (
            (self._labels[0], self.first, self._meter),
            (self._labels[1], self.again, self.error),
        ):
            column.addWidget(label)
            column.addSpacing(4)
            column.addWidget(field)
            column.addSpacing(6 if below is self._meter else 0)
            column.addWidget(below)
            column.addSpacing(12 if below is self._meter else 0)
        for field in (self.first, self.again):
            field.textChanged.connect(self._check)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)
        self.retranslate()

    @property
    def text(self) -> str:
        """The passphrase as typed."""
        return self.first.text()

    def is_ready(self) -> bool:
        """Return whether it is strong enough and was typed the same twice."""
        typed = self.first.text()
        return typed == self.again.text() and strength(typed, self._surroundings).score >= ENOUGH

    def retranslate(self) -> None:
        """Show every text in the current language; what was typed stays."""
        texts = tuple(_(title) for title in self._titles)
        fields = (self.first, self.again)
        for label, field, text in zip(self._labels, fields, texts, strict=True):
            label.setText(text)
            field.setAccessibleName(text)
            field.retranslate()
        self._check()

    def _check(self) -> None:
        typed, again = self.first.text(), self.again.text()
        self._meter.show_strength(strength(typed, self._surroundings))
        differs = bool(again) and not typed.startswith(again)
        self.error.say(_("The two passphrases are not the same yet.") if differs else "")
        self.again.set_wrong(wrong=differs)
        self.changed.emit()
