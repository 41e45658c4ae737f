"""Importing a file: one operation, all of it or nothing, and every row accounted for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from profiler_app.domain.imports import (
    CellChange,
    ImportReport,
    ImportRequest,
    Mapped,
    Note,
    Reject,
    Target,
)
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.ingest.customers import CustomerRow
from profiler_app.ingest.interactions import InteractionRow
from profiler_app.ingest.keys import KEYS
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import Table, open_table
from profiler_app.ingest.orders import OrderRow
from profiler_app.ingest.records import Options, Record, RecordMaker, record_maker
from profiler_app.ingest.targets import target_fields
from profiler_app.store import imports
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace

_BATCH = 5_000
_CHANGES_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file before it is imported: what it is and where its columns would go."""

    table: Table
    mapped: Mapped


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    customers_created: int = 0

    def add(self, outcomes: Sequence[imports.Outcome]) -> None:
        self.created += outcomes.count("created")
        self.updated += outcomes.count("updated")
        self.unchanged += outcomes.count("unchanged")


class _DryRun(Exception):
    """Ends a dry run, so that its transaction is rolled back."""


def inspect_file(request: ImportRequest) -> Inspection:
    """Open a file and guess what it holds; nothing is written.

    Raises UnreadableFile, NothingToImport or MappingProblem.
    """
    table = open_table(
        request.paths[0],
        encoding=request.encoding,
        delimiter=request.delimiter,
        sheet=request.sheet,
        header_row=request.header_row,
    )
    target = request.target
    if target == "auto":
        target = guess_target(table.headers, table.sample)
    mapped = guess_mapping(
        table.headers, table.sample, target, overrides=request.mapping, file=table.facts.name
    )
    return Inspection(table, mapped)


def import_file(
    progress: Progress, workspace: Workspace, request: ImportRequest, *, today: date
) -> ImportReport:
    """Import the first file of a request as one operation (a dry run saves nothing).

    The same file a second time changes nothing. Raises the problems of ``inspect_file``; after
    any problem, and after a cancel, the workspace is as it was.
    """
    progress.step(0.0, N_("Reading the file"))
    inspection = inspect_file(request)
    table, mapped = inspection.table, inspection.mapped
    maker = record_maker(
        table,
        mapped,
        Options(today=today, key=request.key, walk_in=request.walk_in, line=request.line),
    )
    report = ImportReport(table.facts, mapped)
    try:
        with operation(workspace, "import", {"file": table.facts.name}) as opened:
            work = _Import(workspace, opened, request, maker, today)
            doing = N_("Checking the rows") if request.dry_run else N_("Writing records")
            work.run(progress, maker, _expected_rows(table), doing=doing)
            work.rejects = _whole_rows(table, work.rejects)
            report = replace(
                work.report(report, (*table.notes, *maker.notes(), *mapped.notes())),
                operation=None if request.dry_run else opened.id,
            )
            if request.dry_run:
                raise _DryRun
            progress.step(0.97, N_("Saving"))
            _record(workspace, opened, report)
    except _DryRun:
        pass
    return report


def fields_of(target: Target) -> tuple[tuple[str, str], ...]:
    """Return (id, label) of every field a column can fill, those of the target itself first."""
    return tuple((field.id, field.label) for field in target_fields(target).values())


def key_choices(mapped: Mapped) -> tuple[str, ...]:
    """Return the fields by which the customers of a file can be recognised, the surest first.

    A column of customer keys (``order.customer``) may hold any of them.
    """
    filled = mapped.fields()
    own = f"{mapped.target.removesuffix('s')}.customer" in filled
    return tuple(key for key in KEYS if own or key in filled)


def write_rejects(
    progress: Progress, workspace: Workspace, path: Path, report: ImportReport
) -> int:
    """Write the rejected rows with their reasons and whole cells; return their number.

    Raises the problems of ``reports.workbooks.write_csv``.
    """
    from profiler_app.reports.workbooks import write_csv

    progress.step(0.0, N_("Writing the list"))
    heads = [_("Line"), _("Column"), _("Cell"), _("Reason")]
    columns = [column.column for column in report.mapped.columns]
    return write_csv(
        path,
        [*heads, *columns],
        ([each.line, each.column, each.value, each.reason, *each.cells] for each in report.rejects),
    )


