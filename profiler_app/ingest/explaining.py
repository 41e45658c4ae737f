"""How the cells of a column become values, in words and by examples."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Any, Final

from profiler_app.domain.checked import EMPTY, Checked
from profiler_app.domain.column_views import CellView, ColumnDetail
from profiler_app.domain.fields import option_label
from profiler_app.domain.import_sentences import sentence
from profiler_app.domain.imports import Mapped
from profiler_app.domain.money import to_decimal
from profiler_app.domain.regions import region_name
from profiler_app.domain.text import N_, _, ngettext
from profiler_app.ingest.cells import Column, columns_of, notation_in
from profiler_app.ingest.damage_signs import is_number
from profiler_app.ingest.opening import Table
from profiler_app.ingest.targets import TargetField

_MOST_ROWS: Final = 100_000
_SHOWN: Final = 5
_WORDS: Final = {
    "mobile": N_("Blanks and country code removed, 11 digits"),
    "phone": N_("Kept as written"),
    "email": N_("In small letters"),
    "cn_id": N_("18 characters, check character proven"),
    "uscc": N_("18 characters, check character proven"),
    "industry": N_("Code or name of GB/T 4754"),
    "province": N_("Completed to the code of the region"),
    "city": N_("Completed to the code of the region"),
    "county": N_("Completed to the code of the region"),
    "address": N_("Province, city and county are read from it"),
    "name": N_("Blanks tidied, titles split off"),
}
_WORDS_OF_KINDS: Final = {
    "int": N_("Read as a whole number"),
    "num": N_("Read as a number"),
    "number": N_("Read as a number"),
    "ratio": N_("Read as a share or per cent"),
    "bool": N_("Yes or no"),
    "list": N_("Split at commas and semicolons"),
    "key": N_("Kept as text, zeros in front stay"),
    "text": N_("Blanks tidied"),
}


def conversion_words(table: Table, mapped: Mapped, index: int, field: TargetField) -> str:
    """Return how the cells of a column become values of a field, in the current language."""
    column = mapped.columns[index]
    if field.kind in ("date", "moment"):
        return _date_words(column.day_first)
    if field.kind == "money":
        return _money_words(table, column.unit)
    if field.kind == "enum":
        cells = {row[index].strip() for row in table.sample if index < len(row)} - {""}
        n = len(cells)
        return ngettext("{n} different value", "{n} different values", n).format(n=n)
    kind = "key" if is_number(field) else field.kind
    words = _WORDS.get(field.id) or _WORDS_OF_KINDS.get(kind, "")
    return _(words) if words else ""


def _date_words(day_first: bool | None) -> str:
    if day_first is None:
        return _("Read as a date")
    return _("Day, month, year → date") if day_first else _("Month, day, year → date")


def _money_words(table: Table, unit: int) -> str:
    if unit != 1:
        return _("Times {n}").format(n=f"{unit:,}")
    if notation_in(table).decimal_comma:
        return _("Comma is the decimal sign")
    return _("Separators removed, two decimals")


def column_detail(table: Table, mapped: Mapped, index: int, today: date) -> ColumnDetail:
    """Read one mapped column through (at most 100,000 rows) and count what becomes of its cells."""
    columns = columns_of(table, mapped, today)
    column = next((each for each in columns.values() if each.index == index), None)
    header = table.headers[index]
    valid = blank = other = 0
    odd: dict[str, CellView] = {}
    usual: dict[str, CellView] = {}
    whole = True
    for block in table.blocks():
        if valid + blank + other >= _MOST_ROWS:
            whole = False
            break
        for line, cell in zip(block.lines, block.columns[index], strict=True):
            checked = _checked(column, cell)
            if not cell.strip() or checked.errors == (EMPTY,):
                blank += 1
                continue
            valid += checked.ok
            other += not checked.ok
            kept = usual if checked.ok and not checked.warnings else odd
            if len(kept) < _SHOWN and cell not in kept:
                kept[cell] = _view(line, cell, checked, column)
    shown = [*odd.values(), *usual.values()][:_SHOWN]
    if len(odd) >= _SHOWN and usual:
        shown[-1] = next(iter(usual.values()))
    return ColumnDetail(header, valid + blank + other, valid, blank, other, whole, tuple(shown))


def _checked(column: Column | None, cell: str) -> Checked[Any]:
    return column.convert(cell) if column else Checked(cell.strip())


def _view(line: int, cell: str, checked: Checked[Any], column: Column | None) -> CellView:
    notes = chain(checked.errors, checked.warnings)
    problem = next((sentence(code, {"value": cell.strip()}) for code in notes), "")
    after = "" if not checked.ok or column is None else shown_value(column.field, checked.value)
    return CellView(line, cell.strip(), after, problem)


def shown_value(field: TargetField, value: Any) -> str:
    """Return a converted value as a user reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple) and field.kind == "moment":
        return " ".join(part for part in value if part)
    if isinstance(value, tuple):
        return "、".join(_option(field, each) for each in value)
    if field.kind == "money":
        return to_decimal(value)
    if field.id in ("province", "city", "county"):
        return region_name(value)
    return _option(field, value)


def _option(field: TargetField, value: Any) -> str:
    return option_label(field.options, value) if field.options else str(value)
