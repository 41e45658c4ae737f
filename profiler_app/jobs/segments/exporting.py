"""Writing a table of the page into a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.reports.workbooks import write_csv, write_xlsx
from profiler_app.store.workspace import Workspace


def export_figures(
    progress: Progress,
    _workspace: Workspace,
    path: Path,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> int:
    """Write headers and rows as .xlsx or, with any other ending, as CSV; return the rows."""
    progress.step(0.0, N_("Writing"))
    write = write_xlsx if path.suffix.lower() == ".xlsx" else write_csv
    return write(path, headers, rows)
