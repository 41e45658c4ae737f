"""Customers: from mapped cells to the columns and attributes of the customer table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from profiler_app.domain.cell_issues import CellIssue
from profiler_app.domain.checked import EMPTY, USUAL_TEXT, clean_text
from profiler_app.domain.companies import company_name
from profiler_app.domain.customer_rows import NO_CUSTOMERS, CustomerBlock, CustomerRow, key_parts
from profiler_app.domain.identifiers import cn_id
from profiler_app.domain.import_sentences import NO_FACTS
from profiler_app.domain.imports import Mapped, Note, Reject
from profiler_app.domain.names import ORDINARY_NAME, person_name
from profiler_app.ingest.blocks import NOT_LOOKED_FOR, Block
from profiler_app.ingest.cells import (
    Column,
    ColumnReader,
    LeftOut,
    Options,
    columns_of,
    short_note,
    without_rejects,
)
from profiler_app.ingest.keys import KEYS, chain
from profiler_app.ingest.opening import Table
from profiler_app.ingest.region_columns import LEVELS, RegionColumns
from profiler_app.ingest.values import looks_like_company

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_PARTS: Final = ("name.family", "name.given")

_TELLS_KIND: Final = frozenset({"kind", "uscc", "cn_id"})

Values = dict[str, Sequence[Any]]
"""The values of many rows by field."""

_COMPANY_FIELDS: Final = frozenset(
    (
        *("uscc", "legal_rep", "registered_capital", "established_on", "legal_form", "ownership"),
        *("employees", "industry", "revenue", "total_assets", "business_status", "main_business"),
    )
)
_PERSON_FIELDS: Final = frozenset(
    ("cn_id", "gender", "birth_date", "marital", "education", "occupation", "name.family")
)


class CustomerCells:
    """Reads the customer's columns of rows; broken optional values are left out and counted."""

    def __init__(self, columns: Mapping[str, Column], options: Options) -> None:
        self.left_out = LeftOut()
        self._columns = {
            field: column
            for field, column in columns.items()
            if column.field.place in ("column", "attribute") or field in _PARTS
        }
        self._readers = {
            field: ColumnReader(column, self.left_out)
            for field, column in self._columns.items()
            if field != "address"
        }
        self._regions = RegionColumns(self._columns)
        self._options = options
        company = bool(_COMPANY_FIELDS & columns.keys())
        self._usual_kind = (
            "company" if company and not _PERSON_FIELDS & columns.keys() else "person"
        )

    @property
    def indexes(self) -> tuple[int, ...]:
        """The positions of the customer's columns."""
        return tuple(column.index for column in self._columns.values())

    def read(self, cells: Sequence[str]) -> dict[str, Any]:
        """Return the valid values of a row by field, with what follows from them."""
        values = self.read_block([[cell] for cell in cells], 1)
        return {field: value for field, (value,) in values.items() if value is not None}

    def read_block(
        self,
        columns: Sequence[Sequence[str]],
        count: int,
        unusual: Mapping[int, Sequence[int]] = NOT_LOOKED_FOR,
    ) -> Values:
        """Return the valid values of ``count`` rows by field, with what follows from them.

        None stands where a row has no valid value. The fields are the same for all blocks of a
        file.
        """
        above = self._regions.above(columns)
        values = {}
        for field, reader in self._readers.items():
            cells = columns[reader.index]
            if field == "county" and above is not None:
                cells = self._regions.counties(cells, above)
            values[field] = reader.read(cells, unusual.get(reader.index))
        if "address" in self._columns:
            self._add_addresses(values, columns[self._columns["address"].index], above)
        unsure = self._unsure_names()
        _join_names(values)
        self._add_implied(values, count, unsure)
        return values

    def _unsure_names(self) -> Sequence[int] | None:
        """Return the places of names that may have to be tidied, where reading them told."""
        reader = self._readers.get("name")
        joins = not self._readers.keys().isdisjoint(_PARTS)
        return None if reader is None or joins else reader.others

    def _add_addresses(
        self, values: Values, cells: Sequence[str], above: Sequence[str] | None
    ) -> None:
        """Add the addresses, and the regions they name where no column of its own does."""
        texts = written = [cell or None for cell in cells]
        others = USUAL_TEXT.others(cells)
        if others:
            written = [*texts]
            for place in others:
                cell = cells[place]
                texts[place] = text = clean_text(cell)
                written[place] = cell if cell is text else text and " ".join(cell.split())
        values["address"] = written
        found = self._regions.codes([text or "" for text in texts], above)
        for level, field in enumerate(LEVELS):
            own = values.get(field)
            if own is None:
                values[field] = [codes[level] or None for codes in found]
            elif not all(own):
                values[field] = [
                    value or codes[level] or None for value, codes in zip(own, found, strict=True)
                ]

    def problem(self, field: str, cells: Sequence[str]) -> tuple[Column, str] | None:
        """Return the column and code of a value that is there and not valid, or None."""
        column = self._columns.get(field)
        if column is None:
            return None
        checked = column.convert(cells[column.index])
        wrong = checked.errors and checked.errors != (EMPTY,)
        return (column, checked.errors[0]) if wrong else None

    def _add_implied(self, values: Values, count: int, unsure_names: Sequence[int] | None) -> None:
        """Add kind and line, and what an ID number tells; tidy the names as the kinds ask."""
        nothing: list[Any] = [None] * count
        names = values.get("name", nothing)
        values["kind"] = kinds = self._kinds(values, names)
        usual = self._options.line
        lines = values.get("line")
        values["line"] = [line or usual for line in lines] if lines else [usual] * count
        if "name" in values:
            values["name"] = _tidy_names(names, kinds, unsure_names)
        if "cn_id" in values:
            self._add_facts_of_ids(values, nothing)

    def _kinds(self, values: Values, names: Sequence[Any]) -> list[str]:
        nothing: list[Any] = [None] * len(names)
        told = [values.get(field, nothing) for field in ("kind", "uscc", "cn_id", "gender")]
        if told[0] is told[1] is nothing and (all(told[2]) or all(told[3])):
            return ["person"] * len(names)
        return [
            kind or ("company" if uscc else "person" if number or gender else self._kind(name))
            for kind, uscc, number, gender, name in zip(*told, names, strict=True)
        ]

    def _kind(self, name: str | None) -> str:
        return "company" if name and looks_like_company(name) else self._usual_kind

    def _add_facts_of_ids(self, values: Values, nothing: list[Any]) -> None:
        facts = [
            cn_id(number, as_of=self._options.today).derived
            if number and kind == "person"
            else NO_FACTS
            for number, kind in zip(values["cn_id"], values["kind"], strict=True)
        ]
        for field in ("gender", "birth_date"):
            values[field] = [
                own or known.get(field) or None
                for own, known in zip(values.get(field, nothing), facts, strict=True)
            ]


