"""The way through the pages: where one is, where one was, and where one came back from."""

from __future__ import annotations

from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where one was: a page and, on the profile card, whose and from which list."""

    page: str
    customer: int | None = None
    ids: Any = ()


class Trail:
    """Remembers the places of one workspace."""

    def __init__(self, start: Place) -> None:
        self.here = start
        self._past: list[Place] = []
        self._future: list[Place] = []

    def visit(self, place: Place) -> None:
        """Go somewhere new; what one came back from is forgotten."""
        self._past.append(self.here)
        self._future.clear()
        self.here = place

    def back(self) -> bool:
        """Go to the place before; False where there is none."""
        if not self._past:
            return False
        self._future.append(self.here)
        self.here = self._past.pop()
        return True

    def forward(self) -> bool:
        """Go to where one came back from; False where there is none."""
        if not self._future:
            return False
        self._past.append(self.here)
        self.here = self._future.pop()
        return True
