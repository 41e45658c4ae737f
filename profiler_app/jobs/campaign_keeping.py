"""What people do with a campaign after it is drawn: contact, close, delete, keep its members.

Each is one operation of the ledger, so it can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from profiler_app.domain.campaign_pages import DECISIONS
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.fields import options
from profiler_app.domain.progress import Progress
from profiler_app.domain.text import N_, _
from profiler_app.jobs.campaign_margins import drop_margin
from profiler_app.jobs.campaign_results import campaign_named
from profiler_app.jobs.segments.saved import all_segments
from profiler_app.store.campaigns import MemberRow, read_members
from profiler_app.store.ledger import operation
from profiler_app.store.segments import SNAPSHOT, numbers_of_ids
from profiler_app.store.workspace import Workspace

_NO_REPLY = ("no_answer", "left_message")
"""Outcomes of a contact that are no answer: the customer stays on the list."""


def log_results(
    progress: Progress,
    workspace: Workspace,
    name: str,
    members: Sequence[int],
    result: str,
    *,
    by: str,
    today: date,
    summary: str = "",
) -> int:
    """Record what came of contacting some members (their ids): a talk with each and its result.

    The talk goes out from us, so that whoever was contacted is left alone by the next campaign.
    Members who are to be left alone are refused. Raises CampaignProblem.
    """
    progress.step(0.0, N_("Saving"))
    if result not in {each.id for each in options("outcome")}:
        raise CampaignProblem(reason=_("there is no such outcome: {outcome}.").format(
            outcome=result))  # fmt: skip
    campaign = campaign_named(workspace, name)
    rows = _treated(workspace, campaign.id, members)
    channel = campaign.channel or None
    with operation(
        workspace, "campaign_contact", {"name": campaign.name, "count": len(rows)}
    ) as opened:
        opened.insert(
            "interaction",
            ["customer_id", "day", "channel", "direction", "outcome", "summary", "by_whom"],
            (
                (
                    row.customer,
                    to_day(today.isoformat()),
                    channel,
                    "out",
                    result,
                    summary or campaign.name,
                    by or None,
                )
                for row in rows
            ),
        )
        opened.update_many(
            "campaign_member",
            ["contacted_on", "result"],
            ((today.isoformat(), result, row.id) for row in rows),
        )
    return opened.id


def _treated(workspace: Workspace, campaign: int, members: Sequence[int]) -> list[MemberRow]:
    wanted = set(members)
    rows = [row for row in read_members(workspace.connection, campaign) if row.id in wanted]
    if len(rows) < len(wanted):
        raise CampaignProblem(reason=_("some of them are not in the campaign any more."))
    if any(row.arm != "treat" for row in rows):
        reason = _("only the target group is contacted; the others are there to compare with.")
        raise CampaignProblem(reason=reason)
    return rows


def is_answered(result: str) -> bool:
    """Return whether a result of a contact is an answer, so that there is no need to try again."""
    return bool(result) and result not in _NO_REPLY


def close_campaign(
    progress: Progress, workspace: Workspace, name: str, decision: str, *, by: str
) -> int:
    """Close a campaign with what was decided: one of ``DECISIONS`` (EVA-02)."""
    progress.step(0.0, N_("Saving"))
    if decision not in DECISIONS:
        raise CampaignProblem(reason=_("decide what is to be done next: keep, change or stop."))
    campaign = campaign_named(workspace, name)
    facts = {"name": name, "campaign": campaign.id, "decision": decision, "by": by}
    with operation(workspace, "campaign_closed", facts) as opened:
        opened.update("campaign", campaign.id, {"state": "closed"})
    return opened.id


def delete_campaign(progress: Progress, workspace: Workspace, name: str) -> int:
    """Delete a campaign with its members; the talks with them stay."""
    progress.step(0.0, N_("Deleting"))
    campaign = campaign_named(workspace, name)
    members = [row.id for row in read_members(workspace.connection, campaign.id)]
    with operation(workspace, "campaign_removed", {"name": name}) as opened:
        opened.delete("campaign_member", members)
        opened.delete("campaign", [campaign.id])
        drop_margin(opened, workspace.connection, name)
    return opened.id


def keep_members(
    progress: Progress,
    workspace: Workspace,
    name: str,
    customers: Sequence[int],
    segment: str,
    *,
    today: date,
) -> int:
    """Keep some members of a campaign as a segment of just them. Raises CampaignProblem."""
    progress.step(0.0, N_("Saving"))
    campaign = campaign_named(workspace, name)
    if any(row.name == segment for row, _kind in all_segments(workspace.connection)):
        reason = _("there is a segment {name} already").format(name=segment)
        raise CampaignProblem(reason=f"{reason}.")
    kept = {
        "rule": campaign.rule or "kind in ['person', 'company']",
        "as_of": today.isoformat(),
        "customers": numbers_of_ids(workspace.connection, sorted(customers)),
    }
    cells = {"name": segment, "kind": SNAPSHOT, "rule": json.dumps(kept, ensure_ascii=False)}
    with operation(workspace, "segment", {"name": segment}) as opened:
        key = f"s{opened.next_id('segment')}"
        opened.insert_one("segment", {"key": key, "status": "active", **cells})
    return opened.id
