"""By which column the customers of a file are recognised."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from profiler_app.domain.resources import catalog
from profiler_app.ingest.cells import Column
from profiler_app.ingest.targets import normalise_header, synonyms

KEYS: Final = ("number", "cn_id", "uscc", "core_cust_no", "member_no", "mobile", "email", "phone")
"""The fields a customer can be recognised by, the surest first."""

TOGETHER: Final = ("name+birth_date", "name+address")
"""Fields that tell a customer together, for rows without a number."""


def chain(asked: str | None) -> tuple[str, ...]:
    """Return the keys of a request one by one: the next is used where a row lacks the former."""
    return tuple(key for part in (asked or "").split(",") if (key := part.strip()))


def choose_key(
    columns: Mapping[str, Column], own: str, asked: str | None
) -> tuple[str, Column | None]:
    """Return the customer field that recognises customers, and the column it is read from.

    ``own`` is the customer column of the target (``order.customer``): it wins unless another
    mapped field is asked for.
    Of a chain of keys the first that is one field is meant.
    """
    asked = next((key for key in chain(asked) if key not in TOGETHER), None)
    column = columns.get(own)
    if column and not (asked and asked in columns):
        return asked or _field_behind(column.name), column
    for field in (asked, *KEYS, "name"):
        if field and field in columns:
            return field, columns[field]
    return asked or "member_no", None


def _field_behind(header: str) -> str:
    """Return the field a header of customer keys means in a list of customers."""
    if normalise_header(header) in _name_headers():
        return "name"
    meant = synonyms("customers").get(normalise_header(header), ())
    return next((field for field in meant if field in KEYS), "member_no")


@cache
def _name_headers() -> frozenset[str]:
    """Return headers under which customers are called by name."""
    return frozenset(normalise_header(name) for name in catalog("import_targets")["name_headers"])
