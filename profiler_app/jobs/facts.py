"""From rows in the store to the columns the analysis computes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import Coded
from profiler_app.analysis.facts import Facts
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.store import activity
from profiler_app.store.connect import Connection
from profiler_app.store.rewind import Row
from profiler_app.store.schema import fact_tables

# Texts that no feature reads, and that would fill the memory with labels.
_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "order_line": frozenset({"unit_price", "time", "content_key"}),
    "interaction": frozenset({"summary", "next_step", "time"}),
    "feedback": frozenset({"text", "resolution", "topics"}),
    "flow": frozenset({"flow_no"}),
    "event": frozenset({"value", "time"}),
    "risk_event": frozenset({"note"}),
    "relation": frozenset({"note"}),
}
TABLES = (
    "contact",
    "identifier",
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

Columns = dict[str, Any]


def load_facts(
    connection: Connection,
    progress: Progress,
    *,
    customers: Sequence[int] | None = None,
    tables: Sequence[str] = TABLES,
) -> Facts:
    """Load the facts of all customers that are not merged away (or of some of them).

    ``tables`` limits what is read; products come along with order lines.
    """
    progress.step(0.0, N_("Reading customers"))
    customer = _read(connection, "customer", customers)
    updated = activity.updated_days(connection, customers=customers)
    customer["updated_on"] = _updated(customer, updated)
    found = {}
    for i, table in enumerate(tables):
        progress.step((i + 1) / (len(tables) + 1), N_("Reading records"))
        if activity.has_rows(connection, table):
            own = customers if "customer_id" in fact_tables()[table] else None
            found[table] = _read(connection, table, own)
    return _arrange(customer, found)


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
    return _arrange(customer, tables)


def sources(connection: Connection) -> tuple[str, ...]:
    """Return the tables that hold anything in this workspace."""
    return tuple(table for table in TABLES if activity.has_rows(connection, table))


def _updated(customer: Columns, days: Mapping[int, int]) -> NDArray[Any]:
    found = [days.get(number, activity.NULL_INT) for number in customer["id"].tolist()]
    return np.array(found, np.int64)


def _names(table: str) -> list[str]:
    left_out = _LEFT_OUT.get(table, frozenset())
    return ["id", *(name for name in fact_tables()[table] if name not in left_out), "op"]


def _read(connection: Connection, table: str, customers: Sequence[int] | None) -> Columns:
    names = _names(table)
    return activity.read_columns(connection, table, names, customers=customers)


def _of_dicts(table: str, rows: Sequence[Row]) -> Columns:
    names = _names(table)
    cells = [tuple(row[name] for name in names) for row in rows]
    return activity.to_columns(table, names, [cells] if cells else [])


def _arrange(customer: Columns, tables: dict[str, Columns]) -> Facts:
    customer = _take(customer, customer["merged_into"] == activity.NULL_INT)
    order = np.argsort(customer["id"], kind="stable")
    customer = _take(customer, order)
    ids = customer["id"]
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
    return {
        name: (cells[0][places], cells[1]) if isinstance(cells, tuple) else cells[places]
        for name, cells in columns.items()
    }


def _owned(columns: Columns, ids: NDArray[Any]) -> Columns:
    """Sort the rows of customers by owner, day and id; rows of nobody (walk-in sales) drop out."""
    if "customer_id" not in columns:
        return columns
    owners = columns["customer_id"]
    if not len(ids):
        return {**_take(columns, np.zeros(0, np.int64)), "owner": np.zeros(0, np.int64)}
    places = np.minimum(np.searchsorted(ids, owners), len(ids) - 1)
    mine = np.flatnonzero(ids[places] == owners)
    by = [columns["id"][mine], *([columns["day"][mine]] if "day" in columns else [])]
    order: NDArray[Any] = mine[np.lexsort((*by, places[mine]))]
    return {**_take(columns, order), "owner": places[order]}


def _lookup(keys: NDArray[Any], wanted: NDArray[Any]) -> NDArray[Any]:
    """Return the place of each wanted key among ``keys``; -1 where there is none."""
    if not len(keys):
        return np.full(len(wanted), -1)
    order: NDArray[Any] = np.argsort(keys, kind="stable")
    places: NDArray[Any] = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found: NDArray[Any] = order[places]
    return np.where(keys[found] == wanted, found, -1)


def _join_products(tables: dict[str, Columns]) -> None:
    lines = tables.get("order_line")
    if lines is None:
        return
    products = tables.get("product")
    for name in ("category", "brand"):
        if products is None:
            lines[name] = (np.full(len(lines["id"]), -1, np.int32), ())
            continue
        codes, labels = products[name]
        places = _lookup(products["id"], lines["product_id"])
        lines[name] = (np.append(codes, np.int32(-1))[places], labels)


def _join_answers(tables: dict[str, Columns]) -> None:
    answers = tables.get("survey_answer")
    if answers is None:
        return
    codes, labels = tables["survey_question"]["field"]
    questions = _lookup(tables["survey_question"]["id"], answers["question_id"])
    answers["field"] = (np.append(codes, np.int32(-1))[questions], labels)
    responses = _lookup(tables["survey_response"]["id"], answers["response_id"])
    answers["day"] = np.append(tables["survey_response"]["day"], activity.NULL_INT)[responses]


def _coded(columns: Columns) -> dict[str, Any]:
    return {
        name: Coded(*cells) if isinstance(cells, tuple) else cells
        for name, cells in columns.items()
    }
