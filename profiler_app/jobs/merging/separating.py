"""Separating merged customers again: what returns, what was added since, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.merging import NoMerge
from profiler_app.domain.operations import UndoReport
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.editing import living_number
from profiler_app.store import later_edits
from profiler_app.store.customers import read_customers
from profiler_app.store.later_edits import LaterEdit
from profiler_app.store.ledger import Operation
from profiler_app.store.merging import Merge, numbered, standing_merges
from profiler_app.store.undo import undo
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MergedGroup:
    """A merge that stands: when (UTC, ISO), who stays and who went into it (number, name)."""

    operation: int
    at: str
    survivor: tuple[str, str]
    merged: tuple[tuple[str, str], ...]
    edits: int


def merged_groups(workspace: Workspace) -> tuple[MergedGroup, ...]:
    """Return the merges that stand, the newest first."""
    merges = standing_merges(workspace.connection)
    ids = sorted({each for merge in merges for each in (merge.survivor, *merge.losers)})
    names = read_customers(workspace.connection, ids, ("number", "name")) if ids else {}

    def named(customer: int) -> tuple[str, str]:
        number, name = names.get(customer, ("—", None))
        return number, name or number

    return tuple(
        MergedGroup(
            merge.operation,
            merge.at,
            named(merge.survivor),
            tuple(named(loser) for loser in merge.losers),
            len(later_edits.later_edits(workspace.connection, merge)),
        )
        for merge in reversed(merges)
    )


def edits_since(workspace: Workspace, operation: int) -> list[LaterEdit]:
    """Return what was changed on or added to the survivor since a merge, oldest first."""
    return later_edits.later_edits(workspace.connection, _merge(workspace, operation))


def unmerge(
    progress: Progress,
    workspace: Workspace,
    operation: int,
    *,
    give: Sequence[LaterEdit] = (),
    to: int | None = None,
) -> UndoReport:
    """Separate what a merge joined; every table is as before it, save for later edits.

    Those stay with the survivor; ``give`` names the ones that go to a merged customer instead
    (``to``, by default the first). It is an undo, so undoing it merges again. Raises NoMerge.
    """
    progress.step(0.1, N_("Separating"))
    merge = _merge(workspace, operation)
    loser = merge.losers[0] if to is None else to

    def hand_over(opened: Operation) -> None:
        if give:
            living_number(workspace, loser)
            later_edits.hand_over(workspace.connection, opened, merge, give, loser)

    report = undo(workspace, operation, on_conflict="keep", then=hand_over)
    progress.step(1.0, N_("Separating"))
    return report


def _merge(workspace: Workspace, operation: int) -> Merge:
    found: Any = next(
        (m for m in standing_merges(workspace.connection) if m.operation == operation), None
    )
    if found is None:
        raise NoMerge(operation=operation)
    merge: Merge = found
    return merge


def merged_record(workspace: Workspace, operation: int, number: str) -> int:
    """Return the record of a merge that has this number; raises CustomerNotFound."""
    merge = _merge(workspace, operation)
    (found,) = numbered(workspace.connection, [number])
    if found not in merge.losers:
        raise CustomerNotFound(customer=number)
    return found
