"""From rows in the store to the columns the analysis computes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Coded
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.rows import run_starts
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store import activity
from profiler_app.store.activity import Customers
from profiler_app.store.connect import Connection
from profiler_app.store.customers import customer_ids
from profiler_app.store.order_blocks import COLUMNS as ORDER_COLUMNS
from profiler_app.store.order_blocks import SIZE, OrderBlocks
from profiler_app.store.packing import join, take
from profiler_app.store.rewind import Row
from profiler_app.store.schema import fact_tables

# Texts that no feature reads, and that would fill the memory with labels.
_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "interaction": frozenset({"summary", "next_step", "time"}),
    "feedback": frozenset({"text", "resolution", "topics"}),
    "flow": frozenset({"flow_no"}),
    "event": frozenset({"value", "time"}),
    "risk_event": frozenset({"note"}),
    "relation": frozenset({"note"}),
}
TABLES = (
    "attribute",
    "product",
    "order_line",
    "account",
    "balance",
    "flow",
    "facility",
    "repayment",
    "statement",
    "risk_event",
    "risk_assessment",
    "interaction",
    "event",
    "asset",
    "company_contact",
    "relation",
    "consent",
    "survey_question",
    "survey_response",
    "survey_answer",
    "feedback",
)
_CUSTOMER = (
    *("id", "merged_into", "kind", "line", "status", "relation_since"),
    *("birth_date", "birth_lunar", "id_doc_expiry"),
    *("industry", "established_on", "employees", "revenue", "total_assets", "registered_capital"),
)
"""The columns of a customer that features are made from; of others only whether they are there."""
_OF_RELATED = frozenset({"relation", "order_line", "account", "facility"})
"""What features of a customer look at in the customers he is related to."""

Columns = dict[str, Any]


class FactReader:
    """Reads facts of some customers after others; made for one task, while nothing is written.

    ``tables`` limits what is read. ``fields`` are further columns of the customers whose values are
    wanted; of other texts is only read whether they are there.
    """

    def __init__(
        self,
        connection: Connection,
        tables: Sequence[str] = TABLES,
        *,
        fields: Sequence[str] = (),
    ) -> None:
        self._connection = connection
        self._customer = tuple(dict.fromkeys((*_CUSTOMER, *fields)))
        self._presence = tuple(
            name
            for name, kind in fact_tables()["customer"].items()
            if name not in self._customer and kind == "text"
        )
        there = [table for table in tables if activity.has_rows(connection, table)]
        self._owned = [table for table in there if "customer_id" in fact_tables()[table]]
        self._shared = {
            table: activity.read_columns(connection, table, _names(table))
            for table in there
            if table not in self._owned
        }
        self._orders = OrderBlocks(connection) if "order_line" in there else None

    def read(self, customers: Customers, *, related: Sequence[int] = ()) -> Facts:
        """Return the facts of customers that are not merged away.

        ``related`` are customers outside that these have relations with: of them comes only what
        features of the others look at.
        """
        customer = self._read_customers(customers)
        if related:
            more = self._read_customers(related)
            customer = {name: join([cells, more[name]]) for name, cells in customer.items()}
        updated = activity.updated_days(self._connection, customers=customers)
        customer["updated_on"] = _updated(customer, updated)
        customer, ids = _living(customer)
        tables: dict[str, Columns] = dict(self._shared)
        for table in self._owned:
            if table == "order_line":
                tables[table] = self._order_lines(ids, customers)
            else:
                others = related if table in _OF_RELATED else ()
                tables[table] = self._both(table, customers, others)
        return _arrange(customer, ids, tables)

    def _read_customers(self, customers: Customers) -> Columns:
        return activity.read_columns(
            self._connection,
            "customer",
            self._customer,
            customers=customers,
            presence=self._presence,
        )

    def _both(self, table: str, customers: Customers, related: Sequence[int]) -> Columns:
        names = _names(table)
        own = activity.read_columns(self._connection, table, names, customers=customers)
        if not related:
            return own
        more = activity.read_columns(self._connection, table, names, customers=related)
        return {name: join([own[name], more[name]]) for name in names}

    def _order_lines(self, ids: NDArray[Any], customers: Customers) -> Columns:
        assert self._orders is not None
        names = ORDER_COLUMNS[1:]
        if isinstance(customers, range) and len(customers) == SIZE:
            block = customers.start // SIZE
            own = self._orders.read(block, names)
            others = ids[ids // SIZE != block]
            if not len(others):
                return own
            parts = [own, self._orders.read_customers(others, names)]
            return {name: join([part[name] for part in parts]) for name in names}
        return self._orders.read_customers(ids, names)


def facts_by_block(
    connection: Connection, progress: Progress, tables: Sequence[str] = TABLES
) -> Iterator[Facts]:
    """Yield the facts of everybody that is not merged away, in the order of ids (see
    ``customer_ids``); one block of customers at a time is in memory."""
    reader = FactReader(connection, tables)
    blocks = np.unique(customer_ids(connection) // SIZE).tolist()
    for done, block in enumerate(blocks):
        progress.step(done / len(blocks), N_("Reading records"))
        yield reader.read(range(block * SIZE, (block + 1) * SIZE))


def facts_of_rows(
    rows: Sequence[Mapping[str, Sequence[Row]]],
    shared: Mapping[str, Sequence[Row]],
    sources: Sequence[str],
    *,
    updated: Mapping[int, int] | None = None,
) -> Facts:
    """Arrange the rows of a few customers, as they are or as they were known on a day.

    ``shared`` holds rows that belong to nobody (products, questions); ``sources`` names the
    tables that hold anything at all in this workspace, so that "none" is told from "no source";
    ``updated`` the day each customer was last changed (see ``activity.updated_days``).
    """
    tables = {}
    for table in TABLES:
        if table in sources:
            found = [row for each in rows for row in each.get(table, ())]
            tables[table] = _of_dicts(table, found or shared.get(table, ()))
    customer = _of_dicts("customer", [row for each in rows for row in each["customer"]])
    customer["updated_on"] = _updated(customer, updated or {})
    return _arrange(*_living(customer), tables)


def sources(connection: Connection) -> tuple[str, ...]:
    """Return the tables that hold anything in this workspace."""
    return tuple(table for table in TABLES if activity.has_rows(connection, table))


def _updated(customer: Columns, days: Mapping[int, int]) -> NDArray[Any]:
    found = [days.get(number, activity.NULL_INT) for number in customer["id"].tolist()]
    return np.array(found, np.int64)


def _names(table: str) -> list[str]:
    if table == "order_line":
        return list(ORDER_COLUMNS)
    left_out = _LEFT_OUT.get(table, frozenset())
    return ["id", *(name for name in fact_tables()[table] if name not in left_out)]


def _of_dicts(table: str, rows: Sequence[Row]) -> Columns:
    names = _names(table)
    cells = [tuple(row[name] for name in names) for row in rows]
    return activity.to_columns(table, names, [cells] if cells else [])


def _living(customer: Columns) -> tuple[Columns, NDArray[Any]]:
    """Leave out customers merged into others; the rest by id, each once."""
    living = np.flatnonzero(customer["merged_into"] == activity.NULL_INT)
    ids, first = np.unique(customer["id"][living], return_index=True)
    return _take(customer, living[first]), ids


def _arrange(customer: Columns, ids: NDArray[Any], tables: dict[str, Columns]) -> Facts:
    _join_products(tables)
    _join_answers(tables)
    arranged = {name: _owned(columns, ids) for name, columns in tables.items()}
    return Facts(
        size=len(ids),
        ids=ids,
        customer=_coded(customer),
        tables={name: _coded(columns) for name, columns in arranged.items()},
    )


def _take(columns: Columns, places: NDArray[Any]) -> Columns:
    return {name: take(cells, places) for name, cells in columns.items()}


def _owned(columns: Columns, ids: NDArray[Any]) -> Columns:
    """Sort the rows of customers by owner, day and id; rows of nobody (walk-in sales) drop out.

    Without ids the rows of each owner came sorted.
    """
    if "customer_id" not in columns:
        return columns
    owners = columns["customer_id"]
    if not len(ids):
        return {**_take(columns, np.zeros(0, np.int64)), "owner": np.zeros(0, np.int64)}
    starts = run_starts(owners)
    lengths = np.diff(np.append(starts, len(owners)))
    found = np.minimum(np.searchsorted(ids, owners[starts]), len(ids) - 1)
    places = np.repeat(found, lengths)
    mine = np.flatnonzero(np.repeat(ids[found] == owners[starts], lengths))
    if "id" in columns:
        by = [columns["id"][mine], *([columns["day"][mine]] if "day" in columns else [])]
        mine = mine[np.lexsort((*by, places[mine]))]
    elif len(mine) == len(owners) and (np.diff(places) >= 0).all():
        return {**columns, "owner": places}
    else:
        mine = mine[np.argsort(places[mine], kind="stable")]
    return {**_take(columns, mine), "owner": places[mine]}


def _lookup(keys: NDArray[Any], wanted: NDArray[Any]) -> NDArray[Any]:
    """Return the place of each wanted key (an id) among ``keys``; -1 where there is none."""
    if not len(keys) or not len(wanted):
        return np.full(len(wanted), -1)
    places = np.full(int(keys.max()) + 2, -1)
    places[keys] = np.arange(len(keys))
    known = (wanted >= 0) & (wanted < len(places))
    return places[np.where(known, wanted, -1)]  # the last place is nobody's


def _join_products(tables: dict[str, Columns]) -> None:
    lines, products = tables.get("order_line"), tables.get("product")
    if lines is None:
        return
    places = np.full(len(lines["customer_id"]), -1)
    if products is not None:
        places = _lookup(products["id"], lines["product_id"])
    more = {}
    for name in ("category", "brand"):
        codes, labels = (np.empty(0, np.int32), ()) if products is None else products[name]
        more[name] = (np.append(codes, np.int32(-1))[places], labels)
    tables["order_line"] = {**lines, **more}


def _join_answers(tables: dict[str, Columns]) -> None:
    answers = tables.get("survey_answer")
    if answers is None:
        return
    codes, labels = tables["survey_question"]["field"]
    questions = _lookup(tables["survey_question"]["id"], answers["question_id"])
    responses = _lookup(tables["survey_response"]["id"], answers["response_id"])
    tables["survey_answer"] = {
        **answers,
        "field": (np.append(codes, np.int32(-1))[questions], labels),
        "day": np.append(tables["survey_response"]["day"], activity.NULL_INT)[responses],
    }


def _coded(columns: Columns) -> dict[str, Any]:
    return {
        name: Coded(*cells) if isinstance(cells, tuple) else cells
        for name, cells in columns.items()
    }
