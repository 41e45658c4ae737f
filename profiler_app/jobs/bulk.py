"""Changing many customers at once: each function is one operation of the ledger, so one undo.

``customers`` are ids (int64 array or sequence). A cancelled job leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from profiler_app.domain.progress import Progress
from profiler_app.domain.tags import known_tags
from profiler_app.domain.text import N_
from profiler_app.jobs.editing import delete_customers
from profiler_app.store.customers import read_customers
from profiler_app.store.ledger import Operation, operation
from profiler_app.store.tagged import given_by_hand
from profiler_app.store.workspace import Workspace

_AT_ONCE = 2_000
_MADE_BY_HAND = "manual"

Parts = Iterator[list[int]]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of many did: how many customers it changed, and the operation to undo.

    ``operation`` is None when there was nothing to change.
    """

    count: int
    operation: int | None


def add_tag(
    progress: Progress,
    workspace: Workspace,
    customers: Any,
    tag: str,
    *,
    reason: str,
    by: str,
    today: date,
) -> Changed:
    """Give customers a tag by hand until its time to live is over; who has it keeps his."""
    lasts = known_tags()[tag].ttl_days
    until = (today + timedelta(days=lasts)).isoformat() if lasts else None
    cells = (tag, reason, by, today.isoformat(), until)
    columns = ("customer_id", "tag", "reason", "set_by", "set_on", "until")

    def write(opened: Operation, parts: Parts) -> int:
        have = given_by_hand(workspace.connection, tag, today)
        rows = ((each, *cells) for part in parts for each in part if each not in have)
        return opened.insert("manual_tag", columns, rows)[1]

    return _change(progress, workspace, customers, ("tag", {"tag": tag}), write)


def change_owner(
    progress: Progress, workspace: Workspace, customers: Any, owner: str | None
) -> Changed:
    """Hand customers over to another account manager; None: to nobody."""

    def write(opened: Operation, parts: Parts) -> int:
        changed = 0
        for part in parts:
            held = read_customers(workspace.connection, part, ("owner_rm",))
            rows = [(owner, each) for each in part if each in held and held[each][0] != owner]
            opened.update_many("customer", ("owner_rm",), rows)
            changed += len(rows)
        return changed

    return _change(progress, workspace, customers, ("owner", {}), write)


def remind(
    progress: Progress, workspace: Workspace, customers: Any, title: str, due: date
) -> Changed:
    """Make an open task for each customer, for his account manager."""
    columns = ("customer_id", "kind", "title", "due_on", "priority", "state", "source",
               "assigned_to")  # fmt: skip

    def rows(parts: Parts) -> Iterable[Sequence[Any]]:
        for part in parts:
            owners = read_customers(workspace.connection, part, ("owner_rm",))
            for each in (each for each in part if each in owners):
                yield (each, "custom", title, due.isoformat(), 3, "open", _MADE_BY_HAND,
                       owners[each][0])  # fmt: skip

    def write(opened: Operation, parts: Parts) -> int:
        return opened.insert("task", columns, rows(parts))[1]

    return _change(progress, workspace, customers, ("remind", {}), write)


def delete(progress: Progress, workspace: Workspace, customers: Any) -> Changed:
    """Delete customers with everything that belongs to them."""
    ids = [int(each) for each in customers]
    return Changed(len(ids), delete_customers(progress, workspace, ids) if ids else None)


def _change(
    progress: Progress,
    workspace: Workspace,
    customers: Any,
    kind: tuple[str, dict[str, Any]],
    write: Callable[[Operation, Parts], int],
) -> Changed:
    """Write inside one operation, part by part, and say how many customers changed."""
    ids = [int(each) for each in customers]

    def parts() -> Parts:
        for first in range(0, len(ids), _AT_ONCE):
            progress.step(0.9 * first / len(ids), N_("Saving"))
            yield ids[first : first + _AT_ONCE]
        progress.step(0.9, N_("Writing the history"))

    name, facts = kind
    with operation(workspace, name, facts) as opened:
        count = write(opened, parts())
        opened.facts["count"] = count
    return Changed(count, opened.id if count else None)
