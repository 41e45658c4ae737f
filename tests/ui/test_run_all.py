"""All forecasts in one click, where nothing was run yet and beside the models."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from profiler_app.domain.errors import TooLittleData
from profiler_app.domain.reports import Report
from profiler_app.jobs.foresight.running_all import AllRun
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights import run_all
from profiler_app.ui.pages.insights.forecast_tab import ForecastTab
from profiler_app.ui.sample_band import SampleBand

WAIT = 15_000
REFUSAL = TooLittleData(what="Rules", needed=50, found=3)
MADE = AllRun({"value": Report("value", "Value", "2026-11-22")}, {"rules": REFUSAL})


def _made(_progress: Any, _workspace: Any, **_named: Any) -> AllRun:
    return MADE


def test_one_click_runs_all_and_a_refusal_says_why_mod_02(
    qtbot: QtBot, sixty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_all, "run_all", _made)
    tab = ForecastTab(sixty_desk)
    qtbot.addWidget(tab)
    tab.show()
    assert tab.offer.isVisible()
    tab.offer.click()
    assert not tab.run.isEnabled()
    assert not tab.all.button.isEnabled()
    qtbot.waitUntil(lambda: tab.report() is not None, timeout=WAIT)
    assert tab.all.button.isEnabled()
    tab.choose("rules")
    assert REFUSAL.sentence() in tab.empty.accessibleName()
    assert not tab.offer.isVisible()


def test_the_sample_offers_all_forecasts_until_they_were_made(
    qtbot: QtBot, sixty_desk: Desk
) -> None:
    sixty_desk.is_sample = True
    band = SampleBand(sixty_desk)
    qtbot.addWidget(band)
    band.show()
    qtbot.waitUntil(band.foretell.isVisible, timeout=WAIT)
    with qtbot.waitSignal(sixty_desk.place_opened, timeout=WAIT) as asked:
        band.foretell.click()
    assert asked.args == ["insights", "run_all"]
    sixty_desk.is_sample = False
