"""The catalog of tags: whole, free of circles, and with evidence worth reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import parse, to_sentence, to_text
from profiler_app.domain.tags import (
    TagDefinition,
    built_in_tags,
    evidence,
    in_dependency_order,
    tag_groups,
)
from profiler_app.domain.text import LANGUAGES, in_language


def tag(name: str) -> TagDefinition:
    return built_in_tags()[name]


def own(name: str, rule: str) -> TagDefinition:
    return replace(tag("repeat_buyer"), id=name, rule=parse(rule, tags=["a", "b", "c"]))


def test_all_202_rules_of_the_catalog_parse() -> None:
    """DOMAIN section 5: 202 built-in tags."""
    assert len(built_in_tags()) == 202


def test_only_tags_given_by_hand_have_no_rule() -> None:
    without = {tag.kind for tag in built_in_tags().values() if tag.rule is None}
    assert without == {"manual"}


def test_every_tag_belongs_to_a_group_that_exists() -> None:
    assert {tag.group for tag in built_in_tags().values()} <= {g.id for g in tag_groups()}


def test_every_field_of_a_rule_exists_and_only_sensitive_tags_read_sensitive_fields() -> None:
    for definition in built_in_tags().values():
        read = [fields()[name] for name in (definition.rule.fields if definition.rule else ())]
        assert definition.sensitive or all(field.sensitivity != "S3" for field in read)


def test_every_field_applies_to_some_customer_the_tag_applies_to() -> None:
    for definition in built_in_tags().values():
        for name in definition.rule.fields if definition.rule else ():
            assert fields()[name].applies_to & definition.applies_to, (definition.id, name)


def test_priorities_are_different_within_an_exclusive_group_of_one_kind_of_customer() -> None:
    seen: dict[tuple[str, int | None, str], str] = {}
    for definition in built_in_tags().values():
        for kind in definition.applies_to if definition.exclusive_group else ():
            key = (str(definition.exclusive_group), definition.priority, kind)
            assert key not in seen, (definition.id, seen[key])
            seen[key] = definition.id


def test_the_text_of_every_tag_parses_back() -> None:
    for definition in built_in_tags().values():
        if definition.rule is not None:
            text = to_text(definition.rule)
            assert parse(text, tags=built_in_tags(), allow_sensitive=True) == definition.rule


def test_every_tag_can_be_said_in_both_languages() -> None:
    for language in LANGUAGES:
        with in_language(language):
            said = [to_sentence(tag.rule) for tag in built_in_tags().values() if tag.rule]
        assert all(said)


def test_tags_come_after_those_they_ask_for() -> None:
    order = [tag.id for tag in in_dependency_order(built_in_tags().values())]
    assert order.index("vt_vip") < order.index("high_value") < order.index("at_risk_high_value")


def test_tags_that_depend_on_each_other_are_refused() -> None:
    circle = [own("a", "has('b')"), own("b", "has('c')"), own("c", "has('a')")]
    with pytest.raises(RuleProblem, match="这些标签互相依赖"):
        in_dependency_order(circle)


VALUES: dict[str, Any] = {
    "contribution_12m": 12345600, "value_pct": 0.95, "age": 62, "family_stage": "senior",
    "churn_prob": 0.8, "churn_prob_cut_red": 0.75, "recency_days": 96, "ipi_ref": 31.4,
    "overdue_ratio": 3.06, "aum_chg_3m": -0.5, "out_ext_30d_ratio": 0.312, "id_left_days": -5,
    "industry_section": "C", "sport_pref": ["golf", "run"], "influence_score": 83.6,
    "roles_covered": 1, "key_contacts": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("vt_vip", "近一年贡献 12.35万，位于前 5%", "12-m contribution ¥123k, top 5%"),
        ("family_senior", "年龄 62 岁/家庭阶段退休养老", "age 62 / stage Retired"),
        (
            "churn_red",
            "未来 13 周不再购买的可能性高；已 96 天未购买，平时约 31 天一次",
            "high probability of no purchase in 13 weeks; 96 d since the last, usually every 31 d",
        ),
        (
            "churn_yellow",
            "已 96 天未购买，为其平时间隔的 3.1 倍",
            "no purchase for 96 d, 3.1 x the usual interval",
        ),
        (
            "outflow_red",
            "AUM 月日均三月变动 −50%，近 30 天转他行占 31.2%",
            "AUM 3-m change −50%; 31.2% moved to other banks in 30 d",
        ),
        ("id_expired", "证件已过期 5 天", "expired 5 d"),
        ("ind_c", "国民经济行业门类C 制造业", "GB/T 4754 section C"),
        ("interest_sport", "体育偏好：高尔夫、跑步", "sport: Golf, Running"),
        ("influencer", "影响力 84", "influence 84"),
        (
            "contacts_thin",
            "覆盖 1/5 类决策角色，关键联系人 2 人",
            "1/5 buying roles, 2 key contacts",
        ),
    ],
)
def test_evidence_is_filled_with_values_as_people_write_them(name: str, zh: str, en: str) -> None:
    """DOMAIN section 5: evidence formats."""
    assert evidence(tag(name), VALUES, language="zh") == zh
    assert evidence(tag(name), VALUES, language="en") == en


@pytest.mark.parametrize(
    ("name", "missing", "expected"),
    [
        ("vt_vip", ["value_pct"], "近一年贡献 12.35万"),
        ("vt_vip", ["contribution_12m"], "位于前 5%"),
        ("family_senior", ["family_stage"], "年龄 62 岁"),
        ("interest_sport", ["sport_pref"], ""),
        ("churn_red", ["churn_prob", "ipi_ref"], "已 96 天未购买"),
    ],
)
def test_a_clause_without_its_value_is_left_out(
    name: str, missing: list[str], expected: str
) -> None:
    """DOMAIN section 5: a clause whose value is unknown is dropped."""
    known = {name: value for name, value in VALUES.items() if name not in missing}
    assert evidence(tag(name), known) == expected


def test_a_slash_inside_a_word_does_not_separate_clauses() -> None:
    said = evidence(tag("corp_flow_orange"), {"inflow_chg_yoy": -0.42}, language="en")
    assert said == "inflow y/y −42%"


def test_the_word_for_a_probability_changes_at_the_red_line() -> None:
    below = evidence(tag("churn_orange"), {**VALUES, "churn_prob": 0.7})
    assert below.startswith("未来 13 周不再购买的可能性较高")


def test_the_very_best_customer_is_in_the_top_percent() -> None:
    assert evidence(tag("vt_vip"), {"value_pct": 1.0}) == "位于前 1%"


def test_the_tags_of_a_family_are_named() -> None:
    held = ["vt_vip", "churn_red", "ch_online"]
    assert evidence(tag("at_risk_high_value"), {}, held=held) == "VIP客户 + 流失红色预警"


def test_a_tag_given_by_hand_says_who_when_and_why() -> None:
    known = {"user": "王敏", "date": "2026-03-01", "reason": "新开门店"}
    assert evidence(tag("m_focus"), known) == "王敏于 2026-03-01 标记：新开门店"


def test_money_is_shown_in_the_currency_of_the_workspace() -> None:
    said = evidence(tag("big_ticket"), {"max_order": 12345600}, currency="GBP", language="en")
    assert said == "largest order £123k"


def test_a_comparison_that_speaks_against_a_warning_is_left_out_chu_01() -> None:
    values = {"churn_prob": 0.9, "recency_days": 22, "ipi_ref": 290, "overdue_ratio": 22 / 290}
    said = evidence(tag("churn_red"), values, language="en")
    assert said == "high probability of no purchase in 13 weeks"
    late = evidence(tag("churn_red"), {**values, "overdue_ratio": 1.0}, language="en")
    assert late.endswith("22 d since the last, usually every 290 d")


def test_a_share_of_nothing_is_not_told_beside_what_tells_more() -> None:
    known = {"aum_chg_3m": -0.6, "out_ext_30d_ratio": 0.0}
    assert evidence(tag("outflow_red"), known) == "AUM 月日均三月变动 −60%"
    assert evidence(tag("outflow_red"), {"out_ext_30d_ratio": 0.0}) == "近 30 天转他行占 0%"
