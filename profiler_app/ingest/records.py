"""From the rows of a table to typed records or rejects, one at a time, in constant memory."""

from __future__ import annotations

from profiler_app.domain.customer_rows import CustomerRow
from profiler_app.domain.imports import Mapped
from profiler_app.domain.surveys import Response
from profiler_app.ingest.cells import Options
from profiler_app.ingest.customers import CustomerMaker
from profiler_app.ingest.fact_rows import FactMaker, FactRow
from profiler_app.ingest.opening import Table
from profiler_app.ingest.order_columns import OrderRow
from profiler_app.ingest.orders import OrderMaker
from profiler_app.ingest.surveys import SurveyMaker

RecordMaker = CustomerMaker | OrderMaker | SurveyMaker | FactMaker
Record = CustomerRow | OrderRow | Response | FactRow

__all__ = ["Options", "Record", "RecordMaker", "record_maker"]

_MAKERS: dict[str, type[CustomerMaker] | type[OrderMaker] | type[SurveyMaker]] = {
    "customers": CustomerMaker,
    "orders": OrderMaker,
    "surveys": SurveyMaker,
}
"""Kinds that come by the million, and surveys, whose columns are questions, have own makers."""


def record_maker(table: Table, mapped: Mapped, options: Options) -> RecordMaker:
    """Return what turns the rows of a table into records or rejects of the mapped target.

    Raises MappingProblem when a needed column is missing.
    """
    return _MAKERS.get(mapped.target, FactMaker)(table, mapped, options)
