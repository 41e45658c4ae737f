"""What can be done about a row that was refused, in words and as cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from profiler_app.domain.text import N_, _

Action = Literal["change", "empty"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair that was tried and makes the row importable: ``cells`` is the whole row after it."""

    action: Action
    value: str
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """What a button says that does it, in the current language."""
        return _(_BUTTONS[self.action]).format(value=self.value)

    @property
    def sentence(self) -> str:
        """What it does, in the current language."""
        return _(_SENTENCES[self.action]).format(value=self.value)


_BUTTONS: Mapping[Action, str] = {
    "change": N_("Change to {value}"),
    "empty": N_("Leave empty"),
}
_SENTENCES: Mapping[Action, str] = {
    "change": N_("It can be read as {value}."),
    "empty": N_("Without this value the row can be imported."),
}
