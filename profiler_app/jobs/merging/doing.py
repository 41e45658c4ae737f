"""Merging as one operation of the ledger, and saying that records are different for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.merging import NEVER_MERGE, FieldPlan, MergePlan
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import N_, _
from profiler_app.jobs.consenting import Answer, consent_row
from profiler_app.jobs.editing import living_number, write_attributes
from profiler_app.jobs.importing.deciding import as_text
from profiler_app.jobs.merging.planning import plan_merge, strictest
from profiler_app.store.entry_lookups import attribute_rows
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.merging import move_rows, never_pairs
from profiler_app.store.provenance import CLAIM, claims
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
        _write_values(workspace, opened, plan, today)
        survivor = customers[0]
        for loser in customers[1:]:
            move_rows(opened, workspace.connection, loser, survivor)
            opened.update("customer", loser, {"status": "merged", "merged_into": survivor})
        _keep_others(workspace, opened, plan)
        for purpose, (states, result) in plan.consents.items():
            _write_consent(opened, survivor, purpose, strictest(states), result, today)
    return opened.id


def _facts(plan: MergePlan) -> dict[str, Any]:
    survivor, *losers = (record.number for record in plan.records)
    numbers = (survivor, *losers)
    taken = {each.field: numbers[each.chosen] for each in plan.fields if each.chosen}
    return {"survivor": survivor, "loser": listed(losers), "losers": losers, "taken": taken}


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
