"""Customers a figure counts, so that it can open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_LISTED: Final = 2_000
"""So many customers of a figure can be opened; the most valuable ones when there are more."""


@dataclass(frozen=True, slots=True)
class Members:
    """How many a figure counts and the numbers of those who can be opened, the best first."""

    count: int
    numbers: tuple[str, ...] = ()

    def rule(self) -> str:
        """Return the rule that holds for those who can be opened."""
        return f"number in [{', '.join(repr(each) for each in self.numbers)}]"


NOBODY: Final = Members(0)
"""Of whom there are none."""
