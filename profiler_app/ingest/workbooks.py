"""XLSX, read by a child process over a pipe: a hostile workbook ends the child, not us."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import profiler_app
from profiler_app.domain.errors import UnreadableFile
from profiler_app.domain.text import N_, _
from profiler_app.ingest.blocks import Row
from profiler_app.ingest.child import CHILD_SWITCH
from profiler_app.ingest.delimited import SAMPLE_ROWS

_REFUSALS: Final = {
    "broken": N_("the workbook is damaged. Open it in a spreadsheet program and save it again."),
    "not_a_workbook": N_(
        "it is a ZIP archive, not a workbook. Unpack it and import what is inside."
    ),
    "too_big": N_("the workbook is too big. Save the sheet as CSV and import that."),
    "bomb": N_(
        "its content is packed in a way that would fill the memory. Save the sheet as CSV instead."
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
    """One sheet of a workbook; ``sheets`` names the visible ones, ``first`` are its first rows."""

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    first: tuple[Row, ...]

    def rows(self) -> Iterator[Row]:
        """Yield every row that is not blank with its number (from 1)."""
        messages = _conversation(self.path, self.sheet, 0)
        next(messages)
        yield from ((line, cells) for line, cells in messages)


def open_workbook(path: Path, sheet: str | None) -> Workbook:
    """Return a sheet (the first visible one by default). Raises UnreadableFile."""
    messages = _conversation(path, sheet or "", SAMPLE_ROWS)
    opened = next(messages)
    first = tuple((line, cells) for line, cells in messages)
    return Workbook(path, opened["sheet"], tuple(opened["sheets"]), first)


def _conversation(path: Path, sheet: str, limit: int) -> Iterator[Any]:
    with _start(path, sheet, limit) as child:
        assert child.stdout is not None
        try:
            yield from _messages(path, child.stdout)
        finally:
            child.stdout.close()
            child.kill()


def _messages(path: Path, pipe: IO[bytes]) -> Iterator[Any]:
    for line in pipe:
        message = json.loads(line)
        if isinstance(message, dict) and "refused" in message:
            raise _refusal(path, message["refused"], message)
        if isinstance(message, dict) and "end" in message:
            return
        yield message
    raise _refusal(path, "crashed", {})


def _refusal(path: Path, code: str, facts: dict[str, Any]) -> UnreadableFile:
    return UnreadableFile(file=path.name, reason=_(_REFUSALS[code]).format(**facts))


def _start(path: Path, sheet: str, limit: int) -> subprocess.Popen[bytes]:
    arguments = [str(path.resolve()), sheet, str(limit)]
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_SWITCH, *arguments]
    else:
        command = [sys.executable, "-m", "profiler_app.ingest.child", *arguments]
    return subprocess.Popen(
        command,
        cwd=Path(profiler_app.__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
