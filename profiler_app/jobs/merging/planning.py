"""What a merge would do, field by field, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from profiler_app.domain.fields import Field, find_field
from profiler_app.domain.merging import (
    CannotMerge,
    FieldPlan,
    MergePlan,
    MergeRecord,
    OneValue,
    choose,
    policy_of,
)
from profiler_app.domain.policies import order_of_answer, source_name, stricter
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.text import _
from profiler_app.jobs.editing import living_number, stored_values
from profiler_app.jobs.importing.deciding import told_by
from profiler_app.store.merging import never_pairs, row_counts
from profiler_app.store.neighbours import rows_of
from profiler_app.store.provenance import tellers
from profiler_app.store.rewind import Row
from profiler_app.store.workspace import Workspace

NO_CHOICE = frozenset({"number", "kind", "status"})
_LOOK_AT = frozenset({"birth_date", "cn_id", "uscc", "core_cust_no", "gender"})
"""Two values of these make somebody look before merging."""
_NO = ("refused", "withdrawn")


def plan_merge(
    workspace: Workspace,
    customers: Sequence[int],
    *,
    today: date,
    policies: Mapping[str, str] | None = None,
    take: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
) -> MergePlan:
    """Return what becomes of some records when they become one; the first one stays.

    ``policies`` has the policy by field ("*": of all without one). ``take`` names the customer
    whose value stands, ``values`` what the user typed instead. Raises CannotMerge when they were
    said to be different, or are a person and a company; CustomerNotFound.
    """
    records = may_merge(workspace, customers)
    return plan_records(
        workspace, records, today=today, policies=policies, take=take, values=values
    )


def plan_records(
    workspace: Workspace,
    records: tuple[MergeRecord, ...],
    *,
    today: date,
    policies: Mapping[str, str] | None = None,
    take: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
    asked_before: int | None = None,
) -> MergePlan:
    """Return what becomes of records that may be merged (see ``plan_merge``).

    ``asked_before``: only consents told before this operation count.
    """
    customers = [record.customer for record in records]
    stored = [stored_values(workspace, record.customer) for record in records]
    cells = _cells(workspace, customers, stored)
    chosen = take or {}
    typed = values or {}
    plans = []
    for field in _fields(cells, typed):
        plan = _planned(field, cells[field.id], policies or {})
        if field.id in typed:
            plan = FieldPlan(field.id, plan.cells, None, typed[field.id], "typed")
        elif field.id in chosen:
            plan = _taken(plan, customers.index(chosen[field.id]))
        plans.append(plan)
    return MergePlan(
        records,
        tuple(plans),
        row_counts(workspace.connection, customers),
        _consents(workspace, customers, today, asked_before),
    )


def may_merge(workspace: Workspace, customers: Sequence[int]) -> tuple[MergeRecord, ...]:
    """Return the records; raises CannotMerge or CustomerNotFound."""
    records = read_records(workspace, customers)
    names = listed([record.number for record in records])
    if len({record.kind for record in records}) > 1:
        raise CannotMerge(names=names, reason=_("one is a person, another one a company."))
    ids = {record.customer for record in records}
    if any(set(pair) <= ids for pair in never_pairs(workspace.connection)):
        raise CannotMerge(
            names=names,
            reason=_("somebody said that they are different. Take that back first."),
        )
    return records


def read_records(workspace: Workspace, customers: Sequence[int]) -> tuple[MergeRecord, ...]:
    """Return the head of every record; raises CannotMerge, CustomerNotFound."""
    if len(set(customers)) < 2 or len(set(customers)) != len(customers):
        raise CannotMerge(names="—", reason=_("choose at least two different customers."))
    born = tellers(workspace.connection, [(customer, "number") for customer in customers])
    found = []
    for customer in customers:
        number = living_number(workspace, customer)
        values = stored_values(workspace, customer)
        teller = born.get((customer, "number"))
        told = told_by(teller) if teller else None
        found.append(
            MergeRecord(
                customer,
                number,
                values.get("name") or number,
                values.get("kind") or "person",
                teller.at[:10] if teller else "",
                source_name(told.source) if told else "",
            )
        )
    return tuple(found)


def _cells(
    workspace: Workspace, customers: Sequence[int], stored: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[OneValue | None, ...]]:
    names = {name for values in stored for name, value in values.items() if value is not None}
    names -= NO_CHOICE
    places = [(customer, name) for customer in customers for name in names]
    told = tellers(workspace.connection, places)

    def cell(customer: int, values: Mapping[str, Any], name: str) -> OneValue | None:
        value = values.get(name)
        teller = told.get((customer, name))
        return None if value is None else OneValue(value, told_by(teller) if teller else None)

    return {
        name: tuple(cell(c, values, name) for c, values in zip(customers, stored, strict=True))
        for name in names
    }


def _fields(cells: dict[str, Any], typed: Mapping[str, Any]) -> list[Field]:
    for name in typed:
        cells.setdefault(name, (None,) * len(next(iter(cells.values()))))
    known = [field for name in cells if (field := find_field(name)) is not None]
    return sorted(known, key=lambda field: (field.dimension or "", field.id))


def _planned(
    field: Field, cells: tuple[OneValue | None, ...], policies: Mapping[str, str]
) -> FieldPlan:
    if not any(cells):
        return FieldPlan(field.id, cells, None, None, "same")
    at, rule = choose(cells, policy_of(policies, field.id))
    differs = rule not in ("same", "only")
    cell = cells[at]
    assert cell is not None, "a value that stands is there"
    if field.kind == "list" and differs:
        return FieldPlan(field.id, cells, None, _union(cells), "joined")
    return FieldPlan(field.id, cells, at, cell.value, rule, differs and field.id in _LOOK_AT)


def _union(cells: tuple[OneValue | None, ...]) -> list[Any]:
    every = (entry for cell in cells if cell is not None for entry in cell.value)
    return list(dict.fromkeys(every))


def _taken(plan: FieldPlan, at: int) -> FieldPlan:
    cell = plan.cells[at]
    return FieldPlan(plan.field, plan.cells, at, cell.value if cell else None, "chosen")


# -- consents: the stricter wins


def _consents(
    workspace: Workspace, customers: Sequence[int], today: date, before: int | None
) -> dict[str, tuple[tuple[str | None, ...], str]]:
    rows = rows_of(workspace.connection, "consent", customers)
    rows = [row for row in rows if before is None or row["op"] < before]
    on = today.isoformat()
    found = {}
    for purpose in sorted({row["purpose"] for row in rows if row["purpose"]}):
        asked = [row for row in rows if row["purpose"] == purpose]
        states = tuple(
            _state([row for row in asked if row["customer_id"] == customer], on)
            for customer in customers
        )
        found[purpose] = states, strictest(states) or _state(asked, on) or "none"
    return found


def strictest(states: Sequence[str | None]) -> str | None:
    """Return a refusal or withdrawal if there is one: it holds whatever came later elsewhere."""
    worst: str | None = None
    for state in states:
        worst = stricter(worst, state if state in _NO else None)
    return worst


def _state(rows: Sequence[Row], on: str) -> str | None:
    """Return the state the answers of one customer have on a day (as the features read it)."""
    if not rows:
        return None
    row = max(
        rows,
        key=lambda r: (
            order_of_answer(r["state"], r["granted_on"], r["withdrawn_on"], on),
            r["id"],
        ),
    )
    state = str(row["state"])
    if state == "withdrawn" and row["withdrawn_on"] and row["withdrawn_on"] > on:
        return "granted"
    if state == "granted" and row["expires_on"] and row["expires_on"] < on:
        return "expired"
    return state
