"""What every export of customers does: its watermark in the file, its note in the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.reports.workbooks import write_csv, write_xlsx
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace


@dataclass(slots=True)
class Note:
    """How many rows were written."""

    rows: int = 0


@contextmanager
def noted(workspace: Workspace, reason: ExportReason, what: str) -> Iterator[Note]:
    """Note an export in the history when the block ends well: the file and the note, or neither."""
    note = Note()
    with operation(workspace, "export") as opened:
        yield note
        opened.facts = reason.facts(what, note.rows)


def marked(path: Path, reason: ExportReason, *, sheet: str = "") -> Callable[..., int]:
    """Return what writes a table with its watermark: a workbook (.xlsx), else CSV."""
    if path.suffix.lower() == ".xlsx":
        return partial(write_xlsx, sheet=sheet, about=reason.told)
    return partial(write_csv, foot=reason.mark)
