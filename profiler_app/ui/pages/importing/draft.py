"""The import under way: what the page knows about it, without a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.fields import find_field
from profiler_app.domain.imports import ImportReport, ImportRequest, Mapped
from profiler_app.domain.text import _
from profiler_app.jobs.importing import (
    Inspection,
    inspect_file,
    key_choices,
    may_repeat,
    missing_sentence,
)
from profiler_app.ui.pages.importing.selection import Effect

NOT_IMPORTED: Final = ""
SURE: Final = 0.85
"""A guess below this confidence is shown for confirmation."""


class Step(IntEnum):
    """The steps of an import, in their order."""

    FILE = 0
    MAPPING = 1
    CHECK = 2
    RESULT = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """One file on its way: asked for, inspected, checked without writing, written.

    ``effect`` is what writing would do after the user's decisions.
    """

    request: ImportRequest
    inspection: Inspection
    checked: ImportReport | None = None
    effect: Effect | None = None
    written: ImportReport | None = None
    undone: bool = False

    @property
    def path(self) -> Path:
        """The file."""
        return self.request.paths[0]

    @property
    def mapped(self) -> Mapped:
        """Where its columns go."""
        return self.inspection.mapped

    def asked(self, **changes: Any) -> ImportRequest:
        """Return the request with some answers changed."""
        return replace(self.request, **changes)

    def sent(self, column: str, field: str) -> ImportRequest:
        """Return the request with a column sent to a field; another column there gives way."""
        now = {each.column: each.field for each in self.mapped.columns} | dict(self.request.mapping)
        mapping = {
            other: NOT_IMPORTED
            for other, there in now.items()
            if field and there == field and not self._may_repeat(field)
        }
        return self.asked(mapping={**self.request.mapping, **mapping, column: field})

    def _may_repeat(self, field: str) -> bool:
        return field in may_repeat(self.mapped.target)

    def aimed(self, target: Any) -> ImportRequest:
        """Return the request for rows of another kind; its columns are guessed anew."""
        return self.asked(target=target, mapping={}, key=None)

    def missing(self) -> str:
        """Return what no column gives yet and the import cannot do without; empty if nothing."""
        filled = self.mapped.fields().keys()
        if self.mapped.target == "orders":
            amount = {"order.amount", "order.gross"} & filled
            priced = {"order.quantity", "order.unit_price"} <= filled
            return _first_missing(
                ("order.moment" in filled, _("No column holds the date of the order.")),
                (bool(amount) or priced, _("No column holds the amount.")),
            )
        if self.mapped.target != "customers":
            return missing_sentence(self.mapped)
        named = {"name", "name.family", "name.given", *key_choices(self.mapped)} & filled
        return _first_missing((bool(named), _("No column holds a name or a number.")))


def _first_missing(*needed: tuple[bool, str]) -> str:
    return next((sentence for there, sentence in needed if not there), "")


def open_draft(_reader: Any, request: ImportRequest) -> Draft:
    """Inspect a file; runs in the reader thread. Raises the problems of ``inspect_file``."""
    return Draft(request, inspect_file(request))


def is_personal(field: str | None) -> bool:
    """Return whether the values of a field are masked in a preview."""
    found = find_field(field) if field else None
    return found is not None and found.sensitivity in ("S2", "S3")


def samples(rows: Sequence[Sequence[str]], index: int, count: int = 2) -> tuple[str, ...]:
    """Return the first different filled cells of a column, at most ``count``."""
    cells = dict.fromkeys(row[index].strip() for row in rows if index < len(row))
    return tuple(cell for cell in cells if cell)[:count]
