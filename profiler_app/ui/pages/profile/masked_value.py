"""What the head of a card shows masked: a click shows it, half a minute later it is masked again.

The history notes it before anything is shown (``jobs.revealing``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from profiler_app.domain.profile import Card
from profiler_app.domain.text import _
from profiler_app.jobs.revealing import Shown, reveal
from profiler_app.ui import icons
from profiler_app.ui.commands import COMMANDS
from profiler_app.ui.desk import Desk
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import IconButton
from profiler_app.ui.widgets.labels import Label

SHOWN_MS = 30_000


class MaskedValue(QWidget):
    """A masked text with an eye; ``asked`` when the eye is clicked."""

    asked = Signal()

    def __init__(self, label: str, masked: str, *, icon: str = "", named: bool = False) -> None:
        super().__init__()
        self.what: Shown = (label, masked)
        self._icon, self._prefix = icon, f"{label} " if named else ""
        self._whole = ""
        self._picture, self._words = QLabel(), Label("", "caption", "text.secondary")
        self._eye = IconButton("eye", "", small=True)
        self._eye.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        self._picture.setVisible(bool(icon))  # with a parent: else it is a window of its own
        row.addWidget(self._words)
        row.addWidget(self._eye)
        self._dress()
        current().changed.connect(self._dress)
        self.hide_whole()

    def show_whole(self, text: str) -> None:
        """Show the whole text."""
        self._whole = text
        self._show(text, "eye-off", _("Mask {what} again").format(what=self.what[0]))

    def hide_whole(self) -> None:
        """Hide the middle again."""
        self._whole = ""
        name = _("Show {what} for 30 seconds; the history notes it").format(what=self.what[0])
        self._show(self.what[1], "eye", f"{name}  {COMMANDS['show_masked'].shown_key}")

    def is_whole(self) -> bool:
        """Return whether the whole text is in sight."""
        return bool(self._whole)

    def text(self) -> str:
        """Return what is in sight."""
        return self._words.text()

    def _show(self, text: str, icon: str, name: str) -> None:
        self._words.setText(f"{self._prefix}{text}")
        self._eye.set_icon(icon)
        self._eye.set_name(name)

    def _dress(self) -> None:
        theme = current()
        self._eye.setFixedSize(QSize(theme.px(20), theme.px(18)))
        if self._icon:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(icons.pixmap(self._icon, "text.secondary", theme.px(14), ratio))


class Unmasking(QObject):
    """Shows masked texts of one card and masks them after ``SHOWN_MS``, or when told to."""

    def __init__(self, desk: Desk, card: Card, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._card = desk, card
        self.values: list[MaskedValue] = []
        self.clock = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.clock.timeout.connect(self.mask)

    def add(self, value: MaskedValue) -> MaskedValue:
        """Let a text be shown and masked with the others."""
        self.values.append(value)
        value.asked.connect(partial(self._turn, value))
        return value

    def turn_all(self) -> None:
        """Show everything that is masked; mask everything when nothing is."""
        masked = [each for each in self.values if not each.is_whole()]
        if masked:
            self._ask(masked)
        else:
            self.mask()

    def mask(self) -> None:
        """Mask everything again."""
        self.clock.stop()
        for value in self.values:
            value.hide_whole()

    def _turn(self, value: MaskedValue) -> None:
        if value.is_whole():
            value.hide_whole()
        else:
            self._ask([value])

    def _ask(self, values: Sequence[MaskedValue]) -> None:
        self._desk.jobs.start(
            reveal,
            self._card.customer,
            [each.what for each in values],
            as_of=self._card.as_of,
            known_on=self._card.known_on,
            title=_("Noting that it is shown"),
            owner=self,
            done=self._show,
            failed=self._desk.show_problem,
        )

    def _show(self, texts: Mapping[Shown, str]) -> None:
        holder = self.parent()
        if isinstance(holder, QWidget) and not holder.isVisible():
            return  # the card was left meanwhile
        for value in self.values:
            if value.what in texts:
                value.show_whole(texts[value.what])
        self.clock.start()
