"""A campaign of the past in the sample, so that its page shows what a result looks like.

Nothing was done to anybody in it: the sample knows no effect, and the verdict says what follows
from that.
"""

from __future__ import annotations

from datetime import date, timedelta

from profiler_app.domain.progress import Progress
from profiler_app.domain.text import Language, in_language, pgettext
from profiler_app.jobs.campaign_targets import CampaignRequest, save_campaign
from profiler_app.store.workspace import Workspace

FEWEST_CUSTOMERS = 1_000
"""A smaller sample has too few to compare."""

_BEGAN_DAYS_AGO, _WINDOW_DAYS = 120, 60


def add_sample_campaign(
    progress: Progress, workspace: Workspace, *, language: Language, today: date
) -> None:
    """Draw the list of a campaign that began 120 days before ``today`` and is over.

    The workspace must have been refreshed.
    """
    with in_language(language):
        request = CampaignRequest(
            pgettext("sample campaign", "Calls to customers of high value"),
            where="kind == 'person' and (has('vt_high') or has('vt_vip'))",
            goal=pgettext("sample campaign", "Another purchase within 60 days"),
            offer=pgettext("sample campaign", "A call with the news of the season"),
            control_share=0.3,
            starts_on=today - timedelta(days=_BEGAN_DAYS_AGO),
            window_days=_WINDOW_DAYS,
            channel="phone",
            cost_each=3_00,
        )
        save_campaign(progress, workspace, request, today=today)
