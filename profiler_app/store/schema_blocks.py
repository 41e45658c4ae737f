"""The second migration step: derived tables in blocks of customers, written a block at a time."""

from __future__ import annotations

from typing import Any

from profiler_app.store.schema_steps import execute_each

_TABLES = """
CREATE TABLE order_block(
  block INTEGER NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, rows INTEGER NOT NULL,
  low INTEGER NOT NULL, dtype TEXT NOT NULL, labels TEXT NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(block, part, name)) STRICT;
CREATE TABLE derived_state(
  name TEXT PRIMARY KEY, operation_id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE feature_block(
  name TEXT NOT NULL, block INTEGER NOT NULL, kind TEXT NOT NULL, known BLOB NOT NULL,
  rows INTEGER NOT NULL, low INTEGER NOT NULL, dtype TEXT NOT NULL, labels TEXT NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY(name, block)) STRICT;
DROP TABLE feature_column
"""


def row_blocks(database: Any) -> None:
    """Make the tables of blocks; features are computed anew by the next refresh."""
    execute_each(database, _TABLES)
