"""The check of a workspace with what helps against each finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs import backing_up, history, restoring
from profiler_app.jobs.refreshing import refresh
from profiler_app.store import integrity, mending
from profiler_app.store.connect import problems
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

Remedy = Literal["rescue", "mend", "accept", "show", "compute", "compare", "back_up", "rehearse"]

_REMEDIES: Final[Mapping[str, Remedy]] = {
    "file": "rescue",
    "reference": "mend",
    "merged": "mend",
    "sequence": "mend",
    "content": "accept",
    "chain": "compare",
    "image": "compare",
    "net": "show",
    "future": "show",
    "statistics": "compute",
    "no_backup": "back_up",
    "backup_gone": "back_up",
    "backup_old": "back_up",
    "no_rehearsal": "rehearse",
    "rehearsal_failed": "back_up",
}
ABOUT_COPIES: Final = ("back_up", "rehearse")
"""What helps where not the workspace is at fault but its copies."""

_EXAMINED: Final = "examined"
_EPOCH: Final = date(1970, 1, 1)
_OLD_DAYS: Final = 31


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, as a sentence, what helps, and whose cards show it."""

    code: str
    sentence: str
    remedy: Remedy
    customers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """When the workspace was last checked whole (ISO day), and how much was found."""

    on: str
    findings: int


def examine(progress: Progress, workspace: Workspace, *, today: date) -> tuple[Finding, ...]:
    """Check file, references, history, rules, what was computed, and the copies; note the day."""
    found = findings(progress, workspace, today=today)
    if not workspace.readonly:
        with workspace.writing():
            workspace.put_setting(_EXAMINED, asdict(Examined(today.isoformat(), len(found))))
    return found


def findings(progress: Progress, workspace: Workspace, *, today: date) -> tuple[Finding, ...]:
    """Check everything and write nothing; see ``examine``."""
    said = history.check(progress, workspace, today=today)
    lines: Mapping[str, Sequence[int]] = {}
    if any(code in ("net", "future") for code, _sentence in said):
        with problems(workspace.path):
            lines = mending.customers_of_lines(workspace.connection, (today - _EPOCH).days)
    return (
        *(
            Finding(code, sentence, _REMEDIES[code], tuple(lines.get(code, ())))
            for code, sentence in said
        ),
        *_about_copies(workspace, today),
    )


def last_examined(workspace: Workspace) -> Examined | None:
    """Return when the workspace was last checked whole."""
    kept = workspace.setting(_EXAMINED)
    return Examined(**kept) if kept else None


def mend(progress: Progress, workspace: Workspace) -> int:
    """Put references and owners right as one operation; return how many rows that concerned."""
    progress.step(0.1, N_("Putting right"))
    with operation(workspace, "mend", references_hold=True) as opened:
        count = mending.mend_references(workspace.connection, opened)
        count += mending.mend_merged(workspace.connection, opened)
        opened.facts["rows"] = count
        mending.count_on(workspace.connection)
    return count


def accept(progress: Progress, workspace: Workspace) -> int:
    """Take rows changed outside the program for what they are; the history says so for ever."""
    progress.step(0.1, N_("Comparing rows with the history"))
    broken = list(integrity.broken_seals(workspace.connection))
    if broken:
        with operation(workspace, "accept", {"ranges": len(broken)}) as opened:
            mending.accept_rows(workspace.connection, opened, broken)
    return len(broken)


def compute_anew(progress: Progress, workspace: Workspace, *, today: date) -> int:
    """Throw away what was computed and compute it again; return for how many customers."""
    mending.forget_derived(workspace)
    return refresh(Part(progress, 0.0, 1.0), workspace, as_of=today).computed


def compare(
    progress: Progress, workspace: Workspace, *, by: str, today: date
) -> restoring.Restored:
    """Compare the workspace with its last copy; raises NoBackup or BackupDamaged."""
    return restoring.restore(
        progress, workspace, restoring.newest(workspace), None, by=by, today=today
    )


def copies_at_fault(workspace: Workspace, *, today: date) -> Finding | None:
    """Return what is wrong with copies that were made; None: nothing, or none was made yet."""
    never = restoring.last_rehearsal(workspace) is None
    found = (
        each
        for each in _about_copies(workspace, today)
        if each.code != "no_backup" and not (each.code == "no_rehearsal" and never)
    )
    return next(found, None)


def _about_copies(workspace: Workspace, today: date) -> list[Finding]:
    last = backing_up.last_backup(workspace)
    if last is None:
        return [_copies("no_backup", _("There is no copy of this workspace yet"))]
    if not Path(last.file).exists():
        said = _("The last copy is not there any more: {file}").format(file=last.file)
        return [_copies("backup_gone", said)]
    days = (today - last.at.date()).days
    if days > _OLD_DAYS:
        return [_copies("backup_old", _("The last copy is {n} days old").format(n=days))]
    rehearsed = restoring.last_rehearsal(workspace)
    if rehearsed is not None and not rehearsed.sound:
        said = _("The last rehearsal failed: {file} cannot be restored").format(file=rehearsed.file)
        return [_copies("rehearsal_failed", said)]
    if rehearsed is None or (today - date.fromisoformat(rehearsed.on)).days > _OLD_DAYS:
        return [_copies("no_rehearsal", _("No copy was restored on trial for a month"))]
    return []


def _copies(code: str, sentence: str) -> Finding:
    return Finding(code, sentence, _REMEDIES[code])
