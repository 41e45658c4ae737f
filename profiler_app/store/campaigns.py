"""Campaigns and their members, read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from profiler_app.store.connect import Connection


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign; ``cost`` in minor units, days as ISO texts, what nobody said is None."""

    id: int
    name: str
    state: str | None
    starts_on: str | None
    window_days: int | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member; ``value`` in minor units."""

    id: int
    customer: int
    arm: str | None
    outcome: str | None
    value: int | None


def read_campaigns(connection: Connection) -> list[CampaignRow]:
    """Return all campaigns, the oldest first."""
    rows = connection.execute(
        "SELECT id, coalesce(name, ''), state, starts_on, window_days, cost FROM campaign "
        "ORDER BY id"
    )
    return [CampaignRow(*row) for row in rows.fetchall()]


def read_members(connection: Connection, campaign: int) -> list[MemberRow]:
    """Return the members of a campaign in the order they were entered."""
    rows = connection.execute(
        "SELECT id, customer_id, arm, outcome, outcome_value FROM campaign_member "
        "WHERE campaign_id = ? ORDER BY id",
        (campaign,),
    )
    return [MemberRow(*row) for row in rows.fetchall()]


def in_running_campaigns(connection: Connection, day: str) -> set[int]:
    """Return the customers whose campaign still runs or is measured on a day, in either arm."""
    rows: list[Any] = connection.execute(
        "SELECT m.customer_id FROM campaign_member m JOIN campaign c ON c.id = m.campaign_id "
        "WHERE m.arm IN ('treat', 'control') AND c.state <> 'closed' AND c.starts_on <= ?1 "
        "AND date(c.starts_on, '+' || coalesce(c.window_days, 0) || ' days') >= ?1",
        (day,),
    ).fetchall()
    return {row[0] for row in rows}
