"""Reading facts to be taken out: rows by kind, with what they refer to named by stable keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from profiler_app.domain.import_kinds import Kind
from profiler_app.store.connect import Connection
from profiler_app.store.customers import file_keys
from profiler_app.store.schema import fact_tables

Row = dict[str, Any]
_AT_ONCE = 5_000
_WHERE = {
    "customers": "WHERE merged_into IS NULL",
    "orders": "WHERE content_key IS NOT NULL",
    "opportunities": "WHERE content_key IS NULL",
}
"""Opportunities are kept among the order lines; they have no key of their content."""
_PRODUCT = ("code", "name", "category", "brand")


def count_facts(connection: Connection, kind: Kind) -> int:
    """Count the rows of a kind."""
    where = _WHERE.get(kind.id, "")
    return int(connection.execute(f'SELECT count(*) FROM "{kind.table}" {where}').fetchone()[0])


def read_facts(connection: Connection, kind: Kind) -> Iterator[Row]:
    """Yield the rows of a kind by column, in the order they came.

    What a row refers to stands under the name of the reference: ``customer``, ``other``,
    ``product`` (a mapping), ``account``, ``campaign``. Attributes of customers are among their
    columns.
    """
    names = [*fact_tables()[kind.table]]
    keys = {} if kind.customer == "none" else file_keys(connection)
    products = _products(connection) if "product_id" in names else {}
    accounts = _texts(connection, "account", "account_no") if "account_id" in names else {}
    campaigns = _texts(connection, "campaign", "name") if "campaign_id" in names else {}
    attributes = _attributes(connection) if kind.table == "customer" else {}
    selected = ", ".join(f'"{name}"' for name in names)
    where = _WHERE.get(kind.id, "")
    cursor = connection.execute(f'SELECT id, {selected} FROM "{kind.table}" {where} ORDER BY id')
    while batch := cursor.fetchmany(_AT_ONCE):
        for number, *cells in batch:
            row = dict(zip(names, cells, strict=True))
            row |= attributes.pop(number, {})
            row["customer"] = keys.get(row.get("customer_id") or 0)
            row["other"] = keys.get(row.get("other_id") or 0)
            row["product"] = products.get(row.get("product_id") or 0)
            row["account"] = accounts.get(row.get("account_id") or 0)
            row["campaign"] = campaigns.get(row.get("campaign_id") or 0)
            yield row


def _products(connection: Connection) -> dict[int, Mapping[str, Any]]:
    names = ", ".join(_PRODUCT)
    rows = connection.execute(f"SELECT id, {names} FROM product").fetchall()
    return {number: dict(zip(_PRODUCT, cells, strict=True)) for number, *cells in rows}


def _texts(connection: Connection, table: str, column: str) -> dict[int, str]:
    return dict(connection.execute(f'SELECT id, "{column}" FROM "{table}"').fetchall())


def _attributes(connection: Connection) -> dict[int, Row]:
    found: dict[int, Row] = {}
    cursor = connection.execute("SELECT customer_id, field, value FROM attribute ORDER BY id")
    while batch := cursor.fetchmany(_AT_ONCE):
        for customer, field, value in batch:
            found.setdefault(customer, {})[field] = value
    return found


def surveys(connection: Connection) -> list[tuple[int, str, int]]:
    """Return id and code of every survey, with the number of its responses."""
    rows = connection.execute(
        "SELECT s.id, s.code, count(r.id) FROM survey s "
        "LEFT JOIN survey_response r ON r.survey_id = s.id GROUP BY s.id ORDER BY s.id"
    ).fetchall()
    return [(int(number), str(code), int(count)) for number, code, count in rows]


def questions(connection: Connection, survey: int) -> list[tuple[int, str, list[str]]]:
    """Return id, code and choices (of which several may be chosen) of a survey's questions."""
    rows = connection.execute(
        "SELECT id, code, CASE kind WHEN 'multi' THEN options END FROM survey_question "
        "WHERE survey_id = ? ORDER BY position, id",
        (survey,),
    ).fetchall()
    return [
        (int(number), str(code), json.loads(options or "{}").get("choices", []))
        for number, code, options in rows
    ]


def read_responses(connection: Connection, survey: int) -> Iterator[Row]:
    """Yield who answered a survey and what: ``answers`` by id of the question."""
    keys = file_keys(connection)
    cursor = connection.execute(
        "SELECT r.customer_id, r.day, r.channel, (SELECT json_group_object(a.question_id, a.value) "
        "FROM survey_answer a WHERE a.response_id = r.id) FROM survey_response r "
        "WHERE r.survey_id = ? ORDER BY r.id",
        (survey,),
    )
    while batch := cursor.fetchmany(_AT_ONCE):
        for customer, day, channel, answers in batch:
            told = {int(number): value for number, value in json.loads(answers).items()}
            yield {
                "customer": keys.get(customer),
                "day": day,
                "time": None,
                "channel": channel,
                "answers": told,
            }
