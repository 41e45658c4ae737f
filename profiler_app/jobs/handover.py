"""Handing customers over to a colleague in one encrypted file, and taking such a file over.

The file is a workspace of its own, under its own passphrase: it holds the customers chosen with
what goes along, and when each value was written. Taking it over joins it with what is here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Final

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.passphrases import ENOUGH, strength
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.custom_fields import load_own_fields
from profiler_app.jobs.erasing import was_erased
from profiler_app.jobs.export_notes import noted
from profiler_app.jobs.refreshing import refresh
from profiler_app.jobs.workspaces import remove_workspace
from profiler_app.store.handover.joining import Conflict, Joined, Side, Winner, join
from profiler_app.store.handover.scope import Parts
from profiler_app.store.handover.sides import living
from profiler_app.store.handover.writings import KIND, SIDE
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace, create_workspace, open_workspace

__all__ = ["Conflict", "Given", "Parts", "Sender", "Taken", "Winner"]

ENDING: Final = ".zhikebook"
_SENDER: Final = "handover"


class NotAHandover(UserProblem):
    """A file that opens, but is no handover."""

    code: ClassVar[str] = "not_a_handover"
    template: ClassVar[str] = N_(
        "{file} opens, but it is no handover: it is a workspace. Open it as one, or ask for a "
        "file made with “Hand over”."
    )


class NobodyToHandOver(UserProblem):
    """No customer fits what was chosen."""

    code: ClassVar[str] = "nobody_to_hand_over"
    template: ClassVar[str] = N_("Nobody was handed over: no customer fits what was chosen.")


class WeakPassphrase(UserProblem):
    """The passphrase of a file that travels is too easy to guess."""

    code: ClassVar[str] = "weak_passphrase"
    template: ClassVar[str] = N_(
        "The passphrase of the file is too easy to guess. Choose a longer one; tell it to your "
        "colleague on another way than the file."
    )


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose customers a file holds: workspace, login name, day (ISO)."""

    source: str
    by: str
    on: str
    customers: int


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was written: how many customers and rows are in it.

    ``left_out`` are ties to customers who are not in the file.
    """

    file: str
    customers: int
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a file over did, or would do (``operation`` None).

    ``erased`` were erased here before and stay away. ``conflicts`` are values both sides have;
    of very many only some are listed, ``more_conflicts`` counts the others.
    """

    sender: Sender
    operation: int | None
    customers: int
    created: int
    updated: int
    unchanged: int
    rows: int
    changed_rows: int
    erased: int
    conflicts: tuple[Conflict, ...]
    more_conflicts: int


def hand_over(
    progress: Progress,
    workspace: Workspace,
    customers: Sequence[int] | Any,
    path: Path,
    passphrase: str,
    *,
    reason: ExportReason,
    parts: Parts | None = None,
) -> Given:
    """Write customers into a file of their own; the history notes it.

    Merged customers are left out; their survivors hold everything. Raises WeakPassphrase,
    NobodyToHandOver, ReadOnlyPlace or DiskFull; nothing is left behind then. A file that is
    there already is replaced.
    """
    if strength(passphrase, (workspace.settings.name,)).score < ENOUGH:
        raise WeakPassphrase()
    wanted = sorted(set(living(workspace.connection)) & {int(each) for each in customers})
    if not wanted:
        raise NobodyToHandOver()
    unfinished = path.with_name(path.name + ".unfinished")
    remove_workspace(unfinished)
    try:
        with noted(workspace, reason, "handover") as note:
            done = _write(progress, workspace, (unfinished, passphrase), wanted, reason, parts)
            note.rows = done.customers
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            unfinished.replace(path)
    finally:
        remove_workspace(unfinished)
    return Given(path.name, done.customers, sum(done.rows.values()), done.left_out)


