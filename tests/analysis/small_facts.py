"""Facts of a few customers, written as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from profiler_app.analysis.columns import NULL_INT, Coded
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.features import compute_features

AS_OF = date(2024, 12, 31)
TODAY = (AS_OF - date(1970, 1, 1)).days


def ago(days: int) -> int:
    """The day ``days`` before AS_OF."""
    return TODAY - days


def column(values: Iterable[Any]) -> Any:
    cells = [(v - date(1970, 1, 1)).days if isinstance(v, date) else v for v in values]
    if any(isinstance(v, str) for v in cells):
        labels = tuple(dict.fromkeys(v for v in cells if v is not None))
        codes = [-1 if v is None else labels.index(v) for v in cells]
        return Coded(np.array(codes, np.int32), labels)
    if any(isinstance(v, float) for v in cells):
        return np.array([np.nan if v is None else v for v in cells], np.float64)
    return np.array([NULL_INT if v is None else int(v) for v in cells], np.int64)


def columns(rows: list[Mapping[str, Any]]) -> dict[str, Any]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: column(row.get(name) for row in rows) for name in names}


def facts(customers: int | list[Mapping[str, Any]] = 1, **tables: list[Mapping[str, Any]]) -> Facts:
    """Facts of customers with the ids 1, 2, 3...; persons in trade unless a row says otherwise."""
    people = [{}] * customers if isinstance(customers, int) else customers
    base = {"kind": "person", "line": "trade"}
    ready = {
        name: columns(
            sorted(
                ({"owner": 0} | dict(row) for row in rows),
                key=lambda row: (row["owner"], row.get("day", 0)),
            )
        )
        for name, rows in tables.items()
    }
    for table in ready.values():
        table.setdefault("owner", np.zeros(0, np.int64))
    return Facts(
        len(people),
        np.arange(1, len(people) + 1),
        columns([base | dict(row) for row in people]),
        ready,
    )


def sale(day: int, net: int = 100, **more: Any) -> dict[str, Any]:
    return {"day": day, "kind": "sale", "status": "done", "net": net, "gross": net} | more


def of(book: Facts, name: str, position: int = 0) -> object:
    """The value of one feature of one customer on AS_OF."""
    return compute_features(book, as_of=AS_OF).columns[name].value(position)
