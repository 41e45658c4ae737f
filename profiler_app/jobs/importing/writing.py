"""Typed records become rows of the workspace, batch by batch."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from profiler_app.domain.imports import (
    CellChange,
    ImportReport,
    ImportRequest,
    Note,
    Reject,
    RowOutcome,
)
from profiler_app.domain.progress import Progress
from profiler_app.ingest.customers import CustomerMaker
from profiler_app.ingest.interactions import InteractionMaker, InteractionRow
from profiler_app.ingest.orders import OrderMaker, OrderRow
from profiler_app.ingest.records import RecordMaker
from profiler_app.jobs.importing.deciding import Judge
from profiler_app.store import imports
from profiler_app.store.customer_writer import CustomerWriter
from profiler_app.store.ledger import Operation
from profiler_app.store.workspace import Workspace

_BATCH = 5_000


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


class Import:
    """One import at work: what became of the rows so far."""

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
        self._today = today

    def run(self, progress: Progress, expected: int, *, doing: str) -> None:
        """Read and write everything, batch by batch."""
        done = 0
        maker = self._maker
        for count in (
            self._customers(maker) if isinstance(maker, CustomerMaker) else self._rows(maker)
        ):
            done += count
            progress.step(min(0.95, done / max(expected, done + 1)), doing)

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
