"""One module for each way a kind of rows is written; all have the shape of ``work.Kind``."""

from __future__ import annotations

from profiler_app.ingest.records import RecordMaker
from profiler_app.jobs.importing.kinds.customers import Customers
from profiler_app.jobs.importing.kinds.facts import Facts
from profiler_app.jobs.importing.kinds.orders import Orders
from profiler_app.jobs.importing.kinds.surveys import Surveys
from profiler_app.jobs.importing.kinds.work import KindWriter, RowsDiffer, Tally, Work

__all__ = ["Customers", "KindWriter", "RowsDiffer", "Tally", "Work", "writer_of"]

_WRITERS: dict[str, type[KindWriter]] = {
    "customers": Customers,
    "orders": Orders,
    "surveys": Surveys,
}
"""Kinds that come by the million, and surveys, which fill four tables; for all others what the
catalog says of them is enough."""


def writer_of(target: str, work: Work, maker: RecordMaker) -> KindWriter:
    """Return what writes the records of a kind."""
    return _WRITERS.get(target, Facts)(work, maker)
