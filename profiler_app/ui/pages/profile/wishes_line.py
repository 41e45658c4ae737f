"""How the customer likes to be treated, in the head of the card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from profiler_app.domain.profile import Fact
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import Label


class WishesLine(QWidget):
    """An icon and the wishes beside it: never cut, for what is cut would be disregarded."""

    def __init__(self, wishes: Sequence[Fact]) -> None:
        super().__init__()
        self._sign = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        text = " · ".join(f"{each.label} {each.value}" for each in wishes)
        self.words = Label(text, "caption", wrap=True)
        row.addWidget(self.words, 1)
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        size = current().px(14)
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap("heart-handshake", "text.secondary", size, ratio))
