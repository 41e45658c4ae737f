"""The tab of questionnaires on the page of the data: results, files out, answers back in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.forms_round_trip import headers
from profiler_app.domain.progress import Silent
from profiler_app.domain.questionnaire_text import read_questions
from profiler_app.domain.questionnaires import Questionnaire, built_in
from profiler_app.jobs.demo import DEMO_PASSPHRASE
from profiler_app.jobs.surveys import Listed
from profiler_app.jobs.surveys.designing import save_questionnaire
from profiler_app.jobs.workspaces import open_workspace
from profiler_app.ui.desk import Desk
from profiler_app.ui.forms import FormHost
from profiler_app.ui.pages.data.surveys_tab import SurveysTab

WAIT = 15_000


@pytest.fixture
def tab(qtbot: QtBot, sixty_desk: Desk) -> Iterator[SurveysTab]:
    made = SurveysTab(sixty_desk)
    qtbot.addWidget(made)
    made.resize(1072, 700)
    made.retranslate()
    made.show()
    sixty_desk.data_changed.connect(made.data_changed)
    made.activate()
    qtbot.waitUntil(lambda: bool(made.results.table.rows()), timeout=WAIT)
    yield made


def test_the_list_has_every_questionnaire_and_the_first_is_shown(tab: SurveysTab) -> None:
    codes = [each.questionnaire.code for each in tab.table.rows()]
    assert codes[: len(built_in())] == list(built_in())
    assert tab.results.table.rows()[0].text.startswith("您有多大可能")


def test_a_workbook_is_written(qtbot: QtBot, tab: SurveysTab, tmp_path: Path) -> None:
    path = tmp_path / "nps.xlsx"
    with qtbot.waitSignal(tab._desk.toasted, timeout=WAIT):
        tab.write_book(path)
    assert path.stat().st_size > 0


def test_answers_are_tried_first_and_then_taken_in(
    qtbot: QtBot, tab: SurveysTab, tmp_path: Path
) -> None:
    with open_workspace(tab._desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
        sql = "SELECT number FROM customer WHERE kind = 'person' LIMIT 1"
        number = workspace.connection.execute(sql).fetchone()[0]
    path = tmp_path / "answers.csv"
    head = headers(built_in()["NPS"])
    lines = [head, [number, "", "2026-11-20", "9", "师傅很专业", "愿意"], ["NOBODY", "", "", "1"]]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    tab.take_in(path)
    sheet = tab.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.found is not None, timeout=WAIT)
    assert sheet.found is not None
    assert (sheet.found.created, len(sheet.troubles.rows())) == (1, 1)
    assert list(sheet.boxes) == ["feedback"]
    with qtbot.waitSignal(tab._desk.toasted, timeout=WAIT):
        sheet.go_on()
    with open_workspace(tab._desk.path, DEMO_PASSPHRASE, readonly=True) as workspace:
        sql = "SELECT count(*) FROM feedback WHERE text = '师傅很专业'"
        assert workspace.connection.execute(sql).fetchone() == (1,)


def test_one_of_ones_own_is_written_as_text_and_given_up(
    qtbot: QtBot, tab: SurveysTab, sixty_desk: Desk
) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(1200, 800)
    area.show()
    host = FormHost(sixty_desk, area)
    tab.new.click()
    qtbot.waitUntil(lambda: host.form is not None, timeout=WAIT)
    assert host.form is not None
    host.form.rows["title"].put("回访")
    host.form.rows["questions"].put("味道如何 [1-5] *\n为什么")
    with qtbot.waitSignal(sixty_desk.toasted, timeout=WAIT):
        host.form.save()

    def titles() -> list[str]:
        return [each.questionnaire.title for each in tab.table.rows()]

    qtbot.waitUntil(lambda: "回访" in titles(), timeout=WAIT)
    tab.table.selectRow(titles().index("回访"))
    tab.retire()
    qtbot.waitUntil(lambda: "回访" not in titles(), timeout=WAIT)


def test_one_of_ones_own_is_changed_in_the_window(
    qtbot: QtBot, tab: SurveysTab, sixty_desk: Desk
) -> None:
    """SVY-01: designed again, from the questions that are there."""
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(1200, 800)
    area.show()
    host = FormHost(sixty_desk, area)
    made = Questionnaire("", {"zh": "回访", "en": "回访"}, read_questions("味道如何 [1-5] *"))
    with open_workspace(sixty_desk.path, DEMO_PASSPHRASE) as workspace:
        save_questionnaire(Silent(), workspace, made)
    tab.activate()

    def row() -> Listed | None:
        rows = tab.table.rows()
        return next((each for each in rows if each.questionnaire.title == "回访"), None)

    qtbot.waitUntil(lambda: row() is not None, timeout=WAIT)
    tab.table.selectRow(tab.table.rows().index(row()))
    assert not tab.edit.isHidden()
    tab.change()
    qtbot.waitUntil(lambda: host.form is not None, timeout=WAIT)
    assert host.form is not None
    assert "味道如何 [1-5] *" in host.form.rows["questions"].entry()
    host.form.rows["questions"].put("味道如何 [1-5] *\n还缺什么")
    with qtbot.waitSignal(sixty_desk.toasted, timeout=WAIT):
        host.form.save()
    qtbot.waitUntil(lambda: (now := row()) is not None and len(now.questionnaire.items) == 2,
                    timeout=WAIT)  # fmt: skip
    now = row()
    assert now is not None and now.questionnaire.version == 2


def test_a_shipped_questionnaire_cannot_be_changed(tab: SurveysTab) -> None:
    tab.table.selectRow(0)
    assert tab.edit.isHidden() and tab.give_up.isHidden()
