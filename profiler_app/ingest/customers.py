"""Customers: from mapped cells to the columns and attributes of the customer table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from profiler_app.domain.addresses import address
from profiler_app.domain.checked import EMPTY
from profiler_app.domain.companies import company_name
from profiler_app.domain.identifiers import cn_id
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.names import person_name
from profiler_app.ingest.cells import (
    Column,
    LeftOut,
    Options,
    columns_of,
    is_total,
    shape_reject,
    short_note,
)
from profiler_app.ingest.keys import KEYS
from profiler_app.ingest.opening import Table
from profiler_app.ingest.values import looks_like_company

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_PARTS: Final = ("name.family", "name.given")
_COMPANY_FIELDS: Final = frozenset(
    (
        *("uscc", "legal_rep", "registered_capital", "established_on", "legal_form", "ownership"),
        *("employees", "industry", "revenue", "total_assets", "business_status", "main_business"),
    )
)
_PERSON_FIELDS: Final = frozenset(
    ("cn_id", "gender", "birth_date", "marital", "education", "occupation", "name.family")
)


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer of a file: ``values`` by field, ready for the customer table.

    ``key`` holds the field and value the customer is recognised by; without an identifier it is
    the name alone.
    """

    source_row: int
    key: tuple[str, str]
    values: Mapping[str, Any]

    @property
    def kind(self) -> Literal["person", "company"]:
        """Whether the customer is a person or a company."""
        return "company" if self.values["kind"] == "company" else "person"


class CustomerCells:
    """Reads the customer's columns of a row; broken optional values are left out and counted."""

    def __init__(self, columns: Mapping[str, Column], options: Options) -> None:
        self.left_out = LeftOut()
        self._columns = {
            field: column
            for field, column in columns.items()
            if column.field.place in ("column", "attribute") or field in _PARTS
        }
        self._options = options
        self._company = bool(_COMPANY_FIELDS & columns.keys())
        self._person = bool(_PERSON_FIELDS & columns.keys())

    @property
    def fields(self) -> frozenset[str]:
        """The customer fields the file fills."""
        return frozenset(self._columns)

    @property
    def indexes(self) -> tuple[int, ...]:
        """The positions of the customer's columns."""
        return tuple(column.index for column in self._columns.values())

    def read(self, cells: list[str] | tuple[str, ...]) -> dict[str, Any]:
        """Return the valid values of a row by field, with what follows from them."""
        values: dict[str, Any] = {}
        for field, column in self._columns.items():
            raw = cells[column.index]
            if not raw or field == "address":
                continue
            checked = column.convert(raw)
            if checked.ok and checked.value is not None:
                values[field] = checked.value
            elif checked.errors and checked.errors != (EMPTY,):
                self.left_out.add(column.name, checked.errors[0], raw.strip())
        self._address(cells, values)
        self._name(values)
        return self._implied(values)

    def problem(self, field: str, cells: list[str]) -> tuple[Column, str] | None:
        """Return the column and code of a value that is there and not valid, or None."""
        column = self._columns.get(field)
        if column is None:
            return None
        checked = column.convert(cells[column.index])
        wrong = checked.errors and checked.errors != (EMPTY,)
        return (column, checked.errors[0]) if wrong else None

    def _address(self, cells: list[str] | tuple[str, ...], values: dict[str, Any]) -> None:
        column = self._columns.get("address")
        checked = address(cells[column.index]) if column else None
        if checked is None or checked.errors == (EMPTY,) or column is None:
            return
        values["address"] = " ".join(cells[column.index].split())
        for field, digits in (("province", 2), ("city", 4), ("county", 6)):
            code = checked.derived.get(f"{field}_code")
            if code and checked.ok:
                values.setdefault(field, code[:digits])

    def _name(self, values: dict[str, Any]) -> None:
        family, given = (values.pop(part, None) for part in _PARTS)
        if "name" not in values and (family or given):
            latin = (family or given or "").isascii()
            values["name"] = (
                " ".join(filter(None, (given, family))) if latin else f"{family or ''}{given or ''}"
            )

    def _implied(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add kind and line, and what an ID number tells; tidy the name as its kind asks."""
        kind = values.setdefault("kind", self._kind(values))
        values.setdefault("line", self._options.line)
        if "name" in values:
            values["name"] = _tidy_name(values["name"], kind)
        if kind == "person" and "cn_id" in values:
            facts = cn_id(values["cn_id"], as_of=self._options.today).derived
            for field in ("gender", "birth_date"):
                if facts.get(field):
                    values.setdefault(field, facts[field])
        return values

    def _kind(self, values: Mapping[str, Any]) -> str:
        if values.get("uscc") or "cn_id" in values or values.get("gender"):
            return "company" if values.get("uscc") else "person"
        if looks_like_company(values.get("name", "")):
            return "company"
        return "company" if self._company and not self._person else "person"


def _tidy_name(name: str, kind: str) -> str:
    """Return a name as the validators write it; names of companies in Latin letters stay."""
    if kind == "company" and not _HAN.search(name):
        return name
    checked = (company_name if kind == "company" else person_name)(name)
    return checked.value or name


class CustomerMaker:
    """Turns the rows of a list of customers into records or rejects."""

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self._table = table
        self._short: list[int] = []
        self._columns = columns_of(table, mapped, options.today)
        self._cells = CustomerCells(self._columns, options)
        self._keys = (options.key,) if options.key else KEYS

    def records(self) -> Iterator[CustomerRow | Reject]:
        """Yield one record or reject for every data row."""
        width = len(self._table.headers)
        for line, cells in self._table.rows(self._short):
            wrong = shape_reject(line, cells, width)
            yield wrong or self._record(line, cells)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (*short_note(self._short), *self._cells.left_out.notes())

    def _record(self, line: int, cells: list[str]) -> CustomerRow | Reject:
        if is_total(cells):
            return Reject(line, None, next(filter(None, cells)), "total_row", tuple(cells))
        values = self._cells.read(cells)
        key = next(((field, values[field]) for field in self._keys if values.get(field)), None)
        if key is None and (broken := self._broken_key(line, cells, values)):
            return broken
        if key is None and not values.get("name"):
            return Reject(line, None, "", "no_identity", tuple(cells))
        return CustomerRow(line, key or ("name", values["name"]), values)

    def _broken_key(self, line: int, cells: list[str], values: Mapping[str, Any]) -> Reject | None:
        """Without a usable key, one that is there but broken must not pass for a new customer."""
        for field in self._keys:
            problem = self._cells.problem(field, cells)
            if problem:
                column, code = problem
                if values.get("name") and not self._must_have(field):
                    continue
                return Reject(line, column.name, cells[column.index].strip(), code, tuple(cells))
        return None

    def _must_have(self, field: str) -> bool:
        return field in ("number", "cn_id", "uscc", "core_cust_no", "member_no") or (
            self._keys == (field,)
        )
