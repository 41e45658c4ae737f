"""The facts of customers as columns: what the features are computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Coded
from profiler_app.analysis.rows import Rows

Columns = Mapping[str, NDArray[Any] | Coded]

_EVENTS = frozenset(
    {"order_line", "balance", "flow", "interaction", "event", "feedback", "survey_answer"}
)
_DATED_BY = {
    "account": "opened_on",
    "asset": "installed_on",
    "attribute": "as_of",
    "consent": "granted_on",
    "facility": "as_of",
    "relation": "since",
    "repayment": "due_on",
    "risk_assessment": "done_on",
    "risk_event": "occurred_on",
    "statement": "period_end",
}


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """The facts of ``size`` customers; position ``i`` everywhere means customer ``ids[i]``.

    ``ids`` is sorted. ``customer`` holds the columns of the customer table, one row each,
    and ``updated_on``, the day somebody last changed the customer (absent: not known).
    ``tables`` holds the other tables as columns: text is ``Coded``; int, money, bool, ref, day
    and date are int64 (dates as days since 1970-01-01) with ``NULL_INT`` for NULL; real is
    float64 with NaN. A table that belongs to customers has an int64 column ``owner``, the
    position of the customer; its rows are sorted by owner, then day, then id. ``order_line``
    also brings ``category`` and ``brand`` of its product, ``survey_answer`` the ``field`` of its
    question and the ``day`` of its response.

    A table that is not in ``tables`` means that the workspace has no such source: features that
    count its rows are then unknown, not zero (where the catalog says so). For the card of one
    customer the facts of the customers related to him are loaded along with his own.
    """

    size: int
    ids: NDArray[Any]
    customer: Columns
    tables: Mapping[str, Columns]

    def people(self) -> Rows:
        """Return the customer table; row ``i`` belongs to customer ``i``."""
        return Rows({**self.customer, "owner": np.arange(self.size)}, self.size)

    def has(self, table: str) -> bool:
        """Whether the workspace has this source at all."""
        return table in self.tables

    def rows(self, table: str, *, until: int) -> Rows:
        """Return the rows of a table dated on or before day ``until``.

        Rows without a date are kept, except rows of events, which mean nothing without one.
        """
        rows = Rows(self.tables.get(table, {}), self.size)
        if table in _EVENTS:
            day = rows["day"]
            return rows.where((day <= until) & ~rows.is_null("day"))
        if table in _DATED_BY:
            return rows.where(rows[_DATED_BY[table]] <= until)
        return rows
