"""What happened to the members of a campaign: as it was recorded, else as the orders tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.dates import to_day
from profiler_app.domain.errors import CampaignProblem
from profiler_app.domain.text import _
from profiler_app.ingest.table_words import NO
from profiler_app.jobs.purchases import Purchases
from profiler_app.store.campaigns import CampaignRow, MemberRow

USUAL_WINDOW = 30


@dataclass(frozen=True, eq=False)
class Outcomes:
    """By member: whether it happened, for how much (minor units), on which day (-1: not known).

    ``again`` is whether they bought on two days or more, None where only outcomes were recorded.

    ``source`` is ``stored`` or ``orders``; orders are looked at ``until`` a day, which need not be
    the last of the window (``over``). ``one_sided``: nobody recorded what the control group did.
    """

    source: str
    happened: NDArray[np.bool_]
    value: NDArray[np.int64]
    valued: bool
    day: NDArray[np.int64]
    until: date | None = None
    over: bool = True
    one_sided: bool = False
    again: NDArray[np.bool_] | None = None


def happened(outcome: str | None) -> bool:
    """Return whether a recorded outcome says that it happened."""
    return bool(outcome) and str(outcome).casefold() not in NO


def window_of(campaign: CampaignRow) -> tuple[date, date]:
    """Return the first and the last day on which a purchase counts. Raises CampaignProblem."""
    if campaign.starts_on is None:
        reason = _("nobody recorded outcomes of the campaign {name}. Bring a file (--outcomes).")
        raise CampaignProblem(reason=reason.format(name=campaign.name))
    starts = date.fromisoformat(campaign.starts_on)
    return starts, starts + timedelta(days=campaign.window_days or USUAL_WINDOW)


def read_outcomes(
    campaign: CampaignRow,
    members: Sequence[MemberRow],
    bought: Callable[[], Purchases],
    *,
    today: date,
) -> Outcomes:
    """Return what happened to members, which must be of the two arms. Raises CampaignProblem."""
    told = [member for member in members if member.outcome is not None]
    if not told:
        return _from_orders(campaign, members, bought, today)
    return Outcomes(
        source="stored",
        happened=np.array([happened(member.outcome) for member in members], np.bool_),
        value=np.array([member.value or 0 for member in members], np.int64),
        valued=any(member.value is not None for member in told),
        day=np.full(len(members), -1),  # it is known when it was recorded, not when it happened
        one_sided=not any(member.arm == "control" for member in told),
    )


def _from_orders(
    campaign: CampaignRow,
    members: Sequence[MemberRow],
    bought: Callable[[], Purchases],
    today: date,
) -> Outcomes:
    starts, ends = window_of(campaign)
    until = min(ends, today)
    orders = bought()
    inside = (orders.day >= to_day(starts.isoformat())) & (orders.day <= to_day(until.isoformat()))
    customers = np.array([member.customer for member in members], np.int64)
    order = np.argsort(customers, kind="stable")
    place = np.searchsorted(customers, orders.customer, sorter=order)
    found = order.take(np.minimum(place, len(order) - 1))
    inside &= customers.take(found) == orders.customer
    found = found[inside]
    value = np.bincount(found, orders.amount[inside], len(members))
    day = np.full(len(members), np.iinfo(np.int64).max)
    np.minimum.at(day, found, orders.day[inside])
    days = np.unique(np.stack([found, orders.day[inside]]), axis=1)[0]
    yes = np.zeros(len(members), np.bool_)
    yes[found] = True
    return Outcomes(
        source="orders",
        happened=yes,
        value=np.rint(value).astype(np.int64),
        valued=bool(yes.any()),
        day=np.where(yes, day, -1),
        until=until,
        over=ends <= today,
        again=np.bincount(days, minlength=len(members)) > 1,
    )
