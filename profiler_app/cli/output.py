"""How the command line prints: one JSON object, or lines and plain tables for people."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from profiler_app.domain.text import _


def print_json(value: Any) -> None:
    """Print one JSON object; texts stay readable, NaN is never written."""
    json.dump(value, sys.stdout, ensure_ascii=False, allow_nan=False, default=_plain)
    print()


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table with columns as wide as their widest cell (a Chinese character takes two)."""
    lines = [list(headers), *(list(row) for row in rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(headers))]
    for line in lines:
        cells = (
            cell + " " * (wide - _width(cell)) for cell, wide in zip(line, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class TerminalProgress:
    """Progress as one line that is rewritten on a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._shown = self._stream.isatty()
        self._last = ""

    def step(self, fraction: float, doing: str) -> None:
        """Show how far the work is."""
        line = f"{fraction:4.0%} {_(doing)}"
        if self._shown and line != self._last:
            self._stream.write(f"\r\033[K{line}")
            self._stream.flush()
            self._last = line

    def done(self) -> None:
        """Remove the line."""
        if self._shown and self._last:
            self._stream.write("\r\033[K")
            self._stream.flush()
