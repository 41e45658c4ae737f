"""The sample as a stream of tables, those that others refer to first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from profiler_app.domain.text import Language
from profiler_app.ingest.sample import (
    attributes,
    banking,
    consents,
    credit,
    customers,
    orders,
    products,
    relations,
    voice,
)
from profiler_app.ingest.sample.persona import Table, Truth, World, make_world

Rows = Iterator[tuple[object, ...]]

_TABLES: tuple[Table, ...] = (
    *products.TABLES,
    *customers.TABLES,
    *orders.TABLES,
    *banking.TABLES,
    *credit.TABLES,
    *consents.TABLES,
    *attributes.TABLES,
    *relations.TABLES,
    *voice.TABLES,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A set of sample data that is derived anew each time it is read."""

    world: World

    def tables(self) -> Iterator[tuple[str, list[str], Rows]]:
        """Yield each table's name, columns and rows.

        Tables come after those they refer to. A table others refer to has an ``id`` column that
        counts from 1; references use these numbers. Memory stays flat: a row is made when it is
        asked for.
        """
        for table in _TABLES:
            yield table.name, table.columns.split(), table.rows(self.world)

    def truth(self, customer_index: int) -> Truth:
        """Return what was planted in a customer (1 is the first).

        Raises IndexError for a customer that does not exist.
        """
        if not 1 <= customer_index <= self.world.customers:
            raise IndexError(customer_index)
        return self.world.truth(customer_index)


def make_sample(*, language: Language, customers: int = 5000, seed: int = 7, today: date) -> Sample:
    """Return sample data of this size; equal arguments give equal rows, byte for byte.

    ``language`` chooses the edition: Chinese or English names, places, products and sentences.
    Nothing in it is later than ``today``, except what lies ahead by nature (maturities, tasks).
    """
    return Sample(make_world(language, customers, seed=seed, today=today))
