"""What was done in this session: undone, and done again, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.text import _

if TYPE_CHECKING:
    from profiler_app.ui.desk import Desk

Undo = int | Callable[[], None]
"""An operation of the ledger, or what takes back a change that is no fact (a filter)."""


class EditStack:
    """Numbers of operations; doing again is undoing the undo, so there is one mechanism."""

    def __init__(self) -> None:
        self._done: list[int] = []
        self._undone: list[int] = []
        self._again: set[int] = set()

    def note(self, operation: int) -> None:
        """Remember a new operation; what was undone before cannot be done again after it."""
        self._done.append(operation)
        self._undone.clear()

    def newest(self) -> int | None:
        """Return the operation an undo would take back."""
        return self._done[-1] if self._done else None

    def newest_undo(self) -> int | None:
        """Return the undo that doing again would take back."""
        return self._undone[-1] if self._undone else None

    def begin(self, operation: int) -> None:
        """Note that an operation is being undone, so that a second press takes the next one."""
        if operation in self._undone:
            self._undone.remove(operation)
            self._again.add(operation)
        elif operation in self._done:
            self._done.remove(operation)

    def ended(self, operation: int, by: int) -> bool:
        """Note what undid an operation; return whether that did something again."""
        again = operation in self._again
        self._again.discard(operation)
        (self._done if again else self._undone).append(by)
        return again

    def failed(self, operation: int) -> None:
        """Note that an operation still stands."""
        again = operation in self._again
        self._again.discard(operation)
        (self._undone if again else self._done).append(operation)


class SessionEdits(QObject):
    """Undoes operations, and says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._stack = EditStack()

    def note(self, operation: int) -> None:
        """Remember a new operation, so that it can be undone without its number."""
        self._stack.note(operation)

    def undo(self, operation: Undo) -> None:
        """Undo an operation and say so; go back where it was no operation."""
        if not isinstance(operation, int):
            operation()
            return
        from profiler_app.jobs.history import undo_operation

        self._stack.begin(operation)
        self._desk.jobs.start(
            undo_operation,
            operation,
            title=_("Undoing"),
            owner=self,
            done=self._undone,
            failed=partial(self._not_undone, operation),
        )

    def _not_undone(self, operation: int, problem: UserProblem) -> None:
        self._stack.failed(operation)
        self._desk.show_problem(problem)

    def undo_last(self) -> None:
        """Undo the newest operation of this session that still stands."""
        operation = self._stack.newest()
        if operation is None:
            self._desk.toast(_("There is nothing to undo in this session."))
        else:
            self.undo(operation)

    def redo_last(self) -> None:
        """Do again what was undone last."""
        operation = self._stack.newest_undo()
        if operation is None:
            self._desk.toast(_("There is nothing to do again."))
        else:
            self.undo(operation)

    def _undone(self, report: Any) -> None:
        again = self._stack.ended(report.undone, report.operation)
        self._desk.toast(_("Done again.") if again else _("Undone."))
        self._desk.refresh_data()
