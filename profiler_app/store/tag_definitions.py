"""Definitions of tags that people gave: rows of the table ``tag_definition``."""

from __future__ import annotations

from dataclasses import dataclass

from profiler_app.store.connect import Connection


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """One version of the definition of a tag, as it is stored."""

    tag: str
    version: int
    zh: str
    en: str
    group: str
    expr: str | None
    params: str
    applies_to: str
    exclusive_group: str | None
    priority: int | None
    evidence_zh: str
    evidence_en: str
    status: str


def newest_definitions(connection: Connection) -> list[DefinitionRow]:
    """Return the newest version of each tag that people defined or changed, oldest tag first."""
    rows = connection.execute(
        "SELECT tag, version, zh, en, tag_group, expr, params, applies_to, exclusive_group, "
        "priority, evidence_zh, evidence_en, status FROM tag_definition ORDER BY id"
    )
    newest: dict[str, DefinitionRow] = {}
    for row in rows:
        found = DefinitionRow(*row)
        newest[found.tag] = found
    return list(newest.values())
