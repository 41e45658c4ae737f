"""Who is looked at: the customers of a filter, without those who did not allow profiling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Column
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import NotComputed
from profiler_app.jobs import lists
from profiler_app.jobs.bought_products import coded_as
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import runs
from profiler_app.store.order_blocks import OrderBlocks
from profiler_app.store.workspace import Workspace

_COLUMNS = ("customer_id", "day", "kind", "status", "net")
_DAY_BITS = 20  # days since 1970, up to the year 4840


@dataclass(frozen=True, slots=True, eq=False)
class Bought:
    """What customers bought and gave back, a row for each of their days, by customer and day.

    ``place`` is that of the customer; ``sold`` is what was sold, ``amount`` that net of returns,
    both in minor units; ``is_purchase`` says that something was sold on that day, if only for
    nothing. Lines count as in the features of orders.
    """

    place: NDArray[np.int32]
    day: NDArray[np.int32]
    amount: NDArray[np.int64]
    sold: NDArray[np.int64]
    is_purchase: NDArray[np.bool_]

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        return sum(int(each.nbytes) for each in self._columns())

    def _columns(self) -> tuple[NDArray[Any], ...]:
        return self.place, self.day, self.amount, self.sold, self.is_purchase

    def where(self, chosen: NDArray[np.bool_]) -> Bought:
        """Return some of the rows."""
        if chosen.all():
            return self
        return Bought(*(each[chosen] for each in self._columns()))

    def between(self, after: int, until: int) -> Bought:
        """Return what was bought in (after, until]."""
        return self.where((self.day > after) & (self.day <= until))

    def purchases(self) -> Bought:
        """Return the purchase days only."""
        return self.where(self.is_purchase)


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """The customers of a filter: ``mask`` over all ids.

    ``where`` is the filter as it was given; ``insights.opening`` makes the rule of just them.
    """

    source: ColumnSource
    where: str
    mask: NDArray[np.bool_]
    as_of: date
    withheld: int
    currency: str

    @property
    def size(self) -> int:
        """How many they are."""
        return int(self.mask.sum())

    @property
    def today(self) -> int:
        """The business day, counted from 1970-01-01."""
        return to_day(self.as_of.isoformat())

    def column(self, name: str) -> Column | None:
        """Return a field of everybody, known only of these customers."""
        found = self.source.columns([name]).get(name)
        return None if found is None else found.without(~self.mask)

    def holding(self, rule: str) -> NDArray[np.bool_]:
        """Return for which of these customers a rule holds."""
        parsed = lists.parse_filter(rule)
        if parsed is None:
            return self.mask
        return np.asarray(lists.holds(self.source, parsed).true & self.mask)

    def bought(self) -> Bought:
        """Return what these customers bought up to the business day."""
        everything: Bought = self.source.kept(("bought by day",), lambda: _bought(self.source))
        return everything.where(self.mask[everything.place] & (everything.day <= self.today))


def crowd_of(workspace: Workspace, source: ColumnSource, where: str) -> Crowd:
    """Return the customers of a filter. Raises RuleProblem, and NotComputed without a refresh."""
    run = runs.last_run(workspace.connection)
    if run is None:
        raise NotComputed()
    inferred = source.columns(["lifecycle"])["lifecycle"].known
    rule = lists.parse_filter(where)
    chosen = np.ones(len(inferred), np.bool_) if rule is None else lists.holds(source, rule).true
    return Crowd(
        source,
        where,
        np.asarray(chosen & inferred),
        date.fromisoformat(run.as_of),
        int((chosen & ~inferred).sum()),
        workspace.settings.currency,
    )


def _bought(source: ColumnSource) -> Bought:
    """Read the lines of all orders and add up those of a customer on a day."""
    blocks, ids = OrderBlocks(source.workspace.connection), source.ids()
    parts = [_of_block(blocks, block, ids) for block in blocks.numbers()]
    small, large = np.empty(0, np.int32), np.empty(0, np.int64)
    parts.append(Bought(small, small, large, large, np.empty(0, np.bool_)))
    names = ("place", "day", "amount", "sold", "is_purchase")
    return Bought(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _of_block(blocks: OrderBlocks, block: int, ids: NDArray[Any]) -> Bought:
    columns: Any = blocks.read(block, _COLUMNS)
    done = coded_as(columns["status"], "done") | (columns["status"][0] < 0)
    sold = coded_as(columns["kind"], "sale")
    counted = done & (sold | coded_as(columns["kind"], "return", "exchange"))
    place = np.searchsorted(ids, columns["customer_id"])
    counted &= ids.take(place, mode="clip") == columns["customer_id"]
    day = columns["day"][counted].astype(np.int64)
    key = place[counted].astype(np.int64) << _DAY_BITS | day
    found, inverse = np.unique(key, return_inverse=True)
    net, own = columns["net"][counted], sold[counted]
    amount, gross = np.zeros(len(found), np.int64), np.zeros(len(found), np.int64)
    np.add.at(amount, inverse, net)
    np.add.at(gross, inverse[own], net[own])
    purchase = np.zeros(len(found), np.bool_)
    purchase[inverse[own]] = True
    days = (found & (1 << _DAY_BITS) - 1).astype(np.int32)
    return Bought((found >> _DAY_BITS).astype(np.int32), days, amount, gross, purchase)


def codes_counted(column: Column) -> NDArray[np.int64]:
    """Count how many have each code of a coded column."""
    return np.bincount(column.values[column.known], minlength=len(column.labels))
