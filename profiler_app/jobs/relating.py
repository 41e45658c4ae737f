"""Tying customers to each other: who recommended whom, who guarantees for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.fields import options
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.editing import living_number, split_values, stored_values
from profiler_app.jobs.entries import Entry, read_share, with_implied
from profiler_app.jobs.looking_up import look_up
from profiler_app.store.customers import customer_number
from profiler_app.store.entry_lookups import has_relation
from profiler_app.store.ledger import operation
from profiler_app.store.neighbours import rows_by_id
from profiler_app.store.rewind import Row
from profiler_app.store.workspace import Workspace

_BETWEEN = {
    "spouse": ("person", "person"),
    "parent": ("person", "person"),
    "child": ("person", "person"),
    "sibling": ("person", "person"),
    "relative": ("person", "person"),
    "friend": ("person", "person"),
    "colleague": ("person", "person"),
    "referrer": ("both", "person"),
    "guarantor": ("both", "both"),
    "employer": ("person", "company"),
    "legal_rep": ("company", "person"),
    "actual_controller": ("company", "person"),
    "shareholder": ("company", "both"),
}
"""Who may have a relation, and to whom; what is not named ties companies only."""
_COMPANIES = ("company", "company")
HELD = frozenset({"shareholder", "actual_controller", "parent_company", "subsidiary", "affiliate"})
"""Relations in which a share is held."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class Tie:
    """What is to be stored: the other customer by id, or by the name of one to be made.

    ``share`` is what is held of a company, in percent.
    """

    kind: str
    other: int | None
    new_name: str = ""
    since: date | None = None
    note: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer a relation could lead to."""

    customer: int
    number: str
    name: str


def read_percent(text: str) -> Entry:
    """Read a share held, in percent."""
    found = read_share(text, (0.0, 1.0))
    return found if found.value is None else Entry(round(100 * found.value, 4), found.problem)


def relation_kinds(kind: str) -> list[tuple[str, str]]:
    """Return the relations a person or a company can have, with their labels."""
    return [
        (option.id, option.label)
        for option in options("relation")
        if _BETWEEN.get(option.id, _COMPANIES)[0] in (kind, "both")
    ]


def other_kind(relation: str, kind: str) -> str:
    """Return what the other side of a relation is, as far as the relation says it."""
    told = _BETWEEN.get(relation, _COMPANIES)[1]
    return kind if told == "both" else told


def candidates(
    workspace: Workspace,
    source: ColumnSource,
    text: str,
    *,
    relation: str,
    but: int,
    today: date,
) -> tuple[Candidate, ...]:
    """Return who may be meant, found as in the list of customers, of the kind that fits."""
    found = look_up(workspace, source, text, 4 * _MOST, today=today).rows
    told = _BETWEEN.get(relation, _COMPANIES)[1] if relation else "both"
    fitting = [row for row in found if told in ("both", row.kind) and row.id != but]
    return tuple(Candidate(row.id, row.number, row.name) for row in fitting[:_MOST])


def add_relation(
    progress: Progress, workspace: Workspace, customer: int, tie: Tie, *, today: date
) -> int:
    """Store a relation, and the other customer where it is a new one; return the operation."""
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    if tie.other is not None:
        living_number(workspace, tie.other)
        if has_relation(workspace.connection, customer, tie.other, tie.kind):
            raise OperationProblem(operation="—", reason=_("this relation is known already."))
    with operation(workspace, "relation", {"number": number}) as opened:
        other = tie.other
        if other is None:
            values = _new_customer(workspace, customer, tie, today)
            code = customer_number(workspace.settings.prefix, opened.next_id("customer"))
            other = opened.insert_one("customer", {**values, "number": code})
        opened.insert_one(
            "relation",
            {
                "customer_id": customer,
                "other_id": other,
                "kind": tie.kind,
                "share": tie.share,
                "since": tie.since.isoformat() if tie.since else None,
                "confidence": 1.0,
                "note": tie.note or None,
            },
        )
    return opened.id


@dataclass(frozen=True, slots=True)
class TieDetails:
    """What can be changed of a relation; ``until`` ends it on that day."""

    share: float | None
    since: date | None
    until: date | None
    note: str


def change_relation(
    progress: Progress, workspace: Workspace, relation: int, details: TieDetails
) -> int:
    """Change what is known of a relation, or end it; return the operation."""
    progress.step(0.0, N_("Saving"))
    row = _relation(workspace, relation)
    if details.since and details.until and details.until < details.since:
        raise OperationProblem(operation="—", reason=_("it would end before it began."))
    kind = "relation_ended" if details.until and not row["until"] else "relation_changed"
    number = living_number(workspace, row["customer_id"])
    with operation(workspace, kind, {"number": number}) as opened:
        opened.update(
            "relation",
            relation,
            {
                "share": details.share,
                "since": details.since.isoformat() if details.since else None,
                "until": details.until.isoformat() if details.until else None,
                "note": details.note or None,
            },
        )
    return opened.id


def _relation(workspace: Workspace, relation: int) -> Row:
    rows = rows_by_id(workspace.connection, "relation", [relation])
    if not rows:
        raise OperationProblem(operation="—", reason=_("this relation is gone already."))
    return rows[0]


def _new_customer(workspace: Workspace, customer: int, tie: Tie, today: date) -> dict[str, Any]:
    """Return the columns of somebody of whom only the name is known yet."""
    known = stored_values(workspace, customer)
    kind = other_kind(tie.kind, str(known.get("kind") or "person"))
    full = with_implied({"name": tie.new_name}, kind=kind, today=today)
    own, _others = split_values(full)
    return {**own, "kind": kind, "line": known.get("line") or "trade"}
