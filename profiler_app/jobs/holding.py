"""Legal hold: what a law orders to keep is not erased but restricted until a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from profiler_app.domain.errors import OnLegalHold
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.consenting import Answer, consent_row
from profiler_app.jobs.editing import living_number
from profiler_app.store.consents import numbers_of
from profiler_app.store.erasing import records_of
from profiler_app.store.ledger import operation
from profiler_app.store.standing import is_undone, undone_by
from profiler_app.store.workspace import Workspace

GROUNDS: Final = {
    "aml": N_("money laundering law: ten years after the relation"),
    "tax": N_("accounts and tax"),
    "dispute": N_("a dispute that is not settled"),
}
_HOLDS: Final = "legal_holds"
_RESTRICTED: Final = ("profiling", "marketing")


@dataclass(frozen=True, slots=True)
class Hold:
    """Why (a key of ``GROUNDS``) and until which day (ISO) a customer must be kept.

    ``operation`` put it on hold; undoing that operation ends the hold as well.
    """

    number: str
    ground: str
    until: str
    operation: int = 0


def hold(
    _progress: Progress,
    workspace: Workspace,
    customer: int,
    ground: str,
    until: date,
    *,
    today: date,
) -> int:
    """Keep a customer from being erased, and stop what consent is needed for, at once.

    One operation: the hold is noted, consent to profiling and marketing is withdrawn. Raises
    CustomerNotFound. Returns the operation.
    """
    number = living_number(workspace, customer)
    answer = Answer(_RESTRICTED, "withdrawn", "hold", today)
    with operation(workspace, "hold", {"number": number, "until": until.isoformat()}) as opened:
        for purpose in answer.purposes:
            opened.insert_one("consent", consent_row(customer, purpose, answer))
        kept = Hold(number, ground, until.isoformat(), opened.id)
        workspace.put_setting(_HOLDS, [*_all(workspace), asdict(kept)])
    return opened.id


def release(progress: Progress, workspace: Workspace, customer: int) -> bool:
    """End a hold before its day; False where there was none. Consent stays as it is."""
    return release_number(progress, workspace, living_number(workspace, customer))


def release_number(_progress: Progress, workspace: Workspace, number: str) -> bool:
    """End the hold noted under a number; also of a customer that was merged meanwhile."""
    if all(each.number != number for each in _standing(workspace)):
        return False
    others = [each for each in _all(workspace) if each["number"] != number]
    with operation(workspace, "hold_ended", {"number": number}):
        workspace.put_setting(_HOLDS, others)
    return True


def holds(workspace: Workspace, *, today: date) -> list[Hold]:
    """Return the holds that bind on a day, the first to end first."""
    iso = today.isoformat()
    binding = (each for each in _standing(workspace) if each.until >= iso)
    return sorted(binding, key=lambda each: each.until)


def refuse_if_held(workspace: Workspace, customer: int, *, today: date) -> None:
    """Raise OnLegalHold when a customer, or somebody merged into it, must be kept."""
    numbers = numbers_of(workspace.connection, records_of(workspace.connection, customer))
    for each in holds(workspace, today=today):
        if each.number in numbers:
            raise OnLegalHold(number=each.number, until=each.until)


def _standing(workspace: Workspace) -> list[Hold]:
    """Return the newest hold of each number whose operation was not undone."""
    found = [Hold(**each) for each in _all(workspace)]
    undone = undone_by(workspace.connection) if found else {}
    return [*{h.number: h for h in found if not is_undone(h.operation, undone)}.values()]


def _all(workspace: Workspace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.setting(_HOLDS, [])
    return found
