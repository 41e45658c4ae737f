"""The sheet of "what if": the level before and after, all by keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from profiler_app.analysis.columns import Column
from profiler_app.domain.profile import Why
from profiler_app.domain.reports import Report
from profiler_app.domain.text import _
from profiler_app.jobs.foresight import what_if as jobs
from profiler_app.jobs.foresight.what_if import Asked, Choice
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.forecast_tab import ForecastTab
from profiler_app.ui.pages.insights.what_if import WhatIfForm
from profiler_app.ui.pages.profile.tags_box import TagsBox
from profiler_app.ui.pages.profile.why_popover import WhyPopover
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.drawer import Drawer
from profiler_app.ui.widgets.pills import TagPill
from tests.reports.sample_card import person_card

WAIT = 15_000
WHAT_IF = _("What if …")
FIGURES = (("AUC", "0.8", ""),)


def asked_about(figure: Callable[[Mapping[str, Column]], Any], *, exact: bool) -> Asked:
    known = np.ones(2, np.bool_)
    columns = {"complaints_12m": Column("int", np.array([3, 0]), known)}
    choice = Choice("complaints_12m", "Complaints", ((0, "0"), (3, "3")))
    return Asked(
        "churn", "Churn", np.array([1, 2]), columns, figure,
        lambda p: "high" if p > 0.5 else "low", lambda p: f"{p:.0%}",
        ((1, "A-1 甲"), (2, "A-2 乙")), (choice,), ("Gender",), exact, "CNY",
    )  # fmt: skip


def risk(columns: Mapping[str, Column]) -> Any:
    return columns["complaints_12m"].values / 4


@pytest.mark.parametrize(("exact", "said"), [(True, "high · 75%"), (False, "high")])
def test_the_level_changes_with_the_field_and_comes_back(
    qtbot: QtBot, sixty_desk: Desk, exact: bool, said: str
) -> None:
    form = WhatIfForm(sixty_desk, asked_about(risk, exact=exact))
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(lambda: form.before.text() == form.after.text() == said, timeout=WAIT)
    form.fields["complaints_12m"].choose("0")
    qtbot.waitUntil(lambda: form.after.text().startswith("low"), timeout=WAIT)
    assert form.before.text() == said
    qtbot.mouseClick(form.reset, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.after.text() == said, timeout=WAIT)


def test_another_customer_has_other_values(qtbot: QtBot, sixty_desk: Desk) -> None:
    form = WhatIfForm(sixty_desk, asked_about(risk, exact=True))
    qtbot.addWidget(form)
    form.customer.choose("2")
    qtbot.waitUntil(lambda: form.before.text() == "low · 0%", timeout=WAIT)


def test_the_button_opens_the_sheet_and_escape_closes_it(
    qtbot: QtBot, sixty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = ForecastTab(sixty_desk)
    qtbot.addWidget(tab)
    tab.resize(1100, 800)
    tab.show()
    tab.choose("churn")
    assert not tab.try_out.button.isEnabled()
    tab.reports["churn"] = Report("churn", "Churn", "2026-11-22", figures=FIGURES, tone="success")
    tab.choose("churn")
    asked = asked_about(risk, exact=True)
    monkeypatch.setattr(jobs, "learn_to_ask", lambda _progress, _workspace, **_named: asked)
    tab.try_out.button.click()
    qtbot.waitUntil(lambda: tab.try_out.drawer is not None, timeout=WAIT)
    assert tab.try_out.drawer is not None and tab.try_out.drawer.isVisible()
    qtbot.keyClick(tab.try_out.drawer, Qt.Key.Key_Escape)
    assert tab.try_out.drawer is None


@pytest.mark.parametrize(("tag", "there"), [("churn_red", True), ("high_value", False)])
def test_a_warning_on_the_card_offers_what_if(
    qtbot: QtBot, sixty_desk: Desk, monkeypatch: pytest.MonkeyPatch, tag: str, there: bool
) -> None:
    asked = replace(asked_about(risk, exact=True), customers=((1, "A-1 甲"),))
    wanted: list[Any] = []
    monkeypatch.setattr(
        jobs, "learn_to_ask", lambda _progress, _workspace, **named: wanted.append(named) or asked
    )
    card = replace(person_card(), customer=1)
    box = TagsBox(sixty_desk, card, blocked="")
    qtbot.addWidget(box)
    box.resize(600, 700)
    box.show()
    pill = box.findChildren(TagPill)[0]
    box._open(replace(card.tags[0], id=tag), pill, Why(tag, "tag", "yes", "rule", ()))
    popover = QApplication.activePopupWidget()
    assert isinstance(popover, WhyPopover)
    buttons = [each for each in popover.findChildren(Button) if each.text() == WHAT_IF]
    assert bool(buttons) == there
    popover.close()
    if there:
        buttons[0].click()
        qtbot.waitUntil(lambda: bool(box.findChildren(WhatIfForm)), timeout=WAIT)
        assert wanted[0]["customer"] == 1
        qtbot.keyClick(box.findChildren(Drawer)[0], Qt.Key.Key_Escape)


def test_models_that_cannot_be_asked_have_no_such_button(qtbot: QtBot, sixty_desk: Desk) -> None:
    tab = ForecastTab(sixty_desk)
    qtbot.addWidget(tab)
    tab.show()
    for kind in tab.choices:
        tab.choose(kind)
        assert tab.try_out.button.isVisible() == (kind in jobs.KINDS)
