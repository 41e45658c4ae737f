"""Which fields a column may go to, each with its evidence: header, nearness, content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from profiler_app.domain.checked import EMPTY
from profiler_app.domain.column_views import Candidate
from profiler_app.domain.imports import WHY, Mapped
from profiler_app.domain.text import N_, _
from profiler_app.ingest.broken_text import repaired
from profiler_app.ingest.mapping import header_choices, near_fields
from profiler_app.ingest.notation import Notation
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import TargetField, header_unit, normalise_header, target_fields
from profiler_app.ingest.values import converter

_LOOKED_AT: Final = 100
_MOST: Final = 6
_ONLY_CONTENT: Final = ("mobile", "email", "cn_id", "uscc")
"""Fields that are told by their content alone."""
_ANY_TEXT: Final = frozenset(("text", "list", "key", "ref"))
_STRICT: Final = frozenset(("mobile", "phone", "email", "cn_id", "uscc"))
_CONTENT: Final = 0.6
_FITS: Final = 0.9
_LATEST: Final = date(2100, 1, 1)
_BY_CONTENT: Final = N_("The values look like this field.")


def candidates(
    table: Table, mapped: Mapped, index: int, notation: Notation
) -> tuple[Candidate, ...]:
    """Return the fields a column may go to, the likeliest first, its present field among them."""
    header, column = table.headers[index], mapped.columns[index]
    cells = [row[index] for row in table.sample[:_LOOKED_AT] if index < len(row)]
    known = target_fields(mapped.target)
    owners = {each.field: each.column for each in mapped.columns if each.field}
    found: dict[str, tuple[float, str]] = {}
    if column.field in known:
        found[str(column.field)] = (column.confidence, column.reason)
    for choice in header_choices(header, cells, mapped.target, notation):
        reason = _(WHY[choice.why]).format(matched=choice.matched)
        found.setdefault(choice.field, (choice.confidence, reason))
    near = WHY["near"]
    name = normalise_header(repaired(header) or header)
    for field, matched, nearness in near_fields(name, mapped.target):
        reason = _(near).format(matched=matched)
        found.setdefault(field, (round(0.8 * nearness, 2), reason))
    for field in _ONLY_CONTENT:
        if field in known and field not in found:
            filled, fitting = fit(known[field], cells, notation, header_unit(header))
            if filled > 2 and fitting >= _FITS * filled:
                found[field] = (_CONTENT, _(_BY_CONTENT))
    made = []
    for field, (confidence, reason) in found.items():
        filled, fitting = fit(known[field], cells, notation, header_unit(header))
        owner = owners.get(field)
        made.append(
            Candidate(
                field,
                known[field].label,
                confidence,
                reason,
                filled,
                fitting,
                is_checked(known[field]),
                owner if owner != column.column else None,
            )
        )
    return tuple(sorted(made, key=lambda each: -each.confidence)[:_MOST])


def is_checked(field: TargetField) -> bool:
    """Whether a field refuses some cells."""
    return field.id in _STRICT or field.kind not in _ANY_TEXT


def fit(
    field: TargetField, cells: Sequence[str], notation: Notation, unit: int = 1
) -> tuple[int, int]:
    """Return how many cells are filled, and how many of these are valid for a field."""
    convert = converter(field, notation=notation, unit=unit, today=_LATEST)
    answers = [convert(cell) for cell in cells if cell.strip()]
    filled = [answer for answer in answers if answer.errors != (EMPTY,)]
    return len(filled), sum(answer.ok for answer in filled)
