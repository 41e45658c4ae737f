"""SVY-01: a questionnaire has versions; old answers stay under the question they were given to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from profiler_app.domain.questionnaire_editing import with_old_codes
from profiler_app.domain.questionnaire_text import read_questions
from profiler_app.domain.questionnaires import Questionnaire, QuestionnaireProblem
from profiler_app.jobs.form_start import questionnaire_start
from profiler_app.jobs.history import undo_operation
from profiler_app.jobs.surveys import fill_in, find_questionnaire
from profiler_app.jobs.surveys.designing import save_questionnaire
from profiler_app.jobs.surveys.results import survey_results
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, Silent, create

FIRST = "口味如何 [1-5]\n多久来一次\n- 每周\n- 每月"


@pytest.fixture
def answered(empty: Workspace) -> Questionnaire:
    """A questionnaire of one's own that one customer answered: 4, every week."""
    made = Questionnaire("", {"zh": "回访", "en": "回访"}, read_questions(FIRST))
    save_questionnaire(Silent(), empty, made)
    stored = find_questionnaire(empty, "回访")
    answers = {"q1": "4", "q2": "每周"}
    fill_in(Silent(), empty, create(empty), stored, answers, today=TODAY, by="陈")
    return stored


def _changed(empty: Workspace, before: Questionnaire, text: str) -> int:
    items = with_old_codes(read_questions(text), before.items)
    return save_questionnaire(Silent(), empty, replace(before, items=items))


def test_old_answers_stay_with_their_questions_in_a_new_version(
    empty: Workspace, answered: Questionnaire
) -> None:
    text = "还缺什么\n多久来一次\n- 每周\n- 每月\n- 每年\n口味如何 [1-5]"
    done = _changed(empty, answered, text)
    after = find_questionnaire(empty, "回访")
    assert after.version == answered.version + 1
    found = {each.item.text: each for each in survey_results(empty, after.code).asked}
    assert found["口味如何"].mean == 4 and found["还缺什么"].answered == 0
    assert {bar.label: bar.count for bar in found["多久来一次"].bars} == {
        "每周": 1, "每月": 0, "每年": 0,
    }  # fmt: skip
    undo_operation(Silent(), empty, done)
    assert find_questionnaire(empty, "回访") == answered


def test_an_answer_nobody_can_choose_any_more_is_still_counted(
    empty: Workspace, answered: Questionnaire
) -> None:
    _changed(empty, answered, "口味如何 [1-5]\n多久来一次\n- 每月\n- 每年")
    asked = survey_results(empty, answered.code).asked[1]
    assert {bar.label: bar.count for bar in asked.bars}["每周"] == 1


def test_a_question_with_answers_cannot_be_left_out(
    empty: Workspace, answered: Questionnaire
) -> None:
    with pytest.raises(QuestionnaireProblem):
        _changed(empty, answered, "口味如何 [1-5]")


def test_the_form_begins_with_the_questionnaire_and_what_is_bound(
    empty: Workspace, answered: Questionnaire
) -> None:
    own = questionnaire_start(empty, "questionnaire:own_1", answered.code).own
    assert own is not None and own.questionnaire == answered
    assert own.answered == {"q1", "q2"}
