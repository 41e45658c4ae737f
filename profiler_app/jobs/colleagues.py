"""Changing who speaks for a company: the part in decisions, stance, influence, or that he left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from profiler_app.domain.errors import OperationProblem
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import living_number
from profiler_app.store.ledger import operation
from profiler_app.store.neighbours import rows_by_id
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands; empty or None is not known. ``influence`` is 1 to 5."""

    role: str
    stance: str
    influence: int | None
    left_on: date | None = None


def change_colleague(
    progress: Progress, workspace: Workspace, person: int, standing: Standing
) -> int:
    """Store where a person stands; who left is no longer shown. Return the operation."""
    progress.step(0.0, N_("Saving"))
    rows = rows_by_id(workspace.connection, "company_contact", [person])
    if not rows:
        raise OperationProblem(operation="—", reason=_("this person is gone already."))
    number = living_number(workspace, rows[0]["customer_id"])
    values = {
        "role": standing.role or None,
        "stance": standing.stance or None,
        "influence": standing.influence,
    }
    if standing.left_on is not None:
        values |= {"left_on": standing.left_on.isoformat(), "active": 0}
    with operation(workspace, "colleague_changed", {"number": number}) as opened:
        opened.update("company_contact", person, values)
    return opened.id
