"""What is due: open tasks, what follows from the data, and greetings of many in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from profiler_app.domain.today import Due, Who, in_order
from profiler_app.jobs.caring import festival_members, group_due
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.reminders import Found, found_reminders, not_to_be_greeted, written
from profiler_app.store import agenda
from profiler_app.store.agenda import OpenTask
from profiler_app.store.workspace import Workspace

_GROUP = "festival:"


def named(workspace: Workspace, customers: Sequence[int]) -> dict[int, Who]:
    """Return how lines name some customers; who is gone is left out."""
    found = agenda.names(workspace.connection, customers)
    return {
        customer: Who(customer, number, name, "company" if kind == "company" else "person", sign)
        for customer, (number, name, kind, sign) in found.items()
    }


def read_dues(
    workspace: Workspace, source: ColumnSource, today: date, computed: date | None
) -> tuple[tuple[Due, ...], dict[str, int]]:
    """Return what is due, and by kind how many more there are than are listed.

    ``computed`` is the day of the features; without it only tasks are due.
    """
    tasks = agenda.open_tasks(workspace.connection, until=today)
    dues = list(task_dues(workspace, tasks))
    if computed is None:
        return in_order(dues), {}
    found, more = found_reminders(workspace.connection, source, today=today, computed=computed)
    who = named(workspace, [each.customer for each in found])
    dues += [written(source, each, who[each.customer], today) for each in _known(found, who)]
    dues += _festival(workspace, source, today)
    return in_order(dues), more


def task_dues(workspace: Workspace, tasks: Sequence[OpenTask]) -> Iterator[Due]:
    """Yield open tasks as reminders; those of one greeting of many are one."""
    who = named(workspace, [task.customer for task in tasks])
    living = [task for task in tasks if task.customer in who]
    for task in living:
        if not task.key.startswith(_GROUP):
            due = date.fromisoformat(task.due)
            yield Due("task", f"task:{task.id}", who[task.customer], task.title, due, task.id)
    grouped = sorted((t for t in living if t.key.startswith(_GROUP)), key=lambda t: (t.key, t.id))
    for key, some in groupby(grouped, key=lambda task: task.key):
        of_key = list(some)
        first, members = of_key[0], [who[task.customer] for task in of_key]
        yield group_due(key, first.title, date.fromisoformat(first.due), members, first.id)


def _known(found: Iterable[Found], who: dict[int, Who]) -> Iterator[Found]:
    return (each for each in found if each.customer in who)


def _festival(workspace: Workspace, source: ColumnSource, today: date) -> list[Due]:
    connection = workspace.connection
    done = agenda.settled(connection)
    found = festival_members(
        source, today, done, lambda: not_to_be_greeted(connection, source, today)
    )
    if found is None:
        return []
    greeting, customers = found
    who = named(workspace, customers)
    members = [who[customer] for customer in customers if customer in who]
    return [group_due(greeting.key, greeting.title(), greeting.by, members)]
