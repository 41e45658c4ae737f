"""The sixth migration step: what models foretold, beside the runs they follow from."""

from __future__ import annotations

from typing import Any

from profiler_app.store.schema_steps import execute_each

_TABLES = """
CREATE TABLE model_run(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, as_of TEXT NOT NULL, at TEXT NOT NULL,
  report TEXT NOT NULL) STRICT;
CREATE TABLE model_column(
  name TEXT PRIMARY KEY, run_id INTEGER NOT NULL, ids BLOB NOT NULL, data BLOB NOT NULL) STRICT
"""


def model_runs(database: Any) -> None:
    """Make the tables of runs of models and of what they foretold."""
    execute_each(database, _TABLES)
