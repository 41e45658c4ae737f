"""Whether many customers are in the workspace as a file tells them, told by one text a row.

SQLite joins the cells of a row into a text, and so does this module with the cells of the file:
where the texts are equal, so are all cells, and no cell was read or compared by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import ne
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection

_CELL, _NULL, _ROW = "\x1f", "\x1e", "\x1d"


class Compared(NamedTuple):
    """What was found: the customer of each row (None: nobody), and the rows that differ."""

    customers: Sequence[int | None]
    differing: set[int]


def compare_rows(
    connection: Connection, key: str, keys: Sequence[str], columns: Mapping[str, Sequence[Any]]
) -> Compared | None:
    """Compare rows, given column by column, with the customers that have their keys.

    A row that is not among the differing ones is stored exactly as it is told. Returns None where
    texts cannot tell (a cell holds one of the marks), or several customers have the same key.
    """
    told = _rows(columns, len(keys))
    found = connection.execute(_query(key, tuple(columns)), (json.dumps([*keys]),)).fetchone()
    stored = (found[2] or "").split(_ROW)
    if told is None or not found[0] == len(keys) == len(stored):
        return None
    customers = [int(each) if each else None for each in found[1].split(",")]
    return Compared(customers, {*compress(range(len(keys)), map(ne, told, stored))})


def _query(key: str, names: Sequence[str]) -> str:
    cells = ", ".join(f"coalesce(c.\"{name}\", '{_NULL}')" for name in names)
    return (
        f"SELECT count(*), group_concat(coalesce(c.id, '')), "
        f"group_concat(concat_ws('{_CELL}', {cells}), '{_ROW}') "
        f"FROM json_each(?) wanted LEFT JOIN customer c "
        f'ON c."{key}" = wanted.value AND c.merged_into IS NULL'
    )


def _rows(columns: Mapping[str, Sequence[Any]], count: int) -> list[str] | None:
    """Return the text of each row; None when one of the marks stands in a cell."""
    texts, nothing = [], 0
    for cells in columns.values():
        text, empty = _texts(cells)
        texts.append(text)
        nothing += empty
    rows = [*map(_CELL.join, zip(*texts, strict=True))]
    whole = _ROW.join(rows)
    marks = (whole.count(_CELL), whole.count(_NULL), whole.count(_ROW))
    return rows if marks == (count * (len(columns) - 1), nothing, count - 1) else None


def _texts(cells: Sequence[Any]) -> tuple[Sequence[str], int]:
    """Return the cells of a column as texts, and how many of them hold nothing."""
    filled = [*filter(None, cells)]
    if filled and not isinstance(filled[0], str):
        texts = [_NULL if cell is None else str(cell) for cell in cells]
        return texts, texts.count(_NULL)
    if len(filled) == len(cells):
        return cells, 0
    return [_NULL if cell is None else cell for cell in cells], len(cells) - len(filled)
