"""Building the search index, beside a trigram index of SQLite over the same fields."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import generating
from benchmarks.timing import opened


def build_index(path: str) -> dict[str, float]:
    """Make the search index anew, as the refresh does."""
    from profiler_app.jobs import indexing, searching

    return _build(path, lambda work: indexing.make(
        generating.Quiet(), work, searching.SEARCHED))  # fmt: skip


def build_columns(path: str) -> dict[str, float]:
    """Make the search index and all columns anew, as the refresh does."""
    from profiler_app.domain.fields import fields
    from profiler_app.jobs import indexing

    names = [field.id for field in fields().values() if field.place in ("column", "attribute")]
    return _build(path, lambda work: indexing.make(generating.Quiet(), work, names))


def build_trigrams(path: str) -> dict[str, float]:
    """Make an FTS5 trigram index over the same fields."""
    from profiler_app.jobs import searching

    def make(work: Any) -> None:
        names = ", ".join(searching.SEARCHED)
        with work.writing():
            work.connection.execute(
                f"CREATE VIRTUAL TABLE trigrams USING fts5({names}, content = 'customer', "
                "content_rowid = 'id', tokenize = 'trigram')"
            )
            work.connection.execute("INSERT INTO trigrams(trigrams) VALUES('rebuild')")

    return _build(path, make)


def _build(path: str, make: Callable[[Any], object]) -> dict[str, float]:
    with tempfile.TemporaryDirectory(dir=generating.folder()) as place:
        own = Path(place) / "own.zhike"
        generating.copy(Path(path), own)
        with opened(str(own), readonly=False) as work:
            work.connection.execute("SELECT count(name) FROM customer").fetchone()
            began, cpu = time.perf_counter(), time.process_time()
            make(work)
            return {
                "seconds": time.perf_counter() - began,
                "cpu_seconds": time.process_time() - cpu,
            }
