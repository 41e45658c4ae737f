"""Lines of the history in the settings, and the panel of what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.dates import wall_time
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import _
from profiler_app.jobs.erasing import REASONS
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.settings.erase_dialog import EraseDialog
from profiler_app.ui.pages.settings.rows import SettingsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import ElidedLabel, Label
from profiler_app.ui.widgets.panel import Hairline

_LINES = 5


class Line(NamedTuple):
    """When, what, and what stands at the right."""

    when: str
    what: str
    note: str = ""


class Lines(QWidget):
    """A few lines with hairlines between them, or a sentence when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(self, lines: Sequence[Line], empty: str) -> None:
        """Show other lines."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for at, line in enumerate(lines):
            if at:
                self._column.addWidget(Hairline())
            self._column.addWidget(_line(line))
        if not lines:
            label = Label(empty, "caption", "text.secondary", wrap=True)
            label.setContentsMargins(14, 10, 14, 10)
            self._column.addWidget(label)


def _line(line: Line) -> QWidget:
    holder = QWidget()
    holder.setMinimumHeight(current().px(36))
    row = QHBoxLayout(holder)
    row.setContentsMargins(14, 4, 14, 4)
    row.setSpacing(12)
    row.addWidget(Label(line.when, "body", "text.secondary"))
    what = ElidedLabel("")
    what.setText(line.what)
    row.addWidget(what, 1)
    if line.note:
        row.addWidget(Label(line.note, "caption", "text.secondary"))
    return holder


class ErasurePanel(SettingsPanel):
    """Who asked to be forgotten: how many were erased, and erasing one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[HistoryEntry, ...] = ()
        self.begin = Button(small=True)
        self.head.addWidget(self.begin)
        self._lines = Lines()
        self.add(self._lines)
        self._foot = Label("", "caption", "text.secondary", wrap=True)
        self._foot.setContentsMargins(14, 10, 14, 10)
        self.add(self._foot)
        self.begin.clicked.connect(self.ask)
        self.retranslate()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.title.setText(_("Erasure"))
        self.begin.setText(_("Erase a customer…"))
        self._foot.setText(
            _("When an older copy is restored, who was erased here is erased there again.")
        )
        self.show_entries(self._entries)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show the erasures among some operations."""
        self._entries = tuple(entries)
        erased = [entry for entry in entries if entry.kind == "erase"][:_LINES]
        lines = [
            Line(wall_time(e.at), _(REASONS.get(str(e.facts.get("reason")), "—")), e.sentence)
            for e in erased
        ]
        self._lines.show_lines(lines, _("Nobody was erased so far."))

    def ask(self) -> EraseDialog:
        """Open the dialog in which a customer is erased."""
        dialog = EraseDialog(self._desk, self.window())
        dialog.open()
        return dialog
