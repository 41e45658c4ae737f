"""Campaigns and their members, read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from profiler_app.store.connect import Connection


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign; ``cost`` in minor units, days as ISO texts, what nobody said is None.

    ``segment`` is the name of the segment it was drawn from.
    """

    id: int
    name: str
    state: str | None
    starts_on: str | None
    window_days: int | None
    cost: int | None
    goal: str | None
    offer: str | None
    channel: str | None
    segment: str | None
    rule: str | None
    control_share: float | None
    seed: int | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member; ``value`` in minor units, ``result`` is what came of contacting them."""

    id: int
    customer: int
    arm: str | None
    outcome: str | None
    value: int | None
    stratum: str | None
    reason: str | None
    contacted_on: str | None
    result: str | None
    outcome_on: str | None

    @property
    def waits(self) -> bool:
        """Whether this member is to be contacted and was not yet."""
        return self.arm == "treat" and self.contacted_on is None


def read_campaigns(connection: Connection) -> list[CampaignRow]:
    """Return all campaigns, the oldest first."""
    rows = connection.execute(
        "SELECT c.id, coalesce(c.name, ''), c.state, c.starts_on, c.window_days, c.cost, c.goal, "
        "c.offer, c.channel, s.name, c.rule, c.control_share, c.seed "
        "FROM campaign c LEFT JOIN segment s ON s.id = c.segment_id ORDER BY c.id"
    )
    return [CampaignRow(*row) for row in rows.fetchall()]


def read_members(connection: Connection, campaign: int) -> list[MemberRow]:
    """Return the members of a campaign in the order they were entered."""
    rows = connection.execute(
        "SELECT id, customer_id, arm, outcome, outcome_value, stratum, excluded_reason, "
        "contacted_on, result, outcome_on FROM campaign_member WHERE campaign_id = ? ORDER BY id",
        (campaign,),
    )
    return [MemberRow(*row) for row in rows.fetchall()]


def count_members(connection: Connection) -> dict[int, dict[str, int]]:
    """Return by campaign how many members each arm has, and how many were ``contacted``."""
    rows: list[Any] = connection.execute(
        "SELECT campaign_id, coalesce(arm, ''), count(*), count(contacted_on) "
        "FROM campaign_member GROUP BY 1, 2"
    ).fetchall()
    found: dict[int, dict[str, int]] = {}
    for campaign, arm, count, contacted in rows:
        counts = found.setdefault(campaign, {})
        counts[arm] = count
        counts["contacted"] = counts.get("contacted", 0) + contacted
    return found


def read_closing(connection: Connection, campaign: int) -> dict[str, Any] | None:
    """Return when and how a campaign was closed last: ``at`` and the facts of that operation."""
    row = connection.execute(
        "SELECT at, facts FROM operation WHERE kind = 'campaign_closed' "
        "AND json_extract(facts, '$.campaign') = ? ORDER BY id DESC LIMIT 1",
        (campaign,),
    ).fetchone()
    return None if row is None else {**json.loads(row[1]), "at": row[0]}


def in_running_campaigns(connection: Connection, day: str) -> set[int]:
    """Return the customers whose campaign still runs or is measured on a day, in either arm."""
    rows: list[Any] = connection.execute(
        "SELECT m.customer_id FROM campaign_member m JOIN campaign c ON c.id = m.campaign_id "
        "WHERE m.arm IN ('treat', 'control') AND c.state <> 'closed' AND c.starts_on <= ?1 "
        "AND date(c.starts_on, '+' || coalesce(c.window_days, 0) || ' days') >= ?1",
        (day,),
    ).fetchall()
    return {row[0] for row in rows}
