"""The history as an audit trail: searched, proven, written to a file."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from profiler_app.domain.dates import wall_time
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs import history
from profiler_app.reports.workbooks import Cell, write_csv
from profiler_app.store import auditing
from profiler_app.store.consents import customer_numbered
from profiler_app.store.erasing import records_of
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An operation: when (UTC, ISO), what kind, its sentence, what it undoes, its hash."""

    operation: int
    at: str
    kind: str
    sentence: str
    undoes: int | None
    undone_by: int | None
    proof: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Operations, the newest first, and what proving the whole file found (code, sentence)."""

    lines: tuple[AuditLine, ...]
    findings: tuple[tuple[str, str], ...]


def audit(
    progress: Progress,
    workspace: Workspace,
    *,
    today: date,
    customer: int | None = None,
    kind: str | None = None,
    since: date | None = None,
) -> Audit:
    """Return the operations asked for, and prove that rows and history belong together.

    ``customer`` keeps those that touched a customer or a record merged into it.
    """
    progress.step(0.0, N_("Reading the history"))
    wanted = None if customer is None else _operations_on(workspace, customer)
    lines = tuple(
        line
        for line in audit_lines(workspace, wanted)
        if (kind is None or line.kind == kind) and (since is None or line.at >= since.isoformat())
    )
    return Audit(lines, tuple(history.check(progress, workspace, today=today)))


def audit_lines(workspace: Workspace, wanted: Container[int] | None = None) -> list[AuditLine]:
    """Return some operations (None: all) with their proofs, the newest first."""
    proofs = auditing.proofs(workspace.connection)
    return [
        AuditLine(
            entry.operation,
            entry.at,
            entry.kind,
            entry.sentence,
            entry.undoes,
            entry.undone_by,
            proofs[entry.operation],
        )
        for entry in history.history(workspace)
        if wanted is None or entry.operation in wanted
    ]


def find_operations(workspace: Workspace, text: str) -> tuple[HistoryEntry, ...]:
    """Return the operations that have every word, the newest first.

    A word is looked for in the moment as the clock on the wall showed it (2026-11-22 09:30) and in
    the sentence; the number of a customer also finds whatever touched this customer or a record
    merged into it.
    """
    found: list[HistoryEntry] = history.history(workspace)
    for word in text.casefold().split():
        customer = customer_numbered(workspace.connection, word)
        touched = set() if customer is None else _operations_on(workspace, customer)
        found = [
            entry
            for entry in found
            if word in f"{wall_time(entry.at)} {entry.sentence}".casefold()
            or entry.operation in touched
        ]
    return tuple(found)


def write_audit(found: Audit, path: Path) -> int:
    """Write the operations as CSV; return how many. Raises PlaceNotWritable or NoSpaceForFile."""

    def rows() -> Iterator[Sequence[Cell]]:
        for line in found.lines:
            undoes = str(line.undoes) if line.undoes else ""
            yield [str(line.operation), line.at, line.kind, line.sentence, undoes, line.proof]

    titles = [_("Operation"), _("Time (UTC)"), _("Kind"), _("What"), _("Undoes"), _("Proof")]
    return write_csv(path, titles, rows())


def _operations_on(workspace: Workspace, customer: int) -> set[int]:
    records = records_of(workspace.connection, customer)
    return auditing.operations_on(workspace.connection, records)
