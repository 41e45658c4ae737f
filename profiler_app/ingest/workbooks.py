"""Files of strangers, read by a child process over a pipe: a hostile one ends the child, not us.

The child of a database is ``store.foreign`` (it needs SQL), that of everything else
``ingest.child``; both say the same things.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

import profiler_app
from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.imports import Note
from profiler_app.domain.text import N_, _
from profiler_app.ingest.blocks import Block, Row
from profiler_app.ingest.child import CHILD_SWITCH, SEPARATOR
from profiler_app.ingest.delimited import SAMPLE_ROWS
from profiler_app.ingest.magic import Kind

DATABASE_SWITCH: Final = "--read-database"
_CHILDREN: Final[Mapping[str, tuple[str, str]]] = {
    "sqlite": ("profiler_app.store.foreign", DATABASE_SWITCH)
}
_WORKBOOKS: Final = ("profiler_app.ingest.child", CHILD_SWITCH)
_MOST_NAMED: Final = 5
_BUFFER: Final = 1 << 18
_OPENING: Final = 2
"""So many messages of a child come only after the workbook was looked through."""
_PATIENCE: Final = 0.1
"""Seconds."""

_REFUSALS: Final = {
    "broken": N_("it is damaged. Open it in a spreadsheet program and save it again."),
    "not_a_workbook": N_(
        "it is a ZIP archive, not a workbook. Unpack it and import what is inside."
    ),
    "not_xls": N_(
        "it is an old Office file, but holds no workbook (perhaps it has a password). Open it "
        "where it comes from and save it as XLSX."
    ),
    "no_table": N_("it is a web page without a table. Export it again as CSV or XLSX."),
    "no_tables": N_("the database holds no table."),
    "too_big": N_("the workbook is too big. Save the sheet as CSV and import that."),
    "bomb": N_(
        "its content is packed in a way that would fill the memory. Save the sheet as CSV instead."
    ),
    "entities": N_(
        "it declares entities of its own, which no export does. Save the sheet as CSV instead."
    ),
    "too_wide": N_(
        "the sheet {sheet} reaches to column {columns} and row {rows}, with next to nothing in "
        "between. Delete the stray cells (Ctrl+End finds them) and save it again."
    ),
    "no_sheet": N_("there is no sheet “{sheet}” in it."),
    "password": N_("it is protected by a password. Save it without one and import it again."),
    "crashed": N_("reading it failed in the middle. Save the sheet as CSV and import that."),
}


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet of a workbook; ``facts`` is what the child told, ``first`` are its first rows.

    ``held`` is the conversation of a child that waits to be asked for the rest, if there is one.
    """

    path: Path
    kind: Kind
    encoding: str
    facts: Mapping[str, Any] = field(hash=False)
    first: tuple[Row, ...]
    held: list[Iterator[Any]] = field(default_factory=list, compare=False)

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return str(self.facts["sheet"])

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not blank with its number (from 1)."""
        for part in self.parts():
            yield from part.rows() if isinstance(part, Block) else part

    def parts(self) -> Iterator[Block | Sequence[Row]]:
        """Yield the same rows, many at once: by columns, or as rows where their widths differ."""
        if self.held:
            messages = self.held.pop()
            yield self.first
        else:
            messages = _conversation(self.path, self.kind, self.sheet, 0, self.encoding)
            next(messages)
        yield from map(_part, messages)

    def notes(self, header_row: int, headers: Sequence[str]) -> Iterator[Note]:
        """Yield what the user should know about the sheet."""
        told = self.facts
        if hidden := told.get("hidden_sheets"):
            yield Note("hidden_sheets", None, {"names": "、".join(hidden[:_MOST_NAMED])})
        if rows := [row for row in told.get("hidden_rows", ()) if row > header_row]:
            yield Note("hidden_rows", None, {"n": len(rows), "line": rows[0]})
        columns = [headers[c - 1] for c in told.get("hidden_columns", ()) if c <= len(headers)]
        if columns:
            yield Note("hidden_columns", None, {"names": "、".join(columns[:_MOST_NAMED])})
        if merged := sum(bottom > header_row for bottom in told.get("merged", ())):
            yield Note("merged_cells", None, {"n": merged})
        counted = (("error_cells", "errors"), ("empty_formulas",) * 2, ("comments",) * 2)
        for code, key in counted:
            if told.get(key):
                yield Note(code, None, {"n": told[key]})
        if told.get("pending_changes"):
            yield Note("pending_changes")


def open_workbook(
    path: Path,
    kind: Kind,
    sheet: str | None,
    encoding: str | None,
    *,
    hold: bool = False,
    pulse: Callable[[], None] = lambda: None,
) -> Workbook:
    """Return a sheet (the first visible one by default). Raises UnreadableFile.

    ``hold`` keeps the child, so that reading the rest needs no second look at the whole file.
    ``pulse`` is called while the child takes its time, and may raise to stop it.
    """
    limit = 0 if hold else SAMPLE_ROWS
    messages = _conversation(path, kind, sheet or "", limit, encoding or "", pulse)
    opened = next(messages)
    part = _part(next(messages, ()))
    first = tuple(part.rows() if isinstance(part, Block) else part)
    book = Workbook(path, kind, opened.get("encoding") or "", opened, first)
    if hold:
        book.held.append(messages)
    else:
        messages.close()
    return book


def _conversation(
    path: Path,
    kind: Kind,
    sheet: str,
    limit: int,
    encoding: str,
    pulse: Callable[[], None] = lambda: None,
) -> Generator[Any, None, None]:
    with _start(kind, [str(path.resolve()), kind, sheet, str(limit), encoding]) as child:
        assert child.stdout is not None
        try:
            yield from _messages(path, child.stdout, pulse)
        finally:
            child.kill()
            child.stdout.close()


def _messages(path: Path, pipe: IO[bytes], pulse: Callable[[], None]) -> Iterator[Any]:
    opening = (_awaited(pipe, pulse) for _turn in range(_OPENING))
    for line in chain(opening, pipe):
        if not line:
            break
        message = json.loads(line)
        if isinstance(message, dict) and "refused" in message:
            raise _refusal(path, message["refused"], message)
        if isinstance(message, dict) and "end" in message:
            return
        yield message
    raise _refusal(path, "crashed", {})


def _awaited(pipe: IO[bytes], pulse: Callable[[], None]) -> bytes:
    """Return the next line; a thread waits for it, so that one can stop in between."""
    lines: list[bytes] = []
    waiting = threading.Thread(target=lambda: lines.append(pipe.readline()), daemon=True)
    waiting.start()
    while waiting.is_alive():
        pulse()
        waiting.join(_PATIENCE)
    return lines[0]


def _part(message: Any) -> Block | Sequence[Row]:
    """Return the rows of a message."""
    if not isinstance(message, dict):
        return [(line, cells) for line, cells in message]
    width, text = message["width"], message["text"]
    cells = text.split(SEPARATOR)
    return Block(
        message["lines"], [cells[place::width] for place in range(width)], flat="\n" not in text
    )


def _refusal(path: Path, code: str, facts: dict[str, Any]) -> UnreadableFile:
    return UnreadableFile(file=path.name, reason=_(_REFUSALS[code]).format(**facts))


def _start(kind: Kind, arguments: list[str]) -> subprocess.Popen[bytes]:
    module, switch = _CHILDREN.get(kind, _WORKBOOKS)
    if getattr(sys, "frozen", False):
        command = [sys.executable, switch, *arguments]
    else:
        command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(
        command,
        bufsize=_BUFFER,
        cwd=Path(profiler_app.__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
