"""Rows of a plain table that are one: any columns, with weights learnt from the table itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.matching import MatchReport
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.ingest.opening import Table, open_table

_SEED = 20_260_101


def match_rows(progress: Progress, path: Path, fields: Sequence[str]) -> MatchReport:
    """Return the pairs of rows (from 0) that are one or may be, told by some columns.

    Without ``fields`` every column counts whose values are not all different. Raises UnreadableFile
    for a column the table does not have.
    """
    from profiler_app.analysis.matching.scanning import THRESHOLD, scan
    from profiler_app.analysis.matching.telling import pairs_told
    from profiler_app.analysis.matching.traits import trait_of

    progress.step(0.0, N_("Reading the table"))
    table = open_table(path, hold=True)
    columns, size = _columns(table, fields)
    traits = []
    for at, (name, cells) in enumerate(columns.items()):
        part = Part(
            progress, 0.05 + 0.15 * at / len(columns), 0.05 + 0.15 * (at + 1) / len(columns)
        )
        traits.append(trait_of(name, cells, step=partial(part.step, doing=N_("Reading the table"))))
    traits = [trait for trait in traits if trait.known]
    if not fields:
        traits = [trait for trait in traits if len(trait.texts) < trait.known] or traits
    if not traits:
        return MatchReport(size, 0, THRESHOLD, (), ())
    part = Part(progress, 0.2, 1.0)
    found = scan(traits, size, seed=_SEED, step=lambda done: part.step(done, N_("Comparing rows")))
    return MatchReport(
        rows=size,
        compared=found.compared,
        threshold=THRESHOLD,
        pairs=pairs_told(found, traits),
        clusters=tuple(map(tuple, found.groups)),
    )


def _columns(table: Table, fields: Sequence[str]) -> tuple[dict[str, list[str]], int]:
    places = [_place(table, name) for name in fields] or list(range(len(table.headers)))
    cells: list[list[str]] = [[] for _place in places]
    size = 0
    for _line, row in table.rows():
        size += 1
        for column, place in zip(cells, places, strict=True):
            column.append(row[place] if place < len(row) else "")
    return {table.headers[place]: each for place, each in zip(places, cells, strict=True)}, size


def _place(table: Table, name: str) -> int:
    wanted = name.strip().casefold()
    for place, header in enumerate(table.headers):
        if header.strip().casefold() == wanted:
            return place
    text = _("there is no column {name}; the table has: {columns}.")
    reason = text.format(name=name, columns=", ".join(table.headers))
    raise UnreadableFile(file=table.facts.name, reason=reason)
