"""Remembered mappings: what was decided for files with certain headers, kept under a name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from profiler_app.domain.imports import ImportRequest

OPENING: Final = ("sheet", "encoding", "delimiter", "header_row")
"""Answers that decide which headers are seen."""
OPTIONS: Final = (
    *OPENING,
    *("key", "walk_in", "line", "create_customers", "treatments", "policies", "day_first"),
)
"""The answers of a request that a template keeps."""


def signature(headers: Sequence[str]) -> str:
    """Return what the same headers always have, in whatever order (names already normalised)."""
    text = "\x1f".join(sorted(headers))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Template:
    """A remembered mapping.

    ``signatures`` are those of the headers it is for (a second one where the file opens with
    other headers before sheet or header row are chosen). ``mapping`` is column -> field ("" for
    none), ``options`` the other answers of the request that differ from the usual. ``used`` counts
    the imports, ``last_used`` is the day of the last one.
    """

    name: str
    target: str
    signatures: tuple[str, ...]
    mapping: Mapping[str, str]
    options: Mapping[str, Any] = field(default_factory=_nothing)
    used: int = 1
    last_used: date | None = None

    def applied(self, request: ImportRequest) -> ImportRequest:
        """Return the request with what is remembered wherever it does not ask for anything.

        Column mappings are no part of it: they are remembered, not asked for.
        """
        usual = ImportRequest(request.paths)
        changes = {
            name: value
            for name, value in self.options.items()
            if name in OPTIONS and getattr(request, name) == getattr(usual, name)
        }
        target: Any = self.target if request.target == "auto" else request.target
        return replace(request, target=target, **changes)

    def as_json(self) -> dict[str, Any]:
        """Return the template as it is kept and exported."""
        return {
            "name": self.name,
            "target": self.target,
            "signatures": list(self.signatures),
            "mapping": dict(self.mapping),
            "options": dict(self.options),
            "used": self.used,
            "last_used": self.last_used.isoformat() if self.last_used else None,
        }


def template_from(row: Mapping[str, Any]) -> Template:
    """Return a template from its JSON; raises KeyError, TypeError or ValueError for no template."""
    last = row["last_used"]
    known = {each.name for each in fields(ImportRequest)}
    return Template(
        name=str(row["name"]),
        target=str(row["target"]),
        signatures=tuple(map(str, row["signatures"])),
        mapping={str(column): str(field) for column, field in row["mapping"].items()},
        options={name: value for name, value in row["options"].items() if name in known},
        used=int(row["used"]),
        last_used=date.fromisoformat(last) if last else None,
    )


def options_of(request: ImportRequest) -> dict[str, Any]:
    """Return the answers of a request that differ from the usual, ready for JSON."""
    usual = ImportRequest(request.paths)
    found = {}
    for name in OPTIONS:
        value = getattr(request, name)
        if value != getattr(usual, name):
            found[name] = dict(value) if isinstance(value, Mapping) else value
    return found
