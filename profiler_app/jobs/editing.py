"""Changing customers by hand: each function is one operation of the ledger, so it can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from profiler_app.domain.errors import (
    ChangedMeanwhile,
    ConsentNeeded,
    CustomerNotFound,
    GuardianNeeded,
)
from profiler_app.domain.fields import Field, fields, find_field, option_label
from profiler_app.domain.operations import NOTES, HistoryEntry
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.separate_consent import SEPARATE
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_
from profiler_app.jobs.cards.consent import consent_state
from profiler_app.jobs.consent_register import is_child
from profiler_app.jobs.consenting import AT_ENTRY, Answer, State, consent_row
from profiler_app.store.consents import answers_of
from profiler_app.store.customers import customer_number, read_customers
from profiler_app.store.entry_lookups import attribute_rows, attribute_values
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.removal import remove_customers, remove_manual_tag, remove_refusal
from profiler_app.store.schema import fact_tables
from profiler_app.store.undo import history
from profiler_app.store.workspace import Workspace


class Created(NamedTuple):
    """A new customer and the operation that made it."""

    customer: int
    operation: int


def create_customer(
    progress: Progress,
    workspace: Workspace,
    values: Mapping[str, Any],
    *,
    today: date,
    consents: Mapping[str, State] | None = None,
) -> Created:
    """Create a customer from values by field id (``kind``, ``line`` and ``name`` are needed).

    ``consents`` has the state (``granted``, ``refused``) by purpose that was asked for today.
    Raises GuardianNeeded for a child that is said to agree.
    """
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "create") as opened:
        number = customer_number(workspace.settings.prefix, opened.next_id("customer"))
        own, others = split_values(values)
        customer = opened.insert_one("customer", {**own, "number": number})
        child = is_child(workspace, customer, today)
        for purpose, state in (consents or {}).items():
            if state == "granted" and child:
                raise GuardianNeeded(number=number)
            answer = Answer((purpose,), state, AT_ENTRY, today)
            opened.insert_one("consent", consent_row(customer, purpose, answer))
        write_attributes(workspace, opened, customer, others, today)
        opened.facts["number"] = number
    return Created(customer, opened.id)


def edit_customer(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    values: Mapping[str, Any],
    *,
    today: date,
    known: Mapping[str, Any] | None = None,
) -> int | None:
    """Set some fields of a customer; None clears a field. Return the operation, if any.

    ``known`` are the values the user saw: where another one stands now, ChangedMeanwhile is
    raised and nothing is saved.
    """
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    if known is not None:
        now = stored_values(workspace, customer)
        changed = [name for name in values if now.get(name) != known.get(name)]
        if changed:
            raise ChangedMeanwhile(fields=listed([fields()[name].label for name in changed]))
    own, others = split_values(values)
    names = ", ".join(sorted(values))
    with operation(workspace, "edit", {"number": number, "fields": names}) as opened:
        if own:
            opened.update("customer", customer, own)
        write_attributes(workspace, opened, customer, others, today)
    return opened.id


def stored_values(workspace: Workspace, customer: int) -> dict[str, Any]:
    """Return every stored fact of a customer by field, as forms and jobs know it."""
    columns = [name for name in fact_tables()["customer"] if name != "merged_into"]
    found = read_customers(workspace.connection, [customer], columns)
    if customer not in found:
        raise CustomerNotFound(customer=f"#{customer}")
    values = dict(zip(columns, found[customer], strict=True))
    for name, (_row, text) in attribute_values(workspace.connection, customer).items():
        field = find_field(name)
        if field is not None:
            values[name] = typed_value(field, text)
    return values


def typed_value(field: Field, text: Any) -> Any:
    """Return the value a stored cell of a field means; a list of one bare word is that word."""
    kind = field.kind
    if field.place == "column" or text is None:
        return text
    if kind in ("text", "enum", "code", "date"):
        return text
    if kind == "list" and not text.startswith("["):
        return [text]
    value: Any = json.loads(text)
    return value


def split_values(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell the customer's own columns from attributes."""
    columns = fact_tables()["customer"]
    own = {name: value for name, value in values.items() if name in columns}
    others = {name: value for name, value in values.items() if name not in columns}
    unknown = [name for name in others if fields()[name].place != "attribute"]
    if unknown:
        raise ValueError(f"not facts: {unknown}")
    return own, others


def write_attributes(
    workspace: Workspace,
    opened: Operation,
    customer: int,
    values: Mapping[str, Any],
    today: date,
) -> None:
    """Set attributes inside an operation; None deletes one.

    Raises ConsentNeeded for one that needs a consent of its own which was not given.
    """
    for name, value in values.items():
        rows = attribute_rows(workspace.connection, customer, name)
        if value is None:
            opened.delete("attribute", rows)
            continue
        _ask_for_consent(workspace, customer, name, today)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        cells = {
            "value": text,
            "as_of": today.isoformat(),
            "origin": "declared",
            "confidence": 1.0,
        }
        if rows:
            opened.update("attribute", rows[-1], cells)
        else:
            opened.insert_one("attribute", {"customer_id": customer, "field": name, **cells})


def _ask_for_consent(workspace: Workspace, customer: int, name: str, today: date) -> None:
    purpose = SEPARATE.get(name)
    if purpose is None:
        return
    answers = answers_of(workspace.connection, customer, purpose)
    if consent_state(answers, purpose, on=today)[0] != "granted":
        wanted = option_label("purpose", purpose)
        raise ConsentNeeded(field=fields()[name].label, purpose=wanted)


def delete_customers(progress: Progress, workspace: Workspace, customers: Sequence[int]) -> int:
    """Delete customers with everything that belongs to them and return the operation."""
    progress.step(0.0, N_("Deleting"))
    with operation(workspace, "delete", {"count": len(customers)}) as opened:
        for gone in remove_customers(workspace.connection, customers):
            progress.step(0.7 * gone / len(customers), N_("Deleting"))
        progress.step(0.7, N_("Writing the history"))
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
    lasts = known_tags()[tag].ttl_days
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
    with operation(workspace, "untag", {"tag": tag, "count": len(customers)}) as opened:
        remove_manual_tag(workspace.connection, customers, tag)
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
    facts = {"tag": tag, "number": living_number(workspace, customer)}
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


def accept_tag(progress: Progress, workspace: Workspace, customer: int, tag: str) -> int:
    """Settle that a tag fits a customer after all: from the next refresh its rule decides again."""
    progress.step(0.0, N_("Saving"))
    facts = {"tag": tag, "number": living_number(workspace, customer)}
    with operation(workspace, "accept_tag", facts) as opened:
        remove_refusal(workspace.connection, customer, tag)
    return opened.id


def last_operation(workspace: Workspace) -> HistoryEntry | None:
    """Return what an undo would take back."""
    entries = history(workspace)
    standing = (e for e in entries if e.undone_by is None and e.undoes is None)
    return next((e for e in standing if e.kind not in NOTES), None)


def living_number(workspace: Workspace, customer: int) -> str:
    """Return the number of a customer who can be changed: not one merged into another."""
    found = read_customers(workspace.connection, [customer], ["number", "merged_into"])
    if customer not in found or found[customer][1] is not None:
        raise CustomerNotFound(customer=f"#{customer}")
    return str(found[customer][0])
