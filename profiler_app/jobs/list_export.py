"""Taking a list of customers out as it is shown: into a file, or as text for the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.export_notes import marked, noted
from profiler_app.jobs.list_columns import ListColumn, fields_of, known_columns
from profiler_app.jobs.lists import exported
from profiler_app.reports.workbooks import MOST_ROWS, Cell, too_many
from profiler_app.store.workspace import Workspace

_BLOCK = 1000


def read_rows(
    workspace: Workspace, source: ColumnSource, ids: Any, keys: Sequence[str]
) -> Iterator[list[CustomerRow]]:
    """Yield the rows of customers (int64 array) in their order, a block at a time."""
    names = fields_of(known_columns(keys))
    for first in range(0, len(ids), _BLOCK):
        block = np.asarray(ids[first : first + _BLOCK]).tolist()
        yield lists.rows(workspace, source, block, names, with_tags=True)


def export_list(
    progress: Progress,
    workspace: Workspace,
    ids: Any,
    keys: Sequence[str],
    path: Path,
    *,
    reason: ExportReason,
) -> int:
    """Write customers with their number and these columns (.xlsx, else CSV); return how many.

    Identifying values are masked unless ``reason`` says in clear. The file carries the reason as
    its watermark, and the history notes it. Cancelled, the old file stays and nothing is noted.
    Raises PlaceNotWritable, NoSpaceForFile or TooManyRowsForSheet.
    """
    columns = known_columns(keys)
    cells = [clear_cell(column) if reason.in_clear else column.cell for column in columns]

    def lines() -> Iterator[Sequence[Cell]]:
        done = 0
        for block in read_rows(workspace, ColumnSource(workspace), ids, keys):
            said = ngettext("{n} of {total} written", "{n} of {total} written", done)
            told = said.format(n=f"{done:,}", total=f"{len(ids):,}")
            progress.step(0.95 * done / len(ids), told)
            yield from ([row.number, *(cell(row) for cell in cells)] for row in block)
            done += len(block)
        progress.step(0.95, N_("Writing the file"))

    as_workbook = path.suffix.lower() == ".xlsx"
    if as_workbook and len(ids) > MOST_ROWS:
        raise too_many(path)
    write = marked(path, reason)
    with noted(workspace, reason, "customers") as note:
        note.rows = write(path, [_("Number"), *(column.title for column in columns)], lines())
    return note.rows


def clear_cell(column: ListColumn) -> Callable[[CustomerRow], Cell]:
    """Return what writes a column of an export in clear, as it is stored."""
    field = column.field
    if field is None:
        return column.cell
    return lambda row: exported(row.values.get(field.id), field, in_clear=True)


def list_text(
    workspace: Workspace,
    source: ColumnSource,
    ids: Any,
    keys: Sequence[str],
    *,
    today: date,
) -> str:
    """Return customers as lines of cells with tabs between, the names of the columns on top.

    Tabs and line breaks inside a cell become blanks; identifying values are masked.
    """
    columns, currency = known_columns(keys), workspace.settings.currency
    lines = [[_("Number"), *(column.title for column in columns)]]
    for block in read_rows(workspace, source, ids, keys):
        lines += (
            [row.number, *(column.shown(row, today, currency) for column in columns)]
            for row in block
        )
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
