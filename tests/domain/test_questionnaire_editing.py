"""SVY-01: a questionnaire is changed as text, and every question keeps its answers."""

from __future__ import annotations

from profiler_app.domain.questionnaire_editing import with_old_codes, write_questions
from profiler_app.domain.questionnaire_text import read_questions

TEXT = """您多久来一次？ *
- 每周
- 每月
口味如何 [1-5] -> 满意度
为什么不满意 if 2 <= 3
需要什么 -> 当前需求
我很少换品牌 [反向] -> brand_loyalty
还有什么 [several]
- 停车
- 送货
"""


def test_what_is_written_out_reads_the_same() -> None:
    items = read_questions(TEXT)
    assert read_questions(write_questions(items)) == items


def test_questions_that_moved_keep_their_codes_and_conditions_follow() -> None:
    before = read_questions("多久 [number]\n口味 [1-5]\n为什么 if 2 <= 3")
    after = with_old_codes(
        read_questions("新题目 [date]\n口味 [1-5]\n为什么 if 2 <= 3\n多久 [number]"), before
    )
    assert [each.code for each in after] == ["q4", "q2", "q3", "q1"]
    assert after[2].show_if == "q2 <= 3"


def test_a_question_in_its_place_may_be_reworded() -> None:
    before = read_questions("口味如何 [1-5]\n多久 [number]")
    after = with_old_codes(read_questions("口味怎么样 [1-5]\n多久 [number]"), before)
    assert [(each.code, each.text) for each in after] == [("q1", "口味怎么样"), ("q2", "多久")]


def test_another_type_in_the_same_place_is_another_question() -> None:
    before = read_questions("口味如何 [1-5]")
    after = with_old_codes(read_questions("口味如何，请写下来"), before)
    assert [each.code for each in after] == ["q2"]
