"""Erasing a customer for good, seeing beforehand what goes, and doing it again after a restore."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.progress import Progress
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs.backing_up import Backup, last_backup
from profiler_app.jobs.holding import refuse_if_held, release
from profiler_app.jobs.refreshing import refresh
from profiler_app.store import erasing
from profiler_app.store.customers import read_customers
from profiler_app.store.ledger import operation
from profiler_app.store.runs import last_run
from profiler_app.store.workspace import Workspace

REASONS: Final[Mapping[str, str]] = {
    "asked": N_("the customer asked for it"),
    "withdrawn": N_("consent was withdrawn"),
    "purpose": N_("the purpose is reached"),
    "unlawful": N_("it should never have been kept"),
}
"""Why somebody is erased: the duties of PIPL article 47 and GDPR article 17."""

_MARKS: Final = "erased"


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a customer is found: rows by table, images in the history, drafts; the last backup.

    ``records`` counts the customer and those merged into it. Backups and files given away lie
    outside the workspace; they are named, not changed.
    """

    number: str
    records: int
    rows: Mapping[str, int]
    images: int
    drafts: int
    backup: Backup | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was erased, when (UTC, ISO), why and by whom; no word of who it was but the number.

    ``proof`` is the hash the operation has in the chain of the history (hexadecimal);
    ``unproven`` counts ranges of rows that had been changed outside the program before.
    """

    number: str
    operation: int
    at: str
    reason: str
    by: str
    rows: Mapping[str, int]
    images: int
    sales_kept: int
    unproven: int
    proof: str


def traces(workspace: Workspace, customer: int) -> Traces:
    """Return everything that erasing a customer would take away; nothing is changed."""
    connection = workspace.connection
    number = _number(workspace, customer)
    records = erasing.records_of(connection, customer)
    rows = erasing.rows_of(connection, records)
    return Traces(
        number,
        len(records),
        {table: len(ids) for table, ids in rows.items()},
        len(erasing.images_of(connection, records, rows)),
        len(erasing.drafts_of(connection, records)),
        last_backup(workspace),
    )


def erase(
    progress: Progress,
    workspace: Workspace,
    customer: int,
    *,
    reason: str,
    by: str,
    today: date,
    keep_sales: bool = True,
) -> Certificate:
    """Erase a customer everywhere in the workspace; this cannot be undone.

    ``reason`` is a key of ``REASONS``. With ``keep_sales`` the order lines stay as lines of nobody,
    so that sums by month and product do not change. What is derived (features, tags, the search
    index) is computed again. Raises CustomerNotFound or OnLegalHold; cancelled before the end
    of the first part, nothing has changed.
    """
    progress.step(0.0, N_("Looking everywhere"))
    done = take_out(workspace, customer, reason=reason, by=by, today=today, keep_sales=keep_sales)
    refresh(progress, workspace, as_of=_day_to_compute(workspace, today))
    erasing.empty_log(workspace.connection)
    return done


def erase_all(
    progress: Progress,
    workspace: Workspace,
    customers: Sequence[int],
    *,
    reason: str,
    by: str,
    today: date,
) -> tuple[Certificate, ...]:
    """Erase several customers, one operation each, and compute anew once at the end.

    Cancelled on the way, those done until then stay erased; their certificates are in the history.
    Raises OnLegalHold before anything is done when one of them must be kept.
    """
    for customer in customers:
        refuse_if_held(workspace, customer, today=today)
    done = []
    for nth, customer in enumerate(customers):
        progress.step(0.5 * nth / max(len(customers), 1), N_("Erasing"))
        done.append(take_out(workspace, customer, reason=reason, by=by, today=today))
    refresh(progress, workspace, as_of=_day_to_compute(workspace, today))
    erasing.empty_log(workspace.connection)
    return tuple(done)


def take_out(
    workspace: Workspace,
    customer: int,
    *,
    reason: str,
    by: str,
    today: date,
    keep_sales: bool = True,
) -> Certificate:
    """Erase a customer as one operation; what is derived has to be computed again afterwards."""
    refuse_if_held(workspace, customer, today=today)
    found = traces(workspace, customer)
    records = erasing.records_of(workspace.connection, customer)
    facts = {"reason": reason, "by": by}
    with operation(workspace, "erase", facts) as opened:
        gone = erasing.erase(workspace.connection, opened, records, keep_sales=keep_sales)
        opened.facts["rows"] = sum(gone.values())
        _remember(workspace, found.number, today)
    at, proof = erasing.proof_of(workspace.connection, opened.id)
    return Certificate(
        found.number,
        opened.id,
        at,
        reason,
        by,
        gone,
        found.images,
        found.rows.get("order_line", 0) if keep_sales else 0,
        opened.facts["unproven"],
        proof,
    )


def _day_to_compute(workspace: Workspace, today: date) -> date:
    """A day before that of the last run would be computed, but not take its place."""
    last = last_run(workspace.connection)
    return max(today, date.fromisoformat(last.as_of)) if last else today


def marks(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the marks by which those erased here are known again in an older copy."""
    kept: list[dict[str, Any]] = workspace.setting(_MARKS, [])
    return kept


def was_erased(workspace: Workspace, number: str) -> bool:
    """Whether a customer with this number was erased here."""
    return _is_marked(marks(workspace), number)


def _is_marked(known: Sequence[Mapping[str, Any]], number: str) -> bool:
    return any(_digest(str(mark["salt"]), number) == mark["number"] for mark in known)


def erase_again(
    progress: Progress,
    workspace: Workspace,
    known: Sequence[Mapping[str, Any]],
    *,
    by: str,
    today: date,
) -> list[Certificate]:
    """Erase in an older copy whoever had been erased since (``marks`` of the newer one)."""
    done = []
    for customer, number in erasing.numbers(workspace.connection):
        if _is_marked(known, number):
            release(progress, workspace, customer)  # it had ended before the erasure here
            done.append(erase(progress, workspace, customer, reason="asked", by=by, today=today))
    return done


def write_certificate(done: Certificate, path: Path) -> None:
    """Write what was erased as a PDF to file or hand over.

    Raises PlaceNotWritable or NoSpaceForFile.
    """
    from profiler_app.reports.access_pages import write_pages

    told = [
        (_("Customer number"), done.number),
        (_("Erased at (UTC)"), done.at),
        (_("Why"), _(REASONS[done.reason])),
        (_("By"), done.by),
        (_("Earlier values removed from the history"), f"{done.images:,}"),
        (_("Order lines kept without a customer"), f"{done.sales_kept:,}"),
        (_("Operation"), f"{done.operation:,}"),
        (_("Proof"), done.proof),
    ]
    rows = [(table_label(table), f"{count:,}") for table, count in done.rows.items()]
    sections = [(_("Erasure"), told), (_("Rows removed"), rows)]
    write_pages(path, _("Certificate of erasure"), sections, by=done.by)


def _remember(workspace: Workspace, number: str, today: date) -> None:
    """Keep a salted digest of the number: enough to know it again, not to find it out."""
    salt = secrets.token_hex(8)
    mark = {"number": _digest(salt, number), "salt": salt, "on": today.isoformat()}
    workspace.put_setting(_MARKS, [*marks(workspace), mark])


def _digest(salt: str, number: str) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _number(workspace: Workspace, customer: int) -> str:
    found = read_customers(workspace.connection, [customer], ["number"])
    if customer not in found:
        raise CustomerNotFound(customer=str(customer))
    return str(found[customer][0])
