"""Saved views of the list of customers: facts of the workspace, so each change can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.domain.views import SavedView, on_day
from profiler_app.jobs import lists
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store import views
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace


def read_views(workspace: Workspace) -> tuple[SavedView, ...]:
    """Return the saved views in their order."""
    return views.read_views(workspace.connection)


def count_view(source: ColumnSource, rule: str, today: date) -> int:
    """Return how many customers a view shows. Raises RuleProblem for a rule that is not one."""
    return lists.count(source, on_day(rule, today))[0]


def save_view(progress: Progress, workspace: Workspace, view: SavedView) -> tuple[int, int]:
    """Save a new view (``id`` 0, at the end) or a changed one; return (operation, its id)."""
    progress.step(0.0, N_("Saving"))
    cells = {
        "name": view.name,
        "rule": view.rule,
        "columns": view.columns,
        "sort": view.sort,
        "colour": str(view.colour),
    }
    with operation(workspace, "view", {"name": view.name}) as opened:
        if view.id:
            opened.update("saved_view", view.id, cells)
            return opened.id, view.id
        last = max((each.position for each in read_views(workspace)), default=0)
        number = opened.insert_one("saved_view", {**cells, "position": last + 1})
    return opened.id, number


def remove_view(progress: Progress, workspace: Workspace, view: SavedView) -> int:
    """Delete a view and return the operation; the customers in it stay."""
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "view_removed", {"name": view.name}) as opened:
        opened.delete("saved_view", [view.id])
    return opened.id


def order_views(progress: Progress, workspace: Workspace, order: Sequence[int]) -> int:
    """Put views into the order of these ids and return the operation."""
    progress.step(0.0, N_("Saving"))
    with operation(workspace, "views_moved") as opened:
        for position, number in enumerate(order, start=1):
            opened.update("saved_view", number, {"position": position})
    return opened.id
