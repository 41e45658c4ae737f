"""Two small sheets: keeping a chart on a board, and a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from profiler_app.domain.boards import MOST_BOARDS, MOST_TILES, Board, Tile
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.pages.insights.boards import Boards
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.saving_popover import SavingPopover

_WIDTH, _LONGEST = 296, 60
_NEW = "new"


def _line(text: str, name: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setMaxLength(_LONGEST)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field


class NameSheet(SavingPopover):
    """Asks for a name; ``taken`` are those that are not free."""

    def __init__(
        self,
        title: str,
        name: str,
        taken: set[str],
        done: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(title, _("Save"), parent, width=_WIDTH)
        self._taken, self._done = taken, done
        self.name = _line(name, title)
        self.add_fields(self.name)
        self.name.textChanged.connect(lambda _text: self._judge())
        self.name.returnPressed.connect(self.save.click)
        self._judge()
        self.name.setFocus()
        self.name.selectAll()

    def _judge(self) -> None:
        name = self.name.text().strip()
        self.hint.setText(_("There is a board of this name.") if name in self._taken else "")
        self.hint.setVisible(name in self._taken)
        self.save.setEnabled(bool(name) and name not in self._taken)

    def finish(self) -> None:
        """Hand the name over."""
        self._done(self.name.text().strip())
        self.close()


class KeepSheet(SavingPopover):
    """Asks which board a chart is kept on, and what it is called there."""

    def __init__(self, boards: Boards, tile: Tile, title: str, parent: QWidget) -> None:
        super().__init__(_("Keep on a board"), pgettext("board", "Keep"), parent, width=_WIDTH)
        self._boards, self._tile, self._title = boards, tile, title
        self.name = _line(title, _("Title of the chart"))
        self.board = DropDown()
        options = [(str(each.id), each.name) for each in boards.all]
        self.board.set_options([*options, (_NEW, _("New board"))])
        self.board.setAccessibleName(_("Board"))
        current = boards.current
        self.board.choose(str(current.id) if current is not None else _NEW)
        self.board_name = _line(_first_name(boards), _("Name of the board"))
        self.add_fields(self.name, self.board, self.board_name)
        for field in (self.name, self.board_name):
            field.textChanged.connect(lambda _text: self._judge())
            field.returnPressed.connect(self.save.click)
        self.board.currentIndexChanged.connect(lambda _at: self._judge())
        self._judge()
        self.name.setFocus()
        self.name.selectAll()

    def _judge(self) -> None:
        is_new = self.board.key() == _NEW
        self.board_name.setVisible(is_new)
        problem = self._problem(is_new)
        self.hint.setText(problem or _("The chart keeps its filter and follows new data."))
        self.save.setEnabled(not problem and bool(self.name.text().strip()))
        self.adjustSize()

    def _problem(self, is_new: bool) -> str:
        name, board = self.board_name.text().strip(), self._chosen()
        if is_new and self._boards.full:
            most = ngettext("At most {n} board.", "At most {n} boards.", MOST_BOARDS)
            return f"{most.format(n=MOST_BOARDS)} {_('Delete one first.')}"
        if is_new and any(each.name == name for each in self._boards.all):
            return _("There is a board of this name.")
        if board is None and not name:
            return _("Name the board.")
        if board is not None and board.full:
            most = ngettext("At most {n} chart on a board.", "At most {n} charts on a board.",
                            MOST_TILES)  # fmt: skip
            return most.format(n=MOST_TILES)
        return ""

    def _chosen(self) -> Board | None:
        return None if self.board.key() == _NEW else self._boards.at(int(self.board.key()))

    def finish(self) -> None:
        """Keep the chart."""
        name = self.name.text().strip()
        tile = replace(self._tile, name="" if name == self._title else name)
        board = self._chosen() or Board(0, self.board_name.text().strip())
        self._boards.keep(board, tile)
        self.close()


def _first_name(boards: Boards) -> str:
    name = _("My board")
    return name if all(each.name != name for each in boards.all) else ""
