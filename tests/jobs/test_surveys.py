"""SVY-01: questionnaires are filled in, their answers go into the profile, nothing is guessed."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.forms_round_trip import layout_of
from profiler_app.domain.progress import Silent
from profiler_app.domain.questionnaires import (
    AnswersProblem,
    Item,
    Questionnaire,
    QuestionnaireProblem,
    built_in,
    checked,
)
from profiler_app.ingest.opening import Table, open_table
from profiler_app.jobs import cards
from profiler_app.jobs.editing import stored_values
from profiler_app.jobs.history import content_hash, undo_operation
from profiler_app.jobs.surveys import effects, fill_in, find_questionnaire, list_questionnaires
from profiler_app.jobs.surveys.designing import retire_questionnaire, save_questionnaire
from profiler_app.jobs.surveys.effects import Person
from profiler_app.jobs.surveys.results import net_promoters, survey_results
from profiler_app.jobs.surveys.sending import write_book
from profiler_app.jobs.surveys.taking import take_in
from profiler_app.reports.questionnaire_page import page_text
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


# -- round trip


def test_a_workbook_matches_itself_on_return(empty: Workspace, tmp_path: Path) -> None:
    """The table that went out comes back filled in; twice the same changes nothing."""
    first, second = create(empty, name="林婉清"), create(empty, name="周明")
    path = tmp_path / "needs.xlsx"
    written = write_book(QUIET, empty, built_in()["NEEDS_P"], path, where="kind == 'person'")
    assert written == 2
    table = open_table(path, header_row=1)
    filled = {"needs": "理财、融资", "channel": "微信", "family": "二人世界"}
    back = tmp_path / "back.csv"
    save_filled(table, back, {1: filled, 2: {**filled, "family": "火星人"}})
    taken = take_in(QUIET, empty, back, today=TODAY, by="陈")
    assert (taken.created, len(taken.troubles)) == (1, 1)
    assert "火星人" in taken.troubles[0].reason
    assert stored_values(empty, first)["needs"] == ["wealth", "loan"]
    assert stored_values(empty, second).get("needs") is None
    again = take_in(QUIET, empty, back, today=TODAY, by="陈")
    assert (again.unchanged, again.operation) == (1, None)


def save_filled(table: Table, path: Path, rows: dict[int, dict[str, str]]) -> None:
    """Write a table again with answers by line, as a spreadsheet would save it."""
    layout = layout_of(table.headers)
    assert layout is not None
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.headers)
        for turn, (_line, cells) in enumerate(table.rows(), 1):
            for place, code in layout.columns.items():
                cells[place] = rows.get(turn, {}).get(code, "")
            writer.writerow(cells)


def test_a_trial_writes_nothing(empty: Workspace, tmp_path: Path) -> None:
    create(empty)
    path = tmp_path / "nps.xlsx"
    write_book(QUIET, empty, built_in()["NPS"], path)
    back = tmp_path / "back.csv"
    save_filled(open_table(path, header_row=1), back, {1: {"score": "10", "reason": "师傅很专业"}})
    before = content_hash(empty)
    taken = take_in(QUIET, empty, back, today=TODAY, by="陈", trial=True)
    assert (taken.created, taken.fills) == (1, {"feedback": 1})
    assert content_hash(empty) == before


def test_another_table_is_not_taken_for_answers(empty: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("姓名,手机\n林婉清,13800138000\n", encoding="utf-8")
    with pytest.raises(AnswersProblem, match="members"):
        take_in(QUIET, empty, path, today=TODAY, by="陈")


def test_the_page_loads_nothing_and_guards_its_texts() -> None:
    odd = replace(built_in()["CSAT"], titles={"zh": "<script>x</script>", "en": "x"})
    text = page_text(odd, "TEST-1")
    assert "<script>x" not in text
    assert "default-src 'none'" in text
    assert not re.search(r"(src|href)=.?[\"']|https?:", text)


# -- results


def test_recommendation_is_promoters_minus_detractors() -> None:
    """5 of 10 promote, 2 are against: 30 points, with the interval of a mean of +1, 0, -1."""
    found = net_promoters([10, 9, 9, 10, 9, 8, 7, 7, 3, 6])
    assert found is not None
    assert (found.score, found.promoters, found.passives, found.detractors) == (30.0, 5, 3, 2)
    assert (round(found.low, 1), round(found.high, 1)) == (-18.4, 78.4)


def test_alpha_counts_turned_questions(empty: Workspace) -> None:
    """Three people who mean the same in every item: alpha is one once the third is turned."""
    for step in (1, 3, 5):
        customer = create(empty, name=f"客户{step}")
        turned = str(6 - step)
        same = {"p1": str(step), "p2": str(step), "p3": turned}
        fill(empty, customer, "ATTITUDE", {**same, "b1": "3", "b2": "2", "b3": "3"})
    price = survey_results(empty, "ATTITUDE").scales[0]
    assert price.alpha == pytest.approx(1.0)
    assert len(price.turned) == 1


def test_answers_are_counted_by_question(empty: Workspace) -> None:
    for turn, sat in enumerate(("5", "4", "2")):
        fill(empty, create(empty, name=f"客户{turn}"), "CSAT", {"score": sat})
    found = survey_results(empty, "CSAT")
    assert (found.responses, found.satisfied) == (3, pytest.approx(2 / 3))
    assert [bar.count for bar in found.asked[0].bars] == [0, 1, 0, 1, 1]


# -- questionnaires of one's own


def own(**named: Any) -> Questionnaire:
    items = (
        Item("q1", "scale", {"zh": "好吃吗", "en": "Was it good"}, required=True),
        Item("q2", "text", {"zh": "为什么", "en": "Why"}, show_if="q1 <= 2"),
    )
    return replace(Questionnaire("", {"zh": "回访", "en": "Call"}, items), **named)


def test_one_of_ones_own_is_made_answered_and_given_up(empty: Workspace) -> None:
    save_questionnaire(QUIET, empty, own())
    made = find_questionnaire(empty, "回访")
    assert [each.code for each in made.items] == ["q1", "q2"]
    fill_in(QUIET, empty, create(empty), made, {"q1": "2", "q2": "太咸"}, today=TODAY, by="陈")
    assert survey_results(empty, made.code).asked[1].texts == ("太咸",)
    retire_questionnaire(QUIET, empty, made.code)
    assert made.code not in {each.questionnaire.code for each in list_questionnaires(empty)}


def test_a_question_with_answers_stays(empty: Workspace) -> None:
    save_questionnaire(QUIET, empty, own())
    made = find_questionnaire(empty, "回访")
    fill_in(QUIET, empty, create(empty), made, {"q1": "5"}, today=TODAY, by="陈")
    with pytest.raises(QuestionnaireProblem, match="好吃吗"):
        save_questionnaire(QUIET, empty, replace(made, items=(replace(made.items[1], show_if=""),)))


def test_the_condition_of_a_question_names_an_earlier_one(empty: Workspace) -> None:
    items = (Item("q1", "text", {"zh": "甲", "en": "A"}, show_if="q9 = x"),)
    with pytest.raises(QuestionnaireProblem):
        save_questionnaire(QUIET, empty, own(items=items))
