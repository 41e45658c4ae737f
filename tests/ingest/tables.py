"""Small tables written to disk and read back, for the tests of the record makers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.domain.imports import Mapped
from profiler_app.ingest.mapping import guess_mapping, guess_target
from profiler_app.ingest.opening import Table, open_table
from profiler_app.ingest.records import Options, RecordMaker, record_maker

TODAY = date(2026, 1, 15)


def table(folder: Path, text: str) -> Table:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return open_table(path)


def rows_of(opened: Table) -> list[list[str]]:
    return [cells for _line, cells in opened.rows()]


def mapped(opened: Table, **overrides: str) -> Mapped:
    target = guess_target(opened.headers, opened.sample)
    return guess_mapping(opened.headers, opened.sample, target, overrides=overrides)


def maker(opened: Table, *, key: str | None = None, walk_in: bool = False) -> RecordMaker:
    return record_maker(opened, mapped(opened), Options(TODAY, key=key, walk_in=walk_in))
