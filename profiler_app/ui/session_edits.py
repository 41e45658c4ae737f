"""What was done in this session, so that it can be undone and done again, the newest first."""

from __future__ import annotations


class SessionEdits:
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
