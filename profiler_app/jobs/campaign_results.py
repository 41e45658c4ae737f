"""What came of a campaign: outcomes from a file or from the orders, and what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import InvalidOperation
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.campaigns import Effect
from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem, CustomerNotFound, TableProblem
from profiler_app.domain.money import from_decimal
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.ingest.table_words import CUSTOMER_COLUMNS, NO, OUTCOME_COLUMNS, VALUE_COLUMNS
from profiler_app.jobs.plain_tables import read_plain
from profiler_app.jobs.purchases import read_purchases
from profiler_app.store.campaigns import CampaignRow, MemberRow, read_campaigns, read_members
from profiler_app.store.customers import file_keys, find_customer
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

_USUAL_WINDOW = 30

Outcomes = dict[int, tuple[bool, int | None]]
"""By customer: whether it happened, and for how much."""


def campaign_result(
    progress: Progress,
    workspace: Workspace,
    name: str,
    *,
    today: date,
    cost: int | None = None,
    margin: float | None = None,
) -> CampaignResult:
    """Compare the arms by the outcomes that are stored, else by the orders within the window.

    Everybody assigned counts; who has no outcome had none. ``cost`` (minor units) defaults to that
    of the campaign, ``margin`` is the share of the value that is earned. Raises CampaignProblem.
    """
    campaign, members = _members(workspace, name)
    stored = {m.customer: (_happened(m.outcome), m.value) for m in members if m.outcome is not None}
    if stored:
        told = {member.arm for member in members if member.outcome is not None}
        result = _compared(name, "stored", members, stored)
        result = replace(result, one_sided="control" not in told)
    else:
        result = _from_orders(progress, workspace, campaign, members, today)
    return _with_money(result, campaign.cost if cost is None else cost, margin)


def record_outcomes(
    progress: Progress,
    workspace: Workspace,
    name: str,
    path: Path,
    *,
    today: date,
    cost: int | None = None,
    margin: float | None = None,
) -> CampaignResult:
    """Keep the outcomes of a file (customer, outcome, value) as one operation and compare.

    A line without an outcome column means that it happened. Customers who are not members are
    counted and left out. Raises CampaignProblem, TableProblem, UnreadableFile or NothingToImport.
    """
    _campaign, members = _members(workspace, name)
    told, unknown = _read(Part(progress, 0.0, 0.6), workspace, path)
    assigned = {member.customer: member for member in members}
    strangers = unknown + sum(customer not in assigned for customer in told)
    rows = [
        (str(int(happened)), value, today.isoformat(), assigned[customer].id)
        for customer, (happened, value) in told.items()
        if customer in assigned
    ]
    progress.step(0.8, N_("Saving"))
    with operation(workspace, "campaign_result", {"name": name, "count": len(rows)}) as opened:
        opened.update_many("campaign_member", ["outcome", "outcome_value", "outcome_on"], rows)
    found = campaign_result(progress, workspace, name, today=today, cost=cost, margin=margin)
    return replace(
        found, source="file", recorded=len(rows), strangers=strangers, operation=opened.id
    )


def _members(workspace: Workspace, name: str) -> tuple[CampaignRow, list[MemberRow]]:
    campaigns = read_campaigns(workspace.connection)
    campaign = next((row for row in campaigns if row.name == name), None)
    if campaign is None:
        names = ", ".join(row.name for row in campaigns) or "—"
        reason = _("there is no campaign {name}; there are: {names}.")
        raise CampaignProblem(reason=reason.format(name=name, names=names))
    members = [
        row
        for row in read_members(workspace.connection, campaign.id)
        if row.arm in ("treat", "control")
    ]
    for arm in ("treat", "control"):
        if not any(row.arm == arm for row in members):
            reason = _("the campaign {name} has nobody to compare with.").format(name=name)
            raise CampaignProblem(reason=reason)
    return campaign, members


def _read(progress: Progress, workspace: Workspace, path: Path) -> tuple[Outcomes, int]:
    """Return the outcomes of a file by customer, and how many lines name nobody here."""
    table = read_plain(progress, path)
    keys = table.first_of(CUSTOMER_COLUMNS) or table.columns[0]
    outcomes = table.first_of(OUTCOME_COLUMNS) or ["1"] * table.rows
    values = table.first_of(VALUE_COLUMNS) or [""] * table.rows
    known = {key: customer for customer, key in file_keys(workspace.connection).items()}
    found: Outcomes = {}
    unknown = 0
    for key, outcome, value in zip(keys, outcomes, values, strict=True):
        customer = known.get(key) or _find(workspace, key)
        if customer is None:
            unknown += 1
        else:
            found[customer] = _happened(outcome), _money(path.name, value)
    return found, unknown


def _find(workspace: Workspace, key: str) -> int | None:
    try:
        return find_customer(workspace.connection, key)
    except CustomerNotFound:
        return None


def _happened(outcome: str | None) -> bool:
    return bool(outcome) and str(outcome).casefold() not in NO


def _money(file: str, value: str) -> int | None:
    try:
        return from_decimal(value.replace(",", "")) if value else None
    except InvalidOperation as error:
        reason = _("“{cell}” is not an amount.").format(cell=value)
        raise TableProblem(file=file, reason=reason) from error


def _from_orders(
    progress: Progress,
    workspace: Workspace,
    campaign: CampaignRow,
    members: Sequence[MemberRow],
    today: date,
) -> CampaignResult:
    if campaign.starts_on is None:
        reason = _("nobody recorded outcomes of the campaign {name}. Bring a file (--outcomes).")
        raise CampaignProblem(reason=reason.format(name=campaign.name))
    starts = date.fromisoformat(campaign.starts_on)
    ends = starts + timedelta(days=campaign.window_days or _USUAL_WINDOW)
    until = min(ends, today)
    bought = read_purchases(Part(progress, 0.0, 0.8), workspace.connection)
    inside = (bought.day >= to_day(starts.isoformat())) & (bought.day <= to_day(until.isoformat()))
    customers = np.array([member.customer for member in members])
    inside &= np.isin(bought.customer, customers)
    spent: dict[int, int] = {}
    for customer, amount in zip(
        bought.customer[inside].tolist(), bought.amount[inside].tolist(), strict=True
    ):
        spent[customer] = spent.get(customer, 0) + amount
    outcomes: Outcomes = {customer: (True, amount) for customer, amount in spent.items()}
    result = _compared(campaign.name, "orders", members, outcomes)
    return replace(result, measured_until=until, over=ends <= today)


def _compared(
    name: str, source: str, members: Sequence[MemberRow], outcomes: Outcomes
) -> CampaignResult:
    from profiler_app.analysis.campaigns.effect import mean_effect, rate_effect

    treated = np.array([member.arm == "treat" for member in members])
    told = [outcomes.get(member.customer, (False, None)) for member in members]
    happened = np.array([yes for yes, _value in told])
    conversion = rate_effect(
        int(happened[treated].sum()),
        int(treated.sum()),
        int(happened[~treated].sum()),
        int((~treated).sum()),
    )
    value: Effect | None = None
    if any(amount is not None for _yes, amount in told) and _enough(treated):
        amounts = np.array([amount or 0 for _yes, amount in told], np.float64)
        value = mean_effect(amounts[treated], amounts[~treated])
    return CampaignResult(name, source, conversion, value)


def _enough(treated: NDArray[np.bool_]) -> bool:
    return min(int(treated.sum()), int((~treated).sum())) > 1


def _with_money(result: CampaignResult, cost: int | None, margin: float | None) -> CampaignResult:
    """Add cost, and with a margin the extra profit: difference x treated x margin - cost."""
    if margin is None or result.value is None:
        return replace(result, cost=cost)
    many = result.value.treated.n * margin
    profit, low, high = (
        each * many - (cost or 0)
        for each in (result.value.difference, result.value.low, result.value.high)
    )
    return replace(result, cost=cost, profit=(profit, low, high))
