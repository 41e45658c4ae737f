"""Merging as one operation of the ledger, and saying that records are different for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.fields import fields, find_field
from profiler_app.domain.merging import NEVER_MERGE, FieldPlan, MergePlan, MergeRecord
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import N_, _
from profiler_app.jobs.consenting import Answer, consent_row
from profiler_app.jobs.editing import (
    living_number,
    stored_values,
    typed_value,
    write_attributes,
)
from profiler_app.jobs.importing.deciding import as_text
from profiler_app.jobs.merging.planning import (
    NO_CHOICE,
    plan_merge,
    plan_records,
    read_records,
    strictest,
)
from profiler_app.store.entry_lookups import attribute_rows
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.merging import Merge, move_rows, never_pairs
from profiler_app.store.provenance import CLAIM, claims
from profiler_app.store.replaying import Replay
from profiler_app.store.schema import fact_tables
from profiler_app.store.separating import keep_numbers
from profiler_app.store.workspace import Workspace


def merge(
    progress: Progress,
    workspace: Workspace,
    customers: Sequence[int],
    *,
    today: date,
    policies: Mapping[str, str] | None = None,
    take: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
    answer: Mapping[str, Any] | None = None,
) -> int:
    """Merge records into the first of them (see ``plan_merge``) and return the operation.

    Everything that belongs to the others moves over; they stay as rows that lead to the survivor,
    with the values they had. ``answer`` (``probability``, ``blind``) is kept with the operation:
    what the comparison had thought of them.
    """
    progress.step(0.0, N_("Merging"))
    plan = plan_merge(
        workspace, customers, today=today, policies=policies, take=take, values=values
    )
    with operation(workspace, "merge", {**(answer or {}), **_facts(plan)}) as opened:
        _join(workspace, opened, plan, today)
        for purpose, (states, result) in plan.consents.items():
            _write_consent(opened, customers[0], purpose, strictest(states), result, today)
    return opened.id


def _join(workspace: Workspace, opened: Operation, plan: MergePlan, today: date) -> None:
    survivor, *losers = (record.customer for record in plan.records)
    _write_values(workspace, opened, plan, today)
    for loser in losers:
        move_rows(opened, workspace.connection, loser, survivor)
        opened.update("customer", loser, {"status": "merged", "merged_into": survivor})
    _keep_others(workspace, opened, plan)


def merge_again(workspace: Workspace, opened: Operation, merge: Merge, replay: Replay) -> None:
    """Merge once more what a merge that stands had joined, by what was decided then.

    What was edited on the survivor since stays; a choice of a value that is no longer there is
    made anew.
    """
    today = date.fromisoformat(merge.at[:10])
    records = read_records(workspace, (merge.survivor, *merge.losers))
    take, values = _decided(workspace, merge, records, replay)
    plan = plan_records(
        workspace, records, today=today, take=take, values=values, asked_before=merge.operation
    )
    _join(workspace, opened, plan, today)
    for event in replay.made[merge.operation]:
        row = event.image
        if event.table == "consent" and strictest(plan.consents.get(row["purpose"], [()])[0]):
            cells = {name: row[name] for name in fact_tables()["consent"]}
            opened.insert_one("consent", {**cells, "customer_id": merge.survivor})
    made = replay.made[merge.operation]
    keep_numbers(workspace.connection, opened, merge.survivor, made)


def _decided(
    workspace: Workspace, merge: Merge, records: Sequence[MergeRecord], replay: Replay
) -> tuple[dict[str, int], dict[str, Any]]:
    """Return whose value was taken by field, and what was typed."""
    stored = {each.customer: stored_values(workspace, each.customer) for each in records}
    edited = replay.edited_since(merge.operation, merge.survivor)
    written = {
        field: value
        for (customer, field), value in replay.written[merge.operation].items()
        if customer == merge.survivor
    }
    taken: Mapping[str, str] = merge.facts.get("taken", {})
    ids = {record.number: record.customer for record in records}
    take: dict[str, int] = {}
    values: dict[str, Any] = {}
    own = stored[merge.survivor]
    for field in {field for each in stored.values() for field in each} | written.keys():
        known = find_field(field)
        if known is None or field in NO_CHOICE:
            continue
        chosen = ids.get(taken.get(field, ""), 0)
        if field in edited and own.get(field) is None:
            values[field] = None
        elif field in edited:
            take[field] = merge.survivor
        elif chosen:
            if stored[chosen].get(field) is not None:
                take[field] = chosen
        elif field not in written:
            if own.get(field) is not None:
                take[field] = merge.survivor
        elif field in merge.facts.get("typed", ()) or known.kind != "list":
            values[field] = typed_value(known, written[field])
    return take, values


def _facts(plan: MergePlan) -> dict[str, Any]:
    survivor, *losers = (record.number for record in plan.records)
    numbers = (survivor, *losers)
    taken = {each.field: numbers[each.chosen] for each in plan.fields if each.chosen}
    typed = [each.field for each in plan.fields if each.rule == "typed"]
    facts = {"survivor": survivor, "loser": listed(losers), "losers": losers, "taken": taken}
    return {**facts, "typed": typed} if typed else facts


def _write_values(workspace: Workspace, opened: Operation, plan: MergePlan, today: date) -> None:
    """Give the survivor the values that stand; of attributes only their rows remain."""
    survivor = plan.records[0].customer
    own = {}
    for each in plan.fields:
        if fields()[each.field].place == "column":
            if each.chosen != 0:
                own[each.field] = each.value
        else:
            _write_attribute(workspace, opened, plan, each, today)
    if own:
        opened.update("customer", survivor, own)


def _write_attribute(
    workspace: Workspace, opened: Operation, plan: MergePlan, each: FieldPlan, today: date
) -> None:
    ids = [record.customer for record in plan.records]
    rows = [attribute_rows(workspace.connection, customer, each.field) for customer in ids]
    stays = each.chosen if each.chosen is not None else 0
    opened.delete(
        "attribute", [row for at, found in enumerate(rows) if at != stays for row in found]
    )
    if each.chosen is None:
        write_attributes(workspace, opened, ids[0], {each.field: each.value}, today)


def _keep_others(workspace: Workspace, opened: Operation, plan: MergePlan) -> None:
    """Keep what does not stand beside what does, with its source (see ``store.provenance``)."""
    survivor = plan.records[0].customer
    known = claims(workspace.connection, [survivor])
    for each in plan.fields:
        seen = {claim.source for claim in known.get((survivor, each.field), ())}
        for cell in each.cells if each.differs and each.rule != "joined" else ():
            if cell is None or cell.told is None or cell.value == each.value:
                continue
            if cell.told.source not in seen:
                seen.add(cell.told.source)
                opened.insert_one(
                    "attribute",
                    {
                        "customer_id": survivor,
                        "field": CLAIM + each.field,
                        "value": as_text(cell.value),
                        "origin": cell.told.source,
                        "confidence": 1.0,
                        "as_of": cell.day,
                    },
                )


def _write_consent(
    opened: Operation,
    survivor: int,
    purpose: str,
    refusal: str | None,
    result: str,
    today: date,
) -> None:
    """Let a refusal of one record hold for the customer, also against a later yes of another."""
    if refusal in ("refused", "withdrawn") and result == refusal:
        answer = Answer((purpose,), refusal, "merge", today)  # type: ignore[arg-type]
        opened.insert_one("consent", consent_row(survivor, purpose, answer))


def never_merge(
    progress: Progress,
    workspace: Workspace,
    customers: Sequence[int],
    *,
    today: date,
    answer: Mapping[str, Any] | None = None,
) -> int:
    """Remember that some records are different customers, for good; return the operation.

    Undoing the operation takes it back. Raises OperationProblem when it is known already.
    """
    progress.step(0.0, N_("Saving"))
    numbers = [living_number(workspace, customer) for customer in customers]
    known = never_pairs(workspace.connection)
    pairs = [pair for pair in combinations(sorted(set(customers)), 2) if pair not in known]
    if not pairs:
        raise OperationProblem(operation="—", reason=_("they are known to be different already."))
    facts = {**(answer or {}), "numbers": listed(numbers), "count": len(pairs)}
    with operation(workspace, NEVER_MERGE, facts) as opened:
        opened.insert(
            "relation",
            ["customer_id", "other_id", "kind", "since"],
            [(one, other, NEVER_MERGE, today.isoformat()) for one, other in pairs],
        )
    return opened.id
