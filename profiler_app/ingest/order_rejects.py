"""Why an order line cannot be imported."""

from __future__ import annotations

from collections.abc import Mapping

from profiler_app.domain.checked import EMPTY, clean_text
from profiler_app.domain.imports import Reject
from profiler_app.ingest.cells import Column
from profiler_app.ingest.footers import is_total
from profiler_app.ingest.order_prices import AMOUNTS


class OrderRejects:
    """Makes the rejects of a file of orders whose header has ``width`` cells."""

    def __init__(
        self, columns: Mapping[str, Column], key_column: Column | None, width: int
    ) -> None:
        self._columns = columns
        self._key_column = key_column
        self._width = width

    def no_customer(self, line: int, cells: list[str]) -> Reject:
        """Reject a line that names no customer."""
        column = self._key_column
        raw = cells[column.index] if column else ""
        checked = column.convert(raw) if column and raw else None
        code = checked.errors[0] if checked and checked.errors else EMPTY
        code = "no_customer" if code == EMPTY else code
        return self._rejected(line, column, cells, code)

    def needed(self, line: int, cells: list[str], field: str, empty: str) -> Reject:
        """Reject for a needed cell: ``empty`` if nothing stands there, else what is wrong."""
        column = self._columns[field]
        checked = column.convert(cells[column.index])
        code = checked.errors[0] if checked.errors else empty
        return self._rejected(line, column, cells, empty if code == EMPTY else code)

    def no_amount(self, line: int, cells: list[str]) -> Reject:
        """Reject a line without an amount, for the first cell of money that is wrong."""
        for field in (*AMOUNTS, "order.quantity", "order.unit_price"):
            column = self._columns.get(field)
            if (
                column
                and clean_text(cells[column.index])
                and not column.convert(cells[column.index]).ok
            ):
                return self.needed(line, cells, field, "no_amount")
        return self._rejected(line, None, cells, "no_amount")

    def _rejected(self, line: int, column: Column | None, cells: list[str], code: str) -> Reject:
        del cells[self._width :]
        if is_total(cells):
            column, code = None, "total_row"
        value = cells[column.index].strip() if column else ""
        return Reject(line, column.name if column else None, value, code, tuple(cells))
