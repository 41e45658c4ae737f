"""Importing a file: one operation, all of it or nothing, and every row accounted for."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from profiler_app.domain.errors import NoLegalBasis
from profiler_app.domain.fields import options
from profiler_app.domain.imports import ImportReport, ImportRequest, Reject
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.ingest.encoding_preview import EncodingPreview
from profiler_app.jobs.importing.inspecting import (
    Inspection,
    encodings_of,
    fields_of,
    inspect_file,
    key_choices,
    keys_in_turn,
    may_repeat,
    missing_sentence,
)
from profiler_app.jobs.importing.kinds import RowsDiffer
from profiler_app.jobs.importing.memory import inspect_remembered, remember
from profiler_app.jobs.importing.repairing import place_to_fill
from profiler_app.jobs.importing.returning import write_rejects
from profiler_app.jobs.importing.showing import label_of, shown
from profiler_app.jobs.importing.writing import SourceFile
from profiler_app.store import imports
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

__all__ = [
    "EncodingPreview",
    "Inspection",
    "encodings_of",
    "fields_of",
    "import_file",
    "import_linked",
    "inspect_file",
    "inspect_remembered",
    "key_choices",
    "keys_in_turn",
    "label_of",
    "may_repeat",
    "missing_sentence",
    "place_to_fill",
    "shown",
    "write_rejects",
]


_COUNTS = ("rows", "created", "updated", "unchanged", "rejected")


class _DryRun(Exception):
    """Ends a dry run, so that its transaction is rolled back."""


def import_file(
    progress: Progress, workspace: Workspace, request: ImportRequest, *, today: date
) -> ImportReport:
    """Import the first file of a request as one operation (a dry run saves nothing).

    The same file a second time changes nothing. Raises the problems of ``inspect_file``; after
    any problem, and after a cancel, the workspace is as it was.
    """
    return import_linked(progress, workspace, (request,), today=today)[0]


def import_linked(
    progress: Progress, workspace: Workspace, requests: Sequence[ImportRequest], *, today: date
) -> tuple[ImportReport, ...]:
    """Import files that belong together as one operation; return their reports in the order asked.

    Whatever the order of the files, what others refer to is written first: products and customers
    before orders, accounts before balances. A dry run of the first is a dry run of all. Any
    problem with one file, and a cancel, leaves the workspace as it was.
    """
    try:
        return _import(progress, workspace, requests, today=today)
    except RowsDiffer:
        return _import(progress, workspace, requests, today=today, short=False)


def _import(
    progress: Progress,
    workspace: Workspace,
    requests: Sequence[ImportRequest],
    *,
    today: date,
    short: bool = True,
) -> tuple[ImportReport, ...]:
    """Import files; ``short``: the same file once more need not be read."""
    progress.step(0.0, N_("Reading the file"))
    for request in requests:
        _require_legal_basis(request)
    dry_run = requests[0].dry_run
    doing = N_("Checking the rows") if dry_run else N_("Writing records")
    reports: dict[int, ImportReport] = {}
    try:
        with operation(workspace, "import", references_hold=True) as opened:
            asked = [
                _with_new_fields(workspace, opened, request) if request.defines_fields else request
                for request in requests
            ]
            reading = partial(progress.step, 0.0, N_("Reading the file"))
            inspected = [
                inspect_remembered(workspace, request, hold=True, pulse=reading)
                for request in asked
            ]
            reading()
            files = [SourceFile(inspection, today=today) for inspection in inspected]
            opened.facts["file"] = ", ".join(file.facts.name for file in files)
            ordered = sorted(range(len(files)), key=lambda place: files[place].kind.order)
            for turn, place in enumerate(ordered):
                file = files[place]
                part = _Part(progress, turn / len(files), (turn + 1) / len(files))
                alone = short and len(files) == 1
                report = (file.again(workspace, opened) if alone else None) or file.write(
                    part, workspace, opened, doing=doing
                )
                reports[place] = replace(report, operation=None if dry_run else opened.id)
                if not dry_run:
                    first = _record(workspace, opened, reports[place], file.origin(workspace))
                    if first and len(files) == 1:
                        file.keep(workspace, reports[place])
                file.let_go()
                last = turn == len(files) - 1
                opened.end_loads(_saving(progress) if last else _quietly)
            if dry_run:
                raise _DryRun
            progress.step(0.97, N_("Saving"))
            for inspection in inspected:
                if inspection.request.remember:
                    remember(workspace, inspection, today)
            _sum_up(opened, reports.values())
    except _DryRun:
        pass
    finally:
        if any(request.defines_fields for request in requests):
            _load_own_fields(workspace)
    return tuple(reports[place] for place in range(len(requests)))


# the language of formulas behind fields of one's own is loaded only where a file defines some


def _with_new_fields(
    workspace: Workspace, opened: Operation, request: ImportRequest
) -> ImportRequest:
    from profiler_app.jobs.importing.new_fields import with_new_fields

    return with_new_fields(workspace, opened, request)


def _load_own_fields(workspace: Workspace) -> None:
    from profiler_app.jobs.custom_fields import load_own_fields

    load_own_fields(workspace)


def _saving(progress: Progress) -> Callable[[], None]:
    return lambda: progress.step(0.96, N_("Saving"))


def _quietly() -> None:
    """The indexes the next file looks things up by are built without a word."""


class _Part:
    """The progress of one file among several."""

    def __init__(self, whole: Progress, first: float, last: float) -> None:
        self._whole = whole
        self._first = first
        self._extent = last - first

    def step(self, fraction: float, doing: str) -> None:
        """Report how far this file is."""
        self._whole.step(min(0.95, self._first + self._extent * fraction), doing)


def _require_legal_basis(request: ImportRequest) -> None:
    known = {option.id for option in options("legal_basis")}
    if request.partner and request.legal_basis not in known:
        raise NoLegalBasis(partner=request.partner)


def _record(
    workspace: Workspace, opened: Operation, report: ImportReport, origin: Mapping[str, str]
) -> bool:
    """Keep what the import was, and its rejected rows, in the same operation.

    Returns whether the file is the first of its bytes: those of others are kept with the first.
    """
    facts = report.facts
    counts = {name: getattr(report, name) for name in _COUNTS}
    opened.facts.setdefault("files", []).append(origin)
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
        _keep_rows(opened, number, report)
    return seen is None


def _keep_rows(opened: Operation, number: int, report: ImportReport) -> None:
    """Keep the rejected rows of an import, and the cells whose raw text is worth it."""
    opened.insert(
        "rejected_row",
        ["import_id", "column_name", "value", "code", "reason", "cells", "source_row"],
        ((number, r.column, r.value, r.code, r.reason, _cells(r), r.line) for r in report.rejects),
    )
    opened.insert(
        "rejected_row",
        ["import_id", "column_name", "value", "code", "reason", "source_row"],
        (
            (number, each.column, each.value, each.code, each.after, each.line)
            for each in report.issues
        ),
    )


def _sum_up(opened: Operation, reports: Collection[ImportReport]) -> None:
    opened.facts.update(
        {name: sum(getattr(report, name) for report in reports) for name in _COUNTS}
    )


def _cells(reject: Reject) -> str:
    return json.dumps(reject.cells, ensure_ascii=False)
