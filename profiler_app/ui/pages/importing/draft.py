"""The import under way: what the page knows about it, without a widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.column_views import ColumnView
from profiler_app.domain.damage import NO_DAMAGE, DamageReport
from profiler_app.domain.fields import find_field
from profiler_app.domain.imports import ImportReport, ImportRequest, Mapped
from profiler_app.domain.templates import OPENING, Template
from profiler_app.domain.text import _
from profiler_app.jobs.importing import (
    Inspection,
    inspect_remembered,
    key_choices,
    keys_in_turn,
    may_repeat,
    missing_sentence,
)
from profiler_app.jobs.importing.columns import column_views, file_damage
from profiler_app.ui.desk import Reader
from profiler_app.ui.pages.importing.selection import Effect

NOT_IMPORTED: Final = ""


class Step(IntEnum):
    """The steps of an import, in their order."""

    FILE = 0
    MAPPING = 1
    CHECK = 2
    RESULT = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """One file on its way: asked for, inspected, checked without writing, written.

    ``request`` has every answer that holds, those of the ``template`` too. ``views`` are the
    columns as they are shown; ``damage`` is None until the file was read through.
    ``effect`` is what writing would do after the user's decisions.
    """

    request: ImportRequest
    inspection: Inspection
    views: tuple[ColumnView, ...] = ()
    template: Template | None = None
    damage: DamageReport | None = None
    checked: ImportReport | None = None
    effect: Effect | None = None
    written: ImportReport | None = None
    undone: bool = False

    @property
    def path(self) -> Path:
        """The file; of a pasted table only a name."""
        return Path(self.inspection.table.facts.name)

    @property
    def known(self) -> bool:
        """Whether everything is as it was decided before: nothing to confirm, nothing missing."""
        open_views = any(view.state in ("confirm", "damaged") for view in self.views)
        return self.template is not None and not open_views and not self.missing()

    @property
    def mapped(self) -> Mapped:
        """Where its columns go."""
        return self.inspection.mapped

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys by which customers are recognised, the first that is there."""
        if self.mapped.target == "customers":
            return keys_in_turn(self.mapped, self.request.key)
        first = self.request.key or next(iter(key_choices(self.mapped)), None)
        return (first,) if first else ()

    def asked(self, **changes: Any) -> ImportRequest:
        """Return the request with some answers changed."""
        if changes.keys() & set(OPENING):  # other headers and rows may come to light
            nothing: dict[str, Any] = {"mapping": {}, "template": None, "fixes": {}, "choices": {}}
            changes = nothing | changes
        return replace(self.request, **changes)

    def named(self, template: str) -> ImportRequest:
        """Return the request with what another template says; "" goes back to the guesses."""
        plain = ImportRequest(paths=self.request.paths, pasted=self.request.pasted)
        return replace(plain, template=template)

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
        if self.request.legal_basis and not self.request.partner:
            return _("Name the partner the data come from.")
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


def open_draft(reader: Reader, request: ImportRequest, template: Template | None = None) -> Draft:
    """Inspect a file; runs in the reader thread. Raises the problems of ``inspect_remembered``.

    Once its template is found, its answers are asked for like any other, so that each of them can
    be changed; ``template`` is the one that was found before.
    """
    inspection = inspect_remembered(reader.workspace, request, pulse=reader.pulse)
    found = inspection.template
    settled = inspection.request
    if found is not None:
        columns = inspection.mapped.columns
        mapping = {each.column: each.field or NOT_IMPORTED for each in columns}
        settled = replace(settled, mapping=mapping, template="")
    views = column_views(reader, inspection)
    return Draft(settled, inspection, views, found or template)


def read_through(reader: Reader, draft: Draft) -> Draft:
    """Look for damage in the whole file; runs in the reader thread."""
    damage = file_damage(draft.inspection, pulse=reader.pulse)
    return replace(draft, damage=damage, views=column_views(reader, draft.inspection, damage))


def in_words(reader: Reader, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Say everything about the columns in the current language; runs in the reader thread."""
    return tuple(
        replace(each, views=column_views(reader, each.inspection, each.damage or NO_DAMAGE))
        for each in drafts
    )


def is_personal(field: str | None) -> bool:
    """Return whether the values of a field are masked in a preview."""
    found = find_field(field) if field else None
    return found is not None and found.sensitivity in ("S2", "S3")


def samples(rows: Sequence[Sequence[str]], index: int, count: int = 2) -> tuple[str, ...]:
    """Return the first different filled cells of a column, at most ``count``."""
    cells = dict.fromkeys(row[index].strip() for row in rows if index < len(row))
    return tuple(cell for cell in cells if cell)[:count]
