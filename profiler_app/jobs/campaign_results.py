"""What came of a campaign: outcomes from a file or from the orders, and what they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import InvalidOperation
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaign_reports import CampaignResult
from profiler_app.domain.campaigns import Effect
from profiler_app.domain.errors import CampaignProblem, CustomerNotFound, TableProblem
from profiler_app.domain.money import from_decimal
from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.text import N_, _
from profiler_app.ingest.table_words import CUSTOMER_COLUMNS, OUTCOME_COLUMNS, VALUE_COLUMNS
from profiler_app.jobs.campaign_margins import margin_of
from profiler_app.jobs.campaign_outcomes import Outcomes, happened, read_outcomes
from profiler_app.jobs.campaign_responses import with_responses
from profiler_app.jobs.plain_tables import read_plain
from profiler_app.jobs.purchases import Purchases, read_purchases
from profiler_app.store.campaigns import CampaignRow, MemberRow, read_campaigns, read_members
from profiler_app.store.customers import file_keys, find_customer
from profiler_app.store.ledger import operation
from profiler_app.store.workspace import Workspace

_Told = dict[int, tuple[bool, int | None]]
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
    of the campaign, ``margin`` (the share of the value that is earned) to its own or to that of the
    workspace. Raises CampaignProblem.
    """
    campaign, members = assigned(workspace, name)

    def bought() -> Purchases:
        return read_purchases(Part(progress, 0.0, 0.8), workspace.connection)

    result = compared(name, members, read_outcomes(campaign, members, bought, today=today))
    result = with_responses(result, workspace, campaign, members, today=today)
    if margin is None:
        margin = margin_of(workspace, name)
    return with_money(result, campaign.cost if cost is None else cost, margin)


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
    _campaign, members = assigned(workspace, name)
    told, unknown = _read(Part(progress, 0.0, 0.6), workspace, path)
    known = {member.customer: member for member in members}
    strangers = unknown + sum(customer not in known for customer in told)
    rows = [
        (str(int(yes)), value, today.isoformat(), known[customer].id)
        for customer, (yes, value) in told.items()
        if customer in known
    ]
    progress.step(0.8, N_("Saving"))
    with operation(workspace, "campaign_result", {"name": name, "count": len(rows)}) as opened:
        opened.update_many("campaign_member", ["outcome", "outcome_value", "outcome_on"], rows)
    found = campaign_result(progress, workspace, name, today=today, cost=cost, margin=margin)
    return replace(
        found, source="file", recorded=len(rows), strangers=strangers, operation=opened.id
    )


def campaign_named(workspace: Workspace, name: str) -> CampaignRow:
    """Return a campaign by its name. Raises CampaignProblem."""
    campaigns = read_campaigns(workspace.connection)
    campaign = next((row for row in campaigns if row.name == name), None)
    if campaign is None:
        names = ", ".join(row.name for row in campaigns) or "—"
        reason = _("there is no campaign {name}; there are: {names}.")
        raise CampaignProblem(reason=reason.format(name=name, names=names))
    return campaign


def member_of(workspace: Workspace, name: str, customer: str) -> int:
    """Return the member a customer is in a campaign. Raises CampaignProblem or CustomerNotFound."""
    campaign = campaign_named(workspace, name)
    number = find_customer(workspace.connection, customer)
    members = read_members(workspace.connection, campaign.id)
    found = next((row.id for row in members if row.customer == number), None)
    if found is None:
        reason = _("{customer} is not in the campaign {name}.")
        raise CampaignProblem(reason=reason.format(customer=customer, name=name))
    return found


def assigned(workspace: Workspace, name: str) -> tuple[CampaignRow, list[MemberRow]]:
    """Return a campaign and the members of its two arms. Raises CampaignProblem."""
    campaign = campaign_named(workspace, name)
    return campaign, with_both_arms(campaign, read_members(workspace.connection, campaign.id))


def with_both_arms(campaign: CampaignRow, members: Sequence[MemberRow]) -> list[MemberRow]:
    """Return the members of the two arms. Raises CampaignProblem where one of them is empty."""
    kept = [row for row in members if row.arm in ("treat", "control")]
    if len({row.arm for row in kept}) < 2:
        reason = _("the campaign {name} has nobody to compare with.").format(name=campaign.name)
        raise CampaignProblem(reason=reason)
    return kept


def _read(progress: Progress, workspace: Workspace, path: Path) -> tuple[_Told, int]:
    """Return the outcomes of a file by customer, and how many lines name nobody here."""
    table = read_plain(progress, path)
    keys = table.first_of(CUSTOMER_COLUMNS) or table.columns[0]
    outcomes = table.first_of(OUTCOME_COLUMNS) or ["1"] * table.rows
    values = table.first_of(VALUE_COLUMNS) or [""] * table.rows
    known = {key: customer for customer, key in file_keys(workspace.connection).items()}
    found: _Told = {}
    unknown = 0
    for key, outcome, value in zip(keys, outcomes, values, strict=True):
        customer = known.get(key) or _find(workspace, key)
        if customer is None:
            unknown += 1
        else:
            found[customer] = happened(outcome), _money(path.name, value)
    return found, unknown


def _find(workspace: Workspace, key: str) -> int | None:
    try:
        return find_customer(workspace.connection, key)
    except CustomerNotFound:
        return None


def _money(file: str, value: str) -> int | None:
    try:
        return from_decimal(value.replace(",", "")) if value else None
    except InvalidOperation as error:
        reason = _("“{cell}” is not an amount.").format(cell=value)
        raise TableProblem(file=file, reason=reason) from error


def compared(name: str, members: Sequence[MemberRow], outcomes: Outcomes) -> CampaignResult:
    """Compare the arms; everybody assigned counts."""
    from profiler_app.analysis.campaigns.effect import mean_effect, rate_effect

    treated = np.array([member.arm == "treat" for member in members])

    def share(yes: NDArray[np.bool_]) -> Effect:
        arms = (yes[treated], yes[~treated])
        return rate_effect(*(int(n) for arm in arms for n in (arm.sum(), len(arm))))

    value: Effect | None = None
    if outcomes.valued and _enough(treated):
        amounts = outcomes.value.astype(np.float64)
        value = mean_effect(amounts[treated], amounts[~treated])
    return CampaignResult(
        name,
        outcomes.source,
        share(outcomes.happened),
        value,
        measured_until=outcomes.until,
        over=outcomes.over,
        one_sided=outcomes.one_sided,
        again=None if outcomes.again is None else share(outcomes.again),
    )


def _enough(treated: NDArray[np.bool_]) -> bool:
    return min(int(treated.sum()), int((~treated).sum())) > 1


def with_money(result: CampaignResult, cost: int | None, margin: float | None) -> CampaignResult:
    """Add cost, and with a margin the extra profit: difference x treated x margin - cost."""
    if margin is None or result.value is None:
        return replace(result, cost=cost, margin=margin)
    many = result.value.treated.n * margin
    profit, low, high = (
        each * many - (cost or 0)
        for each in (result.value.difference, result.value.low, result.value.high)
    )
    return replace(result, cost=cost, margin=margin, profit=(profit, low, high))
