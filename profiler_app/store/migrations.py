"""The steps that make and change the tables of a workspace; each is frozen once released.

``PRAGMA user_version`` counts the steps a file has gone through. All missing steps run in one
transaction, after a backup beside the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from profiler_app.domain.errors import NewerWorkspace, NotAWorkspace
from profiler_app.store.connect import Connection, problems, table_layer
from profiler_app.store.schema_blocks import row_blocks
from profiler_app.store.schema_indexes import filled_identifiers
from profiler_app.store.schema_models import model_runs
from profiler_app.store.schema_steps import column_caches, first_tables, seals_of_erased_ranges
from profiler_app.store.schema_stock import product_stock

_KEPT = 2
"""Copies before a change of format that stay; older ones are superseded."""
APPLICATION_ID = 0x5A48494B  # "ZHIK"

STEPS: tuple[Callable[[Any], None], ...] = (
    first_tables,
    row_blocks,
    column_caches,
    filled_identifiers,
    seals_of_erased_ranges,
    model_runs,
    product_stock,
)


def migrate(connection: Connection, path: Path) -> None:
    """Bring the file to the newest format; a file of a newer format is refused untouched."""
    version = _version(connection, path)
    if version == len(STEPS):
        return
    if version:
        back_up(connection, path, path.with_name(f"{path.stem}.before-format-{len(STEPS)}.zhike"))
        copies = _copies_before(path)
        for superseded in sorted(copies)[:-_KEPT]:
            copies[superseded].unlink(missing_ok=True)
    with problems(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            database = table_layer(connection)
            for step in STEPS[version:]:
                step(database)
            connection.execute(f"PRAGMA user_version = {len(STEPS)}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _copies_before(path: Path) -> dict[int, Path]:
    """Return the copies made before a change of format, by the format they came before."""
    pattern = re.compile(rf"{re.escape(path.stem)}\.before-format-(\d+)\.zhike")
    found = ((pattern.fullmatch(each.name), each) for each in path.parent.iterdir())
    return {int(match[1]): each for match, each in found if match}


def is_older(connection: Connection, path: Path) -> bool:
    """Return whether the file lacks steps that ``migrate`` would take."""
    return _version(connection, path) < len(STEPS)


def _version(connection: Connection, path: Path) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and not marked:
        raise NotAWorkspace(file=str(path))
    if version > len(STEPS):
        raise NewerWorkspace(file=str(path), found=version, known=len(STEPS))
    return version


def back_up(connection: Connection, path: Path, target: Path) -> None:
    """Write a compact copy under the same key; it appears under its name only when complete."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with problems(path):
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
