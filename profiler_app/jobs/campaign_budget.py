"""Spending a budget on what campaigns have shown: which offer, for whom, within which limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_budget import BudgetPlan, BudgetRequest, Offer, Pick
from profiler_app.domain.errors import CampaignProblem, RuleProblem
from profiler_app.domain.text import _
from profiler_app.jobs.campaign_book import all_purchases
from profiler_app.jobs.campaign_groups import stratum_label
from profiler_app.jobs.campaign_margins import own_margins
from profiler_app.jobs.campaign_outcomes import Outcomes, read_outcomes
from profiler_app.jobs.campaign_results import compared, with_both_arms
from profiler_app.jobs.campaign_targets import CampaignRequest, may_be_contacted
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.store.campaigns import CampaignRow, MemberRow, read_campaigns, read_members

_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_MORE = 0.05
_LEAST_GROUP = 2
_MOST_OFFERS = 12


@dataclass(frozen=True, slots=True)
class _Cell:
    """So many customers of a stage; ``offers`` has a bit for each offer that reaches them."""

    stage: str
    offers: int
    size: int


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
    useful = [each for each in tried if not each.offer.unused][-_MOST_OFFERS:]
    cells = _cells(source, useful, request, today)
    worth = np.array([_worth(each.offer, request) for each in useful])
    rises = np.array(
        [[each.rises.get(cell.stage, np.nan) for cell in cells] for each in useful], np.float64
    ).reshape(len(useful), len(cells))
    gains = rises * worth[:, None]

    def spend(budget: float) -> NDArray[np.int64]:
        return _allocate(useful, cells, gains, budget)

    counts = spend(request.budget)
    profit = _profit(useful, gains, counts)
    more = request.budget * (1 + _MORE)
    next_unit = (_profit(useful, gains, spend(more)) - profit) / (more - request.budget)
    return BudgetPlan(
        budget=request.budget,
        offers=tuple(each.offer for each in tried),
        picks=_picks(useful, cells, gains, counts),
        steps=tuple(
            (round(request.budget * step), _profit(useful, gains, spend(request.budget * step)))
            for step in _STEPS
        ),
        next_unit=max(0.0, next_unit),
        cautious=request.cautious,
    )


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
    own = own_margins(source.workspace.connection).get(row.name)
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
                   per_buyer=per_buyer, unused=unused, margin=own)  # fmt: skip
    return _Tried(offer, _rises(members, outcomes, cautious=request.cautious))


def _offer(
    row: CampaignRow,
    request: BudgetRequest,
    *,
    unused: str,
    cost: int | None = None,
    difference: float | None = None,
    per_buyer: float = 0.0,
    margin: float | None = None,
) -> Offer:
    return Offer(
        number=row.id,
        name=row.name,
        channel=row.channel or "",
        rule=row.rule or "",
        difference=difference,
        cost=cost,
        capacity=request.capacity.get(row.id),
        per_buyer=per_buyer,
        unused=unused,
        margin=margin,
    )


def _worth(offer: Offer, request: BudgetRequest) -> float:
    """Return what is earned with one more buyer, in minor units."""
    return offer.per_buyer * (request.margin if offer.margin is None else offer.margin)


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


def _cells(
    source: ColumnSource, tried: Sequence[_Tried], request: BudgetRequest, today: date
) -> list[_Cell]:
    """Return the groups of customers whom the same offers reach, within a stage of life.

    An offer reaches those of its former audience, as the rule holds today, who may be contacted
    over its channel; nobody else is like those it was tried on.
    """
    column = source.columns(["lifecycle"]).get("lifecycle")
    if column is None or not tried:
        return []
    pattern = np.zeros(len(source.ids()), np.int64)
    allowed: dict[str, NDArray[np.bool_]] = {}
    for at, each in enumerate(tried):
        channel = each.offer.channel
        if channel not in allowed:
            asked = CampaignRequest("", rest_days=request.rest_days, channel=channel)
            allowed[channel] = may_be_contacted(source, asked, today)
        pattern |= (allowed[channel] & _audience(source, each.offer.rule)).astype(np.int64) << at
    inside = column.known & (pattern > 0)
    codes = column.values[inside].astype(np.int64)
    kinds, sizes = np.unique(np.stack([codes, pattern[inside]]), axis=1, return_counts=True)
    return [
        _Cell(str(column.labels[stage]), offers, size)
        for (stage, offers), size in zip(kinds.T.tolist(), sizes.tolist(), strict=True)
    ]


def _audience(source: ColumnSource, rule: str) -> NDArray[np.bool_]:
    try:
        parsed = parse_filter(rule)
    except RuleProblem:  # a field or a segment it asks for is gone
        return np.zeros(len(source.ids()), np.bool_)
    if parsed is None:
        return np.ones(len(source.ids()), np.bool_)
    return np.asarray(holds(source, parsed).true, np.bool_)


def _allocate(
    tried: Sequence[_Tried], cells: Sequence[_Cell], gains: NDArray[np.float64], budget: float
) -> NDArray[np.int64]:
    from profiler_app.analysis.campaigns.budget import allocate

    sizes = np.array([cell.size for cell in cells], np.int64)
    reach = np.array(
        [[cell.size if cell.offers >> at & 1 else 0 for cell in cells] for at in range(len(tried))],
        np.int64,
    ).reshape(gains.shape)
    costs = np.array([each.offer.cost or 0 for each in tried], np.float64)
    limits = [each.offer.capacity for each in tried]
    capacity = np.array([np.inf if limit is None else limit for limit in limits])
    return allocate(sizes, reach, gains, costs, capacity, budget)


def _profit(
    tried: Sequence[_Tried], gains: NDArray[np.float64], counts: NDArray[np.int64]
) -> float:
    costs = np.array([each.offer.cost or 0 for each in tried], np.float64)
    each = np.where(counts > 0, gains - costs[:, None], 0.0) if len(tried) else gains
    return float((each * counts).sum())


def _picks(
    tried: Sequence[_Tried],
    cells: Sequence[_Cell],
    gains: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> tuple[Pick, ...]:
    found = []
    for at, each in enumerate(tried):
        for stage in sorted({cell.stage for cell in cells}):
            inside = [(place, cell) for place, cell in enumerate(cells) if cell.stage == stage]
            places = [place for place, _cell in inside]
            n = int(counts[at, places].sum())
            if not n:
                continue
            rise = each.rises[stage]
            found.append(
                Pick(
                    offer=each.offer,
                    stage=stage,
                    label=stratum_label(stage),
                    count=n,
                    there=sum(
                        cells[place].size for place in places if cells[place].offers >> at & 1
                    ),
                    rise=rise,
                    extra=rise * n,
                    cost=float(each.offer.cost or 0) * n,
                    earned=float(gains[at, places[0]]) * n,
                )
            )
    return tuple(sorted(found, key=lambda pick: pick.cost - pick.earned))
