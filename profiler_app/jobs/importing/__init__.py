"""Importing a file: one operation, all of it or nothing, and every row accounted for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from profiler_app.domain.imports import ImportReport, ImportRequest, Reject
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.opening import Table
from profiler_app.ingest.records import Options, record_maker
from profiler_app.jobs.importing.inspecting import (
    Inspection,
    expected_rows,
    fields_of,
    inspect_file,
    key_choices,
)
from profiler_app.jobs.importing.repairing import place_to_fill, with_fixes, with_proposals
from profiler_app.jobs.importing.returning import write_rejects
from profiler_app.jobs.importing.writing import Import, seldom_collecting
from profiler_app.store import imports
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

__all__ = [
    "Inspection",
    "fields_of",
    "import_file",
    "inspect_file",
    "key_choices",
    "place_to_fill",
    "write_rejects",
]


class _DryRun(Exception):
    """Ends a dry run, so that its transaction is rolled back."""


def import_file(
    progress: Progress, workspace: Workspace, request: ImportRequest, *, today: date
) -> ImportReport:
    """Import the first file of a request as one operation (a dry run saves nothing).

    The same file a second time changes nothing. Raises the problems of ``inspect_file``; after
    any problem, and after a cancel, the workspace is as it was.
    """
    progress.step(0.0, N_("Reading the file"))
    inspection = inspect_file(request)
    table, mapped = with_fixes(inspection.table, request.fixes), inspection.mapped
    watch = DamageWatch(table, mapped, request.treatments)
    options = Options(today=today, key=request.key, walk_in=request.walk_in, line=request.line)
    maker = record_maker(watch.table, mapped, options)
    report = ImportReport(table.facts, mapped)
    try:
        with operation(workspace, "import", {"file": table.facts.name}) as opened:
            work = Import(workspace, opened, request, maker, today)
            doing = N_("Checking the rows") if request.dry_run else N_("Writing records")
            with seldom_collecting():
                work.run(progress, expected_rows(table), doing=doing)
            work.rejects = _whole_rows(table, [*work.rejects, *watch.rejects])
            report = replace(
                work.report(report, (*table.notes, *maker.notes(), *mapped.notes())),
                operation=None if request.dry_run else opened.id,
                damage=watch.report(work.rejects),
            )
            if request.dry_run:
                report = replace(
                    report, rejects=with_proposals(report.rejects, table, mapped, options)
                )
                raise _DryRun
            opened.end_loads(lambda: progress.step(0.96, N_("Saving")))
            progress.step(0.97, N_("Saving"))
            _record(workspace, opened, report)
    except _DryRun:
        pass
    return report


def _record(workspace: Workspace, opened: Operation, report: ImportReport) -> None:
    """Keep what the import was, and its rejected rows, in the same operation."""
    facts = report.facts
    counts = {
        name: getattr(report, name)
        for name in ("rows", "created", "updated", "unchanged", "rejected")
    }
    opened.facts.update(counts)
    seen = imports.imported_before(workspace.connection, facts.sha256)
    number, _count = opened.insert_columns(
        "import_file",
        {
            "name": (facts.name,),
            "sha256": (facts.sha256,),
            "size": (facts.size,),
            "format": (facts.format,),
            "encoding": (facts.encoding,),
            "delimiter": (facts.delimiter,),
            "sheet": (facts.sheet,),
            "header_row": (facts.header_row,),
            "target": (report.mapped.target,),
            "mapping": (json.dumps(report.mapped.as_json(), ensure_ascii=False),),
            **{name: (count,) for name, count in counts.items()},
        },
    )
    if seen is None:
        opened.insert(
            "rejected_row",
            ["import_id", "column_name", "value", "code", "reason", "cells", "source_row"],
            (
                (number, r.column, r.value, r.code, r.reason, _cells(r), r.line)
                for r in report.rejects
            ),
        )


def _whole_rows(table: Table, rejects: list[Reject]) -> list[Reject]:
    """Return rejects in the order of the file, each with the cells of its row.

    Rows that were only found wanting when they were to be written come without them.
    """
    bare = {each.line for each in rejects if not each.cells}
    cells = {line: tuple(row) for line, row in table.rows() if line in bare} if bare else {}
    whole = (replace(each, cells=each.cells or cells.get(each.line, ())) for each in rejects)
    return sorted(whole, key=lambda each: each.line)


def _cells(reject: Reject) -> str:
    return json.dumps(reject.cells, ensure_ascii=False)
