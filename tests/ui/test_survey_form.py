"""The form of a questionnaire in the drawer: questions follow answers, effects are confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.progress import Silent
from profiler_app.jobs.editing import create_customer
from profiler_app.jobs.workspaces import create_workspace, open_workspace
from profiler_app.ui import theme
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms import FormHost
from profiler_app.ui.forms.survey_form import SurveyForm
from tests.ui.conftest import SAMPLE_DAY, open_desk

WAIT = 15_000


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "w.zhike"
    values = {"kind": "person", "line": "trade", "name": "林婉清"}
    with create_workspace(path, "pass", prefix="TEST") as made:
        create_customer(Silent(), made, values, today=SAMPLE_DAY)
    theme.apply(qapp, "light")
    with open_desk(path, "pass", folder=tmp_path, today=SAMPLE_DAY) as opened:
        yield opened


@pytest.fixture
def form(qtbot: QtBot, desk: Desk) -> SurveyForm:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(1200, 800)
    area.show()
    host = FormHost(desk, area)
    desk.forms.add_record("survey", 1)
    qtbot.waitUntil(lambda: host.form is not None, timeout=WAIT)
    made = host.form
    assert isinstance(made, SurveyForm)
    return made


def answer(form: SurveyForm, **texts: str) -> None:
    for code, text in texts.items():
        editor = form.rows[f"q.{code}"].editor
        editor.put(text)
        editor.edited.emit()


def choose(form: SurveyForm, code: str) -> None:
    form.choice.setCurrentIndex(form.choice.findData(code))


def stored(desk: Desk, sql: str) -> list[Any]:
    with open_workspace(desk.path, "pass", readonly=True) as workspace:
        return workspace.connection.execute(sql).fetchall()


def test_only_what_suits_the_customer_is_offered(form: SurveyForm) -> None:
    offered = [form.choice.itemData(at) for at in range(form.choice.count())]
    assert {"NPS", "NEEDS_P"} <= set(offered)
    assert not {"RISK_C", "ONBOARD_C"} & set(offered)


def test_a_question_appears_when_it_is_asked(form: SurveyForm) -> None:
    choose(form, "CSAT")
    answer(form, score="5")
    assert form.rows["q.reason"].isHidden()
    answer(form, score="2")
    assert not form.rows["q.reason"].isHidden()


def test_every_effect_says_its_rule_and_can_be_left_out(
    qtbot: QtBot, desk: Desk, form: SurveyForm
) -> None:
    choose(form, "NEEDS_P")
    answer(form, needs="wealth", channel="wechat", family="couple")
    boxes = form.findChild(QWidget, "effects").boxes  # type: ignore[union-attr,attr-defined]
    assert list(boxes) == ["needs", "contact_pref", "family_stage"]
    boxes["family_stage"].setChecked(False)
    with qtbot.waitSignal(desk.toasted, timeout=WAIT):
        form.save()
    assert stored(desk, "SELECT field, value FROM attribute ORDER BY id") == [
        ("needs", '["wealth"]'),
        ("contact_pref", '["wechat"]'),
    ]
    assert stored(desk, "SELECT family_stage FROM customer") == [(None,)]


def test_a_missing_answer_is_said_where_it_is_missing(form: SurveyForm) -> None:
    choose(form, "NEEDS_P")
    form.save()
    assert form.rows["q.needs"].problem == "请回答这道题。"
