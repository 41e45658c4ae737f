"""Writing a table of the page into a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from profiler_app.domain.progress import Progress
from profiler_app.domain.small_cells import told, withheld_rows
from profiler_app.domain.text import N_, _
from profiler_app.reports.workbooks import write_csv, write_xlsx
from profiler_app.store.workspace import Workspace


def export_figures(
    progress: Progress,
    _workspace: Workspace,
    path: Path,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    counted: int | None = None,
) -> int:
    """Write headers and rows as .xlsx or, with any other ending, as CSV.

    ``counted`` is the column that says how many customers a row is about: rows about fewer than
    five are written without their figures, and the file says so. Returns how many were withheld.
    """
    progress.step(0.0, N_("Writing"))
    kept, few = withheld_rows(rows, counted)
    note = told(few)
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, headers, kept, about=[(_("Withheld"), note)] if note else ())
    else:
        write_csv(path, headers, kept, foot=_("Note: {text}").format(text=note) if note else "")
    return few
