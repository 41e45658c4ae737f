"""A file before it is imported: what it is, and where its columns would go."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.domain.imports import ImportRequest, Mapped, Target
from profiler_app.ingest.keys import KEYS
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import Table, open_table
from profiler_app.ingest.targets import target_fields
from profiler_app.jobs.importing.returning import without_reasons


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file before it is imported: what it is and where its columns would go."""

    table: Table
    mapped: Mapped


def inspect_file(request: ImportRequest) -> Inspection:
    """Open a file and guess what it holds; nothing is written.

    Raises UnreadableFile, NothingToImport or MappingProblem.
    """
    table = open_table(
        request.paths[0],
        encoding=request.encoding,
        delimiter=request.delimiter,
        sheet=request.sheet,
        header_row=request.header_row,
    )
    target = request.target
    if target == "auto":
        target = guess_target(table.headers, table.sample)
    overrides = {**without_reasons(table.headers), **request.mapping}
    mapped = guess_mapping(
        table.headers, table.sample, target, overrides=overrides, file=table.facts.name
    )
    return Inspection(table, mapped)


def fields_of(target: Target) -> tuple[tuple[str, str], ...]:
    """Return (id, label) of every field a column can fill, those of the target itself first."""
    return tuple((field.id, field.label) for field in target_fields(target).values())


def key_choices(mapped: Mapped) -> tuple[str, ...]:
    """Return the fields by which the customers of a file can be recognised, the surest first.

    A column of customer keys (``order.customer``) may hold any of them.
    """
    filled = mapped.fields()
    own = f"{mapped.target.removesuffix('s')}.customer" in filled
    return tuple(key for key in KEYS if own or key in filled)


def expected_rows(table: Table) -> int:
    """Guess the number of rows, to say how far the import is."""
    lengths = [sum(len(cell.encode()) + 1 for cell in row) for row in table.sample] or [1]
    packed = 6 if table.facts.name.endswith(".gz") or table.facts.format == "xlsx" else 1
    return max(1, table.facts.size * packed * len(lengths) // sum(lengths))
