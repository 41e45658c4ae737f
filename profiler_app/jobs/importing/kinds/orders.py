"""Order lines: told apart by order number, content and how often it occurred (DECISIONS 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from profiler_app.domain.imports import Reject
from profiler_app.ingest.orders import OrderMaker, OrderRow
from profiler_app.jobs.importing.kinds.work import BATCH, KindWriter, Work
from profiler_app.store import imports

_COLUMNS = [
    *("customer_id", "product_id", "order_no", "content_key", "day", "time", "kind", "channel"),
    *("quantity", "unit_price", "gross", "discount", "net", "status", "source_row"),
]


class Orders(KindWriter):
    """Writes order lines; a line that is there already stays as it is."""

    maker: OrderMaker

    def __init__(self, work: Work, maker: OrderMaker) -> None:
        super().__init__(work, maker)
        connection = work.workspace.connection
        self._lookup = work.lookup(maker.key_field)
        self._are_first = not imports.has_order_lines(connection)
        self._products = imports.ProductLookup(connection, work.opened, work.request.line)

    def write(self) -> Iterator[int]:
        """Write the lines, and yield the number of rows of each batch."""
        tally = self.work.tally
        records = iter(self.maker.records())
        while batch := list(islice(records, BATCH)):
            tally.rejects.extend(each for each in batch if isinstance(each, Reject))
            self._write([each for each in batch if not isinstance(each, Reject)])
            tally.customers_created = self._lookup.created
            yield len(batch)

    def _write(self, records: list[OrderRow]) -> None:
        wanted = {
            each.customer_key: (each.source_row, each.customer_fields)
            for each in reversed(records)
            if each.customer_key is not None
        }
        known = self._lookup.resolve(wanted, create=self.work.request.create_customers)
        kept = self._with_customer(records, known)
        new = self._new_lines(kept)
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
        self.work.opened.insert("order_line", _COLUMNS, _cells(new, known, products))
        self.work.tally.created += len(new)
        self.work.tally.unchanged += len(kept) - len(new)

    def _with_customer(self, records: list[OrderRow], known: Mapping[str, int]) -> list[OrderRow]:
        kept = []
        for each in records:
            if each.customer_key is None or each.customer_key in known:
                kept.append(each)
            else:
                self.work.refuse_unknown(each.source_row, each.customer_key, self._lookup)
        return kept

    def _new_lines(self, records: list[OrderRow]) -> list[OrderRow]:
        """Return the lines that are not in the workspace yet; in one file none comes twice."""
        if self._are_first:
            self.work.opened.load("order_line")
            return records
        keys = [(each.order_no, each.content_key) for each in records]
        stored = imports.known_order_lines(self.work.workspace.connection, keys)
        return [each for each, key in zip(records, keys, strict=True) if key not in stored]


def _cells(
    records: list[OrderRow], customers: Mapping[str, int], products: Mapping[str, int]
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