def _join_names(values: Values) -> None:
    """Put the parts of names together where there is no whole name."""
    parts = [values.pop(part, None) for part in _PARTS]
    if any(parts):
        nothing: list[Any] = [None] * len(next(part for part in parts if part))
        family, given = (part or nothing for part in parts)
        whole = values.get("name", nothing)
        values["name"] = [
            name or _joined(first, last)
            for name, first, last in zip(whole, family, given, strict=True)
        ]


def _joined(family: str | None, given: str | None) -> str | None:
    if not (family or given):
        return None
    latin = (family or given or "").isascii()
    return " ".join(filter(None, (given, family))) if latin else f"{family or ''}{given or ''}"


def _tidy_names(
    names: Sequence[str | None], kinds: Sequence[str], unsure: Sequence[int] | None
) -> list[str | None]:
    tidy = [*names]
    if unsure is None:
        unsure = ORDINARY_NAME.others([name or "" for name in names])
    for place in unsure:
        name = names[place]
        tidy[place] = name and _tidy_name(name, kinds[place])
    return tidy


def _tidy_name(name: str, kind: str) -> str:
    """Return a name as the validators write it; names of companies in Latin letters stay."""
    if kind == "company" and not _HAN.search(name):
        return name
    checked = (company_name if kind == "company" else person_name)(name)
    return checked.value or name