def _expected_rows(table: Table) -> int:
    """Guess the number of rows, to say how far the import is."""
    lengths = [sum(len(cell.encode()) + 1 for cell in row) for row in table.sample] or [1]
    packed = 6 if table.facts.name.endswith(".gz") or table.facts.format == "xlsx" else 1
    return max(1, table.facts.size * packed * len(lengths) // sum(lengths))


def _record(workspace: Workspace, opened: Operation, report: ImportReport) -> None:
    """Keep what the import was, and its rejected rows, in the same operation."""
    facts = report.facts
    counts = {
        name: getattr(report, name)
        for name in ("rows", "created", "updated", "unchanged", "rejected")
    }
    opened.facts.update(counts)
    seen = imports.imported_before(workspace.connection, facts.sha256)
    number = opened.insert_one(
        "import_file",
        {
            "name": facts.name,
            "sha256": facts.sha256,
            "size": facts.size,
            "format": facts.format,
            "encoding": facts.encoding,
            "delimiter": facts.delimiter,
            "sheet": facts.sheet,
            "header_row": facts.header_row,
            "target": report.mapped.target,
            "mapping": json.dumps(report.mapped.as_json(), ensure_ascii=False),
            **counts,
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


class _Writer(Protocol):
    """Writes a batch of records of one target."""

    def write(self, records: list[Any]) -> None: ...


class _Import:
    """One import at work: batches of records go to the writer of their target."""

    def __init__(
        self,
        workspace: Workspace,
        opened: Operation,
        request: ImportRequest,
        maker: RecordMaker,
        today: date,
    ) -> None:
        self.tally = _Tally()
        self.rejects: list[Reject] = []
        self.changes: list[CellChange] = []
        self._writers = _Writers(workspace, opened, request, maker, today, self)

    def run(self, progress: Progress, maker: RecordMaker, expected: int, *, doing: str) -> None:
        """Read and write everything, batch by batch."""
        done = 0
        records: Iterator[Record | Reject] = iter(maker.records())
        while batch := list(islice(records, _BATCH)):
            self.rejects.extend(each for each in batch if isinstance(each, Reject))
            self._writers.write([each for each in batch if not isinstance(each, Reject)])
            done += len(batch)
            progress.step(min(0.95, done / max(expected, done + 1)), doing)

    def report(self, report: ImportReport, notes: tuple[Note, ...]) -> ImportReport:
        """Complete the report."""
        return replace(
            report,
            created=self.tally.created,
            updated=self.tally.updated,
            unchanged=self.tally.unchanged,
            rejected=len(self.rejects),
            customers_created=self.tally.customers_created,
            rejects=tuple(self.rejects),
            notes=notes,
            changes=tuple(self.changes),
        )


class _Writers:
    """Turns typed records into rows of the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        opened: Operation,
        request: ImportRequest,
        maker: RecordMaker,
        today: date,
        whole: _Import,
    ) -> None:
        self._connection = workspace.connection
        self._opened = opened
        self._request = request
        self._whole = whole
        prefix = workspace.settings.prefix
        self._customers = imports.CustomerWriter(
            self._connection, opened, prefix=prefix, as_of=today.isoformat()
        )
        self._lookup = imports.CustomerLookup(
            self._connection,
            opened,
            prefix=prefix,
            line=request.line,
            key=getattr(maker, "key_field", "member_no"),
        )
        self._products = imports.ProductLookup(self._connection, opened, request.line)

    def write(self, records: list[Any]) -> None:
        """Write a batch of records of one kind."""
        if not records:
            return
        if isinstance(records[0], CustomerRow):
            self._write_customers(records)
        elif isinstance(records[0], OrderRow):
            self._write_orders(records)
        else:
            self._write_interactions(records)
        self._whole.tally.customers_created = max(
            self._whole.tally.customers_created, self._lookup.created
        )

    def _write_customers(self, records: list[CustomerRow]) -> None:
        outcomes, changes = self._customers.write(
            [(each.source_row, each.key, each.values) for each in records]
        )
        self._whole.tally.add(outcomes)
        self._whole.tally.customers_created = self._whole.tally.created
        room = _CHANGES_SHOWN - len(self._whole.changes)
        self._whole.changes.extend(changes[:room])

    def _write_orders(self, records: list[OrderRow]) -> None:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields)
            for each in reversed(records)
            if each.customer_key is not None
        }
        known = self._lookup.resolve(wanted, create=self._request.create_customers)
        records = self._with_customer(records, known)
        stored = imports.known_order_lines(
            self._connection, [(each.order_no, each.content_key) for each in records]
        )
        new = [each for each in records if (each.order_no, each.content_key) not in stored]
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
        self._whole.tally.created += len(new)
        self._whole.tally.unchanged += len(records) - len(new)

    def _with_customer(self, records: list[Any], known: dict[str, int]) -> list[Any]:
        """Reject records that name a customer nobody knows."""
        kept = []
        for each in records:
            if each.customer_key is None or each.customer_key in known:
                kept.append(each)
            else:
                self._whole.rejects.append(
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
                self._whole.tally.unchanged += 1
                continue
            stored.add(identity)
            cells = (values.get(name) for name in _TOLD)
            rows.append((customer, each.day, each.time, *cells, each.source_row))
        columns = ["customer_id", "day", "time", *_TOLD, "source_row"]
        self._opened.insert("interaction", columns, rows)
        self._whole.tally.created += len(rows)


_TOLD = (
    "channel",
    "direction",
    "purpose",
    "outcome",
    "minutes",
    "summary",
    "next_step",
    "next_on",
    "by_whom",
)
_ORDER_COLUMNS = [
    "customer_id",
    "product_id",
    "order_no",
    "content_key",
    "day",
    "time",
    "kind",
    "channel",
    "quantity",
    "unit_price",
    "gross",
    "discount",
    "net",
    "status",
    "source_row",
]


def _order_cells(
    records: list[OrderRow], customers: dict[str, int], products: Any
) -> Iterator[tuple[Any, ...]]:
    for each in records:
        product = each.product_code or each.product_name
        yield (
            customers[each.customer_key] if each.customer_key is not None else None,
            products[product] if product else None,
            each.order_no,
            each.content_key,
            each.day,
            each.time,
            each.kind,
            each.channel,
            each.quantity,
            each.unit_price,
            each.gross,
            each.discount,
            each.net,
            "done",
            each.source_row,
        )
