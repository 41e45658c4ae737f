"""Spending a budget on what campaigns have shown: which offer, for whom, within which limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_budget import BudgetPlan, BudgetRequest, Offer, Pick
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.text import _
from profiler_app.jobs.campaign_book import all_purchases
from profiler_app.jobs.campaign_outcomes import Outcomes, read_outcomes
from profiler_app.jobs.campaign_results import compared, with_both_arms
from profiler_app.jobs.campaign_targets import CampaignRequest, may_be_contacted
from profiler_app.jobs.campaign_view import stratum_label
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.campaigns import CampaignRow, MemberRow, read_campaigns, read_members

_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_MORE = 0.05
_LEAST_GROUP = 2


@dataclass(frozen=True, eq=False)
class _Tried:
    """An offer with what a customer of each stage brings (share that buys more), by stage."""

    offer: Offer
    rises: dict[str, float]


def budget_plan(source: ColumnSource, request: BudgetRequest, *, today: date) -> BudgetPlan:
    """Return the best way to spend a budget on the campaigns that worked. Raises CampaignProblem.

    Only a proved effect counts, in the stages of life it was tried in, drawn towards the whole
    where groups differ no more than by chance; whoever may not be contacted now gets nothing.
    """
    if request.budget <= 0:
        raise CampaignProblem(reason=_("say how much there is to spend."))
    tried = [_tried(source, row, request, today) for row in _over(source, today)]
    useful = [each for each in tried if not each.offer.unused]
    stages = sorted({stage for each in useful for stage in each.rises})
    there, reach = _customers(source, useful, stages, request, today)
    rises = np.array([[each.rises.get(stage, np.nan) for stage in stages] for each in useful])
    rises = rises.reshape(len(useful), len(stages))
    worth = np.array([each.offer.per_buyer * request.margin for each in useful])
    gains = rises * worth[:, None]

    def spend(budget: float) -> NDArray[np.int64]:
        return _allocate(useful, there, reach, gains, budget)

    counts = spend(request.budget)
    profit = _profit(useful, gains, counts)
    more = request.budget * (1 + _MORE)
    next_unit = (_profit(useful, gains, spend(more)) - profit) / (more - request.budget)
    return BudgetPlan(
        budget=request.budget,
        offers=tuple(each.offer for each in tried),
        picks=_picks(useful, stages, there, rises, gains, counts),
        steps=tuple(
            (round(request.budget * step),
             _profit(useful, gains, spend(request.budget * step))) for step in _STEPS
        ),
        next_unit=max(0.0, next_unit),
        cautious=request.cautious,
    )  # fmt: skip


def offers(source: ColumnSource, request: BudgetRequest, *, today: date) -> tuple[Offer, ...]:
    """Return the campaigns that are over, and whether a budget can be spent on their offers."""
    return tuple(_tried(source, row, request, today).offer for row in _over(source, today))


def _over(source: ColumnSource, today: date) -> list[CampaignRow]:
    rows = read_campaigns(source.workspace.connection)
    return [row for row in rows if row.state == "closed" or _ended(row, today)]


def _ended(row: CampaignRow, today: date) -> bool:
    if row.starts_on is None:
        return False
    return (today - date.fromisoformat(row.starts_on)).days > (row.window_days or 0)


def _tried(source: ColumnSource, row: CampaignRow, request: BudgetRequest, today: date) -> _Tried:
    try:
        members = with_both_arms(row, read_members(source.workspace.connection, row.id))
        outcomes = read_outcomes(row, members, lambda: all_purchases(source), today=today)
    except CampaignProblem:
        return _Tried(_offer(row, request, unused="no_result"), {})
    result = compared(row.name, members, outcomes)
    treated = result.conversion.treated
    cost = request.costs.get(row.id)
    if cost is None and row.cost is not None:
        cost = round(row.cost / treated.n)
    rate = treated.outcome
    per_buyer = result.value.treated.outcome / rate if result.value and rate else 0.0
    unused = ""
    if result.conversion.verdict != "proved" or result.one_sided:
        unused = "not_proved"
    elif not cost:
        unused = "no_cost"
    elif per_buyer <= 0:
        unused = "no_value"
    offer = _offer(row, request, cost=cost, difference=result.conversion.difference,
                   per_buyer=per_buyer, unused=unused)  # fmt: skip
    return _Tried(offer, _rises(members, outcomes, cautious=request.cautious))


def _offer(
    row: CampaignRow,
    request: BudgetRequest,
    *,
    unused: str,
    cost: int | None = None,
    difference: float | None = None,
    per_buyer: float = 0.0,
) -> Offer:
    return Offer(
        number=row.id,
        name=row.name,
        channel=row.channel or "",
        difference=difference,
        cost=cost,
        capacity=request.capacity.get(row.id),
        per_buyer=per_buyer,
        unused=unused,
    )


def _rises(members: Sequence[MemberRow], outcomes: Outcomes, *, cautious: bool) -> dict[str, float]:
    """Return the expected rise of the share that buys, by stage of life at the draw."""
    from profiler_app.analysis.campaigns.budget import lower_end, shrunk
    from profiler_app.analysis.campaigns.effect import effect_of

    treated = np.array([member.arm == "treat" for member in members])
    strata = np.array([member.stratum or "" for member in members])
    yes = outcomes.happened.astype(np.float64)
    kept = [
        stage
        for stage in sorted({*strata.tolist()} - {""})
        if min(int((treated & (strata == stage)).sum()), int((~treated & (strata == stage)).sum()))
        >= _LEAST_GROUP
    ]
    effects = [effect_of(yes[strata == stage], treated[strata == stage]) for stage in kept]
    found = shrunk(effects)
    ends = [lower_end(*each) if cautious else each[0] for each in found]
    return dict(zip(kept, ends, strict=True))


def _customers(
    source: ColumnSource,
    tried: Sequence[_Tried],
    stages: Sequence[str],
    request: BudgetRequest,
    today: date,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many of each stage may be contacted at all, and by each offer."""
    column = source.columns(["lifecycle"]).get("lifecycle")
    there = np.zeros(len(stages), np.int64)
    reach = np.zeros((len(tried), len(stages)), np.int64)
    if column is None:
        return there, reach
    known = [column.labels.index(stage) if stage in column.labels else -2 for stage in stages]
    codes = np.where(column.known, column.values.astype(np.int64), -1)
    channels: dict[str, NDArray[np.int64]] = {}
    for channel in ("", *(each.offer.channel for each in tried)):
        if channel not in channels:
            asked = CampaignRequest("", rest_days=request.rest_days, channel=channel)
            allowed = codes[may_be_contacted(source, asked, today)]
            channels[channel] = np.array([(allowed == code).sum() for code in known], np.int64)
    for at, each in enumerate(tried):
        reach[at] = channels[each.offer.channel]
    return channels[""], reach


