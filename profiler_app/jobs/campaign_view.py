"""One campaign as its page shows it: the list, the verdict, day by day, by group, who took part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_pages import (
    CampaignLine,
    CampaignView,
    CurvePoint,
    Member,
)
from profiler_app.domain.campaign_reports import CLOSED_SINCE, SUPPRESSED, CampaignResult
from profiler_app.domain.campaigns import GroupEffect
from profiler_app.domain.dates import from_day, to_day
from profiler_app.domain.errors import CampaignProblem, UserProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import to_sentence
from profiler_app.domain.text import _
from profiler_app.jobs.campaign_book import all_purchases, closing_of, line_of
from profiler_app.jobs.campaign_groups import (
    STAGE,
    effects_by_group,
    groups_of,
    spent_before,
    stratum_label,
)
from profiler_app.jobs.campaign_margins import own_margins, usual_margin
from profiler_app.jobs.campaign_outcomes import Outcomes, read_outcomes, window_of
from profiler_app.jobs.campaign_responses import with_responses
from profiler_app.jobs.campaign_results import compared, with_both_arms, with_money
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.contact_rules import closed_for
from profiler_app.jobs.lists import parse_filter
from profiler_app.store.campaigns import CampaignRow, MemberRow, read_campaigns, read_members
from profiler_app.store.customers import read_customers

MOST_SHOWN = 5_000
_MOST_POINTS = 60
_REASONS = {**SUPPRESSED, "since": CLOSED_SINCE}
_BLOCK = 500
_ALIKE_IN = ("province", "gender", "age_band")


def campaign_view(
    source: ColumnSource,
    number: int,
    *,
    today: date,
    most: int = MOST_SHOWN,
    by: str = STAGE,
) -> CampaignView:
    """Return a campaign with everything its page shows; ``by`` is a key of ``GROUPINGS``.

    Raises CampaignProblem when it is gone.
    """
    workspace = source.workspace
    row = next((r for r in read_campaigns(workspace.connection) if r.id == number), None)
    if row is None:
        raise CampaignProblem(reason=_("the campaign is gone."))
    members = read_members(workspace.connection, number)
    counts = {arm: sum(m.arm == arm for m in members) for arm in ("treat", "control", "excluded")}
    counts["contacted"] = sum(m.contacted_on is not None for m in members)
    line = line_of(workspace, row, counts, today)
    own = own_margins(workspace.connection).get(row.name)
    margin = usual_margin(workspace) if own is None else own
    result, problem, outcomes, arms = _measured(source, row, line, members, today, margin)
    groups: tuple[GroupEffect, ...] = ()
    differ = None
    if outcomes is not None:
        groups, differ = effects_by_group(groups_of(source, row, arms, by), arms, outcomes)
    alike = () if outcomes is None else _differences(source, row, arms)
    return CampaignView(
        line=line,
        goal=row.goal or "",
        offer=row.offer or "",
        audience=row.segment or said(row.rule or "", workspace.settings.currency),
        seed=row.seed or 0,
        control_share=row.control_share or 0.0,
        suppressed={reason: sum(m.reason == reason for m in members) for reason in SUPPRESSED},
        result=result,
        problem=problem,
        margin=margin,
        own_margin=own,
        curves=((), ()) if outcomes is None else _curves(row, arms, outcomes),
        groups=groups,
        groups_differ=differ,
        grouped_by=by,
        compared=tuple(name for name, _p in alike),
        unlike=_unlike(alike),
        members=_members(source, _closed(source, row, members, today), arms, outcomes, most),
        total=len(members),
        segment=row.segment or "",
        rule=row.rule or "",
        closing=closing_of(workspace, row),
    )


def said(rule: str, currency: str) -> str:
    """Return what a rule asks for in a sentence; a rule that is none any more as it was typed."""
    try:
        parsed = parse_filter(rule)
    except UserProblem:
        return rule
    return _("all customers") if parsed is None else to_sentence(parsed, currency=currency)


def _measured(
    source: ColumnSource,
    row: CampaignRow,
    line: CampaignLine,
    members: Sequence[MemberRow],
    today: date,
    margin: float | None,
) -> tuple[CampaignResult | None, str, Outcomes | None, list[MemberRow]]:
    if line.state == "planned":
        return None, _("It has not begun yet."), None, []
    try:
        arms = with_both_arms(row, members)
        outcomes = read_outcomes(row, arms, lambda: all_purchases(source), today=today)
    except UserProblem as problem:
        return None, problem.sentence(), None, []
    answered = with_responses(
        compared(row.name, arms, outcomes), source.workspace, row, arms, today=today
    )
    result = with_money(answered, row.cost, margin)
    return result, "", outcomes, arms


# -- day by day


def _curves(
    row: CampaignRow, members: Sequence[MemberRow], outcomes: Outcomes
) -> tuple[tuple[CurvePoint, ...], tuple[CurvePoint, ...]]:
    if outcomes.until is None:  # outcomes of a file were recorded, not observed, on a day
        return (), ()
    starts, _ends = window_of(row)
    first, last = to_day(starts.isoformat()), to_day(outcomes.until.isoformat())
    step = max(1, -(-(last - first) // _MOST_POINTS))
    days = [*range(0, last - first, step), last - first]
    treated = np.array([member.arm == "treat" for member in members])
    return (
        _curve(outcomes.day[treated] - first, days),
        _curve(outcomes.day[~treated] - first, days),
    )


def _curve(happened_on: NDArray[np.int64], days: Sequence[int]) -> tuple[CurvePoint, ...]:
    from profiler_app.analysis.campaigns.effect import wilson

    n = len(happened_on)
    found = []
    for day in days:
        yes = int(((happened_on >= 0) & (happened_on <= day)).sum())
        found.append(CurvePoint(day, yes / n, *wilson(yes, n)))
    return tuple(found)


# -- were they alike before


def _differences(
    source: ColumnSource, row: CampaignRow, members: Sequence[MemberRow]
) -> list[tuple[str, float]]:
    """Return in what the arms can be compared as they were before, with the p-values."""
    from profiler_app.analysis.campaigns.balance import amount_difference, share_difference

    treated = np.array([member.arm == "treat" for member in members])
    customers = np.array([member.customer for member in members], np.int64)
    places = np.minimum(np.searchsorted(source.ids(), customers), len(source.ids()) - 1)
    found = []
    for name, column in source.columns(_ALIKE_IN).items():
        codes = np.where(column.known[places], column.values[places].astype(np.int64) + 1, 0)
        if len(np.unique(codes)) > 1:
            found.append((fields()[name].label, share_difference(codes, treated)))
    if row.starts_on is not None:
        spent = spent_before(source, customers, to_day(row.starts_on))
        if spent.any():
            found.append((_("spending of the year before"), amount_difference(spent, treated)))
    return found


def _unlike(found: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    from profiler_app.analysis.campaigns.balance import stands_out

    return tuple(name for name, p in found if stands_out(p, len(found)))


# -- who took part


def _members(
    source: ColumnSource,
    members: Sequence[MemberRow],
    arms: Sequence[MemberRow],
    outcomes: Outcomes | None,
    most: int,
) -> tuple[Member, ...]:
    """Return the members by name, those to contact first; not more than ``most`` of each arm."""
    place = {member.id: at for at, member in enumerate(arms)} if outcomes is not None else {}
    kept: list[MemberRow] = []
    for arm in ("treat", "control", "excluded"):
        kept += [member for member in members if member.arm == arm][:most]
    names = _names(source, [member.customer for member in kept])
    return tuple(_member(member, names, place.get(member.id), outcomes) for member in kept)


def _closed(
    source: ColumnSource, row: CampaignRow, members: Sequence[MemberRow], today: date
) -> list[MemberRow]:
    """Name the reason for whoever may no longer be contacted since the campaign was planned."""
    connection = source.workspace.connection
    closed = closed_for(connection, to_day(today.isoformat()), row.channel or "")
    return [
        replace(member, reason="since") if member.waits and member.customer in closed else member
        for member in members
    ]


def _names(source: ColumnSource, customers: Sequence[int]) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for first in range(0, len(customers), _BLOCK):
        block = customers[first : first + _BLOCK]
        rows = read_customers(source.workspace.connection, block, ("number", "name"))
        found |= {number: (row[0] or "", row[1] or "") for number, row in rows.items()}
    return found


def _member(
    member: MemberRow,
    names: dict[int, tuple[str, str]],
    place: int | None,
    outcomes: Outcomes | None,
) -> Member:
    number, name = names.get(member.customer, ("", ""))
    reason = member.reason or ""
    measured = outcomes is not None and place is not None
    day = int(outcomes.day[place]) if measured and outcomes is not None else -1
    on = from_day(day) if day >= 0 else None
    return Member(
        id=member.id,
        customer=member.customer,
        number=number,
        name=name or number,
        arm=member.arm or "",
        stratum=stratum_label(member.stratum or "") if member.stratum else "",
        reason=_(_REASONS[reason]) if reason in _REASONS else "",
        contacted_on=member.contacted_on or "",
        result=member.result or "",
        happened=bool(outcomes.happened[place]) if measured and outcomes is not None else None,
        value=int(outcomes.value[place]) if measured and outcomes is not None else 0,
        on=str(on or ""),
    )
