"""Every way of mining runs on the sample book and lets itself be stopped (ANA-02)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from profiler_app.domain.progress import Cancelled, Progress
from profiler_app.jobs import scorecards
from profiler_app.jobs.basket_rules import rules_of_workspace
from profiler_app.jobs.campaign_results import campaign_result
from profiler_app.jobs.campaign_targets import CampaignRequest, save_campaign
from profiler_app.jobs.cohorts import cohorts
from profiler_app.jobs.foresight.running import (
    run_churn,
    run_potential,
    run_recommender,
    run_staying,
    run_value,
    stored_reports,
)
from profiler_app.jobs.lifecycles import lifecycle
from profiler_app.jobs.predicting import Wanted, customers_question
from profiler_app.jobs.segments.drifting import drift_report
from profiler_app.jobs.segments.grouping import find_groups
from profiler_app.jobs.segments.scoring import rfm
from profiler_app.jobs.sentiments import sentiment_report
from profiler_app.store.undo import history
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent

Run = Callable[[Progress, Workspace, date], Any]


def _card(progress: Progress, workspace: Workspace, _today: date) -> Any:
    asked = customers_question(progress, workspace, Wanted("is_repeat_12m", "true"))
    return scorecards.make_scorecard(progress, asked)


MODELS: Mapping[str, Run] = {
    "M1 RFM": lambda p, w, today: rfm(p, w, as_of=today),
    "M2 repurchase": lambda p, w, today: cohorts(p, w, until=today),
    "M3, M4 value": lambda p, w, today: run_value(p, w, today=today, horizon_days=365),
    "M4 contracts": lambda p, w, today: run_staying(p, w, today=today, horizon_days=365),
    "M5 churn": lambda p, w, today: run_churn(p, w, today=today),
    "M6 clusters": lambda p, w, _today: find_groups(p, w),
    "M7 baskets": lambda p, w, _today: rules_of_workspace(p, w, support=0.01, confidence=0.1),
    "M7 recommendation": lambda p, w, today: run_recommender(p, w, today=today),
    "M7b potential": lambda p, w, today: run_potential(p, w, today=today),
    "M8 lifecycle": lambda p, w, today: lifecycle(p, w, as_of=today, months=2),
    "M9 scorecard": _card,
    "M10 sentiment": lambda p, w, _today: sentiment_report(p, w),
    "M11 campaign": lambda p, w, today: campaign_result(p, w, "Past", today=today),
    "M12 drift": lambda p, w, today: drift_report(p, w, since=today - timedelta(days=90)),
}

_RUN_ELSEWHERE = {
    "M3, M4 value",
    "M4 contracts",
    "M5 churn",
    "M7 baskets",
    "M7 recommendation",
    "M7b potential",
}


class Stopped:
    """A progress whose user cancels at a step, the first being 0."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self, fraction: float, doing: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.fixture
def book(own_demo: Workspace) -> Workspace:
    past(own_demo, TODAY)
    return own_demo


def past(workspace: Workspace, today: date) -> None:
    """Draw the list of a campaign that is over."""
    starts = today - timedelta(days=200)
    request = CampaignRequest("Past", where="", control_share=0.3, starts_on=starts, window_days=90)
    save_campaign(Silent(), workspace, request, today=today)


@pytest.mark.parametrize("model", MODELS)
def test_each_way_of_mining_stops_when_told_to_and_keeps_nothing_ana_02(
    book: Workspace, model: str
) -> None:
    """ANA-02"""
    before = len(history(book))
    with pytest.raises(Cancelled):
        MODELS[model](Stopped(0), book, TODAY)
    assert stored_reports(book) == {} and len(history(book)) == before


@pytest.mark.parametrize("model", ["M3, M4 value", "M9 scorecard"])
def test_a_long_fit_is_stopped_in_its_midst_ana_02(
    book: Workspace, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ANA-02: these fit for many seconds in a large book; every step of theirs can be the last."""
    monkeypatch.setattr(scorecards, "FEWEST_BAD", 20)  # three hundred customers are few
    with pytest.raises(Cancelled):
        MODELS[model](Stopped(30), book, TODAY)
    assert stored_reports(book) == {}


@pytest.mark.parametrize("model", [name for name in MODELS if name not in _RUN_ELSEWHERE])
def test_each_way_of_mining_runs_on_the_sample_ana_02(book: Workspace, model: str) -> None:
    """ANA-02; the others run in ``test_running_all``."""
    assert MODELS[model](Silent(), book, TODAY) is not None
