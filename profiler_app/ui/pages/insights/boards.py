"""The boards of the workspace for the page: read once, changed by jobs that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.boards import MOST_BOARDS, Board, Tile
from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _
from profiler_app.jobs.insights import boards as jobs
from profiler_app.ui.desk import Desk, Reader

_CHOSEN = "insights.board"


class Boards(QObject):
    """``all`` in their order; ``changed`` tells of news, also of another board in sight."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.all: tuple[Board, ...] = ()
        self.is_read = False
        self._saving = 0
        self._chosen = int(desk.preferences.get(_CHOSEN, 0) or 0)

    @property
    def full(self) -> bool:
        """Whether there is room for no more boards."""
        return len(self.all) >= MOST_BOARDS

    @property
    def current(self) -> Board | None:
        """The board in sight: the one chosen last, else the first."""
        return self.at(self._chosen) or (self.all[0] if self.all else None)

    def at(self, number: int) -> Board | None:
        """Return a board by its id."""
        return next((board for board in self.all if board.id == number), None)

    def choose(self, number: int) -> None:
        """Turn to a board; this machine remembers it."""
        self._chosen = number
        self._desk.preferences.put(_CHOSEN, number)
        self.changed.emit()

    def reload(self) -> None:
        """Read the boards."""
        self._desk.reads.ask(
            "insights.boards", _read, done=self._receive, owner=self,
            failed=self._desk.show_problem,
        )  # fmt: skip

    def _receive(self, boards: tuple[Board, ...]) -> None:
        if self._saving:
            return  # older than what is in sight; they are read again when it is saved
        self.all, self.is_read = boards, True
        self.changed.emit()

    # -- changes

    def keep(self, board: Board, tile: Tile) -> None:
        """Keep a chart on a board, which may be a new one."""
        text = _("Chart kept on the board “{name}”.").format(name=board.name)
        self._save(board.keeping(tile), text)

    def add(self, name: str) -> None:
        """Make a board and turn to it."""
        self._save(Board(0, name), _("Board “{name}” made.").format(name=name))

    def put(self, board: Board, text: str = "") -> None:
        """Show and save a changed board; ``text`` says what was done, with the offer to undo it."""
        self.all = tuple(board if each.id == board.id else each for each in self.all)
        self.changed.emit()
        self._save(board, text)

    def remove(self, board: Board) -> None:
        """Delete a board, with the offer to have it back."""
        text = _("Board “{name}” deleted.").format(name=board.name)
        self._start(jobs.remove_board, board, lambda operation: self._tell(text, operation))

    def _save(self, board: Board, text: str) -> None:
        def saved(result: tuple[int, int]) -> None:
            operation, number = result
            if not board.id or board.id != self._chosen:
                self.choose(number)
            self._tell(text, operation)

        self._start(jobs.save_board, board, saved)

    def _tell(self, text: str, operation: int) -> None:
        if text:
            self._desk.toast(text, operation)
        else:
            self._desk.edits.note(operation)
        self.reload()

    def _start(self, job: Callable[..., object], board: Board, done: Callable[..., None]) -> None:
        def ended(result: object) -> None:
            self._saving -= 1
            done(result)

        self._saving += 1
        self._desk.jobs.start(
            job,
            board,
            title=_("Saving the board"),
            owner=self,
            done=ended,
            failed=self._not_saved,
            cancelled=self._cancelled,
        )

    def _not_saved(self, problem: UserProblem) -> None:
        self._cancelled()
        self._desk.show_problem(problem)

    def _cancelled(self) -> None:
        self._saving -= 1
        self.reload()


def _read(reader: Reader) -> tuple[Board, ...]:
    return jobs.read_boards(reader.workspace)
