"""The process that reads a workbook, so that a hostile one can end only this process.

It imports nothing of the program but the readers of ``ingest.readers`` and the limits set upon it.
Standard output carries one JSON value a line: first the facts about the sheet, then the rows that
are not blank, many at a time, last ``{"end": true}``; a refusal is ``{"refused": code, ...}``. Rows
are a list of ``[row number, cells]``, or ``{"lines": row numbers, "width": cells to a row, "text":
all cells}`` with ``SEPARATOR`` between the cells, which costs a fraction of the time.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.process_limits import limit_resources
from profiler_app.ingest.readers.page import Page, Refused

CHILD_SWITCH: Final = "--read-workbook"
"""How a bundled program is told to be this child: ``zhike --read-workbook FILE KIND ...``."""

_MEMORY: Final = 4 << 30
SEPARATOR: Final = "\x7f"
"""Stands between cells; JSON takes it as it is, and hardly any cell holds it."""
_FIRST, _BATCH = 200, 1_000
_PANIC: Final = "PanicException"
"""What a library written in Rust raises where it would abort; its module cannot be imported."""


def main(arguments: Sequence[str]) -> int:
    """Read ``FILE KIND SHEET LIMIT ENCODING``.

    KIND is a ``magic.Kind``; an empty sheet is the first visible one, limit 0 is all rows, an
    empty encoding is found out.
    """
    path, kind, sheet, limit, encoding = arguments
    write = sys.stdout.buffer.write
    gc.disable()  # cells come and go by the million, none of them in a cycle
    try:
        limit_resources(Path(path), _MEMORY)
        for value in _messages(_page(Path(path), kind, sheet, encoding), int(limit)):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            write(text.encode("utf-8", "replace") + b"\n")
        write(b'{"end": true}\n')
    except Refused as refusal:
        write(json.dumps({"refused": refusal.code, **refusal.facts}).encode() + b"\n")
    except MemoryError:
        write(b'{"refused": "bomb"}\n')
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        write(b'{"refused": "broken"}\n')
    sys.stdout.buffer.flush()
    return 0


def _page(path: Path, kind: str, sheet: str, encoding: str) -> Page:
    if kind == "html":
        from profiler_app.ingest.readers.web_tables import web_tables

        return web_tables(path, sheet, encoding)
    if kind == "xml":
        from profiler_app.ingest.readers.spreadsheet_xml import spreadsheet_xml

        return spreadsheet_xml(path, sheet)
    from profiler_app.ingest.readers import calamine_books, open_document

    if kind == "ole":
        return calamine_books.old_book(path, sheet)
    if open_document.is_open_document(path):
        return open_document.open_document(path, sheet)
    return calamine_books.modern_book(path, sheet)


def _messages(page: Page, limit: int) -> Iterator[Any]:
    yield page.facts
    rows = (row for row in page.rows if any(row[1]))
    wanted = islice(rows, limit) if limit else rows
    size = _FIRST
    while batch := list(islice(wanted, size)):
        yield _as_one_text(batch) or batch
        size = _BATCH


def _as_one_text(batch: Sequence[Any]) -> dict[str, Any] | None:
    """Return rows of the same width as one text; None where a cell holds the separator."""
    rows = [cells for _number, cells in batch]
    width = len(rows[0])
    text = SEPARATOR.join(chain.from_iterable(rows))
    if {*map(len, rows)} != {width} or text.count(SEPARATOR) != width * len(rows) - 1:
        return None
    return {"lines": [number for number, _cells in batch], "width": width, "text": text}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
