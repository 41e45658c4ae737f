"""Closing a complaint."""

from __future__ import annotations

from datetime import date

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import living_number
from profiler_app.store.ledger import operation
from profiler_app.store.neighbours import rows_by_id
from profiler_app.store.workspace import Workspace


def close_complaint(
    progress: Progress, workspace: Workspace, complaint: int, resolution: str, *, today: date
) -> int:
    """Close a complaint with what was agreed on; return the operation."""
    progress.step(0.0, N_("Saving"))
    rows = rows_by_id(workspace.connection, "feedback", [complaint])
    if not rows or rows[0]["status"] == "closed":
        raise OperationProblem(operation="—", reason=_("the complaint is closed or gone already."))
    number = living_number(workspace, rows[0]["customer_id"])
    values = {"status": "closed", "closed_on": today.isoformat(), "resolution": resolution}
    with operation(workspace, "complaint_closed", {"number": number}) as opened:
        opened.update("feedback", complaint, values)
    return opened.id
