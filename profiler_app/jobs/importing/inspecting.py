"""A file before it is imported: what it is, and where its columns would go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.customer_rows import key_parts
from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.imports import ImportRequest, Mapped, Target
from profiler_app.domain.templates import Template
from profiler_app.domain.text import _
from profiler_app.ingest.day_order import with_day_order
from profiler_app.ingest.encoding_preview import EncodingPreview, encoding_previews
from profiler_app.ingest.fact_rows import missing_fields
from profiler_app.ingest.keys import KEYS, TOGETHER, chain
from profiler_app.ingest.mapping import NO_OVERRIDES, guess_mapping, guess_target
from profiler_app.ingest.opening import Table, open_pasted, open_table
from profiler_app.ingest.surveys import QUESTION, REVERSED
from profiler_app.ingest.targets import target_fields
from profiler_app.jobs.importing.returning import without_reasons


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file before it is imported: what it is and where its columns would go.

    ``request`` is what was asked, with the options of the ``template`` if one was remembered.
    """

    table: Table
    mapped: Mapped
    request: ImportRequest
    template: Template | None = None


def inspect_file(
    request: ImportRequest,
    *,
    remembered: Mapping[str, str] = NO_OVERRIDES,
    hold: bool = False,
    pulse: Callable[[], None] = lambda: None,
) -> Inspection:
    """Open a file and guess what it holds; nothing is written.

    ``remembered`` (column -> field) comes before the guesses, behind what is asked for. ``hold``
    is for those who read all rows next, ``pulse`` for those who may stop it (see ``open_table``).
    Raises UnreadableFile, NothingToImport or MappingProblem.
    """
    table = open_asked(request, hold=hold, pulse=pulse)
    target = request.target
    if target == "auto":
        target = guess_target(table.headers, table.sample)
    mapped = guess_mapping(
        table.headers,
        table.sample,
        target,
        overrides={**without_reasons(table.headers), **request.mapping},
        remembered=remembered,
        file=table.facts.name,
    )
    return Inspection(table, with_day_order(table, mapped, request.day_first), request)


def open_asked(
    request: ImportRequest, *, hold: bool = False, pulse: Callable[[], None] = lambda: None
) -> Table:
    """Open the file of a request, or its pasted text, as it asks."""
    if request.paths:
        return open_table(
            request.paths[0],
            encoding=request.encoding,
            delimiter=request.delimiter,
            sheet=request.sheet,
            header_row=request.header_row,
            hold=hold,
            pulse=pulse,
        )
    return open_pasted(request.pasted, delimiter=request.delimiter, header_row=request.header_row)


def encodings_of(_reader: Any, request: ImportRequest) -> tuple[EncodingPreview, ...]:
    """Return the first lines of a text file in every encoding it may be in, the likeliest first.

    None for files whose encoding is not to be chosen. Raises UnreadableFile.
    """
    if not request.paths:
        return ()
    try:
        return encoding_previews(request.paths[0])
    except OSError as error:
        reason = _("the system refused ({error}).").format(error=error.strerror or error)
        raise UnreadableFile(file=request.paths[0].name, reason=reason) from error


def fields_of(target: Target) -> tuple[tuple[str, str], ...]:
    """Return (id, label) of every field a column can fill, those of the target itself first."""
    return tuple((field.id, field.label) for field in target_fields(target).values())


def key_choices(mapped: Mapped) -> tuple[str, ...]:
    """Return the fields by which the customers of a file can be recognised, the surest first.

    A column of customer keys (``order.customer``) may hold any of them.
    """
    filled = mapped.fields()
    own = f"{kind_of(mapped.target).prefix}customer" in filled
    return tuple(key for key in KEYS if own or key in filled)


def keys_in_turn(mapped: Mapped, asked: str | None) -> tuple[str, ...]:
    """Return the keys by which the customers of a list are recognised, the first that is there."""
    free = key_candidates(mapped)
    return tuple(key for key in chain(asked) if key in free) or key_choices(mapped)


def key_candidates(mapped: Mapped) -> tuple[str, ...]:
    """Return every key a list of customers can be recognised by, those of several fields last."""
    filled = mapped.fields().keys()
    return (*key_choices(mapped), *(key for key in TOGETHER if filled >= {*key_parts(key)}))


def may_repeat(target: Target) -> frozenset[str]:
    """Return the fields that several columns of a file may fill: the questions of a survey."""
    return frozenset((QUESTION, REVERSED)) if target == "surveys" else frozenset()


def missing_sentence(mapped: Mapped) -> str:
    """Return which field no column fills yet and no row can do without; empty if nothing lacks."""
    filled = mapped.fields()
    has_key = bool(key_choices(mapped)) or "name" in filled
    lacking = missing_fields(kind_of(mapped.target), filled, has_key=has_key)
    if not lacking:
        return ""
    return _("No column holds: {fields}.").format(fields=_(" or ").join(lacking))


def expected_rows(table: Table) -> int:
    """Guess the number of rows, to say how far the import is."""
    lengths = [sum(len(cell.encode()) + 1 for cell in row) for row in table.sample] or [1]
    zipped = table.facts.format in ("xlsx", "xlsb", "ods")
    packed = 6 if zipped or table.facts.name.endswith(".gz") else 1
    return max(1, table.facts.size * packed * len(lengths) // sum(lengths))
