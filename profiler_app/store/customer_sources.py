"""Which operation brought which customers: a range of ids each, as the seals keep them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection


class Origin(NamedTuple):
    """Customers ``first`` to ``last`` (ids) were created by one operation."""

    first: int
    last: int
    kind: str
    facts: Mapping[str, Any]


def customer_origins(connection: Connection) -> list[Origin]:
    """Return where the customers came from, in the order of their ids."""
    rows = connection.execute(
        "SELECT s.first_id, s.last_id, o.kind, o.facts FROM seal s "
        "JOIN operation o ON o.id = s.operation_id WHERE s.table_name = 'customer' "
        "ORDER BY s.first_id"
    ).fetchall()
    return [Origin(first, last, kind, json.loads(facts)) for first, last, kind, facts in rows]
