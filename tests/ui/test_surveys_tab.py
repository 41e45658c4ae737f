"""The tab of questionnaires on the page of the data: results, files out, answers back in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from profiler_app.domain.forms_round_trip import headers
from profiler_app.domain.questionnaires import built_in
from profiler_app.jobs.demo import DEMO_PASSPHRASE
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
