"""The process that reads a workbook, so that a hostile one can end only this process.

It imports nothing of the program but the pre-scan. Standard output carries one JSON value a
line: first the sheets, then ``[row number, cells]`` for every row that is not blank, last
``{"end": true}``; a refusal is ``{"refused": code, ...}`` instead.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from profiler_app.ingest.prescan import Refused, check_archive, check_sheet

CHILD_SWITCH: Final = "--read-workbook"
"""How a bundled program is told to be this child: ``zhike --read-workbook FILE SHEET LIMIT``."""

_MEMORY: Final = 4 << 30
_SECONDS: Final = 300
_EXACT_DIGITS: Final = 10**15
_MOST_FILLED: Final = 2_000_000


def main(arguments: Sequence[str]) -> int:
    """Read ``FILE SHEET LIMIT`` (an empty sheet is the first visible one, limit 0 is all)."""
    _limit_resources()
    path, sheet, limit = Path(arguments[0]), arguments[1], int(arguments[2])
    write = sys.stdout.buffer.write
    try:
        for value in _read(path, sheet, limit):
            write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        write(b'{"end": true}\n')
    except Refused as refusal:
        write(json.dumps({"refused": refusal.code, **refusal.facts}).encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows: the pre-scan alone guards
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _read(path: Path, asked: str, limit: int) -> Iterator[Any]:
    import python_calamine as reader

    with check_archive(path) as archive:
        try:
            book = reader.CalamineWorkbook.from_path(str(path))
            sheets = [
                each.name
                for each in book.sheets_metadata
                if each.visible == reader.SheetVisibleEnum.Visible
                and each.typ == reader.SheetTypeEnum.WorkSheet
            ]
            name = asked or (sheets[0] if sheets else "")
            if name not in book.sheet_names:
                raise Refused("no_sheet", sheet=name)
            check_sheet(archive, name)
            yield {"sheets": sheets, "sheet": name}
            yield from _rows(book.get_sheet_by_name(name), limit)
        except reader.PasswordError as error:
            raise Refused("password") from error
        except (reader.CalamineError, reader.XmlError, reader.ZipError) as error:
            raise Refused("broken") from error


def _rows(sheet: Any, limit: int) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    fill = _Merged(sheet)
    left = [""] * sheet.start[1]
    sent = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = left + row
        fill.into(number - 1, values)
        cells = [_text(value) for value in values]
        if any(cells):
            yield [number, cells]
            sent += 1
            if sent == limit:
                return


class _Merged:
    """Gives every cell of a merged range the value a person sees there."""

    def __init__(self, sheet: Any) -> None:
        rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
        self._starting: dict[int, list[tuple[int, int, int]]] = {}
        self._active: list[tuple[int, int, int, object]] = []
        filled = 0
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            bottom, right = min(bottom, rows - 1), min(right, columns - 1)
            filled += max(0, bottom - top + 1) * max(0, right - left + 1)
            if filled < _MOST_FILLED:
                self._starting.setdefault(top, []).append((bottom, left, right))

    def into(self, row: int, values: list[object]) -> None:
        self._active = [each for each in self._active if each[0] >= row]
        for bottom, left, right in self._starting.get(row, ()):
            if left < len(values):
                self._active.append((bottom, left, right, values[left]))
        for _bottom, left, right, value in self._active:
            values[left : right + 1] = [value] * (right + 1 - left)


def _text(value: object) -> str:
    """Return a cell as a person reads it; numbers Excel has damaged keep an exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _number(value: float) -> str:
    if abs(value) >= _EXACT_DIGITS:
        return f"{value:.14E}"
    if value.is_integer():
        return str(int(value))
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e" in text else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
