"""Taking a list of customers out as it is shown: into a file, or as text for the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.list_columns import fields_of, known_columns
from profiler_app.reports.workbooks import MOST_ROWS, Cell, too_many, write_csv, write_xlsx
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
    progress: Progress, workspace: Workspace, ids: Any, keys: Sequence[str], path: Path
) -> int:
    """Write customers with their number and these columns (.xlsx, else CSV); return how many.

    Identifying values are masked. Cancelled, the old file stays. Raises PlaceNotWritable,
    NoSpaceForFile or TooManyRowsForSheet.
    """
    columns = known_columns(keys)

    def lines() -> Iterator[Sequence[Cell]]:
        done = 0
        for block in read_rows(workspace, ColumnSource(workspace), ids, keys):
            said = ngettext("{n} of {total} written", "{n} of {total} written", done)
            told = said.format(n=f"{done:,}", total=f"{len(ids):,}")
            progress.step(0.95 * done / len(ids), told)
            yield from ([row.number, *(column.cell(row) for column in columns)] for row in block)
            done += len(block)
        progress.step(0.95, N_("Writing the file"))

    as_workbook = path.suffix.lower() == ".xlsx"
    if as_workbook and len(ids) > MOST_ROWS:
        raise too_many(path)
    write = write_xlsx if as_workbook else write_csv
    return write(path, [_("Number"), *(column.title for column in columns)], lines())


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
