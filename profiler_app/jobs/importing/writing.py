"""One file on its way into the workspace: its business date, its writer, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

<<<<<<< HEAD
from profiler_app.domain.imports import (
    CellChange,
    ImportReport,
    ImportRequest,
    Note,
    Reject,
    RowOutcome,
)
=======
from profiler_app.domain.import_kinds import kind_of
from profiler_app.domain.imports import ImportReport, Note, Reject
>>>>>>> main
from profiler_app.domain.progress import Progress
from profiler_app.ingest.damage import DamageWatch
from profiler_app.ingest.opening import Table
from profiler_app.ingest.records import Options, record_maker
from profiler_app.jobs.importing.deciding import moment_of_file
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


class SourceFile:
    """One of the files of an import: what it is, and what reads and writes its rows."""

<<<<<<< HEAD
    def __init__(
        self,
        workspace: Workspace,
        opened: Operation,
        request: ImportRequest,
        maker: RecordMaker,
        today: date,
    ) -> None:
        self.created = self.updated = self.unchanged = self.customers_created = 0
        self.rejects: list[Reject] = []
        self.changes: list[CellChange] = []
        self.unlisted: dict[tuple[str, ...], int] = {}
        self.listed: list[RowOutcome] = []
        self.kept = 0
        self._workspace = workspace
        self._connection = workspace.connection
        self._opened = opened
        self._request = request
        self._maker = maker
=======
    def __init__(self, inspection: Inspection, *, today: date) -> None:
        request = self._request = inspection.request
>>>>>>> main
        self._today = today
        self._table, self._mapped = inspection.table, inspection.mapped
        self._watch = DamageWatch(self._table, self._mapped, request.treatments)
        self._maker = record_maker(
            self._watch.table,
            self._mapped,
            Options(today=today, key=request.key, walk_in=request.walk_in, line=request.line),
        )
        self.facts = self._table.facts
        self.kind = kind_of(self._mapped.target)

    def moment(self, workspace: Workspace) -> datetime:
        """Return how old the data of the file are."""
        return moment_of_file(workspace, self._request)

<<<<<<< HEAD
    def report(self, report: ImportReport, notes: tuple[Note, ...]) -> ImportReport:
        """Complete the report."""
        return replace(
            report,
            created=self.created,
            updated=self.updated,
            unchanged=self.unchanged,
            rejected=len(self.rejects),
            customers_created=self.customers_created,
            rejects=tuple(self.rejects),
            notes=(*notes, *([Note("kept", None, {"n": self.kept})] if self.kept else [])),
            changes=tuple(self.changes),
            unlisted=self.unlisted,
            listed=tuple(self.listed),
        )

    def _customers(self, maker: CustomerMaker) -> Iterator[int]:
        """Write customers, and yield the number of rows of each block."""
        writer = CustomerWriter(
            self._connection,
            self._opened,
            prefix=self._workspace.settings.prefix,
            as_of=self._today.isoformat(),
            shown=self._request.shown,
            decide=Judge(self._workspace, self._opened, self._request, today=self._today),
        )
        for block, rejects in maker.blocks():
            self.rejects += rejects
            writer.write(block)
            yield len(block.lines) + len(rejects)
        writer.finish()
        self.created = self.customers_created = writer.created
        self.updated, self.unchanged = writer.updated, writer.unchanged
        self.changes, self.unlisted, self.kept = writer.changes, writer.unlisted, writer.kept
        self.listed = writer.listed

    def _rows(self, maker: OrderMaker | InteractionMaker) -> Iterator[int]:
        """Write order lines or contacts, and yield the number of rows of each batch."""
        self._lookup = imports.CustomerLookup(
            self._connection,
            self._opened,
            prefix=self._workspace.settings.prefix,
            line=self._request.line,
            key=maker.key_field,
        )
        self._first_orders = not imports.has_order_lines(self._connection)
        self._products = imports.ProductLookup(self._connection, self._opened, self._request.line)
        write: Callable[[list[Any]], None] = self._write_interactions
        if isinstance(maker, OrderMaker):
            write = self._write_orders
        records = iter(maker.records())
        while batch := list(islice(records, _BATCH)):
            self.rejects.extend(each for each in batch if isinstance(each, Reject))
            write([each for each in batch if not isinstance(each, Reject)])
            self.customers_created = self._lookup.created
            yield len(batch)

    def _write_orders(self, records: list[OrderRow]) -> None:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields)
            for each in reversed(records)
            if each.customer_key is not None
        }
        known = self._lookup.resolve(wanted, create=self._request.create_customers)
        records = self._with_customer(records, known)
        new = self._new_lines(records)
        products = self._products.resolve(
            {
                key: {
                    "code": each.product_code,
                    "name": each.product_name or each.product_code,
                    "category": each.category,
                    "brand": each.brand,
                }
                for each in reversed(new)
                if (key := each.product_code or each.product_name)
            }
        )
        self._opened.insert("order_line", _ORDER_COLUMNS, _order_cells(new, known, products))
        self.created += len(new)
        self.unchanged += len(records) - len(new)

    def _new_lines(self, records: list[OrderRow]) -> list[OrderRow]:
        """Return the lines that are not in the workspace yet; in one file none comes twice."""
        if self._first_orders:
            self._opened.load("order_line")
            return records
        keys = [(each.order_no, each.content_key) for each in records]
        stored = imports.known_order_lines(self._connection, keys)
        return [each for each, key in zip(records, keys, strict=True) if key not in stored]

    def _with_customer(self, records: list[Any], known: dict[str, int]) -> list[Any]:
        """Reject records that name a customer nobody knows."""
        kept = []
        for each in records:
            if each.customer_key is None or each.customer_key in known:
                kept.append(each)
            else:
                self.rejects.append(
                    Reject(each.source_row, None, each.customer_key, "unknown_customer")
                )
        return kept

    def _write_interactions(self, records: list[InteractionRow]) -> None:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields) for each in reversed(records)
        }
        known = self._lookup.resolve(wanted, create=False)
        records = self._with_customer(records, known)
        stored = imports.known_interactions(self._connection, known.values())
        rows = []
        for each in records:
            customer = known[each.customer_key]
            values = each.values
            identity = (customer, each.day, values.get("channel"), values.get("summary"))
            if identity in stored:
                self.unchanged += 1
                continue
            stored.add(identity)
            cells = (values.get(name) for name in _TOLD)
            rows.append((customer, each.day, each.time, *cells, each.source_row))
        columns = ["customer_id", "day", "time", *_TOLD, "source_row"]
        self._opened.insert("interaction", columns, rows)
        self.created += len(rows)
=======
    def write(
        self, progress: Progress, workspace: Workspace, opened: Operation, *, doing: str
    ) -> ImportReport:
        """Write the rows inside an operation, batch by batch, and say what became of them."""
        tally = Tally()
        moment = self.moment(workspace)
        work = Work(workspace, opened, self._request, self._today, moment, tally)
        expected, done = expected_rows(self._table), 0
        with seldom_collecting():
            for count in writer_of(self.kind.id, work, self._maker).write():
                done += count
                progress.step(min(0.95, done / max(expected, done + 1)), doing)
        rejects = _whole_rows(self._table, [*tally.rejects, *self._watch.rejects])
        return ImportReport(
            self.facts,
            self._mapped,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            rejected=len(rejects),
            customers_created=tally.customers_created,
            rejects=tuple(rejects),
            notes=self._notes(tally.kept),
            changes=tuple(tally.changes),
            damage=self._watch.report(rejects),
            unlisted=tally.unlisted,
        )

    def _notes(self, kept: int) -> tuple[Note, ...]:
        table = self._table
        read = (*table.notes, *table.footers.notes())
        own = (*read, *self._maker.notes(), *self._mapped.notes())
        return (*own, Note("kept", None, {"n": kept})) if kept else own
>>>>>>> main


def _whole_rows(table: Table, rejects: list[Reject]) -> list[Reject]:
    """Return rejects in the order of the file, each with the cells of its row.

    Rows that were only found wanting when they were to be written come without them.
    """
    bare = {each.line for each in rejects if not each.cells}
    cells = {line: tuple(row) for line, row in table.rows() if line in bare} if bare else {}
    whole = (replace(each, cells=each.cells or cells.get(each.line, ())) for each in rejects)
    return sorted(whole, key=lambda each: each.line)
