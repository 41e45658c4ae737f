"""Conditions of a filter say the same in the rule language and in words."""

from __future__ import annotations

from datetime import date

import pytest

from profiler_app.domain.rules import parse
from profiler_app.jobs.lists import parse_filter
from profiler_app.ui.pages.customers.conditions import (
    TAGS,
    Condition,
    field_words,
    rule_text,
    value_words,
)
from profiler_app.ui.pages.customers.matching import matched

TODAY = date(2026, 11, 22)

CASES = [
    (Condition("gender", "in", ("F", "M")), "gender in ['F', 'M']", "女、男"),
    (Condition("lifecycle", "not_in", ("lost",)), "lifecycle not in ['lost']", "非 已流失"),
    (Condition("lifestyle", "in", ("home",)), "any_of(lifestyle, ['home'])", "居家"),
    (Condition("monetary_all", "range", ("1000", "")), "monetary_all >= 1000", "≥ 1,000"),
    (
        Condition("value_pct", "range", ("10", "20")),
        "value_pct >= 0.1 and value_pct <= 0.2",
        "10% – 20%",
    ),
    (
        Condition("last_order_on", "days", ("30",)),
        "between(last_order_on, '2026-10-23', '2026-11-22')",
        "近 30 天",
    ),
    (
        Condition("last_order_on", "dates", ("", "2026-01-31")),
        "last_order_on <= '2026-01-31'",
        "≤ 2026-01-31",
    ),
    (Condition("name", "contains", ("林'x",)), "contains(name, \"林'x\")", "包含“林'x”"),
    (Condition("owner_rm", "unknown"), "isnull(owner_rm)", "未知"),
    (Condition(TAGS, "any", ("high_value", "churn_red")),
     "(has('high_value') or has('churn_red'))", "高价值客户、流失红色预警"),
    (Condition(TAGS, "all", ("high_value",)), "has('high_value')", "高价值客户"),
    (Condition(TAGS, "none", ("high_value",)), "not (has('high_value'))", "非 高价值客户"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "rule", "words"), CASES)
def test_a_condition_says_itself_as_a_rule_and_in_words(
    condition: Condition, rule: str, words: str
) -> None:
    assert rule_text([condition], TODAY) == rule
    assert value_words(condition) == words


@pytest.mark.parametrize("condition", [case[0] for case in CASES])
def test_every_rule_of_a_condition_is_understood(condition: Condition) -> None:
    assert parse_filter(rule_text([condition], TODAY)) is not None


def test_conditions_hold_together() -> None:
    both = [Condition("gender", "in", ("F",)), Condition(TAGS, "any", ("churn_red", "high_value"))]
    assert parse_filter(rule_text(both, TODAY)) == parse(
        "gender in ['F'] and (has('churn_red') or has('high_value'))",
        tags=("churn_red", "high_value"),
    )


def test_more_than_two_values_are_counted() -> None:
    three = Condition("lifecycle", "in", ("mature", "decline", "lost"))
    assert (field_words(three), value_words(three)) == ("生命周期", "3 项")


def test_a_condition_without_values_asks_for_nothing() -> None:
    empty = [Condition("lifecycle", "in"), Condition("monetary_all", "range", ("", ""))]
    assert rule_text(empty, TODAY) == ""


@pytest.mark.parametrize(
    ("name", "search", "marked"),
    [
        ("林婉清", "lin", "林"),
        ("林婉清", "lwq", "林婉清"),
        ("林婉清", "linwan", "林婉"),
        ("林婉清", "婉清", "婉清"),
        ("王琳", "lin", "琳"),
        ("单田芳", "shan", "单"),
        ("单田芳", "dtf", "单田芳"),
        ("林婉清", "2046", ""),
        ("Anna Lin", "lin", "Lin"),
    ],
)
def test_the_characters_a_search_found_are_marked(name: str, search: str, marked: str) -> None:
    assert "".join(name[at] for at in sorted(matched(name, search))) == marked
