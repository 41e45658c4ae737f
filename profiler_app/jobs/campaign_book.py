"""All campaigns at a glance: where each stands, and what came of those that are over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from profiler_app.domain.campaign_pages import CampaignLine, Closing, State
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.progress import Silent
from profiler_app.jobs.campaign_outcomes import USUAL_WINDOW, read_outcomes
from profiler_app.jobs.campaign_results import compared, with_both_arms
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.purchases import Purchases, read_purchases
from profiler_app.store.campaigns import (
    CampaignRow,
    count_members,
    read_campaigns,
    read_closing,
    read_members,
)
from profiler_app.store.workspace import Workspace


def campaign_book(source: ColumnSource, *, today: date) -> tuple[CampaignLine, ...]:
    """Return all campaigns, the newest first; those that are over with their difference."""
    connection = source.workspace.connection
    counts = count_members(connection)
    lines = []
    for row in reversed(read_campaigns(connection)):
        line = line_of(source.workspace, row, counts.get(row.id, {}), today)
        lines.append(_measured(source, row, line, today) if line.state in _OVER else line)
    return tuple(lines)


_OVER = ("over", "closed")


def line_of(
    workspace: Workspace, row: CampaignRow, counts: Mapping[str, int], today: date
) -> CampaignLine:
    """Return a campaign as the list shows it, not measured yet."""
    window = row.window_days or USUAL_WINDOW
    starts = date.fromisoformat(row.starts_on) if row.starts_on else None
    arms = [counts.get(arm, 0) for arm in ("treat", "control")]
    line = CampaignLine(
        id=row.id,
        name=row.name,
        state="running",
        starts_on=starts,
        window_days=window,
        channel=row.channel or "",
        audience=sum(n for arm, n in counts.items() if arm != "contacted"),
        treated=arms[0],
        control=arms[1],
        contacted=counts.get("contacted", 0),
        cost=row.cost,
    )
    closing = closing_of(workspace, row)
    state = _state(row, line, today)
    return replace(line, state=state, decision=closing.decision if closing else "")


def _state(row: CampaignRow, line: CampaignLine, today: date) -> State:
    if row.state == "closed":
        return "closed"
    if line.starts_on is not None and line.starts_on > today:
        return "planned"
    return "over" if line.ends_on is not None and line.ends_on < today else "running"


def closing_of(workspace: Workspace, row: CampaignRow) -> Closing | None:
    """Return who closed a campaign and what was decided; None while it is open."""
    if row.state != "closed":
        return None
    facts = read_closing(workspace.connection, row.id)
    if facts is None:  # closed by an earlier version, or in another workspace
        return Closing("", "", "")
    return Closing(facts.get("decision", ""), facts.get("by", ""), facts["at"][:10])


def all_purchases(source: ColumnSource) -> Purchases:
    """Return the purchases of everybody, kept until the data changes."""
    connection = source.workspace.connection
    found: Purchases = source.kept(("all purchases",), lambda: read_purchases(Silent(), connection))
    return found


def _measured(
    source: ColumnSource, row: CampaignRow, line: CampaignLine, today: date
) -> CampaignLine:
    try:
        members = with_both_arms(row, read_members(source.workspace.connection, row.id))
        outcomes = read_outcomes(row, members, lambda: all_purchases(source), today=today)
    except CampaignProblem:
        return line
    effect = compared(row.name, members, outcomes).conversion
    return replace(line, difference=effect.difference, verdict=effect.verdict)
