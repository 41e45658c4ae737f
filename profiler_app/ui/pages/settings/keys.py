"""Every command with its keys, from the one table of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.commands import COMMANDS, Command
from profiler_app.ui.pages.settings.rows import SettingsPanel
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.keycap import KeyCaps, caps_of
from profiler_app.ui.widgets.labels import Label

_COLUMNS = 2


class KeysSection(QWidget):
    """The sheet of keys in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self._panel = SettingsPanel()
        self._names: list[tuple[Label, Command]] = []
        self._panel.add(self._make_sheet())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._panel)
        column.addStretch(1)
        self.retranslate()

    def _make_sheet(self) -> QWidget:
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(0)
        commands = [command for command in COMMANDS.values() if command.keys]
        rows = -(-len(commands) // _COLUMNS)
        for i, command in enumerate(commands):
            grid.addWidget(self._make_row(command), i % rows, i // rows)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        return sheet

    def _make_row(self, command: Command) -> QWidget:
        line = QWidget()
        line.setMinimumHeight(current().px(32))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        name = Label()
        self._names.append((name, command))
        row.addWidget(name, 1)
        for keys in {tuple(caps_of(each)): each for each in command.keys}.values():
            row.addWidget(KeyCaps(keys), 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._panel.title.setText(_("Keyboard"))
        for label, command in self._names:
            label.setText(_(command.title))

    def activated(self) -> None:
        """Nothing changes here."""
