"""One file on its way into the workspace: its business date, its writer, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.imports import ImportReport, Note, Reject
from profiler_app.domain.progress import Progress
from profiler_app.ingest.customers import CustomerMaker
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.opening import Table
from profiler_app.ingest.records import Options, record_maker
from profiler_app.jobs.importing import repeating
from profiler_app.jobs.importing.deciding import moment_of_file
from profiler_app.jobs.importing.inspecting import Inspection, expected_rows
from profiler_app.jobs.importing.kinds import Customers, Tally, Work, writer_of
from profiler_app.jobs.importing.repairing import with_fixes, with_proposals
from profiler_app.store.ledger import Operation
from profiler_app.store.workspace import Workspace

if TYPE_CHECKING:
    from profiler_app.ingest.issues import IssueFinder


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let the collector of reference cycles run seldom: millions of cells come and go, none in one.

    Its runs would take a tenth of an import, and stop all threads meanwhile. What is there already
    is left out of them: it outlives the import.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


class SourceFile:
    """One of the files of an import: what it is, and what reads and writes its rows."""

    def __init__(self, inspection: Inspection, *, today: date) -> None:
        self._inspection = inspection
        request = self._request = inspection.request
        self._today = today
        self._mapped = inspection.mapped
        self._table = with_fixes(inspection.table, request.fixes)
        self._issues = self._issue_finder() if request.dry_run else None
        read = replace(self._table, through=self._issues.look) if self._issues else self._table
        self._watch = DamageWatch(read, self._mapped, request.treatments)
        self._options = Options(
            today=today, key=request.key, walk_in=request.walk_in, line=request.line
        )
        self._maker = record_maker(self._watch.table, self._mapped, self._options)
        self.facts = self._table.facts
        self.kind = kind_of(self._mapped.target)
        self._tally = Tally()

    def _issue_finder(self) -> IssueFinder:
        from profiler_app.ingest.issues import IssueFinder  # for a check only

        return IssueFinder(self._table, self._mapped, self._today)

    def origin(self, workspace: Workspace) -> dict[str, str]:
        """Return what the history keeps of the file: its name, what it held, how old it was."""
        told = moment_of_file(workspace, self._request).isoformat(timespec="seconds")
        origin = {"name": self.facts.name, "kind": self.kind.id, "told": told}
        if self._request.partner:
            origin |= {"partner": self._request.partner, "basis": self._request.legal_basis}
        return origin

    def write(
        self, progress: Progress, workspace: Workspace, opened: Operation, *, doing: str
    ) -> ImportReport:
        """Write the rows inside an operation, batch by batch, and say what became of them."""
        tally = self._tally
        expected, done = expected_rows(self._table), 0
        writer = writer_of(self.kind.id, self._work(workspace, opened), self._maker)
        with seldom_collecting():
            for count in writer.write():
                done += count
                progress.step(min(0.95, done / max(expected, done + 1)), doing)
        rejects = _whole_rows(self._table, [*tally.rejects, *self._watch.rejects])
        if self._request.dry_run:
            rejects = with_proposals(rejects, self._table, self._mapped, self._options)
        return ImportReport(
            self.facts,
            self._mapped,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=len(rejects),
            customers_created=tally.customers_created,
            rejects=tuple(rejects),
            notes=(*self._notes(tally.kept), *tally.notes),
            changes=tuple(tally.changes),
            damage=self._watch.report(rejects),
            issues=self._issues.issues() if self._issues else self._raw(),
            unlisted=tally.unlisted,
            listed=tuple(tally.listed),
        )

    def again(self, workspace: Workspace, opened: Operation) -> ImportReport | None:
        """Return the report of a file whose rows are in the workspace already; None: write it.

        Raises RowsDiffer when they should be there and are not: nothing of this file object is
        worth anything then.
        """
        if self._request.dry_run:
            return None
        found = repeating.find(workspace, self._inspection, self._today)
        if found is None:
            return None
        writer = writer_of(self.kind.id, self._work(workspace, opened), self._maker)
        assert isinstance(writer, Customers), "only imports of customers are kept"
        return ImportReport(
            self.facts,
            self._mapped,
            unchanged=found.rows - len(found.rejects),
            rejected=len(found.rejects),
            rejects=found.rejects,
            notes=(*self._table.notes, *found.notes, *self._mapped.notes()),
            damage=found.damage,
            issues=found.issues,
            listed=tuple(writer.list_first()),
        )

    def keep(self, workspace: Workspace, report: ImportReport) -> None:
        """Keep what was written for the day the same file comes again."""
        if self._tally.repeats:
            notes = (*self._table.footers.notes(), *self._maker.notes())
            repeating.keep(workspace, self._inspection, report, notes, self._today)

    def let_go(self) -> None:
        """Give back what the rows were read with; building indexes takes its memory next.

        What it knows is taken from it one by one: its caches hold on to it, and waiting for the
        collector of garbage would keep all of it.
        """
        vars(self._maker).clear()
        del self._maker, self._watch

    def _work(self, workspace: Workspace, opened: Operation) -> Work:
        moment = moment_of_file(workspace, self._request)
        name = self.facts.name
        return Work(workspace, opened, self._request, self._today, moment, name, self._tally)

    def _raw(self) -> tuple[CellIssue, ...]:
        """Return the cells whose raw text is kept: left out, repaired, cleaned."""
        own = self._maker.raw() if isinstance(self._maker, CustomerMaker) else ()
        return tuple(sorted((*self._watch.raw, *own), key=lambda each: each.line))

    def _notes(self, kept: int) -> tuple[Note, ...]:
        table = self._table
        read = (*table.notes, *table.footers.notes())
        own = (*read, *self._maker.notes(), *self._mapped.notes())
        return (*own, Note("kept", None, {"n": kept})) if kept else own


def _whole_rows(table: Table, rejects: list[Reject]) -> list[Reject]:
    """Return rejects in the order of the file, each with the cells of its row.

    Rows that were only found wanting when they were to be written come without them.
    """
    bare = {each.line for each in rejects if not each.cells}
    cells = {line: tuple(row) for line, row in table.rows() if line in bare} if bare else {}
    whole = (replace(each, cells=each.cells or cells.get(each.line, ())) for each in rejects)
    return sorted(whole, key=lambda each: each.line)
