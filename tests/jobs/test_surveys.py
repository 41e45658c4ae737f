"""SVY-01: questionnaires are filled in, their answers go into the profile, nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest

from profiler_app.domain.progress import Silent
from profiler_app.domain.questionnaires import AnswersProblem, built_in, checked
from profiler_app.jobs import cards
from profiler_app.jobs.editing import stored_values
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.surveys import effects, fill_in
from profiler_app.jobs.surveys.answering import Person
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY, create

QUIET = Silent()
STEADY = {
    "age": "31_50", "inc": "c", "ratio": "c", "exp": "fund", "years": "b", "goal": "steady",
    "loss": "b", "term": "c",
}  # fmt: skip


def fill(
    workspace: Workspace, customer: int, code: str, answers: dict[str, str], **named: Any
) -> int:
    return fill_in(
        QUIET, workspace, customer, built_in()[code], answers, today=TODAY, by="陈", **named
    )


def rows(workspace: Workspace, sql: str) -> list[Any]:
    return workspace.connection.execute(sql).fetchall()


def test_the_six_questionnaires_of_the_catalog_are_there() -> None:
    kinds = {each.kind for each in built_in().values()}
    assert {"nps", "csat", "needs", "risk", "onboarding", "visit"} <= kinds


@pytest.mark.parametrize("code", list(built_in()))
def test_every_shipped_questionnaire_is_well_made(code: str) -> None:
    assert checked(built_in()[code]).is_built_in


def test_answers_are_added_to_the_needs_and_undone_as_one(empty: Workspace) -> None:
    customer = create(empty, needs=["repair"])
    before = content_hash(empty)
    done = fill(empty, customer, "NEEDS_P", {"needs": "wealth、loan", "channel": "wechat"})
    values = stored_values(empty, customer)
    assert values["needs"] == ["repair", "wealth", "loan"]
    assert values["contact_pref"] == ["wechat"]
    undo_operation(QUIET, empty, done)
    assert content_hash(empty) == before


def test_what_is_not_confirmed_stays_out_of_the_profile(empty: Workspace) -> None:
    customer = create(empty)
    told = {"needs": "wealth", "channel": "wechat", "family": "couple"}
    fill(empty, customer, "NEEDS_P", told, refused={"family_stage"})
    assert stored_values(empty, customer)["family_stage"] is None
    assert rows(empty, "SELECT count(*) FROM survey_answer") == [(3,)]


def test_the_card_names_the_questionnaire_as_the_source(empty: Workspace) -> None:
    customer = create(empty)
    fill(empty, customer, "NEEDS_P", {"needs": "wealth", "channel": "wechat"})
    card = cards.read_card(empty, customer, as_of=TODAY)
    cells = [cell for part in card.dimensions for cell in part.cells]
    needs = next(cell for cell in cells if "理财" in (cell.value or ""))
    assert needs.source == "问卷 26-11"


def test_a_missing_answer_is_named_and_nothing_is_saved(empty: Workspace) -> None:
    customer = create(empty)
    with pytest.raises(AnswersProblem, match="希望的联系方式"):
        fill(empty, customer, "NEEDS_P", {"needs": "wealth"})
    assert rows(empty, "SELECT count(*) FROM survey") == [(0,)]


def test_points_become_a_level_of_risk_for_a_year(empty: Workspace) -> None:
    customer = create(empty, line="bank")
    fill(empty, customer, "RISK_C", STEADY)
    assert rows(empty, "SELECT level, score, done_on, expires_on FROM risk_assessment") == [
        (4, 25.0, "2026-11-22", "2027-11-22")
    ]


def test_who_can_bear_no_loss_is_conservative_whatever_the_points(empty: Workspace) -> None:
    found = effects(
        built_in()["RISK_C"], {**STEADY, "loss": "none"}, Person("person", "bank", {}), today=TODAY
    )
    assert [(each.key, each.after) for each in found] == [("risk", "C1 保守型")]


def test_a_third_assessment_on_a_day_is_refused(empty: Workspace) -> None:
    customer = create(empty, line="bank")
    for _turn in range(2):
        fill(empty, customer, "RISK_C", STEADY)
    with pytest.raises(AnswersProblem, match="2"):
        fill(empty, customer, "RISK_C", STEADY)


def test_questions_asked_the_other_way_round_are_turned() -> None:
    """Three times "I agree" with one of them reversed is not the highest level."""
    answers = {"p1": "5", "p2": "5", "p3": "1", "b1": "5", "b2": "5", "b3": "5"}
    found = effects(built_in()["ATTITUDE"], answers, Person("person", "trade", {}), today=TODAY)
    assert [(each.key, each.value) for each in found] == [
        ("price_sensitivity", "high"), ("brand_loyalty", "4"),
    ]  # fmt: skip


def test_a_scale_with_a_missing_item_says_nothing() -> None:
    answers = {"p1": "5", "p2": "5"}
    assert not effects(built_in()["ATTITUDE"], answers, Person("person", "trade", {}), today=TODAY)


def test_a_question_that_hangs_on_another_is_asked_only_then(empty: Workspace) -> None:
    customer = create(empty)
    fill(empty, customer, "CSAT", {"score": "5", "reason": "排队太久"})
    assert rows(empty, "SELECT count(*) FROM feedback") == [(0,)]
    fill(empty, customer, "CSAT", {"score": "2", "reason": "排队太久"})
    assert rows(empty, "SELECT kind, rating, text FROM feedback") == [("review", 2, "排队太久")]


def test_recommendation_counts_as_the_newest_answer(empty: Workspace) -> None:
    customer = create(empty)
    fill(empty, customer, "NPS", {"score": "9"})
    cells = [
        cell for part in cards.read_card(empty, customer, as_of=TODAY).dimensions
        for cell in part.cells
    ]  # fmt: skip
    assert any("9" in (cell.value or "") for cell in cells)


def test_a_visit_becomes_a_contact_with_a_task(empty: Workspace) -> None:
    customer = create(empty)
    told = {"who": "decider", "biz": "订单增加", "next": "送方案", "next_on": "2026-12-05"}
    fill(empty, customer, "VISIT", told)
    assert rows(empty, "SELECT channel, summary, next_on FROM interaction") == [
        ("visit", "订单增加", "2026-12-05")
    ]
    assert rows(empty, "SELECT title, due_on FROM task") == [("送方案", "2026-12-05")]


def test_amounts_and_codes_are_read_as_in_forms(empty: Workspace) -> None:
    customer = create(empty, kind="company", line="bank", name="杭州青禾科技有限公司")
    told = {"uscc": "91350100M000100Y43", "ind": "I65", "rev": "2000万", "banks": "工行、招行"}
    fill(empty, customer, "ONBOARD_C", told)
    values = stored_values(empty, customer)
    assert (values["uscc"], values["revenue"]) == ("91350100M000100Y43", 2_000_000_000)
    assert values["other_banks"] == ["工行", "招行"]
