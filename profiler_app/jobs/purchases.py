"""Purchases of all customers from the stored orders, a block at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store.connect import Connection
from profiler_app.store.order_blocks import OrderBlocks

_COLUMNS = ("customer_id", "day", "kind", "status", "gross", "net")


@dataclass(frozen=True, eq=False)
class Purchases:
    """Lines that were bought: customer, day, amount in minor units; ``returns`` were left out.

    Lines given away (nothing to pay) count: somebody came for them.
    """

    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.int64]
    returns: int

    def without(self, customers: NDArray[np.int64]) -> Purchases:
        """Return the purchases of all others."""
        kept = ~np.isin(self.customer, customers)
        return Purchases(self.customer[kept], self.day[kept], self.amount[kept], self.returns)

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        return int(self.customer.nbytes + self.day.nbytes + self.amount.nbytes)


def read_purchases(progress: Progress, connection: Connection) -> Purchases:
    """Read the lines that count as purchases; lines without a customer are nobody's."""
    blocks = OrderBlocks(connection)
    numbers = blocks.numbers()
    parts: list[tuple[Any, Any, Any]] = []
    returns = 0
    for nth, block in enumerate(numbers):
        progress.step(nth / len(numbers), N_("Reading orders"))
        columns: Any = blocks.read(block, _COLUMNS)
        done = _is(columns["status"], "done") | (columns["status"][0] < 0)
        free = _is(columns["kind"], "adjustment") & (columns["net"] == 0)
        free &= columns["gross"] <= 0  # or not given
        bought = done & (_is(columns["kind"], "sale") | free)
        returns += int((done & _is(columns["kind"], "return")).sum())
        parts.append(tuple(columns[name][bought] for name in ("customer_id", "day", "net")))
    if not parts:
        nothing = np.empty(0, np.int64)
        return Purchases(nothing, nothing, nothing, 0)
    customer, day, amount = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Purchases(customer, day, amount, returns)


def _is(texts: tuple[NDArray[Any], tuple[str, ...]], wanted: str) -> NDArray[np.bool_]:
    codes, labels = texts
    places = [place for place, label in enumerate(labels) if label == wanted]
    found: NDArray[np.bool_] = np.isin(codes, places)
    return found
