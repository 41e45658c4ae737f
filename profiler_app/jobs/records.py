"""Checking and storing what was entered into the form of a record (see ``entry_kinds``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from profiler_app.domain.dates import to_day
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import living_number, stored_values
from profiler_app.jobs.entries import (
    Entry,
    amount_text,
    read_amount,
    read_day,
    read_entry,
    read_number,
    read_share,
)
from profiler_app.jobs.entry_kinds import ENTRY_KINDS, EntryField, EntryKind
from profiler_app.store.entry_lookups import newest_line, product_named
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.schema import fact_tables
from profiler_app.store.workspace import Workspace


def read_record_entry(
    field: EntryField, text: str, texts: Mapping[str, str], *, today: date
) -> Entry:
    """Return what a text means in a field of a record; ``texts`` are those of all rows."""
    if not field.there(texts):
        return Entry()
    if not text.strip():
        missing = _("Fill in “{what}”.").format(what=field.label) if field.required else ""
        return Entry(problem=missing)
    if field.type == "date":
        return read_day(text, latest=today if field.past else None)
    if field.type == "money":
        return read_amount(text)
    if field.type == "whole":
        return read_number(text, field.range)
    if field.type == "percent":
        return read_share(text, field.range)
    if field.reads:
        name = field.reads.format(**texts)
        return read_entry(name, text, kind="person", today=today) if name else Entry(text)
    return Entry(text.strip())


def shown_entry(value: Any) -> str:
    """Return a value as it stands in the row after it was read."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def shown_amount(value: int) -> str:
    """Return an amount as it stands in the row after it was read."""
    return amount_text(value)


def add_record(
    progress: Progress,
    workspace: Workspace,
    customer: int | None,
    key: str,
    values: Mapping[str, Any],
    *,
    today: date,
) -> int:
    """Store a record of a kind from the values by column; return the operation.

    A product of an unknown name is made with it. Raises CustomerNotFound.
    """
    progress.step(0.0, N_("Saving"))
    kind = ENTRY_KINDS[key]
    told = {name: value for name, value in values.items() if value not in (None, "")}
    facts = {"name": str(told["name"])} if customer is None else {}
    if customer is not None:
        facts["number"] = living_number(workspace, customer)
    line = _line(workspace, customer)
    with operation(workspace, kind.operation, facts) as opened:
        if "product_id" in told:
            told["product_id"] = _product(workspace, opened, told, line)
        row = {**_cells(kind, told), **_FIXED.get(key, {})}
        if customer is not None:
            row["customer_id"] = customer
        else:
            row["line"] = line
        _finish(key, row, today)
        number = opened.insert_one(kind.table, row)
        if key == "holding" and "point" in told:
            balance = {"account_id": number, "day": to_day(today.isoformat())}
            opened.insert_one(
                "balance", {"customer_id": customer, "point": told["point"], **balance}
            )
    return opened.id


_FIXED: Mapping[str, Mapping[str, Any]] = {
    "contact_point": {"valid": 1},
    "colleague": {"active": 1},
    "holding": {"status": "open", "auto_renew": 0},
    "product": {"active": 1},
}


def _line(workspace: Workspace, customer: int | None) -> str:
    if customer is None:
        return str(newest_line(workspace.connection) or "trade")
    return str(stored_values(workspace, customer).get("line") or "trade")


def _product(workspace: Workspace, opened: Operation, told: Mapping[str, Any], line: str) -> int:
    found = product_named(workspace.connection, told["product_id"])
    if found is not None:
        return int(found)
    kind = told.get("product_kind", "goods" if line == "trade" else "wealth")
    values = {"name": told["product_id"], "line": line, "kind": kind, "active": 1}
    return opened.insert_one("product", values)


def _cells(kind: EntryKind, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as the columns of the table keep them; what is no column is left out."""
    columns = fact_tables()[kind.table]
    return {name: _cell(columns[name], value) for name, value in told.items() if name in columns}


def _cell(kind: str, value: Any) -> Any:
    if isinstance(value, date):
        return to_day(value.isoformat()) if kind == "day" else value.isoformat()
    if kind == "bool":
        return int(value in (True, "true"))
    if kind in ("int", "ref"):
        return int(value)
    if kind == "real":
        return float(value)
    return str(value) if isinstance(value, Decimal) else value


def _finish(key: str, row: dict[str, Any], today: date) -> None:
    """Add what follows from the answers: praise is settled at once."""
    if key != "feedback":
        return
    row.setdefault("status", "closed")
    if row["status"] == "closed":
        row["closed_on"] = today.isoformat()
