"""Rows of the table ``custom_field``: what a workspace defined beside the catalog."""

from __future__ import annotations

import json
from dataclasses import dataclass

from profiler_app.store.connect import Connection


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One definition; ``details`` is the JSON of what only some kinds have."""

    id: int
    field: str
    zh: str
    en: str
    dimension: str
    kind: str
    details: str


def read_field_rows(connection: Connection) -> list[FieldRow]:
    """Return all definitions, the oldest first."""
    rows = connection.execute(
        "SELECT id, field, zh, en, dimension, kind, options FROM custom_field ORDER BY id"
    )
    return [FieldRow(*row) for row in rows]


def was_used(connection: Connection, field: str) -> bool:
    """Return whether a field of this id was ever defined, or has values."""
    defined = connection.execute(
        "SELECT 1 FROM operation WHERE kind = 'field' AND json_extract(facts, '$.field') = ? "
        "LIMIT 1",
        (field,),
    ).fetchone()
    valued = connection.execute("SELECT 1 FROM attribute WHERE field = ? LIMIT 1", (field,))
    return defined is not None or valued.fetchone() is not None


def count_values(connection: Connection) -> dict[str, int]:
    """Return how many customers have a value, by own field."""
    rows = connection.execute(
        "SELECT a.field, count(DISTINCT a.customer_id) FROM custom_field f "
        "JOIN attribute a ON a.field = f.field WHERE a.value IS NOT NULL GROUP BY a.field"
    )
    return dict(rows.fetchall())


def chosen_values(connection: Connection, field: str) -> set[str]:
    """Return the values customers have in a field that is chosen from a list."""
    found: set[str] = set()
    rows = connection.execute("SELECT DISTINCT value FROM attribute WHERE field = ?", (field,))
    for (text,) in rows:
        found.update(json.loads(text) if (text or "").startswith("[") else [text])
    return found


def texts_naming_fields(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (kind of thing, its name, text) of everything saved that may name a field."""
    found: list[tuple[str, str, str]] = []
    for kind, query in (
        ("segment", "SELECT name, coalesce(rule, '') FROM segment WHERE kind = 'rule'"),
        ("clusters", "SELECT name, coalesce(rule, '') FROM segment WHERE kind = 'clusters'"),
        (
            "view",
            "SELECT name, concat_ws(' ', rule, columns, sort) FROM saved_view "
            "WHERE coalesce(columns, '') NOT LIKE 'board:%'",
        ),
        ("board", "SELECT name, columns FROM saved_view WHERE columns LIKE 'board:%'"),
        ("tag", "SELECT coalesce(zh, tag), coalesce(expr, '') FROM tag_definition"),
    ):
        found += [(kind, *row) for row in connection.execute(query)]
    return found
