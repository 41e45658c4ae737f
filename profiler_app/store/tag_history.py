"""How a tag was defined, and how many carried it, over time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection


class DefinitionVersion(NamedTuple):
    """One version people gave a tag: its rule (amounts in minor units), when it was written."""

    version: int
    expr: str | None
    params: str
    name_zh: str
    name_en: str
    status: str
    note: str
    at: str


class Counted(NamedTuple):
    """How many carried a tag, and for how many it was unknown, on a business day."""

    day: str
    customers: int
    holding: int
    unknown: int


def definition_versions(connection: Connection, tag: str) -> list[DefinitionVersion]:
    """Return the versions people gave a tag, the newest first."""
    rows = connection.execute(
        "SELECT d.version, d.expr, d.params, d.zh, d.en, d.status, coalesce(d.note, ''), o.at "
        "FROM tag_definition d JOIN operation o ON o.id = d.op WHERE d.tag = ? ORDER BY d.id DESC",
        (tag,),
    )
    return [DefinitionVersion(*row) for row in rows.fetchall()]


def newest_notes(connection: Connection) -> Mapping[str, tuple[str, str]]:
    """Return for each tag people defined what was noted with its newest version, and when."""
    rows = connection.execute(
        "SELECT d.tag, coalesce(d.note, ''), o.at FROM tag_definition d "
        "JOIN operation o ON o.id = d.op ORDER BY d.id"
    )
    return {tag: (note, at) for tag, note, at in rows.fetchall()}


def counts_by_day(connection: Connection, tag: str) -> list[Counted]:
    """Return how many carried a tag in the last run of each business day, the oldest first."""
    rows = connection.execute(
        "SELECT r.as_of, r.customers, b.holding, b.not_known FROM tag_bits b "
        "JOIN run r ON r.id = b.run_id WHERE b.tag = ? AND r.id IN "
        "(SELECT max(id) FROM run GROUP BY as_of) ORDER BY r.as_of",
        (tag,),
    )
    return [Counted(*row) for row in rows.fetchall()]


def first_day(connection: Connection) -> str:
    """Return the earliest business day tags were computed for; empty before the first run."""
    row = connection.execute("SELECT min(as_of) FROM run").fetchone()
    return row[0] or ""


def counts_before(connection: Connection) -> tuple[str, int, Mapping[str, int]]:
    """Return day, customers and how many carried each tag in the run of an earlier day.

    The oldest day within the 35 days before the newest run; empty where there is none.
    """
    found = connection.execute(
        "SELECT max(id), as_of, customers FROM run WHERE as_of = ("
        "SELECT min(as_of) FROM run WHERE as_of >= date((SELECT as_of FROM run ORDER BY id DESC "
        "LIMIT 1), '-35 days')) AND as_of < (SELECT as_of FROM run ORDER BY id DESC LIMIT 1)"
    ).fetchone()
    if found is None or found[0] is None:
        return "", 0, {}
    run, day, customers = found
    rows = connection.execute("SELECT tag, holding FROM tag_bits WHERE run_id = ?", (run,))
    return day, customers, dict(rows.fetchall())


def run_log(
    connection: Connection, most: int
) -> list[tuple[int, str, str, int, dict[str, Any], int, int]]:
    """Return (run, day, moment, customers, counts, tags held, unknown), the newest run first."""
    rows = connection.execute(
        "SELECT r.id, r.as_of, r.at, r.customers, r.counts, coalesce(sum(b.holding), 0), "
        "coalesce(sum(b.not_known), 0) FROM (SELECT * FROM run ORDER BY id DESC LIMIT ?) r "
        "LEFT JOIN tag_bits b ON b.run_id = r.id GROUP BY r.id ORDER BY r.id DESC",
        (most,),
    )
    return [(*row[:4], json.loads(row[4]), row[5], row[6]) for row in rows.fetchall()]


def counts_of_run(connection: Connection, run: int) -> list[tuple[str, int, int]]:
    """Return (tag, how many carried it in the run before, and in the run); nothing of a first."""
    rows = connection.execute(
        "SELECT now.tag, before.holding, now.holding FROM tag_bits now JOIN tag_bits before "
        "ON before.tag = now.tag AND before.run_id = (SELECT max(id) FROM run WHERE id < ?1) "
        "WHERE now.run_id = ?1 ORDER BY now.tag",
        (run,),
    )
    return [(tag, before, now) for tag, before, now in rows.fetchall()]


def rules_in_use(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Return (kind, name, rule, day it was made) of segments, views, boards, campaigns."""
    rows = connection.execute(
        "SELECT u.kind, u.name, u.rule, substr(o.at, 1, 10) FROM ("
        "SELECT 'segment' AS kind, name, rule, op FROM segment WHERE kind IN ('rule', 'snapshot') "
        "UNION ALL SELECT 'view', coalesce(name, ''), coalesce(rule, ''), op FROM saved_view "
        "WHERE coalesce(columns, '') NOT LIKE 'board:%' "
        "UNION ALL SELECT 'board', v.name, tile.value->>'rule', v.op FROM saved_view v, "
        "json_each(iif(v.columns LIKE 'board:%', substr(v.columns, 7), '[]')) tile "
        "UNION ALL SELECT 'campaign', coalesce(name, ''), coalesce(rule, ''), op FROM campaign"
        ") u JOIN operation o ON o.id = u.op"
    )
    return [tuple(row) for row in rows.fetchall()]


def single_with_spouse(connection: Connection) -> list[str]:
    """Return the numbers of customers who are said to be single but have a spouse on record."""
    rows = connection.execute(
        "SELECT c.number FROM customer c JOIN relation r ON c.id IN (r.customer_id, r.other_id) "
        "WHERE c.marital = '10' AND r.kind = 'spouse' AND r.until IS NULL "
        "GROUP BY c.id ORDER BY c.number"
    )
    return [row[0] for row in rows.fetchall()]
