"""XLSX, XLSM, XLSB and XLS, read by calamine after a look at what would drown it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from profiler_app.ingest import prescan
from profiler_app.ingest.readers.archive import open_archive
from profiler_app.ingest.readers.page import MOST_COLUMNS, Page, Refused, Spans, chosen

_EXACT_DIGITS: Final = 10**15
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ONLY_TEXTS: Final = {str}
_TO_SPARE: Final = 120 << 20
_NEVER_MORE: Final = 4 << 30
_PER_PLACE: Final = 40
_PER_CELL: Final = 160
_MOST_IN_OLD: Final = 256
"""No XLS has more columns; what is damaged may claim so."""


def modern_book(path: Path, asked: str) -> Page:
    """Return a sheet of a workbook in a ZIP archive. Raises Refused."""
    import python_calamine as reader

    with open_archive(path) as archive:
        members = prescan.check_workbook(archive)
        facts: dict[str, Any] = {"format": "xlsx" if members else "xlsb"}
        unpacked = sum(each.file_size for each in archive.infolist())
        _limit_memory(4 * unpacked)
        book = _opened(reader, path)
        visible, hidden = _sheets(reader, book)
        name = chosen(asked, visible, hidden)
        if members:
            look = prescan.check_sheet(archive, members.get(name, ""), name)
            needed = _PER_PLACE * look.columns * look.rows + _PER_CELL * look.cells
            _limit_memory(4 * unpacked + needed)
            facts |= {
                "hidden_rows": look.hidden_rows,
                "hidden_columns": look.hidden_columns,
                "errors": look.errors,
                "empty_formulas": look.no_results,
                "comments": prescan.comments_of(archive, members[name]),
                "system_1904": prescan.counts_from_1904(archive),
            }
    return _page(reader, book, name, facts | _named(name, visible, hidden))


def old_book(path: Path, asked: str) -> Page:
    """Return a sheet of an XLS workbook. Raises Refused."""
    import python_calamine as reader

    content = path.read_bytes()
    if _ENCRYPTED in content:
        raise Refused("password")
    if not any(stream in content for stream in _STREAMS):
        raise Refused("not_xls")
    _limit_memory(100 * len(content))
    book = _opened(reader, path)
    visible, hidden = _sheets(reader, book)
    name = chosen(asked, visible, hidden)
    facts = {"format": "xls"} | _named(name, visible, hidden)
    return _page(reader, book, name, facts, most=_MOST_IN_OLD)


def _limit_memory(size: int) -> None:
    """Let this process grow by a size at most; where the system cannot, the looks alone guard."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = min(pages * resource.getpagesize() + _TO_SPARE + size, _NEVER_MORE)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _opened(reader: Any, path: Path) -> Any:
    try:
        return reader.CalamineWorkbook.from_path(str(path))
    except reader.PasswordError as error:
        raise Refused("password") from error
    except (reader.CalamineError, reader.XmlError, reader.ZipError, OSError) as error:
        raise Refused("broken") from error


def _sheets(reader: Any, book: Any) -> tuple[list[str], list[str]]:
    visible: list[str] = []
    hidden: list[str] = []
    for each in book.sheets_metadata:
        if each.typ == reader.SheetTypeEnum.WorkSheet:
            shown = each.visible == reader.SheetVisibleEnum.Visible
            (visible if shown else hidden).append(each.name)
    return visible, hidden


def _named(name: str, visible: list[str], hidden: list[str]) -> dict[str, Any]:
    return {"sheet": name, "sheets": [*visible, *hidden], "hidden_sheets": hidden}


def _page(
    reader: Any, book: Any, name: str, facts: dict[str, Any], most: int = MOST_COLUMNS
) -> Page:
    try:
        sheet = book.get_sheet_by_name(name)
        ranges = sheet.merged_cell_ranges or () if sheet.start else ()
    except (reader.CalamineError, reader.XmlError, reader.ZipError, OSError) as error:
        raise Refused("broken") from error
    if sheet.start and sheet.end[1] >= most:
        rows, columns = (last + 1 for last in sheet.end)
        raise Refused("too_wide", sheet=name, columns=columns, rows=rows)
    merged = sorted(bottom + 1 for (_top, _left), (bottom, _right) in ranges)
    return Page(facts | {"merged": merged}, _rows(sheet, ranges))


def _rows(sheet: Any, ranges: Any) -> Iterator[tuple[int, list[str]]]:
    if sheet.start is None:
        return
    rows, columns = sheet.end[0], sheet.end[1]
    fill = Spans()
    for (top, left), (bottom, right) in ranges:
        fill.add(top, left, min(bottom, rows), min(right, columns))
    left_blank = [""] * sheet.start[1]
    texts = _TEXTS
    for number, row in enumerate(sheet.iter_rows(), start=1):
        values = left_blank + row if left_blank else row
        if ranges:
            fill.into(number - 1, values)
        if {*map(type, values)} != _ONLY_TEXTS:
            values = [v if v.__class__ is str else texts[v.__class__](v) for v in values]
        yield number, values


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def number_text(value: float) -> str:
    """Return a number in full; from 15 digits on, where Excel has none, with its exponent."""
    if value.is_integer() and -_EXACT_DIGITS < value < _EXACT_DIGITS:
        return str(int(value))
    if abs(value) >= _EXACT_DIGITS:
        return f"{value:.14E}"
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e" in text else text


_TEXTS: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: lambda value: "TRUE" if value else "FALSE",
    int: lambda value: number_text(float(value)),
    float: number_text,
    dt.datetime: lambda value: value.isoformat(" ", "seconds").removesuffix(" 00:00:00"),
    dt.timedelta: _duration,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    type(None): lambda _value: "",
}
"""A cell as a person reads it; numbers Excel has damaged keep an exponent."""
