"""The sample has a campaign of the past: over, compared, and honest about what it proves."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.jobs import demo, sample_campaign
from profiler_app.jobs.campaign_book import campaign_book
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.refreshing import refresh
from profiler_app.store.workspace import open_workspace
from tests.jobs.conftest import TODAY


def test_the_sample_shows_a_campaign_that_is_over_eva_01(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "FEWEST_CUSTOMERS", 300)
    path = tmp_path / "sample.zhike"
    demo.create_demo(Silent(), path, customers=300, today=TODAY)
    with open_workspace(path, demo.DEMO_PASSPHRASE) as workspace:
        (line,) = campaign_book(ColumnSource(workspace), today=TODAY)
        assert line.state == "over"
        assert line.treated > line.control > 0
        assert line.verdict in ("proved", "not_proved", "harmful", "too_few")
        assert refresh(Silent(), workspace, as_of=TODAY).computed == 0
    assert sample_campaign.FEWEST_CUSTOMERS > 900
