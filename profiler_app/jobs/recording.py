"""Recording what happens with a customer: talks, orders, consent, things to do.

Each is one operation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import GuardianNeeded, OperationProblem
from profiler_app.domain.fields import option_label
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.consent_register import is_child
from profiler_app.jobs.consenting import GUARDIAN, Answer, consent_row
from profiler_app.jobs.editing import (
    living_number,
    split_values,
    stored_values,
    write_attributes,
)
from profiler_app.store.agenda import assets_due, occasion_of
from profiler_app.store.entry_lookups import attribute_rows, open_task, product_named
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Talk:
    """A contact: how it went (``outcome``), over which channel, what was said, what comes next.

    ``day`` None is today; ``person`` the contact person of a company it was with. With ``next_on``
    a task is made. ``found`` adds options to list fields, such as needs; ``findings`` are new
    values of fields by id, None clears one.
    """

    outcome: str
    channel: str = ""
    summary: str = ""
    next_step: str = ""
    next_on: date | None = None
    found: Mapping[str, Sequence[str]] = field(default_factory=dict)
    findings: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of an order: ``price_minor`` for one piece, ``amount_minor`` for all of it."""

    day: date
    product: str
    quantity: Decimal
    price_minor: int | None
    amount_minor: int
    channel: str = ""


def log_contact(
    progress: Progress, workspace: Workspace, customer: int, talk: Talk, *, by: str, today: date
) -> int:
    """Store the talk, the next task and what was found out; return the one operation.

    A field whose value was found out names the talk as its source (COL-03).
    """
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    learnt = {**_added(workspace, customer, talk.found), **talk.findings}
    day = talk.day or today
    with operation(workspace, "interaction", {"number": number}) as opened:
        opened.insert_one(
            "interaction",
            {
                "customer_id": customer,
                "person_id": talk.person,
                "day": to_day(day.isoformat()),
                "channel": talk.channel or None,
                "direction": "out",  # ours: whoever was contacted is left alone for a while
                "outcome": talk.outcome or None,
                "summary": talk.summary or None,
                "next_step": talk.next_step or None,
                "next_on": talk.next_on.isoformat() if talk.next_on else None,
                "by_whom": by,
            },
        )
        if talk.next_on is not None:
            title = talk.next_step or _title(talk)
            row = _task(customer, title, talk.next_on, 2, by)
            opened.insert_one("task", {**row, "source": "interaction"})
        learn(workspace, opened, customer, learnt, day)
    return opened.id


def learn(
    workspace: Workspace, opened: Operation, customer: int, learnt: Mapping[str, Any], day: date
) -> None:
    """Set what was found out; a former attribute makes way, so that the new one has its source."""
    own, others = split_values(learnt)
    if own:
        opened.update("customer", customer, own)
    for name in others:
        opened.delete("attribute", attribute_rows(workspace.connection, customer, name))
    told = {name: value for name, value in others.items() if value is not None}
    write_attributes(workspace, opened, customer, told, day)


def _title(talk: Talk) -> str:
    if not talk.outcome:
        return _("Follow up")
    return _("Follow up: {outcome}").format(outcome=option_label("outcome", talk.outcome))


