"""What models foretold of each customer: derived, outside the ledger, made anew at any time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import profiler_app.store.numbers  # noqa: F401 (arrays come from here)
from profiler_app.store.connect import Connection
from profiler_app.store.workspace import Workspace

ABOUT_TEXTS: Final = "feedback"
"""The kind of the run that judges texts: no figure of a customer follows from it."""

NETWORK: Final = "network"
"""The kind of the run that follows from relations: a refresh makes it itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Foretold:
    """A figure of some customers (sorted ids); all others have none."""

    ids: NDArray[np.int64]
    values: NDArray[np.float64]


def save_model_run(
    workspace: Workspace,
    kind: str,
    *,
    as_of: str,
    report: Mapping[str, Any],
    columns: Mapping[str, Foretold],
    forget: tuple[str, ...] = (),
) -> int:
    """Store a run of a model in place of the last of its kind; return its number.

    ``forget`` names columns nobody may use any more: the model was rejected.
    """
    connection = workspace.connection
    at = workspace.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    with workspace.writing():
        number = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM model_run").fetchone()[0]
        connection.execute("DELETE FROM model_run WHERE kind = ?", (kind,))
        connection.execute(
            "INSERT INTO model_run VALUES(?,?,?,?,?)",
            (number, kind, as_of, at, json.dumps(report, ensure_ascii=False)),
        )
        for name in (*columns, *forget):
            connection.execute("DELETE FROM model_column WHERE name = ?", (name,))
        connection.executemany(
            "INSERT INTO model_column VALUES(?,?,?,?)",
            (
                (name, number, _packed(each.ids), _packed(each.values))
                for name, each in columns.items()
            ),
        )
    return int(number)


def _packed(values: NDArray[Any]) -> bytes:
    return zlib.compress(np.ascontiguousarray(values).tobytes(), 1)


def _there(connection: Connection) -> bool:
    """Whether the file has the tables: one of an older format may be read as it is."""
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'model_column'").fetchone()
    return row is not None


def mark(connection: Connection) -> int:
    """Return a number that grows with every run of a model about customers."""
    if not _there(connection):
        return 0
    number: int = connection.execute(
        "SELECT coalesce(max(id), 0) FROM model_run WHERE kind NOT IN (?, ?)",
        (ABOUT_TEXTS, NETWORK),
    ).fetchone()[0]
    return number


def last_report(connection: Connection, kind: str) -> tuple[str, Any] | None:
    """Return the day and the report of the last run of a kind."""
    if not _there(connection):
        return None
    row = connection.execute(
        "SELECT as_of, report FROM model_run WHERE kind = ? ORDER BY id DESC", (kind,)
    ).fetchone()
    return None if row is None else (row[0], json.loads(row[1]))


def read_foretold(connection: Connection, *, on: str) -> dict[str, Foretold]:
    """Return what was foretold up to a day, by name: a day before it must not know.

    Columns with a point in their name are not about customers and are left out.
    """
    if not _there(connection):
        return {}
    rows = connection.execute(
        "SELECT name, ids, data FROM model_column JOIN model_run ON model_run.id = run_id "
        "WHERE as_of <= ? AND instr(name, '.') = 0",
        (on,),
    )
    return {name: _unpacked(ids, data) for name, ids, data in rows}


def read_columns_of(connection: Connection, names: tuple[str, ...]) -> dict[str, Foretold]:
    """Return some columns by name, whatever their ids stand for."""
    if not _there(connection):
        return {}
    marks = ", ".join("?" * len(names))
    rows = connection.execute(
        f"SELECT name, ids, data FROM model_column WHERE name IN ({marks})", names
    )
    return {name: _unpacked(ids, data) for name, ids, data in rows}


def _unpacked(ids: bytes, data: bytes) -> Foretold:
    return Foretold(
        np.frombuffer(zlib.decompress(ids), np.int64),
        np.frombuffer(zlib.decompress(data), np.float64),
    )
