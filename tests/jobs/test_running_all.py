"""All forecasts in one go."""

from __future__ import annotations

import pytest

from profiler_app.domain.progress import Cancelled
from profiler_app.jobs.foresight.running import stored_reports
from profiler_app.jobs.foresight.running_all import run_all
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent


class StopsAt:
    """A progress whose user cancels after a share of the work."""

    def __init__(self, share: float) -> None:
        self._share = share

    def step(self, fraction: float, doing: str) -> None:
        if fraction >= self._share:
            raise Cancelled


class Watched:
    """A progress that remembers where it was."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def step(self, fraction: float, doing: str) -> None:
        self.seen.append(fraction)


def test_every_model_without_a_question_is_run_or_refuses_mod_02(own_demo: Workspace) -> None:
    """MOD-02, ANA-02"""
    watched = Watched()
    found = run_all(watched, own_demo, today=TODAY)
    assert {*found.reports, *found.refused} == {
        "value", "staying", "churn", "potential", "rules", "recommender",
    }  # fmt: skip
    assert stored_reports(own_demo).keys() == found.reports.keys()
    assert watched.seen == sorted(watched.seen)
    assert max(watched.seen) <= 1


def test_cancelled_nothing_of_any_of_them_is_saved(own_demo: Workspace) -> None:
    with pytest.raises(Cancelled):
        run_all(StopsAt(0.5), own_demo, today=TODAY)
    assert stored_reports(own_demo) == {}
    assert {*run_all(Silent(), own_demo, today=TODAY).reports} >= {"value"}
