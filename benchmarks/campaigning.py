"""How campaigns grow: the list of everybody drawn and saved, measured, and a budget spent on it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from benchmarks import generating
from benchmarks.drawing import AS_OF
from benchmarks.growing import REMARK, grown, told
from benchmarks.measuring import Experiment, Scale, worker
from benchmarks.timing import opened

_ORDERS = 10
_BUDGET = 10_000_000
_STEPS = {
    "plan ": "Campaign of {n:,} customers planned",
    "save ": "… drawn and saved, {n:,}",
    "view ": "… measured, by group and day by day, {n:,}",
    "budget ": "A budget spent on what it showed, {n:,}",
}


def experiments(scale: Scale) -> Sequence[Experiment]:
    """Return one campaign of everybody at each size (the million only at full scale)."""
    return [
        grown(
            scale,
            lambda n: worker(
                f"campaign{n}",
                "benchmarks.campaigning:campaign",
                path=str(generating.workspace(n, _ORDERS * n)),
                size=n,
            ),
            _STEPS,
            remark="Campaigning: everybody, ten orders each, who may be contacted; begun a "
            f"quarter ago, looked at for 60 days. {REMARK}",
        )
    ]


def campaign(path: str, size: int) -> dict[str, float]:
    """Plan, save and measure a campaign of everybody on a copy of a workspace."""
    import scipy.optimize
    import scipy.stats  # noqa: F401 - imports are not measured

    from profiler_app.domain.campaign_budget import BudgetRequest
    from profiler_app.domain.progress import Silent
    from profiler_app.jobs.campaign_budget import budget_plan
    from profiler_app.jobs.campaign_targets import CampaignRequest, plan_campaign, save_campaign
    from profiler_app.jobs.campaign_view import campaign_view
    from profiler_app.jobs.columns import ColumnSource
    from profiler_app.store.campaigns import read_campaigns

    figures: dict[str, float] = {}
    starts = AS_OF - timedelta(days=90)
    request = CampaignRequest("Everybody", where="kind == 'person' or kind == 'company'",
                              control_share=0.3, window_days=60, starts_on=starts,
                              cost_each=1_00)  # fmt: skip
    copy = generating.folder() / "campaign.zhike"
    generating.copy(Path(path), copy)
    with opened(str(copy), readonly=False) as workspace:
        began = time.process_time()
        plan_campaign(Silent(), workspace, request, today=AS_OF)
        figures |= told(began, size, "plan ")
        began = time.process_time()
        save_campaign(Silent(), workspace, request, today=AS_OF)
        figures |= told(began, size, "save ")
        number = read_campaigns(workspace.connection)[0].id
        began = time.process_time()
        campaign_view(ColumnSource(workspace), number, today=AS_OF)
        figures |= told(began, size, "view ")
        began = time.process_time()
        budget_plan(ColumnSource(workspace), BudgetRequest(_BUDGET, 0.3), today=AS_OF)
        figures |= told(began, size, "budget ")
    copy.unlink()
    return figures
