"""SVY-01: a questionnaire written as text says its questions, types, answers and conditions."""

from __future__ import annotations

import pytest

from profiler_app.domain.questionnaire_text import read_questions
from profiler_app.domain.questionnaires import QuestionnaireProblem

TEXT = """您多久来一次？ *
- 每周
- 每月
口味如何 [1-5] -> 满意度
为什么不满意 if 2 <= 3
需要什么 -> 当前需求
我很少换品牌 [反向] -> brand_loyalty
"""


def test_every_mark_is_understood() -> None:
    often, taste, why, needs, turned = read_questions(TEXT)
    assert (often.kind, often.required) == ("single", True)
    assert [each.id for each in often.choices] == ["每周", "每月"]
    assert (taste.kind, taste.field) == ("scale", "csat_last")
    assert (why.kind, why.show_if) == ("text", "q2 <= 3")
    assert (needs.kind, needs.field) == ("multi", "needs")
    assert (turned.kind, turned.reversed) == ("scale", True)


@pytest.mark.parametrize(
    "text", ["- 每周", "多久 [常常]", "多久 -> 没有的字段", "几次 [number]\n- 一"]
)
def test_what_is_wrong_is_said(text: str) -> None:
    with pytest.raises(QuestionnaireProblem):
        read_questions(text)
