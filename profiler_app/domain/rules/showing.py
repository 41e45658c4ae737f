"""How a value of a field reads: labels, units, money and dates in the current language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from profiler_app.domain.fields import Field, option_label
from profiler_app.domain.money import format_money
from profiler_app.domain.rules.code_names import code_names
from profiler_app.domain.text import _, language, ngettext, pgettext

_EPOCH = date(1970, 1, 1)

_UNITS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "days": lambda n: ngettext("{n} day", "{n} days", n),
        "years": lambda n: ngettext("{n} year", "{n} years", n),
        "persons": lambda n: ngettext("{n} person", "{n} persons", n),
        "parties": lambda n: ngettext("{n} customer", "{n} customers", n),
        "events": lambda n: ngettext("{n} event", "{n} events", n),
        "times": lambda n: ngettext("{n} time", "{n} times", n),
        "orders": lambda n: pgettext("how often", "{n}"),
        "kinds": lambda n: ngettext("{n} kind", "{n} kinds", n),
        "categories": lambda n: ngettext("{n} category", "{n} categories", n),
        "x": lambda n: _("{n}x"),
        "age": lambda n: ngettext("{n} year old", "{n} years old", n),
        # counted in days on which something happened, but spoken of as times
        "freq_12m": lambda n: pgettext("how often", "{n}"),
        "freq_all": lambda n: pgettext("how often", "{n}"),
        "logins_30d": lambda n: pgettext("how often", "{n}"),
    }
)
"""The text of a count, by the field's id or its unit; units not listed are left out."""


def show(field: Field, value: Any, *, currency: str = "CNY", exactly: bool = False) -> str:
    """Return a known value (as ``Column.value`` gives it) for reading.

    A share is told with one decimal; ``exactly`` keeps two, as the bound of a rule wants it.
    """
    if isinstance(value, bool):
        return yes_or_no(value)
    if field.kind == "money":
        return format_money(int(value), currency=currency)
    if field.kind == "date":
        return show_date(value)
    if isinstance(value, str):
        return _show_code(field, value)
    if isinstance(value, list | tuple):
        return listed([_show_code(field, item) for item in value])
    return _show_number(field, value, exactly)


def yes_or_no(value: bool) -> str:
    """Return the word for a yes-or-no value."""
    return _("yes") if value else _("no")


def listed(parts: Sequence[str]) -> str:
    """Return the parts one after the other, with the comma of the current language."""
    return ("、" if language() == "zh" else ", ").join(parts)


def in_a_row(sentences: Sequence[str]) -> str:
    """Return what may have commas of its own one after the other, with semicolons."""
    return ("；" if language() == "zh" else "; ").join(sentences)


def show_date(value: date | int) -> str:
    """Return a date, or days since 1970-01-01, as ``2026-01-31``."""
    return (value if isinstance(value, date) else _EPOCH + timedelta(days=value)).isoformat()


def number(value: float) -> str:
    """Return a number with at most two decimals and grouped thousands."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _show_number(field: Field, value: float, exactly: bool) -> str:
    if field.kind == "ratio" or field.unit == "ratio":
        percents = float(value) * 100
        places = 2 if exactly or abs(percents) < 1 else 1
        return f"{number(round(percents, places))}%"
    unit = _UNITS.get(field.id) or _UNITS.get(field.unit or "")
    shown = number(round(value) if field.unit == "0..100" else value)
    if unit is None and field.is_own and field.unit:
        return f"{shown} {field.unit}"
    return shown if unit is None else unit(_plural(value)).format(n=shown)


def _plural(value: float) -> int:
    return 1 if value == 1 else 2


def _show_code(field: Field, value: str) -> str:
    if field.options:
        return option_label(field.options, value)
    name = code_names(field.id).get(value)
    if name is None:
        return value
    if value.isdigit():
        return name  # a place has no other name than the Chinese one
    return f"{value} {name}" if language() == "zh" else value