def _told(values: Values, key: str, place: int) -> str | None:
    """Return what a row says of a key; nothing where one of its fields is empty."""
    parts = key_parts(key)
    if not values.keys() >= {*parts}:
        return None
    first, *others = (values[field][place] for field in parts)
    return first if all(others) else None


def _line(each: CustomerRow | Reject) -> int:
    return each.line if isinstance(each, Reject) else each.source_row


class CustomerMaker:
    """Turns the rows of a list of customers into records or rejects."""

    def __init__(self, table: Table, mapped: Mapped, options: Options) -> None:
        self._table = table
        self._short: list[int] = []
        self._columns = columns_of(table, mapped, options.today)
        self._cells = CustomerCells(self._columns, options)
        self._keys = chain(options.key) or KEYS

    @property
    def assumed(self) -> frozenset[str]:
        """Fields no column tells: what is taken for granted about customers nobody knows yet."""
        told = self._columns.keys()
        by_number = not _TELLS_KIND.isdisjoint(told)
        return frozenset({"line"} - told | (set() if by_number else {"kind"}))

    def blocks(self) -> Iterator[tuple[CustomerBlock, list[Reject]]]:
        """Yield the customers many at once, each time with the rejects among their rows."""
        for block in self._table.blocks(self._short):
            regular, rejects = without_rejects(block, len(self._table.headers))
            if regular.lines:
                made, more = self._read(regular)
                yield made, [*rejects, *more]
            else:
                yield NO_CUSTOMERS, rejects

    def records(self) -> Iterator[CustomerRow | Reject]:
        """Yield one record or reject for every data row, in the order of the file."""
        for block, rejects in self.blocks():
            every: list[CustomerRow | Reject] = [*block.records(), *rejects]
            yield from sorted(every, key=_line)

    def notes(self) -> tuple[Note, ...]:
        """Return what was left out; complete once all records were read."""
        return (*short_note(self._short), *self._cells.left_out.notes())

    def raw(self) -> tuple[CellIssue, ...]:
        """Return cells that were left out or cleaned, as they were written."""
        return self._cells.left_out.raw

    def _read(self, block: Block) -> tuple[CustomerBlock, list[Reject]]:
        self._cells.left_out.lines = block.lines
        values = self._cells.read_block(block.columns, len(block.lines), block.unusual)
        fields = [key for key in self._keys if values.keys() >= {*key_parts(key)}] or ["name"]
        together = len(key_parts(fields[0])) > 1
        field = "name" if together else fields[0]
        keys = values.get(field) or [None] * len(block.lines)
        others: dict[int, tuple[str, str]] = {}
        rejects: dict[int, Reject] = {}
        for place in range(len(keys)) if together or not all(keys) else ():
            if keys[place] and not together:
                continue
            found = ((key, _told(values, key, place)) for key in fields)
            key = next(((key, value) for key, value in found if value), None)
            name = values["name"][place] if "name" in values else None
            reject = self._refused(block, place, name) if key is None else None
            if reject:
                rejects[place] = reject
            else:
                others[place] = key or ("name", str(name))
        made = CustomerBlock(block.lines, field, keys, others, values)
        return (made.without(rejects.keys()) if rejects else made), [*rejects.values()]

    def _refused(self, block: Block, place: int, name: str | None) -> Reject | None:
        """Without a usable key, one that is there but broken must not pass for a new customer."""
        line, cells = block.lines[place], block.cells(place)
        for field in self._keys:
            problem = self._cells.problem(field, cells)
            if problem:
                column, code = problem
                if name and not self._must_have(field):
                    continue
                return Reject(line, column.name, cells[column.index].strip(), code, tuple(cells))
        return None if name else Reject(line, None, "", "no_identity", tuple(cells))

    def _must_have(self, field: str) -> bool:
        return field in ("number", "cn_id", "uscc", "core_cust_no", "member_no") or (
            self._keys == (field,)
        )
