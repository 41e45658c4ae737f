"""One file on its way into the workspace: its business date, its writer, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from profiler_app.domain.imports import ImportReport, ImportRequest, Note, Reject
from profiler_app.domain.progress import Progress
from profiler_app.ingest.opening import Table
from profiler_app.ingest.records import RecordMaker
from profiler_app.jobs.importing.inspecting import Inspection, expected_rows
from profiler_app.jobs.importing.kinds import Tally, Work, writer_of
from profiler_app.store.ledger import Operation
from profiler_app.store.workspace import Workspace


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let the collector of reference cycles run seldom: millions of cells come and go, none in one.

    Its runs would take a tenth of an import, and stop all threads meanwhile.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def write_file(
    progress: Progress,
    workspace: Workspace,
    opened: Operation,
    request: ImportRequest,
    *,
    inspection: Inspection,
    maker: RecordMaker,
    as_of: str,
    today: date,
    doing: str,
) -> ImportReport:
    """Write the rows of one file inside an operation and say what became of them."""
    table, mapped = inspection.table, inspection.mapped
    tally = Tally()
    work = Work(workspace, opened, request, today, as_of, tally)
    expected, done = expected_rows(table), 0
    with seldom_collecting():
        for count in writer_of(mapped.target, work, maker).write():
            done += count
            progress.step(min(0.95, done / max(expected, done + 1)), doing)
    rejects = _whole_rows(table, tally.rejects)
    kept = (Note("newer_kept", None, {"n": tally.kept}),) if tally.kept else ()
    return ImportReport(
        table.facts,
        mapped,
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        rejected=len(rejects),
        customers_created=tally.customers_created,
        rejects=tuple(rejects),
        notes=(*table.notes, *maker.notes(), *mapped.notes(), *kept),
        changes=tuple(tally.changes),
    )


def _whole_rows(table: Table, rejects: list[Reject]) -> list[Reject]:
    """Return rejects in the order of the file, each with the cells of its row.

    Rows that were only found wanting when they were to be written come without them.
    """
    bare = {each.line for each in rejects if not each.cells}
    cells = {line: tuple(row) for line, row in table.rows() if line in bare} if bare else {}
    whole = (replace(each, cells=each.cells or cells.get(each.line, ())) for each in rejects)
    return sorted(whole, key=lambda each: each.line)
