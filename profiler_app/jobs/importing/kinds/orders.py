"""Order lines: told apart by order number, content and how often it occurred (DECISIONS 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import gt
from typing import Any

from profiler_app.ingest.order_columns import OrderBlock
from profiler_app.ingest.orders import OrderMaker
from profiler_app.jobs.importing.kinds.work import KindWriter, Work
from profiler_app.store import imports

_SELDOM = 0.02
_OF_PRODUCT = ("product_code", "product_name", "category", "brand")


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
        """Write the lines, and yield the number of rows of each block."""
        tally = self.work.tally
        for block, rejects in self.maker.blocks():
            tally.rejects.extend(rejects)
            if block.lines:
                self._write(block)
            tally.customers_created = self._lookup.created
            yield len(block.lines) + len(rejects)

    def _write(self, block: OrderBlock) -> None:
        unseen = self._lookup.unseen(block.customer_keys)
        wanted: dict[str, tuple[int, Mapping[str, Any]]] = {}
        if unseen:
            told = zip(block.customer_keys, block.lines, block.customer_fields, strict=True)
            for key, line, fields in told:
                if key in unseen:
                    wanted.setdefault(key, (line, fields))
        known = self._lookup.resolve(wanted, create=self.work.request.create_customers)
        kept = self._with_customer(block, known)
        new = self._new_lines(kept)
        if new.lines:
            self.work.opened.insert_columns("order_line", self._columns(new, known))
        self.work.tally.created += len(new.lines)
        self.work.tally.unchanged += len(kept.lines) - len(new.lines)

    def _columns(self, block: OrderBlock, known: Mapping[str, int]) -> dict[str, Sequence[Any]]:
        values = {**block.values}
        codes, names, *others = (values.pop(name) for name in _OF_PRODUCT)
        keys = [code or name for code, name in zip(codes, names, strict=True)]
        wanted = {}
        for code, name, category, brand in reversed(
            dict.fromkeys(zip(codes, names, *others, strict=True))
        ):
            told = {"code": code, "name": name or code, "category": category, "brand": brand}
            if code or name:
                wanted[code or name] = told
        products = self._products.resolve(wanted)
        return {
            "customer_id": [known.get(key) if key else None for key in block.customer_keys],
            "product_id": [products[key] if key else None for key in keys],
            **values,
            "status": ["done"] * len(keys),
            "source_row": block.lines,
        }

    def _with_customer(self, block: OrderBlock, known: Mapping[str, int]) -> OrderBlock:
        unknown = [
            place
            for place, key in enumerate(block.customer_keys)
            if key is not None and key not in known
        ]
        if not unknown:
            return block
        for place in unknown:
            key = block.customer_keys[place]
            self.work.refuse_unknown(block.lines[place], str(key), self._lookup)
        left_out = {*unknown}
        return block.picked([place not in left_out for place in range(len(block.lines))])

    def _begin_load(self, block: OrderBlock) -> None:
        """Take the indexes off; that of order numbers stays where they come in their order.

        It only grows at the end then; to sort all numbers at once takes much memory.
        """
        if "order_line" in self.work.opened.created:
            return
        load = self.work.opened.load("order_line")
        numbers = [number or "" for number in block.values["order_no"]]
        if sum(map(gt, numbers, numbers[1:])) <= _SELDOM * len(numbers):
            load.build_index_on("order_no_content_key")

    def _new_lines(self, block: OrderBlock) -> OrderBlock:
        """Return the lines that are not in the workspace yet; in one file none comes twice."""
        if self._are_first:
            self._begin_load(block)
            return block
        keys = [*zip(block.values["order_no"], block.values["content_key"], strict=True)]
        stored = imports.known_order_lines(self.work.workspace.connection, keys)
        return block.picked([key not in stored for key in keys]) if stored else block
