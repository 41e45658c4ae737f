"""Everything that is held on one customer, for the customer: PIPL article 45, GDPR article 15."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.progress import Progress
from profiler_app.domain.tables import table_label
from profiler_app.domain.text import N_, _
from profiler_app.jobs.auditing import AuditLine, audit_lines
from profiler_app.jobs.card_details import card_as_json
from profiler_app.jobs.export_notes import noted
from profiler_app.jobs.printing import login_name
from profiler_app.store import auditing, erasing
from profiler_app.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AccessReport:
    """What is held: every row by table, the profile with its reasons, every operation on it."""

    number: str
    name: str
    made_on: str
    rows: dict[str, list[dict[str, Any]]]
    profile: dict[str, Any]
    history: tuple[AuditLine, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        return asdict(self)


def access_report(workspace: Workspace, customer: int, *, today: date) -> AccessReport:
    """Return everything held on a customer and on the records merged into it.

    The rows are those that erasing would take (see ``store.erasing.rows_of``), so no table can be
    forgotten by one and known to the other.
    """
    connection = workspace.connection
    records = erasing.records_of(connection, customer)
    rows = erasing.rows_of(connection, records)
    touched = auditing.operations_on(connection, records) | auditing.origins(connection, rows)
    profile = card_as_json(workspace, customer, as_of=today)
    return AccessReport(
        profile["number"],
        profile["name"],
        today.isoformat(),
        auditing.held(connection, rows),
        profile,
        tuple(audit_lines(workspace, touched)),
    )


def write_access(report: AccessReport, path: Path) -> None:
    """Write the report as a PDF. Raises PlaceNotWritable or NoSpaceForFile."""
    from profiler_app.reports.access_pages import write_pages

    title = _("What is held on {name}").format(name=report.name)
    write_pages(path, title, sections(report), by=login_name())


def write_access_report(
    progress: Progress, workspace: Workspace, customer: int, path: Path, *, today: date
) -> str:
    """Write everything held on a customer as a PDF and note it; return the customer's name.

    The file holds identifiers in clear: it is for the customer. Raises PlaceNotWritable or
    NoSpaceForFile; then nothing is noted.
    """
    progress.step(0.0, N_("Reading everything held"))
    report = access_report(workspace, customer, today=today)
    progress.step(0.5, N_("Printing"))
    reason = ExportReason("customer", login_name(), today, in_clear=True)
    with noted(workspace, reason, "access") as note:
        write_access(report, path)
        note.rows = sum(len(rows) for rows in report.rows.values())
    return report.name


def sections(report: AccessReport) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the report as titled lists of labels and texts, in the current language."""
    profile = report.profile
    told = [
        (block["label"], [(c["label"], str(c["value"])) for c in block["cells"] if c["value"]])
        for block in profile["dimensions"]
    ]
    tags = [(tag["label"], str(tag["evidence"] or tag["rule"] or "")) for tag in profile["tags"]]
    stored = [
        (table_label(table), [(str(row["id"]), _cells(row)) for row in rows])
        for table, rows in report.rows.items()
    ]
    done = [(f"{line.at[:10]}", line.sentence) for line in report.history]
    parts = [*told, (_("Tags and why"), tags), (_("History"), done), *stored]
    return [(title, lines) for title, lines in parts if lines]


def _cells(row: dict[str, Any]) -> str:
    return " · ".join(f"{name}: {cell}" for name, cell in row.items() if name not in ("id", "op"))
