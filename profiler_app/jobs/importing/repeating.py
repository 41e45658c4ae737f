"""The very same file once more, told without reading it: every row is as it was.

After a first import of customers that left nothing undecided, what its report said beside the
counts is kept as a setting (``keep``). When the same bytes come again with the same mapping and
options, and no operation since then touched customers, the rows are those of the workspace already
(``find``). Whatever differs, be it the version of the program or a word of its catalogs, means the
long way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Final

from profiler_app import __version__
from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.damage import Damage, DamagedCell, DamageReport
from profiler_app.domain.import_sentences import NO_FACTS
from profiler_app.domain.imports import ImportReport, ImportRequest, Note, Reject
from profiler_app.domain.resources import catalog
from profiler_app.jobs.importing.inspecting import Inspection
from profiler_app.store import repeats
from profiler_app.store.workspace import Workspace

_SETTING: Final = "same_files"
_MOST: Final = 10
FEWEST_ROWS = 5_000
"""Smaller files are read in no time."""
_CATALOGS: Final = ("fields", "import_targets", "options", "regions", "industries")
_TABLE: Final = (
    *("sha256", "size", "format", "encoding", "delimiter", "sheet", "header_row", "system_1904"),
)
_COLUMN: Final = ("column", "index", "field", "unit", "day_first")
_TOLD_BY_THESE: Final = frozenset(
    (
        *("paths", "pasted", "target", "mapping", "sheet", "encoding", "delimiter", "header_row"),
        *("template", "day_first", "remember", "shown", "dry_run"),
    )
)
"""Wishes that table and columns tell, and wishes that change nothing in the workspace."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier import of the same file found: its rows, and what it said of them.

    ``notes`` are those of the rows alone; the others are told of the file as it is opened now.
    """

    rows: int
    notes: tuple[Note, ...]
    damage: DamageReport
    rejects: tuple[Reject, ...]
    issues: tuple[CellIssue, ...]


def find(workspace: Workspace, inspection: Inspection, today: date) -> Found | None:
    """Return what was found in a file all of whose rows are in the workspace; None: read it."""
    kept: list[dict[str, Any]] = workspace.setting(_SETTING, [])
    mark = _mark(inspection, today) if kept else ""
    row = next((each for each in kept if each["mark"] == mark), None)
    connection = workspace.connection
    if row is None or not repeats.customers_stand_since(connection, row["operation"]):
        return None
    rejects, issues = repeats.kept_rows(connection, row["operation"])
    facts = dict(row["facts"])
    return Found(
        row["rows"],
        tuple(Note(code, column, facts) for code, column, facts in row["notes"]),
        DamageReport(tuple(map(_damage, row["damage"]))),
        tuple(replace(each, facts=facts.get(each.line, NO_FACTS)) for each in rejects),
        issues,
    )


def keep(
    workspace: Workspace,
    inspection: Inspection,
    report: ImportReport,
    notes: Sequence[Note],
    today: date,
) -> None:
    """Keep what an import found, inside its transaction; it wrote the rejected rows, too."""
    if report.rows < FEWEST_ROWS:
        return
    row = {
        "mark": _mark(inspection, today),
        "operation": report.operation,
        "rows": report.rows,
        "notes": [(each.code, each.column, dict(each.facts)) for each in notes],
        "facts": [(each.line, dict(each.facts)) for each in report.rejects if each.facts],
        "damage": [asdict(each) for each in report.damage.items],
    }
    others = [each for each in workspace.setting(_SETTING, []) if each["mark"] != row["mark"]]
    workspace.put_setting(_SETTING, [row, *others][:_MOST])


def _mark(inspection: Inspection, today: date) -> str:
    """Return the digest of all that decides what becomes of the rows of a file."""
    facts, mapped = inspection.table.facts, inspection.mapped
    columns = [[getattr(each, name) for name in _COLUMN] for each in mapped.columns]
    wishes = {
        each.name: _plain(getattr(inspection.request, each.name))
        for each in fields(ImportRequest)
        if each.name not in _TOLD_BY_THESE
    }
    told = [
        __version__,
        [catalog(name) for name in _CATALOGS],
        [getattr(facts, name) for name in _TABLE],
        [mapped.target, columns, wishes],
        today.isoformat() if mapped.index("cn_id") is not None else "",
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _plain(wish: Any) -> Any:
    """Return a wish as JSON has it: its mappings in order, days as text."""
    if hasattr(wish, "items"):
        return sorted([str(key), value] for key, value in wish.items())
    return wish.isoformat() if isinstance(wish, date) else wish


def _damage(row: dict[str, Any]) -> Damage:
    cells = tuple(DamagedCell(**cell) for cell in row["cells"])
    return Damage(**{**row, "cells": cells, "treatments": tuple(row["treatments"])})
