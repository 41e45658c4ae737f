"""Doing and putting off what the first page reminds of; both are tasks, so both can be undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.domain.today import Due
from profiler_app.jobs.due_list import task_dues
from profiler_app.jobs.editing import living_number
from profiler_app.jobs.recording import finish_task, serviced
from profiler_app.store import agenda
from profiler_app.store.entry_lookups import open_task
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

_KINDS = {
    "at_risk": "churn_save",
    "facility": "facility_renewal",
    "id_doc": "kyc_expiry",
    "risk_check": "kyc_expiry",
}
"""What a task is called that comes from a reminder; else as the reminder."""


def settle(progress: Progress, workspace: Workspace, due: Due, *, today: date, by: str) -> int:
    """Mark something as done and return the operation.

    A reminder that follows from the data becomes a task that is done already, which keeps it from
    coming back; a service done lets its next cycle begin. Raises OperationProblem when a task is
    done or gone.
    """
    done: dict[str, object] = {"state": "done", "done_on": today.isoformat()}
    if due.members:
        return _for_all(progress, workspace, due, done, by)
    if due.task is not None:
        return finish_task(progress, workspace, due.task, today=today)
    progress.step(0.0, N_("Saving"))
    facts = {"number": living_number(workspace, due.who.customer)}
    with operation(workspace, "task_done", facts) as opened:
        opened.insert_one("task", {**_task(due, due.due, by), **done})
        serviced(workspace, opened, due.who.customer, due.key, today)
    return opened.id


def put_off(progress: Progress, workspace: Workspace, due: Due, until: date, *, by: str) -> int:
    """Let something come back on a later day and return the operation."""
    if due.members:
        return _for_all(progress, workspace, due, {"due_on": until.isoformat()}, by)
    progress.step(0.0, N_("Saving"))
    number = living_number(workspace, due.who.customer)
    if due.task is None:
        with operation(workspace, "task", {"number": number}) as opened:
            opened.insert_one("task", {**_task(due, until, by), "state": "open"})
        return opened.id
    if open_task(workspace.connection, due.task) is None:
        raise OperationProblem(operation="—", reason=_("the task is done or gone already."))
    facts = {"number": number, "day": until.isoformat()}
    with operation(workspace, "task_moved", facts) as opened:
        opened.update("task", due.task, {"due_on": until.isoformat()})
    return opened.id


def _for_all(
    progress: Progress, workspace: Workspace, due: Due, changes: dict[str, object], by: str
) -> int:
    """Change the tasks of everybody who is greeted, or make them changed already; one operation."""
    progress.step(0.0, N_("Saving"))
    if due.task is not None:
        open_rows = agenda.tasks_of(workspace.connection, due.key)
        if not open_rows:
            raise OperationProblem(operation="—", reason=_("the task is done or gone already."))
    kind = "greeting_moved" if "due_on" in changes else "greeted"
    facts = {"count": len(due.members), "day": changes.get("due_on")}
    with operation(workspace, kind, facts) as opened:
        if due.task is not None:
            for row in open_rows:
                opened.update("task", row, changes)
        else:
            new = [_task(due, due.due, by, who.customer) for who in due.members]
            rows = [{"state": "open", **task, **changes} for task in new]
            opened.insert("task", tuple(rows[0]), [tuple(row.values()) for row in rows])
    return opened.id


def _task(due: Due, day: date, by: str, customer: int | None = None) -> dict[str, object]:
    return {
        "customer_id": customer or due.who.customer,
        "kind": _KINDS.get(due.kind, due.kind),
        "title": due.title,
        "due_on": day.isoformat(),
        "priority": 2,
        "source": "reminder",
        "dedupe_key": due.key,
        "assigned_to": by,
    }


def write_tasks(progress: Progress, workspace: Workspace, path: Path, *, today: date) -> int:
    """Write open tasks as a calendar file (.ics) and return how many.

    Overdue ones stand on ``today``. Names stand in it, numbers and addresses do not. Raises
    PlaceNotWritable or NoSpaceForFile.
    """
    from profiler_app.reports.calendar_file import Appointment, write_calendar

    progress.step(0.1, N_("Writing the file"))
    tasks = agenda.open_tasks(workspace.connection, until=date.max)
    appointments = [
        Appointment(
            f"{workspace.settings.prefix}-task-{due.task}@zhike",
            max(today, due.due),
            f"{due.title} · {due.who.name}",
            due.who.number,
        )
        for due in task_dues(workspace, tasks)
    ]
    return write_calendar(path, appointments, now=workspace.clock())
