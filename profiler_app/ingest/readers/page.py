"""What every reader of the child process hands over: one sheet, and what is known about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

MOST_COLUMNS: Final = 16_384
_MOST_FILLED: Final = 2_000_000


class Refused(Exception):
    """The file must not or cannot be read; ``code`` says why, ``facts`` the details."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: ``facts`` as they go over the pipe, ``rows`` with their numbers from 1."""

    facts: dict[str, Any]
    rows: Iterator[tuple[int, list[str]]]


def chosen(asked: str, visible: Sequence[str], hidden: Sequence[str] = ()) -> str:
    """Return the sheet asked for, else the first visible one. Raises Refused."""
    names = [*visible, *hidden]
    name = asked or (names[0] if names else "")
    if name not in names:
        raise Refused("no_sheet", sheet=name)
    return name


class Spans:
    """Gives every cell of a merged range the value a person sees there."""

    def __init__(self) -> None:
        self._starting: dict[int, list[tuple[int, int, int]]] = {}
        self._active: list[tuple[int, int, int, Any]] = []
        self._filled = 0

    def add(self, top: int, left: int, bottom: int, right: int) -> None:
        """Learn of a range (counted from 0) before its first row is filled."""
        right = min(right, MOST_COLUMNS - 1)
        self._filled += max(0, bottom - top + 1) * max(0, right - left + 1)
        if self._filled < _MOST_FILLED:
            self._starting.setdefault(top, []).append((bottom, left, right))

    def into(self, row: int, values: list[Any]) -> None:
        """Fill a row; rows must come in their order."""
        if self._active:
            self._active = [each for each in self._active if each[0] >= row]
        for bottom, left, right in self._starting.pop(row, ()):
            if left < len(values):
                self._active.append((bottom, left, right, values[left]))
        for _bottom, left, right, value in self._active:
            if right >= len(values):
                values.extend([""] * (right + 1 - len(values)))
            values[left : right + 1] = [value] * (right + 1 - left)
