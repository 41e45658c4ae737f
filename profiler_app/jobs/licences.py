"""The licences of everything that is shipped with the program, with their texts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from profiler_app.domain.resources import resource_path


@dataclass(frozen=True, slots=True)
class Licence:
    """A part of the program: its version (may be empty), its licence in a word, its file."""

    name: str
    version: str
    licence: str
    file: str

    @property
    def text(self) -> str:
        """The licence in full."""
        return resource_path("licences", self.file).read_text("utf-8")


def licences() -> tuple[Licence, ...]:
    """Return the parts, by name."""
    found = json.loads(resource_path("licences", "index.json").read_text("utf-8"))
    return tuple(Licence(**each) for each in found)
