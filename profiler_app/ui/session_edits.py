"""What was done in this session, so that it can be undone and done again, the newest first."""

from __future__ import annotations


class SessionEdits:
    """Numbers of operations; doing again is undoing the undo, so there is one mechanism."""

    def __init__(self) -> None:
        self._done: list[int] = []
        self._undone: list[int] = []

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

    def was_undone(self, operation: int, by: int) -> None:
        """Note that an operation was undone, or that an undo was taken back."""
        if operation in self._undone:
            self._undone.remove(operation)
            self._done.append(by)
            return
        if operation in self._done:
            self._done.remove(operation)
        self._undone.append(by)
