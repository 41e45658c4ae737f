"""A list of customers for print: read once, then drawn into a PDF or by the window on a printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.list_columns import known_columns
from profiler_app.jobs.list_export import read_rows
from profiler_app.jobs.printing import login_name
from profiler_app.reports.list_page import (
    ListColumnHead,
    ListSheet,
    pages_of,
    paint_list_page,
    write_list_pdf,
)
from profiler_app.store.workspace import Workspace

__all__ = [
    "MOST_PRINTED",
    "ListSheet",
    "PrintedList",
    "pages_of",
    "paint_list_page",
    "print_list",
    "read_sheet",
]

MOST_PRINTED = 5_000
"""More customers than this nobody reads on paper; an export takes them all."""

_NUMBER_WIDTH = 124
_NAME_GROWS = 1.3


@dataclass(frozen=True, slots=True)
class PrintedList:
    """What to print: ``ids`` in their order (int64 array), columns by key with their widths.

    ``title`` names the view, ``filters`` says its conditions in words.
    """

    ids: Any
    columns: Sequence[tuple[str, float]]
    title: str
    filters: str


def read_sheet(
    progress: Progress, workspace: Workspace, wanted: PrintedList, *, today: date
) -> ListSheet:
    """Read what stands on the pages, at most ``MOST_PRINTED`` customers; identifiers masked."""
    widths = dict(wanted.columns)
    columns, currency = known_columns(widths), workspace.settings.currency
    ids = wanted.ids[:MOST_PRINTED]
    lines: list[list[str]] = []
    for block in read_rows(workspace, ColumnSource(workspace), ids, list(widths)):
        progress.step(len(lines) / max(1, len(ids)), N_("Reading customers"))
        lines += (
            [row.number, *(column.shown(row, today, currency) for column in columns)]
            for row in block
        )
    heads = [ListColumnHead(_("Number"), _NUMBER_WIDTH)]
    for column in columns:
        grows = _NAME_GROWS if column is columns[0] else 1
        heads.append(ListColumnHead(column.title, widths[column.key] * grows, column.right))
    return ListSheet(wanted.title, wanted.filters, tuple(heads), lines, today, login_name())


def print_list(
    progress: Progress, workspace: Workspace, wanted: PrintedList, path: Path, *, today: date
) -> int:
    """Write the list as a PDF and return how many customers are on it.

    Cancelled, the old file stays. Raises PlaceNotWritable or NoSpaceForFile.
    """
    sheet = read_sheet(Part(progress, 0.0, 0.4), workspace, wanted, today=today)
    drawing = Part(progress, 0.4, 1.0)

    def step(page: int, last: int) -> None:
        drawing.step(page / last, _("Page {n} of {last}").format(n=page, last=last))

    write_list_pdf(sheet, path, step=step)
    return len(sheet.lines)
