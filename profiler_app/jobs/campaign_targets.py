"""Planning a campaign: its audience, who must be left out, who is left alone, what can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_reports import SUPPRESSED, CampaignPlan
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.listing import ListQuery
from profiler_app.domain.progress import Progress
from profiler_app.domain.rules.wording import quoted
from profiler_app.domain.text import N_, _
from profiler_app.jobs import lists
from profiler_app.jobs.campaign_margins import add_margin, check_margin
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import complaining, contacts, not_agreed, refused_channel
from profiler_app.jobs.purchases import read_purchases
from profiler_app.jobs.segments.saved import all_segments
from profiler_app.store.campaigns import in_running_campaigns, read_campaigns
from profiler_app.store.customers import file_keys
from profiler_app.store.ledger import operation
from profiler_app.store.runs import last_run
from profiler_app.store.segments import SAVED_RULE
from profiler_app.store.workspace import Workspace

ASSUMED_RATE = 0.05
USUAL_SHARE = 0.1
_RISES = (0.005, 0.01, 0.02, 0.05)
_BY_TAG = {
    "minor": "has('age_lt18')",
    "no_consent": "has('no_profiling') or has('no_marketing') or has('no_contact_corp')",
    "complaint": "has('complaint_open')",
    "quiet": "has('m_do_not_disturb_season')",
}
_NEEDED = {
    "phone": "isnull(mobile)",
    "sms": "isnull(mobile)",
    "email": "isnull(email)",
    "mail": "isnull(address)",
}
"""Whom a channel does not reach: people of whom what it needs is not known. Companies are reached
through the people there."""


@dataclass(frozen=True, slots=True)
class CampaignRequest:
    """What a campaign is to be: ``segment`` (its name) or ``where`` (a rule) says for whom.

    Nobody is contacted who was within ``rest_days``. ``base_rate`` None means: as many as bought
    within the last ``window_days``. ``cost`` (once) and ``cost_each`` (for each who is contacted)
    are in minor units, ``margin`` is the share of the sales that is earned (None: that of the
    workspace).
    """

    name: str
    segment: str = ""
    where: str = ""
    control_share: float = USUAL_SHARE
    seed: int = 42
    rest_days: int = 14
    window_days: int = 30
    base_rate: float | None = None
    goal: str = ""
    offer: str = ""
    channel: str = ""
    starts_on: date | None = None
    cost: int | None = None
    cost_each: int | None = None
    margin: float | None = None

    def cost_of(self, treated: int) -> int | None:
        """Return the cost of contacting so many, in minor units; None where nobody said."""
        if self.cost is None and self.cost_each is None:
            return None
        return (self.cost or 0) + (self.cost_each or 0) * treated


@dataclass(frozen=True, eq=False)
class _Drawn:
    """Everybody of the audience, with the arm or the reason why there is none."""

    customers: NDArray[np.int64]
    arms: list[str]
    strata: list[str]
    reasons: list[str | None]
    segment: int | None
    rule: str
    tags_of: date


def plan_campaign(
    progress: Progress,
    workspace: Workspace,
    request: CampaignRequest,
    *,
    today: date,
    source: ColumnSource | None = None,
) -> CampaignPlan:
    """Work out audience, suppressions, arms and the smallest visible effect; nothing is saved.

    Raises RuleProblem or CampaignProblem.
    """
    drawn = _draw(progress, source or ColumnSource(workspace), request, today)
    return _plan(progress, workspace, request, drawn, today)


def save_campaign(
    progress: Progress, workspace: Workspace, request: CampaignRequest, *, today: date
) -> tuple[CampaignPlan, NDArray[np.int64]]:
    """Save a campaign with all its members as one operation.

    Return the plan and the customers to contact. Raises RuleProblem or CampaignProblem.
    """
    if not request.name.strip():
        raise CampaignProblem(reason=_("a campaign needs a name."))
    if any(row.name == request.name for row in read_campaigns(workspace.connection)):
        raise CampaignProblem(
            reason=_("there is a campaign {name} already.").format(name=request.name)
        )
    check_margin(request.margin)
    drawn = _draw(progress, ColumnSource(workspace), request, today)
    plan = _plan(progress, workspace, request, drawn, today)
    if not plan.treated:
        raise CampaignProblem(reason=_("nobody of the audience may be contacted."))
    progress.step(0.9, N_("Saving"))
    starts = request.starts_on or today
    facts = {"name": request.name, "treated": plan.treated, "control": plan.control}
    with operation(workspace, "campaign", facts) as opened:
        number = opened.insert_one("campaign", _row(request, drawn, starts, plan.cost))
        opened.insert(
            "campaign_member",
            ["customer_id", "campaign_id", "arm", "stratum", "excluded_reason"],
            (
                (customer, number, arm, stratum, reason)
                for customer, arm, stratum, reason in zip(
                    drawn.customers.tolist(), drawn.arms, drawn.strata, drawn.reasons, strict=True
                )
            ),
        )
        if request.margin is not None:
            add_margin(opened, request.name, request.margin)
    to_contact = drawn.customers[np.array(drawn.arms) == "treat"]
    return replace(plan, operation=opened.id), to_contact


def _row(
    request: CampaignRequest, drawn: _Drawn, starts: date, cost: int | None
) -> Mapping[str, Any]:
    ends = starts + timedelta(days=request.window_days)
    return {
        "name": request.name,
        "goal": request.goal or None,
        "offer": request.offer or None,
        "channel": request.channel or None,
        "segment_id": drawn.segment,
        "rule": drawn.rule or None,
        "starts_on": starts.isoformat(),
        "ends_on": ends.isoformat(),
        "outcome_metric": "purchase",
        "window_days": request.window_days,
        "control_share": request.control_share,
        "seed": request.seed,
        "cost": cost,
        "state": "running",
    }


def _draw(
    progress: Progress, source: ColumnSource, request: CampaignRequest, today: date
) -> _Drawn:
    from profiler_app.analysis.campaigns.arms import is_control

    workspace = source.workspace
    run = last_run(workspace.connection)
    if run is None:
        reason = _("nobody knows yet who agreed and who complained. Refresh the workspace first.")
        raise CampaignProblem(reason=reason)
    progress.step(0.1, N_("Finding the audience"))
    segment, rule = _rule(workspace, request)
    customers = np.sort(lists.find(workspace, source, ListQuery(where=rule)).ids)
    reasons = _reasons(source, customers, request, today)
    progress.step(0.5, N_("Drawing the control group"))
    strata = _strata(source, customers)
    keys = file_keys(workspace.connection)
    arms = [
        "excluded"
        if reason
        else "control"
        if is_control(request.seed, request.name, stratum, keys[number], request.control_share)
        else "treat"
        for number, stratum, reason in zip(customers.tolist(), strata, reasons, strict=True)
    ]
    tags_of = date.fromisoformat(run.as_of)
    return _Drawn(customers, arms, strata, reasons, segment, rule, tags_of)


def may_be_contacted(
    source: ColumnSource, request: CampaignRequest, today: date
) -> NDArray[np.bool_]:
    """Return for every customer whether nothing forbids to contact them as a request asks."""
    reasons = _reasons(source, np.asarray(source.ids(), np.int64), request, today)
    return np.array([reason is None for reason in reasons], np.bool_)


def _rule(workspace: Workspace, request: CampaignRequest) -> tuple[int | None, str]:
    """Return the segment and the rule of the audience."""
    if not request.segment:
        return None, request.where
    rows = all_segments(workspace.connection)
    found = next((each for each in rows if each[0].name == request.segment), None)
    if found is None:
        names = ", ".join(row.name for row, _kind in rows) or "—"
        reason = _("there is no segment {name}; there are: {names}.")
        raise CampaignProblem(reason=reason.format(name=request.segment, names=names))
    row, kind = found
    return row.id, row.rule if kind == SAVED_RULE else f"in_segment({quoted(row.name)})"


def _reasons(
    source: ColumnSource,
    customers: NDArray[np.int64],
    request: CampaignRequest,
    today: date,
) -> list[str | None]:
    """Return why each customer is left out; the first reason of ``SUPPRESSED`` counts."""
    day = to_day(today.isoformat())
    rules = dict(_BY_TAG)
    if request.channel in _NEEDED:
        rules["unreachable"] = f"kind == 'person' and {_NEEDED[request.channel]}"
    ids = {
        reason: lists.find(source.workspace, source, ListQuery(where=rule)).ids
        for reason, rule in rules.items()
    }
    connection = source.workspace.connection
    ids["no_consent"] = np.union1d(ids["no_consent"], not_agreed(connection, day))
    ids["no_channel"] = refused_channel(connection, day, request.channel)
    ids["complaint"] = np.union1d(ids["complaint"], complaining(connection))
    ids["contacted"] = np.unique(contacts(connection, day - request.rest_days, day))
    running = in_running_campaigns(connection, today.isoformat())
    ids["in_campaign"] = np.array(sorted(running), np.int64)
    found: list[str | None] = [None] * len(customers)
    for reason in reversed([each for each in SUPPRESSED if each in ids]):
        for place in np.flatnonzero(np.isin(customers, ids[reason])).tolist():
            found[place] = reason
    return found


def _strata(source: ColumnSource, customers: NDArray[np.int64]) -> list[str]:
    """Return the lifecycle of each customer, "" where it is not known."""
    column = source.columns(["lifecycle"]).get("lifecycle")
    if column is None:
        return [""] * len(customers)
    places = np.searchsorted(source.ids(), customers)
    return [str(column.value(place) or "") for place in places.tolist()]


def _plan(
    progress: Progress, workspace: Workspace, request: CampaignRequest, drawn: _Drawn, today: date
) -> CampaignPlan:
    from profiler_app.analysis.campaigns.planning import needed, smallest_visible

    progress.step(0.7, N_("Working out what can be seen"))
    arms = np.array(drawn.arms, dtype="U8")
    treated, control = int((arms == "treat").sum()), int((arms == "control").sum())
    targets = drawn.customers[arms != "excluded"]
    rate, rate_from = _base_rate(progress, workspace, request, targets, today)
    share = request.control_share
    return CampaignPlan(
        name=request.name,
        audience=len(drawn.customers),
        suppressed={reason: drawn.reasons.count(reason) for reason in SUPPRESSED},
        treated=treated,
        control=control,
        control_share=share,
        seed=request.seed,
        base_rate=rate,
        base_from=rate_from,
        visible=smallest_visible(treated, control, rate),
        needed={
            rise: needed(rate + rise, rate, share / (1 - share))
            for rise in _RISES
            if rate + rise < 1
        },
        as_of=drawn.tags_of,
        cost=request.cost_of(treated),
    )


def _base_rate(
    progress: Progress,
    workspace: Workspace,
    request: CampaignRequest,
    targets: NDArray[np.int64],
    today: date,
) -> tuple[float, str]:
    if request.base_rate is not None:
        return request.base_rate, "given"
    bought = read_purchases(progress, workspace.connection)
    day = to_day(today.isoformat())
    recent = (bought.day > day - request.window_days) & (bought.day <= day)
    buyers = int(np.isin(targets, bought.customer[recent]).sum())
    return (buyers / len(targets), "purchases") if buyers else (ASSUMED_RATE, "assumed")