def _added(
    workspace: Workspace, customer: int, found: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the lists with what is new in them, leaving out those with nothing new."""
    before = stored_values(workspace, customer)
    changed = {}
    for name, ids in found.items():
        known = list(before.get(name) or [])
        new = [each for each in ids if each not in known]
        if new:
            changed[name] = known + new
    return changed


def add_order(
    progress: Progress, workspace: Workspace, customer: int, bought: Purchase, *, today: date
) -> int:
    """Store something a customer bought; a product of an unknown name is made with it."""
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    line = stored_values(workspace, customer).get("line") or "trade"
    if bought.day > today:
        raise OperationProblem(operation="—", reason=_("an order cannot lie in the future."))
    with operation(workspace, "order", {"number": number}) as opened:
        product = product_named(workspace.connection, bought.product)
        if product is None:
            values = {"name": bought.product, "line": line, "kind": "goods", "active": 1}
            product = opened.insert_one("product", values)
        gross = bought.amount_minor
        if bought.price_minor is not None:
            whole = Decimal(bought.price_minor) * bought.quantity
            gross = max(gross, int(whole.to_integral_value(ROUND_HALF_EVEN)))
        price = None if bought.price_minor is None else f"{Decimal(bought.price_minor) / 100:f}"
        opened.insert_one(
            "order_line",
            {
                "customer_id": customer,
                "order_no": f"{number}-{opened.id}",
                "content_key": opened.id,
                "day": to_day(bought.day.isoformat()),
                "kind": "sale",
                "channel": bought.channel or None,
                "product_id": product,
                "quantity": float(bought.quantity),
                "unit_price": price,
                "gross": gross,
                "discount": gross - bought.amount_minor,
                "net": bought.amount_minor,
            },
        )
    return opened.id


def add_task(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    title: str,
    due: date | None,
    priority: int,
    *,
    by: str,
) -> int:
    """Store something to do for a customer; priority 1 is the most urgent, 3 the least."""
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    with operation(workspace, "task", {"number": number}) as opened:
        opened.insert_one("task", {**_task(customer, title, due, priority, by), "source": "manual"})
    return opened.id


def _task(customer: int, title: str, due: date | None, priority: int, by: str) -> dict[str, Any]:
    return {
        "customer_id": customer,
        "kind": "follow_up",
        "title": title,
        "due_on": due.isoformat() if due else None,
        "priority": priority,
        "state": "open",
        "assigned_to": by,
    }


def finish_task(progress: Progress, workspace: Workspace, task: int, *, today: date) -> int:
    """Mark a task as done; that of a service lets the next cycle begin."""
    progress.step(0.0, N_("Saving"))
    found = open_task(workspace.connection, task)
    if found is None:
        raise OperationProblem(operation="—", reason=_("the task is done or gone already."))
    customer, _title = found
    facts = {"number": living_number(workspace, customer)}  # a title may name somebody
    with operation(workspace, "task_done", facts) as opened:
        opened.update("task", task, {"state": "done", "done_on": today.isoformat()})
        serviced(workspace, opened, customer, occasion_of(workspace.connection, task), today)
    return opened.id


def serviced(
    workspace: Workspace, opened: Operation, customer: int, occasion: str, today: date
) -> None:
    """Begin the next cycle of the devices whose service was the occasion (``service:DAY``)."""
    kind, _colon, day = occasion.partition(":")
    if kind == "service":
        for asset in assets_due(workspace.connection, customer, day):
            opened.update("asset", asset, {"last_service_on": today.isoformat()})


def exclude_from_profiling(
    progress: Progress, workspace: Workspace, customer: int, *, today: date
) -> int:
    """Keep a customer out of automated profiling: an objection (PIPL article 24), one operation.

    From then on no tag but those of compliance, no model, no suggestion and no campaign; service
    goes on. A consent recorded later allows it again.
    """
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    answer = Answer(("profiling",), "refused", "objection", today)
    with operation(workspace, "exclude", {"number": number}) as opened:
        opened.insert_one("consent", consent_row(customer, "profiling", answer))
    return opened.id


def record_consent(progress: Progress, workspace: Workspace, customer: int, answer: Answer) -> int:
    """Store an answer for each of its purposes and return the one operation.

    Raises GuardianNeeded when a child is said to agree and no guardian is named.
    """
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, customer)
    by_guardian = answer.method == GUARDIAN and answer.evidence.strip()
    if answer.state == "granted" and not by_guardian and is_child(workspace, customer, answer.day):
        raise GuardianNeeded(number=number)
    with operation(workspace, "consent", {"number": number}) as opened:
        for purpose in answer.purposes:
            opened.insert_one("consent", consent_row(customer, purpose, answer))
    return opened.id