def _write(
    progress: Progress,
    workspace: Workspace,
    place: tuple[Path, str],
    wanted: Sequence[int],
    reason: ExportReason,
    parts: Parts | None,
) -> Joined:
    own = workspace.settings
    side = Side(workspace.connection, wanted, parts or Parts())
    with create_workspace(
        place[0],
        place[1],
        name=own.name,
        currency=own.currency,
        language=own.language,
        clock=workspace.clock,
    ) as bundle:
        sender = {"source": own.name, "by": reason.by, "on": reason.on.isoformat()}
        done = _join(progress, bundle, side, sender, winner="newest")[0]
        with bundle.writing():
            told = {**sender, "customers": done.customers, "parts": asdict(side.parts)}
            bundle.put_setting(_SENDER, told)
        bundle.be_one_file()
    return done


def read_sender(path: Path, passphrase: str) -> Sender:
    """Return whose customers a file holds.

    Raises NotAHandover, WrongPassphraseOrDamaged, NotAWorkspace or WorkspaceMissing.
    """
    with open_workspace(path, passphrase, readonly=True) as bundle:
        return _sender(bundle)


def _sender(bundle: Workspace) -> Sender:
    told = bundle.setting(_SENDER)
    if told is None:
        raise NotAHandover(file=bundle.path.name)
    return Sender(told["source"], told["by"], told["on"], told["customers"])


class _OnlyTried(Exception):
    """Ends a trial: everything is rolled back."""


def take_over(
    progress: Progress,
    workspace: Workspace,
    path: Path,
    passphrase: str,
    *,
    today: date,
    winner: Winner = "newest",
    dry_run: bool = False,
) -> Taken:
    """Join the customers of a file with those here, as one operation that can be undone.

    Of two values ``newest`` lets the one written later stand, wherever it was; ``mine`` only fills
    what is empty here; ``theirs`` takes every value of the file. Who was erased here stays away.
    ``dry_run`` tells exactly what would happen and changes nothing. Raises the problems of
    ``read_sender``.
    """
    with open_workspace(path, passphrase, readonly=True) as bundle:
        sender = _sender(bundle)
        parts = Parts(**bundle.setting(_SENDER)["parts"])
        side = Side(bundle.connection, living(bundle.connection), parts)
        told = {"source": sender.source, "by": sender.by, "on": sender.on}
        tried: list[Joined] = []
        try:
            done, number = _join(
                Part(progress, 0.0, 0.6 if not dry_run else 1.0),
                workspace,
                side,
                told,
                winner=winner,
                tried=tried if dry_run else None,
            )
        except _OnlyTried:
            return _taken(sender, None, tried[0])
    load_own_fields(workspace)
    if number is not None:
        refresh(Part(progress, 0.6, 1.0), workspace, as_of=today)
    return _taken(sender, number, done)


def _join(
    progress: Progress,
    workspace: Workspace,
    side: Side,
    told: dict[str, Any],
    *,
    winner: Winner,
    tried: list[Joined] | None = None,
) -> tuple[Joined, int | None]:
    """Join a side as one operation; with ``tried`` it is rolled back, and what it did put there."""
    with operation(workspace, KIND, told) as opened:
        done = join(
            opened,
            workspace.connection,
            side,
            prefix=workspace.settings.prefix,
            winner=winner,
            was_erased=lambda number: was_erased(workspace, number),
            step=lambda share: progress.step(0.95 * share, N_("Joining customers")),
        )
        if tried is not None:
            tried.append(done)
            raise _OnlyTried
        if done.changed:
            workspace.put_setting(f"{SIDE}{opened.id}", done.side)
        counts = {"created": done.created, "updated": done.updated}
        opened.facts |= {"customers": done.customers, **counts}
    return done, opened.id if done.changed else None


def _taken(sender: Sender, number: int | None, done: Joined) -> Taken:
    return Taken(
        sender,
        number,
        done.customers,
        done.created,
        done.updated,
        done.unchanged,
        sum(done.rows.values()),
        done.changed_rows,
        done.erased,
        tuple(done.conflicts),
        done.more_conflicts,
    )
