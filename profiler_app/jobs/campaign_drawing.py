"""Painting the charts of a campaign: the window and the report use the same code."""

from __future__ import annotations

from profiler_app.domain.campaign_pages import CampaignView, arm_label
from profiler_app.domain.campaign_reports import SUPPRESSED, CampaignPlan
from profiler_app.domain.text import _, pgettext
from profiler_app.reports.campaign_charts import (
    SplitRow,
    forest_height,
    paint_course,
    paint_forest,
    paint_split,
    split_height,
)

__all__ = [
    "SplitRow",
    "forest_height",
    "paint_course",
    "paint_forest",
    "paint_split",
    "split_height",
    "split_rows",
]


def split_rows(whole: CampaignPlan | CampaignView) -> tuple[SplitRow, ...]:
    """Return how the list of a campaign is split: reasons nobody was left out for are not shown."""
    if isinstance(whole, CampaignPlan):
        audience, arms = whole.audience, (whole.treated, whole.control)
    else:
        audience, arms = whole.line.audience, (whole.line.treated, whole.line.control)
    left_out = [
        SplitRow(_(SUPPRESSED[reason]), n, "out") for reason, n in whole.suppressed.items() if n
    ]
    shown = round(100 * whole.control_share)
    return (
        SplitRow(pgettext("campaign", "Audience"), audience, "all"),
        *left_out,
        SplitRow(_share(arm_label("treat"), 100 - shown), arms[0], "treat"),
        SplitRow(_share(arm_label("control"), shown), arms[1], "control"),
    )


def _share(name: str, percent: int) -> str:
    return f"{name} {percent}%"
