"""The shop's goods and the bank's products, numbered together."""

from __future__ import annotations

from collections.abc import Iterator

from profiler_app.ingest.sample.persona import Table, World

_COLUMNS = (
    "id code name category subcategory brand line kind list_price unit_cost margin_rate "
    "risk_level service_cycle_days warranty_days active"
)


def product_rows(world: World) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``product``."""
    for item in (*world.edition.goods, *world.edition.bank_goods):
        shop = item.line == "trade"
        yield (
            item.id, item.code, item.name, item.category, item.subcategory, item.brand, item.line,
            item.kind, item.price if shop else None, item.cost if shop else None,
            round(1 - item.cost / item.price, 4) if shop else None, item.risk or None,
            item.cycle or None, item.warranty or None, 1,
        )  # fmt: skip


TABLES = (Table("product", _COLUMNS, product_rows),)
