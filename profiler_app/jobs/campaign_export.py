"""The list of a campaign as a file to work through away from here, and to bring back filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from profiler_app.domain.campaign_pages import arm_label
from profiler_app.domain.dates import to_day
from profiler_app.domain.export_reasons import ExportReason
from profiler_app.domain.fields import option_label, options
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.jobs.campaign_groups import stratum_label
from profiler_app.jobs.campaign_results import campaign_named
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import closed_for
from profiler_app.jobs.export_notes import marked, noted
from profiler_app.jobs.list_columns import known_columns
from profiler_app.jobs.list_export import clear_cell, read_rows
from profiler_app.reports.workbooks import MOST_ROWS, Cell, too_many
from profiler_app.store.campaigns import MemberRow, read_members
from profiler_app.store.workspace import Workspace

_FIELDS = ("name", "mobile", "phone", "best_time", "owner_rm")


def export_members(
    progress: Progress,
    workspace: Workspace,
    name: str,
    arms: Sequence[str],
    path: Path,
    *,
    reason: ExportReason,
) -> int:
    """Write the members of some arms (.xlsx, else CSV) and return how many.

    Whoever withdrew, refused the channel or complained since the campaign was planned, and was not
    contacted before, is left out. There is room for what happened: the last two columns, outcome
    and value, are those an import of results reads. Identifying values are masked unless ``reason``
    says in clear; it stands in the file and in the history. Raises PlaceNotWritable,
    NoSpaceForFile, TooManyRowsForSheet or CampaignProblem.
    """
    campaign = campaign_named(workspace, name)
    day = to_day(reason.on.isoformat())
    closed = closed_for(workspace.connection, day, campaign.channel or "")
    members = [
        row
        for row in read_members(workspace.connection, campaign.id)
        if row.arm in arms and not (row.waits and row.customer in closed)
    ]
    by_customer = {row.customer: row for row in members}
    columns = known_columns(_FIELDS)
    shown = [clear_cell(column) if reason.in_clear else column.cell for column in columns]
    ids = [row.customer for row in members]
    done = {each.id for each in options("outcome")}

    def lines() -> Iterator[Sequence[Cell]]:
        written = 0
        for block in read_rows(workspace, ColumnSource(workspace), ids, _FIELDS):
            progress.step(0.95 * written / max(len(ids), 1), N_("Writing the file"))
            for row in block:
                cells = [cell(row) for cell in shown]
                yield [row.number, *cells, *_of(by_customer[row.id], done)]
            written += len(block)

    headers = [
        pgettext("campaign", "Customer"),
        *(column.title for column in columns),
        pgettext("campaign", "Group"),
        _("Stage of life"),
        _("Contacted on"),
        _("Came of it"),
        pgettext("campaign", "Outcome"),
        pgettext("campaign", "Value"),
    ]
    if path.suffix.lower() == ".xlsx" and len(ids) > MOST_ROWS:
        raise too_many(path)
    with noted(workspace, reason, "customers") as note:
        note.rows = marked(path, reason)(path, headers, lines())
    return note.rows


def _of(member: MemberRow, known: set[str]) -> list[Cell]:
    result = member.result or ""
    return [
        arm_label(member.arm or ""),
        stratum_label(member.stratum) if member.stratum else "",
        member.contacted_on or "",
        option_label("outcome", result) if result in known else result,
        member.outcome or "",
        "" if member.value is None else member.value / 100,
    ]
