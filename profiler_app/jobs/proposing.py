"""Why something is proposed for a customer, doing it, and putting it off."""

from __future__ import annotations

from datetime import date, timedelta

from profiler_app.analysis.explanation import explain
from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.next_actions import ActionRule, action_rules
from profiler_app.domain.profile import Why
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.wording import to_sentence
from profiler_app.domain.text import N_, _
from profiler_app.jobs.cards.next_steps import action_holds, action_text
from profiler_app.jobs.cards.reasons import leaf_of
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.editing import living_number
from profiler_app.jobs.next_actions import DISMISSED, action_key
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace


def why_action(workspace: Workspace, customer: int, rule: str, *, as_of: date) -> Why:
    """Explain an action for one customer: its rule and the customer's own values."""
    subject = read_subject(workspace, customer, as_of=as_of)
    action = _action(rule)
    found = explain(action.rule, subject.columns, tags=subject.tags, currency=subject.currency)
    return Why(
        tag=action.id,
        label=action_text(subject, action),
        verdict="yes" if action_holds(subject, action) else "no",
        rule=to_sentence(action.rule, currency=subject.currency),
        leaves=tuple(leaf_of(subject, leaf) for leaf in found.leaves),
    )


def take_action(
    progress: Progress, workspace: Workspace, customer: int, rule: str, *, today: date, by: str
) -> int:
    """Make a task of an action, due when its rule says so; return the operation."""
    progress.step(0.0, N_("Saving"))
    action = _action(rule)
    number = living_number(workspace, customer)
    due = today + timedelta(days=action.due_days)
    title = action_text(read_subject(workspace, customer, as_of=today), action)
    with operation(workspace, "task", {"number": number}) as opened:
        opened.insert_one(
            "task", {**_row(customer, action, title, due, by), "state": "open", "source": "action"}
        )
    return opened.id


def put_off_action(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    rule: str,
    *,
    until: date,
    reason: str,
    today: date,
    by: str,
) -> int:
    """Let an action not come again before a day, with the reason; return the operation."""
    progress.step(0.0, N_("Saving"))
    if until <= today:
        raise OperationProblem(operation="—", reason=_("name a day after today."))
    action = _action(rule)
    number = living_number(workspace, customer)
    title = action_text(read_subject(workspace, customer, as_of=today), action)
    state = {"state": "cancelled", "done_on": today.isoformat(), "result": reason or None}
    with operation(workspace, "action_put_off", {"number": number, "action": title}) as opened:
        row = _row(customer, action, title, until, by)
        opened.insert_one("task", {**row, **state, "source": DISMISSED})
    return opened.id


def _action(rule: str) -> ActionRule:
    found = next((each for each in action_rules() if each.id == rule), None)
    if found is None:
        raise OperationProblem(operation="—", reason=_("there is no such action."))
    return found


def _row(customer: int, action: ActionRule, title: str, due: date, by: str) -> dict[str, object]:
    return {
        "customer_id": customer,
        "kind": action.task,
        "title": title,
        "due_on": due.isoformat(),
        "priority": 1 if action.base >= 90 else 2,
        "dedupe_key": action_key(action.id),
        "assigned_to": by,
    }
