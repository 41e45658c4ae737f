"""Whether many customers are in the workspace as a file tells them, told by whole columns.

SQLite joins the cells of each column into one text, and so does this module with the cells of the
file: where the texts are equal, so are all cells, and nothing was done for any single one of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import ne
from typing import Any, NamedTuple

from profiler_app.store.connect import Connection

_END, _NULL = "\x1f", "\x1e"


class Compared(NamedTuple):
    """What was found: the customer of each row (None: nobody), and the rows that differ."""

    customers: Sequence[int | None]
    differing: set[int]


def compare_columns(
    connection: Connection, key: str, keys: Sequence[str], columns: Mapping[str, Sequence[Any]]
) -> Compared | None:
    """Compare rows with the customers that have their keys.

    A row that is not among the differing ones is stored exactly as it is told. Returns None where
    the columns cannot be told as texts, or several customers have the same key.
    """
    found = connection.execute(_query(key, tuple(columns)), (json.dumps([*keys]),)).fetchone()
    if found[0] != len(keys):
        return None
    customers = [int(each) if each else None for each in found[1].split(",")]
    differing: set[int] = set()
    for cells, stored in zip(columns.values(), found[2:], strict=True):
        places = _differing(cells, stored)
        if places is None:
            return None
        differing.update(places)
    return Compared(customers, differing)


def _query(key: str, names: Sequence[str]) -> str:
    columns = "".join(
        f", group_concat(coalesce(c.\"{name}\", '{_NULL}'), '{_END}')" for name in names
    )
    return (
        f"SELECT count(*), group_concat(coalesce(c.id, '')){columns} "
        f"FROM json_each(?) wanted LEFT JOIN customer c "
        f'ON c."{key}" = wanted.value AND c.merged_into IS NULL'
    )


def _differing(cells: Sequence[Any], stored: str) -> Sequence[int] | None:
    """Return the places where a column differs; None when a mark of ours is among its cells."""
    texts = cells
    if None in cells:
        texts = [_NULL if cell is None else cell for cell in cells]
    try:
        told = _END.join(texts)
    except TypeError:  # numbers
        texts = [*map(str, texts)]
        told = _END.join(texts)
    if told.count(_END) != len(cells) - 1 or told.count(_NULL) != cells.count(None):
        return None
    if told == stored:
        return ()
    known = stored.split(_END)
    if len(known) != len(cells):
        return None
    return [*compress(range(len(cells)), map(ne, texts, known))]