def _allocate(
    tried: Sequence[_Tried],
    there: NDArray[np.int64],
    reach: NDArray[np.int64],
    gains: NDArray[np.float64],
    budget: float,
) -> NDArray[np.int64]:
    from profiler_app.analysis.campaigns.budget import allocate

    costs = np.array([each.offer.cost or 0 for each in tried], np.float64)
    limits = [each.offer.capacity for each in tried]
    capacity = np.array([np.inf if limit is None else limit for limit in limits])
    return allocate(there, reach, gains, costs, capacity, budget)


def _profit(
    tried: Sequence[_Tried], gains: NDArray[np.float64], counts: NDArray[np.int64]
) -> float:
    costs = np.array([each.offer.cost or 0 for each in tried], np.float64)
    each = np.where(counts > 0, gains - costs[:, None], 0.0) if len(tried) else gains
    return float((each * counts).sum())


def _picks(
    tried: Sequence[_Tried],
    stages: Sequence[str],
    there: NDArray[np.int64],
    rises: NDArray[np.float64],
    gains: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> tuple[Pick, ...]:
    found = []
    for at, each in enumerate(tried):
        for place, stage in enumerate(stages):
            n = int(counts[at, place])
            if n:
                found.append(
                    Pick(
                        offer=each.offer,
                        stage=stage,
                        label=stratum_label(stage),
                        count=n,
                        there=int(there[place]),
                        rise=float(rises[at, place]),
                        extra=float(rises[at, place]) * n,
                        cost=float(each.offer.cost or 0) * n,
                        earned=float(gains[at, place]) * n,
                    )
                )
    return tuple(sorted(found, key=lambda pick: pick.cost - pick.earned))
