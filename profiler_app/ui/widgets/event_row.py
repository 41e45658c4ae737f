"""One event of a customer's time line."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from profiler_app.domain.dates import format_date
from profiler_app.domain.profile import Event, EventKind
from profiler_app.ui import icons
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label

_ICONS: dict[EventKind, str] = {
    "order": "shopping-bag",
    "return": "undo-2",
    "transaction": "arrow-up-down",
    "interaction": "message-square",
    "feedback": "star",
    "complaint": "circle-alert",
    "survey": "clipboard-list",
    "tag": "tag",
    "stage": "activity",
    "edit": "pencil",
    "import": "upload",
    "risk": "shield-alert",
}


class EventRow(QWidget):
    """Its kind as a sign, what happened, perhaps the amount, when."""

    def __init__(
        self, event: Event, today: date, *, height: int = 30, with_value: bool = False
    ) -> None:
        super().__init__()
        self._icon = _ICONS.get(event.kind, "clock")
        self._height = height
        self._sign = QLabel()
        text = " · ".join(part for part in (event.label, event.text or event.value) if part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(self._sign)
        row.addWidget(ElidedLabel(text), 1)
        if with_value and event.text and event.value:
            row.addWidget(Label(event.value))
        row.addWidget(Label(format_date(event.on, today), "caption", "text.secondary"))
        self._dress()
        current().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(current().px(self._height))
        self._sign.setPixmap(
            icons.pixmap(self._icon, "text.secondary", 16, self.devicePixelRatioF())
        )
