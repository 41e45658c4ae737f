"""Which products were bought, by whom, when and in which order, from the stored orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.progress import Progress
from profiler_app.domain.recommending import Product
from profiler_app.domain.text import N_
from profiler_app.store.activity import NULL_INT, read_columns
from profiler_app.store.connect import Connection
from profiler_app.store.order_blocks import OrderBlocks

_LINES = ("customer_id", "order_no", "day", "kind", "status", "product_id")
_TEXTS = ("name", "category", "line", "kind")
_NUMBERS = ("risk_level", "service_cycle_days", "active", "list_price", "unit_cost")


@dataclass(frozen=True, eq=False)
class BoughtProducts:
    """Lines that were bought and name a product (a place in ``products``)."""

    products: tuple[Product, ...]
    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    order: NDArray[np.int64]
    product: NDArray[np.int64]

    def only(self, lines: NDArray[np.bool_]) -> BoughtProducts:
        """Return some of the lines."""
        columns = (self.customer, self.day, self.order, self.product)
        return BoughtProducts(self.products, *(column[lines] for column in columns))


def read_bought(progress: Progress, connection: Connection) -> BoughtProducts:
    """Read the lines that count as purchases; those without a customer are nobody's."""
    products = read_products(connection)
    ids = np.array([each.id for each in products], np.int64)
    blocks = OrderBlocks(connection)
    numbers = blocks.numbers()
    parts: list[tuple[Any, ...]] = [(np.empty(0, np.int64),) * 4]
    orders = 0
    for nth, block in enumerate(numbers):
        progress.step(nth / len(numbers), N_("Reading orders"))
        columns: Any = blocks.read(block, _LINES)
        done = coded_as(columns["status"], "done") | (columns["status"][0] < 0)
        wanted = done & coded_as(columns["kind"], "sale") & np.isin(columns["product_id"], ids)
        if not wanted.any():
            continue
        customer, order, day, product = (
            columns[name][wanted].astype(np.int64)
            for name in ("customer_id", "order_no", "day", "product_id")
        )
        keys = np.stack([customer, order])
        _found, nth_order = np.unique(keys, axis=1, return_inverse=True)
        parts.append((customer, day, nth_order.ravel() + orders, np.searchsorted(ids, product)))
        orders += len(_found[0])
    return BoughtProducts(products, *(np.concatenate(each) for each in zip(*parts, strict=True)))


def read_products(connection: Connection) -> tuple[Product, ...]:
    """Return all products by id."""
    columns: Any = read_columns(connection, "product", ("id", *_TEXTS, *_NUMBERS, "stock"))
    texts = [[*_labels(columns[name])] for name in _TEXTS]
    numbers = [[_number(each) for each in columns[name].tolist()] for name in _NUMBERS]
    return tuple(
        Product(
            number, name or f"#{number}", category, line, kind, risk, cycle, active != 0, price,
            cost, None if stock == NULL_INT else max(0, stock),
        )
        for stock, number, name, category, line, kind, risk, cycle, active, price, cost in zip(
            columns["stock"].tolist(), columns["id"].tolist(), *texts, *numbers, strict=True
        )
    )  # fmt: skip


def _labels(texts: tuple[NDArray[Any], tuple[str, ...]]) -> list[str]:
    codes, labels = texts
    return [labels[code] if code >= 0 else "" for code in codes.tolist()]


def _number(value: float) -> int | None:
    """Return a number that is known: what is not is the least integer or no number."""
    return int(value) if value == value and value >= 0 else None


def coded_as(texts: tuple[NDArray[Any], tuple[str, ...]], *wanted: str) -> NDArray[np.bool_]:
    """Return where a coded text is one of some words."""
    codes, labels = texts
    places = [place for place, label in enumerate(labels) if label in wanted]
    found: NDArray[np.bool_] = np.isin(codes, places)
    return found


def read_held(connection: Connection) -> BoughtProducts:
    """Read the accounts and facilities customers hold, as if bought on the day they began."""
    products = read_products(connection)
    ids = np.array([each.id for each in products], np.int64)
    parts: list[tuple[Any, ...]] = [(np.empty(0, np.int64),) * 3]
    for table, since, until in (
        ("account", "opened_on", "closed_on"),
        ("facility", "starts_on", "matures_on"),
    ):
        names = ("customer_id", "product_id", since, until)
        columns: Any = read_columns(connection, table, names)
        wanted = np.isin(columns["product_id"], ids) & (columns["customer_id"] >= 0)
        customer, product, began = (columns[name][wanted] for name in names[:3])
        parts.append((customer, np.maximum(began, 0), np.searchsorted(ids, product)))
    customer, day, product = (np.concatenate(each) for each in zip(*parts, strict=True))
    return BoughtProducts(products, customer, day, np.arange(len(day)), product)
