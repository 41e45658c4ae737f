"""Writing the table a page shows into a file the user names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.text import _
from profiler_app.jobs.segments.exporting import export_figures
from profiler_app.ui.desk import Desk


def ask_export(
    page: QWidget, desk: Desk, name: str, headers: list[str], rows: list[list[Any]]
) -> None:
    """Ask for a file, ``name`` proposed, and write the table into it."""
    path, _filter = QFileDialog.getSaveFileName(
        page, _("Export"), f"{name}.xlsx", _("Tables (*.xlsx *.csv)")
    )
    if path:
        export(page, desk, Path(path), headers, rows)


def export(
    page: QWidget, desk: Desk, path: Path, headers: list[str], rows: list[list[Any]]
) -> None:
    """Write a table into a file and say so."""
    done = _("Written to {file}.").format(file=path.name)
    desk.jobs.start(
        export_figures,
        path,
        headers,
        rows,
        title=_("Exporting"),
        owner=page,
        done=lambda _n: desk.toast(done),
        failed=desk.show_problem,
    )
