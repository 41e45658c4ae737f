"""Customers as an address book (.vcf) for a phone or a mail program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_
from profiler_app.jobs.export_notes import noted
from profiler_app.reports.vcard_file import Contact, write_vcards
from profiler_app.store.contact_people import colleagues
from profiler_app.store.customers import read_customers
from profiler_app.store.workspace import Workspace

_BLOCK: Final = 500
_READ: Final = (
    *("number", "kind", "name", "mobile", "phone", "email", "address"),
    *("employer", "job_title", "birth_date"),
)


def write_address_book(
    progress: Progress, workspace: Workspace, ids: Any, path: Path, *, reason: ExportReason
) -> int:
    """Write customers (int64 array) who can be reached, and the people of companies.

    Numbers and addresses stand in clear: they are what the file is for. The history notes it.
    Returns how many contacts were written. Cancelled, the old file stays. Raises PlaceNotWritable
    or NoSpaceForFile.
    """

    def contacts() -> Iterator[Contact]:
        for first in range(0, len(ids), _BLOCK):
            progress.step(first / len(ids), N_("Writing the file"))
            yield from _contacts(workspace, np.asarray(ids[first : first + _BLOCK]).tolist())
        progress.step(1.0, N_("Writing the file"))

    reason = replace(reason, in_clear=True)
    with noted(workspace, reason, "contacts") as note:
        note.rows = write_vcards(path, contacts())
    return note.rows


def _contacts(workspace: Workspace, customers: Sequence[int]) -> Iterator[Contact]:
    rows = read_customers(workspace.connection, customers, _READ)
    people: dict[int, list[Contact]] = {}
    for one in colleagues(workspace.connection, customers):
        row = dict(zip(_READ, rows[one.customer], strict=True))
        uid, company = f"{row['number']}-{one.id}", row["name"] or row["number"]
        card = Contact(uid, one.name, company, one.department, one.title, one.mobile)
        people.setdefault(one.customer, []).append(card)
    for customer in customers:
        row = dict(zip(_READ, rows[customer], strict=True))
        own = _own(row)
        if own.mobile or own.phone or own.email:
            yield own
        yield from people.get(customer, ())


def _own(row: dict[str, Any]) -> Contact:
    """Return the card of the customer itself; that of a company names it as its employer, too."""
    name = row["name"] or row["number"]
    born = row["birth_date"]
    return Contact(
        row["number"],
        name,
        name if row["kind"] == "company" else row["employer"] or "",
        "",
        row["job_title"] or "",
        row["mobile"] or "",
        row["phone"] or "",
        row["email"] or "",
        row["address"] or "",
        date.fromisoformat(born) if born and row["kind"] != "company" else None,
    )
