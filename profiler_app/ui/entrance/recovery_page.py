"""A workspace has a new recovery key: shown once, before the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from profiler_app.domain.text import _
from profiler_app.ui import theme
from profiler_app.ui.entrance.front import CardTitle, FrontCard, FrontPage, card_foot
from profiler_app.ui.entrance.recovery_sheet import RecoverySheet
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label

_WIDTH = 480


class RecoveryPage(FrontPage):
    """``went_on`` once the key is kept somewhere else, or one said to do that later."""

    went_on = Signal()

    def __init__(self, recovery: str, name: str, today: Callable[[], date]) -> None:
        self._card = FrontCard(_WIDTH)
        super().__init__(self._card)
        self._title = CardTitle()
        self._text = Label("", "body", "text.secondary", wrap=True)
        self.sheet = RecoverySheet(recovery, name, today)
        self.stored = QCheckBox()
        self.stored.setEnabled(False)
        self.later, self.button = Button(kind="link"), Button(kind="primary")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(36, 36, 36, 28)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(20)
        column.addWidget(self.sheet)
        column.addSpacing(16)
        column.addWidget(self._text)
        column.addSpacing(16)
        column.addWidget(self.stored)
        column.addSpacing(20)
        column.addLayout(card_foot(self.later, self.button))
        self.sheet.taken.connect(lambda: self.stored.setEnabled(True))
        self.stored.toggled.connect(self.button.setEnabled)
        self.later.clicked.connect(self.went_on)
        self.button.clicked.connect(self.went_on)
        self.button.setEnabled(False)
        theme.current().changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        self.button.setFixedHeight(theme.current().px(40))

    def activated(self) -> None:
        """Begin with taking the key away."""
        self.sheet.save.setFocus()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        super().retranslate()
        self._title.say(
            _("Recovery key"),
            _("The only way in when the passphrase is forgotten. No copy is kept."),
        )
        self._text.setText(
            _(
                "Whoever has it and the file can read everything: keep it away from this computer. "
                "Another one can be made at any time: Settings, Privacy."
            )
        )
        self.stored.setText(_("The recovery key is kept away from this computer"))
        self.later.setText(_("Do this later"))
        self.button.setText(_("Go on"))
        self.sheet.retranslate()
