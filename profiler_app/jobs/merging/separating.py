"""Separating merged customers again: what returns, what was added since, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.fields import find_field
from profiler_app.domain.merging import NoMerge
from profiler_app.domain.operations import Conflict, UndoReport
from profiler_app.domain.progress import Progress
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import typed_value
from profiler_app.jobs.importing.showing import label_of, shown
from profiler_app.jobs.merging.doing import merge_again
from profiler_app.jobs.merging.planning import may_merge
from profiler_app.store import later_edits
from profiler_app.store.customers import read_customers
from profiler_app.store.later_edits import LaterEdit
from profiler_app.store.ledger import operation
from profiler_app.store.merging import Merge, all_merges, numbered, standing_merges
from profiler_app.store.replaying import Given
from profiler_app.store.separating import changed_since, joined_with, report_of, separate
from profiler_app.store.timelines import current_row
from profiler_app.store.undo import find_entry, root_of, undo
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


_SAYING = {"task": "title", "interaction": "summary", "feedback": "text", "order_line": "order_no"}
"""What tells a row of a table from others."""


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A later edit for reading: the day (ISO) and what it is about."""

    edit: LaterEdit
    day: str
    text: str


def changes_since(workspace: Workspace, operation: int) -> tuple[LaterChange, ...]:
    """Return what was changed on or added to the survivor since a merge, in words."""
    currency = workspace.settings.currency
    return tuple(
        LaterChange(edit, edit.at[:10], _in_words(workspace, edit, currency))
        for edit in edits_since(workspace, operation)
    )


def _in_words(workspace: Workspace, edit: LaterEdit, currency: str) -> str:
    name, value = edit.column, edit.value
    if edit.table == "attribute":
        row = current_row(workspace.connection, edit.table, edit.row) or {}
        name, field = row.get("field"), find_field(str(row.get("field")))
        value = typed_value(field, row.get("value")) if field else row.get("value")
    if name is None:
        row = current_row(workspace.connection, edit.table, edit.row) or {}
        said = row.get(_SAYING.get(edit.table, ""))
        label = table_label(edit.table)
        return _("{who}: {value}").format(who=label, value=said) if said else label
    return _("{who}: {value}").format(who=label_of(name), value=shown(name, value, currency))


def unmerge(
    progress: Progress,
    workspace: Workspace,
    number: int,
    *,
    give: Sequence[LaterEdit] = (),
    to: int | None = None,
) -> UndoReport:
    """Separate what a merge joined; every table is as if it had never been, save for later edits.

    Those stay with the survivor; ``give`` names the ones that go to a merged customer instead
    (``to``, by default the first). It is an undo, so undoing it merges again. Raises NoMerge.
    """
    merge = _merge(workspace, number)
    loser = merge.losers[0] if to is None else to
    given = [Given(edit.table, edit.row, edit.column, loser) for edit in give]
    return _separate(progress, workspace, merge, number, given)


def take_back(progress: Progress, workspace: Workspace, number: int) -> UndoReport:
    """Undo a merge, or the end of one, whatever was done since.

    Raises OperationProblem when it was undone already; CannotMerge or CustomerNotFound when those
    who were merged cannot come together again.
    """
    find_entry(workspace, number)
    root, _kind = root_of(workspace.connection, number)
    merges = standing_merges(workspace.connection)
    standing = next((merge for merge in merges if merge.operation == root), None)
    if standing is not None:
        return _separate(progress, workspace, standing, number, [])
    progress.step(0.1, N_("Merging"))
    merge = next(m for m in all_merges(workspace.connection) if m.operation == root)
    may_merge(workspace, (merge.survivor, *merge.losers))
    together = joined_with(workspace.connection, merge)
    if not changed_since(workspace.connection, together, number):
        return undo(workspace, number, on_conflict="keep")
    return _written(workspace, together, merge, number, [], [*merges, merge])


def _separate(
    progress: Progress, workspace: Workspace, merge: Merge, number: int, given: list[Given]
) -> UndoReport:
    progress.step(0.1, N_("Separating"))
    together = joined_with(workspace.connection, merge)
    if not changed_since(workspace.connection, together, number):
        return undo(workspace, number, on_conflict="keep")
    merges = standing_merges(workspace.connection)
    left = [each for each in merges if each.operation != merge.operation]
    edited = {(g.row, g.column) for g in given}
    conflicts = tuple(
        Conflict("customer", merge.survivor, edit.column, edit.operation)
        for edit in later_edits.later_edits(workspace.connection, merge)
        if edit.column is not None
        and (edit.row, edit.column) not in edited
        and later_edits.wrote(workspace.connection, merge, edit.column)
    )
    report = _written(workspace, together, merge, number, given, left)
    progress.step(1.0, N_("Separating"))
    return replace(report, conflicts=conflicts)


def _written(
    workspace: Workspace,
    together: set[int],
    merge: Merge,
    number: int,
    given: list[Given],
    merges: Sequence[Merge],
) -> UndoReport:
    """Write everybody as if nobody was merged, then merge again those whose merges stand."""
    facts = {"operation": number, "anew": True, **({"given": given} if given else {})}
    with operation(workspace, "undo", facts, undoes=number) as opened:
        replay = separate(workspace.connection, opened, together, merge.operation, given)
        for each in merges:
            if each.survivor in together:
                merge_again(workspace, opened, each, replay)
        return report_of(workspace.connection, opened.id, number)


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
