"""The line over a board: which one, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.text import _
from profiler_app.ui.pages.insights.board_forms import NameSheet
from profiler_app.ui.pages.insights.boards import Boards
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label


class BoardBar(QWidget):
    """In sight as soon as there is a board."""

    def __init__(self, boards: Boards) -> None:
        super().__init__()
        self._boards = boards
        self._word = Label("", "body", "text.secondary")
        self.chooser = DropDown()
        self.rename = IconButton("pencil", "-", small=True)
        self.remove = IconButton("trash-2", "-", small=True)
        self.new = Button(icon="plus", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 0)
        row.setSpacing(8)
        for widget in (self._word, self.chooser, self.rename, self.remove, self.new):
            row.addWidget(widget)
        row.addStretch(1)
        boards.changed.connect(self._show_boards)
        self.chooser.currentIndexChanged.connect(lambda _at: self._take_board())
        self.new.clicked.connect(self.ask_new)
        self.rename.clicked.connect(self.ask_name)
        self.remove.clicked.connect(self._remove)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self._word.setText(_("Board"))
        self.chooser.setAccessibleName(_("Board"))
        self.new.setText(_("New board"))
        self.rename.set_name(_("Rename the board"))
        self.remove.set_name(_("Delete the board"))

    def _show_boards(self) -> None:
        board = self._boards.current
        self.chooser.blockSignals(True)
        self.chooser.set_options([(str(each.id), each.name) for each in self._boards.all])
        if board is not None:
            self.chooser.choose(str(board.id))
        self.chooser.blockSignals(False)
        self.chooser.setMinimumWidth(current().px(180))
        self.new.setEnabled(not self._boards.full)
        self.setVisible(board is not None)

    def _take_board(self) -> None:
        if self.chooser.key():
            self._boards.choose(int(self.chooser.key()))

    def ask_new(self) -> NameSheet:
        """Ask for the name of a new board."""
        sheet = NameSheet(_("Name of the board"), "", self._names(), self._boards.add, self)
        sheet.show_below(self.new)
        return sheet

    def ask_name(self) -> None:
        """Ask for another name of the board."""
        board = self._boards.current
        if board is None:
            return
        text = _("Board renamed.")
        sheet = NameSheet(
            _("Name of the board"),
            board.name,
            self._names() - {board.name},
            lambda name: self._boards.put(replace(board, name=name), text),
            self,
        )
        sheet.show_below(self.rename)

    def _names(self) -> set[str]:
        return {each.name for each in self._boards.all}

    def _remove(self) -> None:
        board = self._boards.current
        if board is not None:
            self._boards.remove(board)
