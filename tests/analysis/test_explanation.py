"""Why a rule holds or not for one customer."""

from __future__ import annotations

import json

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.explanation import Explanation, explain
from profiler_app.domain.rules import parse
from profiler_app.domain.text import in_language


def one(kind: str, value: float | None) -> Column:
    dtype = np.float64 if kind in ("num", "ratio") else np.int64
    return Column(kind, np.array([value or 0], dtype=dtype), np.array([value is not None]))


COLUMNS = {
    "recency_days": one("int", 96),
    "monetary_12m": one("money", 1234550),
    "churn_prob": one("ratio", None),
    "birth_date": one("date", 1),
    "gender": Column("enum", np.array([0], dtype=np.int32), np.array([True]), ("M",)),
    "kinds": Column("list", np.array([0b11]), np.array([True]), ("deposit", "fund")),
}
HELD = Kleene(np.array([True]), np.array([False]))
NOT_HELD = Kleene(np.array([False]), np.array([False]))


def why(text: str) -> Explanation:
    tags = {"vt_vip": HELD, "churn_red": NOT_HELD}
    rule = parse(text, tags=["vt_vip", "churn_red", "m_focus"])
    return explain(rule, COLUMNS, tags=tags)


def test_a_condition_that_fails_says_what_it_needs_and_what_is() -> None:
    with in_language("en"):
        found = why("recency_days <= 60")
    (leaf,) = found.leaves
    assert found.verdict == leaf.verdict == "false"
    assert leaf.text == "recency_days <= 60"
    assert leaf.sentence == "Recency is at most 60 days"
    assert (leaf.field, leaf.value, leaf.display) == ("recency_days", 96, "96 days")
    assert leaf.change == "Needs: Recency is at most 60 days; now 96 days."


def test_a_condition_that_holds_says_when_it_no_longer_would() -> None:
    (leaf,) = why("recency_days > 60").leaves
    assert (leaf.verdict, leaf.change) == ("true", "若距最近购买不超过 60 天，则不再成立。")


def test_an_unknown_condition_says_why_it_is_not_known() -> None:
    found = why("churn_prob >= 0.5")
    (leaf,) = found.leaves
    assert found.verdict == "unknown"
    assert (leaf.value, leaf.display) == (None, "未知")
    assert leaf.change == "未知：请先补录或导入流失概率。"


def test_a_field_with_too_few_events_is_not_asked_to_be_filled_in() -> None:
    (leaf,) = why("ipi_median > 3").leaves
    assert leaf.change == "未知：数据还太少，算不出购买间隔中位数。"


def test_each_part_of_a_rule_is_a_leaf_of_its_own() -> None:
    found = why("recency_days <= 60 and (gender == 'M' or churn_prob > 0.5)")
    assert [leaf.verdict for leaf in found.leaves] == ["false", "true", "unknown"]
    assert found.verdict == "false"


def test_negation_is_carried_down_to_the_leaves() -> None:
    found = why("not (recency_days <= 60 or not gender == 'M')")
    assert [leaf.sentence for leaf in found.leaves] == ["距最近购买超过 60 天", "性别为男"]
    assert [leaf.verdict for leaf in found.leaves] == ["true", "true"]
    assert found.verdict == "true"


def test_a_leaf_with_two_fields_shows_both() -> None:
    (leaf,) = why("monetary_12m / recency_days > 100").leaves
    assert [fact.field for fact in leaf.facts] == ["monetary_12m", "recency_days"]
    assert leaf.display == "¥12,345.50、96 天"


def test_a_tag_is_a_leaf_without_a_field() -> None:
    held, not_held, open_question = why(
        "has('vt_vip') and has('churn_red') and has('m_focus')"
    ).leaves
    assert (held.field, held.verdict) == (None, "true")
    assert not_held.change == "需要有标签“流失红色预警”。"
    assert open_question.change == "未知：算式没有结果，或所依据的标签尚无结论。"


def test_an_explanation_is_plain_json_with_money_in_major_units() -> None:
    found = why("monetary_12m > 10000 and birth_date < '1990-01-01' and any_of(kinds, ['fund'])")
    read = json.loads(json.dumps(found.as_json()))
    assert read["verdict"] == "true"
    assert [leaf["value"] for leaf in read["leaves"]] == [
        12345.5,
        "1970-01-02",
        ["deposit", "fund"],
    ]
    assert [leaf["display"] for leaf in read["leaves"]] == [
        "¥12,345.50",
        "1970-01-02",
        "存款、基金",
    ]
