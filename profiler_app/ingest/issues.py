"""Finds the cells of a file that are not valid, or that were read with a doubt.

Part of the check before writing: ``finder.look(block)`` for every raw block, ``finder.issues()``
afterwards. Cells that are written as usual are passed over many at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.checked import EMPTY, Checked
from profiler_app.domain.imports import Mapped
from profiler_app.ingest.blocks import Block
from profiler_app.ingest.cells import Cache, Column, columns_of
from profiler_app.ingest.explaining import shown_value
from profiler_app.ingest.opening import Table

MOST: Final = 5_000
"""So many issues are listed one by one."""


class IssueFinder:
    """Looks through the mapped columns of blocks of rows."""

    def __init__(self, table: Table, mapped: Mapped, today: date) -> None:
        columns = columns_of(table, mapped, today).values()
        self._columns = [(each, Cache(each.convert)) for each in columns]
        self._found: list[CellIssue] = []
        self.count = 0

    def look(self, block: Block) -> Block:
        """Take in a block of raw rows; return it unchanged."""
        for column, convert in self._columns:
            cells = block.columns[column.index]
            places = column.short.usual.others(cells) if column.short else range(len(cells))
            for place in places:
                if cell := cells[place]:
                    checked = convert[cell]
                    if checked.errors or checked.warnings:
                        self._add(column, block.lines[place], cell, checked)
        return block

    def issues(self) -> tuple[CellIssue, ...]:
        """Return the issues by line, the first 5,000 of ``count``."""
        return tuple(sorted(self._found, key=lambda each: each.line))

    def _add(self, column: Column, line: int, cell: str, checked: Checked[Any]) -> None:
        if checked.errors == (EMPTY,):
            return
        for code in (*checked.errors, *checked.warnings):
            self.count += 1
            if len(self._found) < MOST:
                after = shown_value(column.field, checked.value) if checked.ok else ""
                hint = str(checked.derived.get("suggestion") or "")
                error = code in checked.errors
                raw = cell.strip()
                self._found.append(CellIssue(line, column.name, raw, code, error, after, hint))
