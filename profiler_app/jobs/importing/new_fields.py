"""Columns that become fields of one's own while they are imported.

A mapping target ``custom:NAME`` (or ``custom:NAME:KIND``, ``custom:NAME:KIND:DIMENSION``) defines
the field in the operation of the import; a field of that name that is there already is taken. The
kind is ``text``, ``number``, ``money`` or ``date``; left out, the cells tell it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from profiler_app.domain.checked import clean_text
from profiler_app.domain.dates import parse_date
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.fields import dimensions
from profiler_app.domain.imports import NEW_FIELD, ImportRequest
from profiler_app.domain.own_fields import Definition, OwnKind
from profiler_app.domain.text import _
from profiler_app.jobs.custom_fields import add_definition, load_own_fields, own_fields
from profiler_app.jobs.importing.inspecting import inspect_file
from profiler_app.store.ledger import Operation
from profiler_app.store.workspace import Workspace

KINDS: Final[tuple[OwnKind, ...]] = ("text", "number", "money", "date")
_NUMBER: Final = re.compile(r"[-+]?\d{1,15}(?:\.\d+)?")
_DIMENSION: Final = "D1"


def with_new_fields(
    workspace: Workspace, opened: Operation, request: ImportRequest
) -> ImportRequest:
    """Define the fields a request asks for, and return it with their ids.

    They are part of the catalog at once; when the operation fails after all, the caller loads the
    fields of the workspace again. Raises MappingProblem and FieldProblem.
    """
    wanted = {c: field for c, field in request.mapping.items() if field.startswith(NEW_FIELD)}
    others = {c: field for c, field in request.mapping.items() if c not in wanted}
    table = inspect_file(replace(request, mapping=others)).table
    names = {header: place for place, header in enumerate(table.headers)}
    known = {
        name: each.definition.id
        for each in own_fields(workspace)
        for name in each.definition.names.values()
    }
    sent = dict(others)
    for column, text in wanted.items():
        cells = [row[names[column]] for row in table.sample] if column in names else []
        definition = _definition(text.removeprefix(NEW_FIELD), cells, table.facts.name)
        name = definition.names["zh"]
        if name not in known:
            known[name] = add_definition(workspace, opened, definition)
        sent[column] = known[name]
    load_own_fields(workspace)
    return replace(request, mapping=sent)


def _definition(text: str, cells: Sequence[str], file: str) -> Definition:
    name, kind, dimension = (*text.split(":"), "", "")[:3]
    known = {each.id for each in dimensions()}
    if (
        not name.strip()
        or text.count(":") > 2
        or (kind and kind not in KINDS)
        or (dimension and dimension not in known)
    ):
        reason = _("a new field is written custom:NAME, custom:NAME:KIND or {more}, with {kinds}.")
        told = reason.format(more="custom:NAME:KIND:DIMENSION", kinds=", ".join(KINDS))
        raise MappingProblem(file=file, reason=told)
    names = {"zh": name.strip(), "en": name.strip()}
    asked = next((each for each in KINDS if each == kind), None)
    return Definition(names, asked or _kind_of(cells), dimension or _DIMENSION)


def _kind_of(cells: Iterable[str]) -> OwnKind:
    filled = [text for cell in cells if (text := clean_text(cell))]
    if filled and all(_NUMBER.fullmatch(text) for text in filled):
        return "number"
    return "date" if filled and all(parse_date(text).ok for text in filled) else "text"
