"""Writing the table a page shows into a file the user names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.small_cells import told
from profiler_app.domain.text import _
from profiler_app.jobs.segments.exporting import export_figures
from profiler_app.ui.desk import Desk


def ask_export(
    page: QWidget,
    desk: Desk,
    name: str,
    headers: list[str],
    rows: list[list[Any]],
    counted: int | None = None,
) -> None:
    """Ask for a file, ``name`` proposed, and write the table into it.

    ``counted`` is the column that says how many customers a row is about.
    """
    path, _filter = QFileDialog.getSaveFileName(
        page, _("Export"), f"{name}.xlsx", _("Tables (*.xlsx *.csv)")
    )
    if path:
        export(page, desk, Path(path), headers, rows, counted)


def export(
    page: QWidget,
    desk: Desk,
    path: Path,
    headers: list[str],
    rows: list[list[Any]],
    counted: int | None = None,
) -> None:
    """Write a table into a file and say so, and how many small groups were withheld."""
    done = _("Written to {file}.").format(file=path.name)
    desk.jobs.start(
        export_figures,
        path,
        headers,
        rows,
        counted=counted,
        title=_("Exporting"),
        owner=page,
        done=lambda few: desk.toast(" ".join(filter(None, (done, told(few))))),
        failed=desk.show_problem,
    )
