"""Who answered a campaign, by the contacts that were logged in the app (EVA-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.dates import to_day
from profiler_app.jobs.campaign_outcomes import window_of
from profiler_app.store.activity import read_columns, says
from profiler_app.store.campaigns import CampaignRow, MemberRow
from profiler_app.store.workspace import Workspace

ANSWERS: Final = ("interested", "deal", "callback")
"""What a contact ended with that counts as an answer; being called by the customer does, too."""


def with_responses(
    result: CampaignResult,
    workspace: Workspace,
    campaign: CampaignRow,
    members: Sequence[MemberRow],
    *,
    today: date,
) -> CampaignResult:
    """Add who answered or came forward within the window, of all who were assigned.

    Nothing is added where nobody did, or where the campaign has no day it begins.
    """
    from profiler_app.analysis.campaigns.effect import rate_effect

    if campaign.starts_on is None:
        return result
    starts, ends = window_of(campaign)
    names = ("customer_id", "day", "direction", "outcome")
    rows: Any = read_columns(workspace.connection, "interaction", names)
    last = to_day(min(ends, today).isoformat())
    inside = (rows["day"] >= to_day(starts.isoformat())) & (rows["day"] <= last)
    answered = says(rows["direction"], "in")
    for outcome in ANSWERS:
        answered = answered | says(rows["outcome"], outcome)
    who = np.unique(rows["customer_id"][inside & answered])
    yes = np.isin([member.customer for member in members], who)
    if not yes.any():
        return result
    treated = np.array([member.arm == "treat" for member in members])
    arms = (yes[treated], yes[~treated])
    effect = rate_effect(*(int(n) for arm in arms for n in (arm.sum(), len(arm))))
    return replace(result, response=effect)
