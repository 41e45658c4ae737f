"""What a campaign did in groups that were there before it began, with care for their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from profiler_app.domain.campaigns import GroupEffect
from profiler_app.domain.dates import to_day
from profiler_app.domain.fields import fields, option_label, options
from profiler_app.domain.rules.showing import show
from profiler_app.domain.text import _
from profiler_app.jobs.campaign_book import all_purchases
from profiler_app.jobs.campaign_outcomes import Outcomes
from profiler_app.jobs.columns import ColumnSource
from profiler_app.store.campaigns import CampaignRow, MemberRow

STAGE = "stage"
_MOST_GROUPS, _LEAST_GROUP = 6, 2
_YEAR = 365


def groups_of(
    source: ColumnSource, row: CampaignRow, members: Sequence[MemberRow], by: str
) -> list[str]:
    """Return the group of each member, "" where it is not known.

    ``stage`` is the stage of life at the draw, ``spend`` what was bought in the year before the
    start, another key the field of that name: none of them can have been moved by the campaign.
    """
    if by == STAGE:
        return [stratum_label(m.stratum) if m.stratum else "" for m in members]
    customers = np.array([member.customer for member in members], np.int64)
    if by == "spend":
        if row.starts_on is None:
            return [""] * len(members)
        return _by_spend(spent_before(source, customers, to_day(row.starts_on)))
    column = source.columns([by]).get(by)
    if column is None:
        return [""] * len(members)
    places = np.minimum(np.searchsorted(source.ids(), customers), len(source.ids()) - 1)
    values = (column.value(place) for place in places.tolist())
    return ["" if value is None else show(fields()[by], value) for value in values]


def _by_spend(spent: NDArray[np.float64]) -> list[str]:
    buyers = spent[spent > 0]
    half = float(np.median(buyers)) if len(buyers) else 0.0
    names = (_("nothing bought"), _("lower half"), _("upper half"))
    return [names[0 if each <= 0 else 1 if each <= half else 2] for each in spent.tolist()]


def spent_before(
    source: ColumnSource, customers: NDArray[np.int64], day: int
) -> NDArray[np.float64]:
    """Return what each of some customers spent in the year before a day, in minor units."""
    bought = all_purchases(source)
    inside = (bought.day >= day - _YEAR) & (bought.day < day)
    order = np.argsort(customers, kind="stable")
    place = np.searchsorted(customers, bought.customer, sorter=order)
    found = order.take(np.minimum(place, len(order) - 1))
    inside &= customers.take(found) == bought.customer
    return np.bincount(found[inside], bought.amount[inside], len(customers)).astype(np.float64)


def effects_by_group(
    groups: Sequence[str], members: Sequence[MemberRow], outcomes: Outcomes
) -> tuple[tuple[GroupEffect, ...], float | None]:
    """Return the effect in each group, the largest first; not more than six.

    Intervals and p-values hold for all of them together (Bonferroni); the second value is the
    p-value of all having the same effect.
    """
    from profiler_app.analysis.campaigns.effect import differ, rate_effect

    treated = np.array([member.arm == "treat" for member in members])
    where = np.array(groups)
    sizes = {name: int((where == name).sum()) for name in {*groups}}
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))
    kept = [
        name
        for name in largest
        if min(int((treated & (where == name)).sum()), int((~treated & (where == name)).sum()))
        >= _LEAST_GROUP
    ][:_MOST_GROUPS]
    if len(kept) < 2:
        return (), None
    found = []
    for name in kept:
        inside, yes = where == name, outcomes.happened
        effect = rate_effect(
            int(yes[inside & treated].sum()),
            int((inside & treated).sum()),
            int(yes[inside & ~treated].sum()),
            int((inside & ~treated).sum()),
            questions=len(kept),
        )
        p = min(1.0, effect.p * len(kept))
        found.append(GroupEffect(name or _("(unknown)"), effect, p))
    return tuple(found), differ([each.effect for each in found])


def stratum_label(stratum: str) -> str:
    """Return what a group of the draw is called."""
    known = {each.id for each in options("lifecycle")}
    return option_label("lifecycle", stratum) if stratum in known else stratum or _("(unknown)")
