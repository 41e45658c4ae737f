"""The first tab of the insights: the whole base under one filter, in eight charts."""

from __future__ import annotations

import time
from collections.abc import Sequence

from profiler_app.domain.insights import Chart, FilterPart, Insights, both
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.insights import cohort_table, headlines, values, warned
from profiler_app.jobs.insights.crowd import Bought, Crowd, crowd_of
from profiler_app.jobs.insights.groups import grouped, life_stages, regions
from profiler_app.store.workspace import Workspace

CHARTS = (
    "value",
    "lifecycle",
    "province",
    "cohorts",
    "warned",
    "main_channel",
    "fav_category",
    "first_source",
)


def insights(
    workspace: Workspace,
    source: ColumnSource,
    *,
    parts: Sequence[FilterPart] = (),
    days: int = 365,
    charts: Sequence[str] = CHARTS,
) -> Insights:
    """Return charts of the customers of a filter; ``days`` is the period looked at.

    A chart ignores the part of the filter that was chosen in it. Raises RuleProblem for a filter
    that is not one, and NotComputed without a refresh.
    """
    started = time.perf_counter()
    where = both(*(part.rule for part in parts))
    crowd = crowd_of(workspace, source, where)
    bought = crowd.bought()
    drawn = []
    for key in charts:
        own = both(*(part.rule for part in parts if part.chart != key))
        if own == where:
            drawn.append(overview_chart(workspace, key, crowd, bought, days))
        else:
            wider = crowd_of(workspace, source, own)
            drawn.append(overview_chart(workspace, key, wider, wider.bought(), days))
    gaps, afterwards = False, 0
    if "warned" in charts:
        gaps, afterwards = warned.look_at_weeks(workspace, crowd)
    return Insights(
        as_of=crowd.as_of.isoformat(),
        where=where,
        days=days,
        customers=crowd.size,
        total=len(crowd.mask),
        withheld=crowd.withheld,
        headlines=headlines.headlines(workspace, crowd, bought, days),
        charts=tuple(drawn),
        seconds=time.perf_counter() - started,
        gaps=gaps,
        afterwards=afterwards,
    )


def overview_chart(
    workspace: Workspace, key: str, crowd: Crowd, bought: Bought, days: int
) -> Chart:
    """Return one chart of the first tab by its key."""
    match key:
        case "value":
            return values.concentration(crowd, bought, days)
        case "lifecycle":
            return life_stages(crowd)
        case "province":
            return regions(crowd, bought, days)
        case "cohorts":
            return cohort_table.first_purchases(crowd, bought)
        case "warned":
            return warned.warnings(workspace, crowd)
        case _:
            return grouped(crowd, key, bought, days)
