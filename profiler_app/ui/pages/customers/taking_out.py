"""Taking customers out of the list: to the clipboard, into a file, onto paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.text import _, ngettext
from profiler_app.jobs.address_book import write_address_book
from profiler_app.jobs.list_export import export_list, list_text
from profiler_app.ui.clipboard import copy_for_a_while
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.problem_dialog import ask

_MOST_COPIED = 5_000


def copy_rows(ids: Any, keys: Sequence[str], desk: Desk, owner: QWidget) -> None:
    """Copy customers (int64 array) as text with tabs; at most 5,000, and then it says so."""
    few = ids[:_MOST_COPIED]

    def put(text: str) -> None:
        copy_for_a_while(text)
        n = len(few)
        said = ngettext("{n} row copied.", "{n} rows copied.", n).format(n=f"{n:,}")
        if len(ids) > n:
            more = _("An export takes all {total}.").format(total=f"{len(ids):,}")
            said = f"{said} {more}"
        desk.toast(said)

    if len(few):
        desk.reads.ask("copy", _text, few, tuple(keys), desk.today(), done=put,
                       failed=desk.show_problem, owner=owner)  # fmt: skip


def ask_export(
    ids: Any, keys: Sequence[str], desk: Desk, owner: QWidget, reason: ExportReason
) -> None:
    """Ask for a file and write customers into it."""
    book = _("Address book for a phone (*.vcf)")
    name, chosen = QFileDialog.getSaveFileName(
        owner,
        _("Export customers"),
        _("customers.xlsx"),
        f"{_('Tables (*.xlsx *.csv)')};;{book}",
    )
    if name and (chosen == book or Path(name).suffix.lower() == ".vcf"):
        _ask_address_book(ids, desk, owner, Path(name).with_suffix(".vcf"), reason)
    elif name:
        export(ids, keys, desk, owner, Path(name), reason)


def export(
    ids: Any, keys: Sequence[str], desk: Desk, owner: QWidget, path: Path, reason: ExportReason
) -> None:
    """Write customers, in their order and with these columns, into a file."""

    def tell(n: int) -> None:
        text = ngettext("{n} customer written to {file}.", "{n} customers written to {file}.", n)
        desk.toast(text.format(n=f"{n:,}", file=path.name))

    desk.jobs.start(
        export_list,
        ids.copy(),
        tuple(keys),
        path if path.suffix else path.with_suffix(".xlsx"),
        reason=reason,
        title=_("Exporting customers"),
        owner=owner,
        done=tell,
        failed=desk.show_problem,
    )


def _ask_address_book(
    ids: Any, desk: Desk, owner: QWidget, path: Path, reason: ExportReason
) -> None:
    ask(
        owner.window(),
        _("Telephone numbers leave the encrypted file"),
        _("An address book holds names, telephone numbers, e-mail addresses, addresses and "
          "birthdays in clear. Whoever has the file can read them. Keep it only as long as "
          "needed."),
        _("Write the address book"),
        partial(export_contacts, ids, desk, owner, path, reason),
    )  # fmt: skip


def export_contacts(ids: Any, desk: Desk, owner: QWidget, path: Path, reason: ExportReason) -> None:
    """Write customers who can be reached into an address book."""

    def tell(n: int) -> None:
        text = ngettext("{n} contact written to {file}.", "{n} contacts written to {file}.", n)
        desk.toast(text.format(n=f"{n:,}", file=path.name))

    desk.jobs.start(
        write_address_book,
        ids.copy(),
        path,
        reason=reason,
        title=_("Writing the address book"),
        owner=owner,
        done=tell,
        failed=desk.show_problem,
    )


def _text(reader: Reader, ids: Any, keys: Sequence[str], today: date) -> str:
    return list_text(reader.workspace, reader.source, ids, keys, today=today)
