"""The fields and values of an import for reading, whatever kind of rows it is."""

from __future__ import annotations

import json
from typing import Any, Final, cast

from profiler_app.domain.fields import Field, Kind, find_field
from profiler_app.domain.identifiers import mask
from profiler_app.domain.import_kinds import kinds
from profiler_app.domain.text import _
from profiler_app.ingest.targets import target_fields

_WRITTEN: Final = frozenset(("int", "num", "ratio", "money", "bool", "list"))
_NUMBERS: Final = frozenset(("int", "num", "ratio", "money"))


def label_of(name: str) -> str:
    """Return what a field of customers, or of another kind of rows, is called."""
    field = _field(name)
    return field.label if field else name


def shown(name: str, value: Any, currency: str) -> str:
    """Return a stored value for reading; personal identifiers are masked."""
    from profiler_app.domain.rules.showing import show  # brings the language of rules

    if value is None:
        return _("empty")
    field = _field(name)
    if field is None or (field.kind == "date" and isinstance(value, str)):
        return str(value)
    if field.sensitivity in ("S2", "S3"):
        return mask(field.id, str(value))
    value = _read(value, field)
    if field.kind in _NUMBERS and isinstance(value, str):
        return value
    return show(field, value, currency=currency)


def _field(name: str) -> Field | None:
    found = find_field(name)
    if found is not None or "." not in name:
        return found
    for target in kinds():
        declared = target_fields(target).get(name)
        if declared is not None:
            return Field(
                id=name,
                names=declared.names,
                kind=cast(Kind, declared.kind),
                place="rows",
                applies_to=frozenset(),
                options=declared.options,
            )
    return None


def _read(value: Any, field: Field) -> Any:
    """Return a stored value as a field of its kind has it; attributes are stored as texts."""
    if isinstance(value, str) and field.kind in _WRITTEN:
        try:
            value = json.loads(value)
        except ValueError:
            return value
    return bool(value) if field.kind == "bool" else value
