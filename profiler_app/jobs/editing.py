"""Changing customers by hand: each function is one operation of the ledger, so it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.fields import fields
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.progress import Progress
from profiler_app.domain.tags import built_in_tags
from profiler_app.domain.text import N_
from profiler_app.store.customers import customer_number, read_customers
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.removal import remove_customers
from profiler_app.store.schema import fact_tables
from profiler_app.store.undo import history, referrers
from profiler_app.store.workspace import Workspace


def create_customer(
    progress: Progress, workspace: Workspace, values: Mapping[str, Any], *, today: date
) -> int:
    """Create a customer from values by field id (``kind``, ``line`` and ``name`` are needed)."""
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "create") as opened:
        number = customer_number(workspace.settings.prefix, opened.next_id("customer"))
        own, others = _split(values)
        customer = opened.insert_one("customer", {**own, "number": number})
        _write_attributes(workspace, opened, customer, others, today)
        opened.facts["number"] = number
    return customer


def edit_customer(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    values: Mapping[str, Any],
    *,
    today: date,
) -> None:
    """Set some fields of a customer; None clears a field."""
    progress.step(0.0, N_("Saving"))
    number = _number(workspace, customer)
    own, others = _split(values)
    names = ", ".join(sorted(values))
    with operation(workspace, "edit", {"number": number, "fields": names}) as opened:
        if own:
            opened.update("customer", customer, own)
        _write_attributes(workspace, opened, customer, others, today)


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell the customer's own columns from attributes."""
    columns = fact_tables()["customer"]
    own = {name: value for name, value in values.items() if name in columns}
    others = {name: value for name, value in values.items() if name not in columns}
    unknown = [name for name in others if fields()[name].place != "attribute"]
    if unknown:
        raise ValueError(f"not facts: {unknown}")
    return own, others


def _write_attributes(
    workspace: Workspace,
    opened: Operation,
    customer: int,
    values: Mapping[str, Any],
    today: date,
) -> None:
    for name, value in values.items():
        rows = workspace.connection.execute(
            "SELECT id FROM attribute WHERE customer_id = ? AND field = ?", (customer, name)
        ).fetchall()
        if value is None:
            opened.delete("attribute", [row[0] for row in rows])
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        cells = {
            "value": text,
            "as_of": today.isoformat(),
            "origin": "declared",
            "confidence": 1.0,
        }
        if rows:
            opened.update("attribute", rows[-1][0], cells)
        else:
            opened.insert_one("attribute", {"customer_id": customer, "field": name, **cells})


def delete_customers(progress: Progress, workspace: Workspace, customers: Sequence[int]) -> int:
    """Delete customers with everything that belongs to them and return the operation."""
    progress.step(0.0, N_("Deleting"))
    with operation(workspace, "delete", {"count": len(customers)}) as opened:
        for gone in remove_customers(workspace.connection, customers):
            progress.step(0.7 * gone / len(customers), N_("Deleting"))
        progress.step(0.7, N_("Writing the history"))
    return opened.id


def merge_customers(progress: Progress, workspace: Workspace, survivor: int, loser: int) -> int:
    """Merge one customer into another and return the operation; undoing it separates them.

    Rows of the merged customer move over, empty cells of the survivor are filled, the merged
    customer stays as a pointer to the survivor.
    """
    progress.step(0.0, N_("Merging"))
    connection = workspace.connection
    names = (_number(workspace, survivor), _number(workspace, loser))
    facts = {"survivor": names[0], "loser": names[1]}
    columns = [c for c in fact_tables()["customer"] if c not in ("number", "status", "merged_into")]
    cells = read_customers(connection, [survivor, loser], columns)
    pairs = zip(columns, cells[survivor], cells[loser], strict=True)
    filled = {name: theirs for name, ours, theirs in pairs if ours is None and theirs is not None}
    with operation(workspace, "merge", facts) as opened:
        for table, column in referrers("customer"):
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', (survivor, loser)
            )
        if filled:
            opened.update("customer", survivor, filled)
        opened.update("customer", loser, {"status": "merged", "merged_into": survivor})
    return opened.id


def set_tag(
    progress: Progress,
    workspace: Workspace,
    customers: Sequence[int],
    tag: str,
    *,
    reason: str,
    by: str,
    today: date,
) -> int:
    """Give customers a tag by hand, with the reason, until its time to live is over."""
    progress.step(0.0, N_("Saving"))
    lasts = built_in_tags()[tag].ttl_days
    until = (today + timedelta(days=lasts)).isoformat() if lasts else None
    with operation(workspace, "tag", {"tag": tag, "count": len(customers)}) as opened:
        opened.insert(
            "manual_tag",
            ["customer_id", "tag", "reason", "set_by", "set_on", "until"],
            [(customer, tag, reason, by, today.isoformat(), until) for customer in customers],
        )
    return opened.id


def remove_tag(progress: Progress, workspace: Workspace, customers: Sequence[int], tag: str) -> int:
    """Take back a tag that was given by hand."""
    progress.step(0.0, N_("Saving"))
    marks = ", ".join(str(int(customer)) for customer in customers)
    with operation(workspace, "untag", {"tag": tag, "count": len(customers)}) as opened:
        workspace.connection.execute(
            f"DELETE FROM manual_tag WHERE tag = ? AND customer_id IN ({marks})", (tag,)
        )
    return opened.id


def refuse_tag(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    tag: str,
    *,
    reason: str,
    by: str,
    today: date,
) -> int:
    """Say that a tag does not fit a customer: no rule will set it again."""
    progress.step(0.0, N_("Saving"))
    facts = {"tag": tag, "number": _number(workspace, customer)}
    with operation(workspace, "refuse_tag", facts) as opened:
        opened.insert_one(
            "tag_refusal",
            {
                "customer_id": customer,
                "tag": tag,
                "reason": reason,
                "set_by": by,
                "set_on": today.isoformat(),
            },
        )
    return opened.id


def last_operation(workspace: Workspace) -> HistoryEntry | None:
    """Return what an undo would take back."""
    entries = history(workspace)
    return next((e for e in entries if e.undone_by is None and e.undoes is None), None)


def _number(workspace: Workspace, customer: int) -> str:
    """Return the number of a customer who can be changed: not one merged into another."""
    found = read_customers(workspace.connection, [customer], ["number", "merged_into"])
    if customer not in found or found[customer][1] is not None:
        raise CustomerNotFound(customer=f"#{customer}")
    return str(found[customer][0])
