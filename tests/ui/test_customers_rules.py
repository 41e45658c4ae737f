"""From a rule back to conditions: whatever a filter can say comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest

from profiler_app.domain.rules import parse
from profiler_app.domain.tags import built_in_tags
from profiler_app.ui.pages.customers.conditions import (
    RULE,
    TAGS,
    Condition,
    moving_rule,
    rule_text,
    value_words,
)
from profiler_app.ui.pages.customers.reading_rules import conditions_of

TODAY = date(2026, 11, 22)

CONDITIONS = [
    Condition("gender", "in", ("F", "M")),
    Condition("lifecycle", "not_in", ("lost",)),
    Condition("lifestyle", "in", ("home",)),
    Condition("lifestyle", "not_in", ("home",)),
    Condition("monetary_all", "range", ("1000", "")),
    Condition("monetary_all", "range", ("0.50", "20000")),
    Condition("value_pct", "range", ("10", "20")),
    Condition("age", "range", ("", "40")),
    Condition("last_order_on", "days", ("30",)),
    Condition("last_order_on", "older", ("96",)),
    Condition("id_doc_expiry", "ahead", ("60",)),
    Condition("last_order_on", "dates", ("2026-01-01", "2026-01-31")),
    Condition("last_order_on", "dates", ("", "2026-01-31")),
    Condition("name", "contains", ("林'x",)),
    Condition("owner_rm", "in", ("陈思远",)),
    Condition("owner_rm", "unknown"),
    Condition(TAGS, "any", ("high_value", "churn_red")),
    Condition(TAGS, "all", ("high_value", "churn_red")),
    Condition(TAGS, "none", ("high_value",)),
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_comes_back_from_its_rule(condition: Condition) -> None:
    assert conditions_of(moving_rule([condition]), currency="CNY") == (condition,)


def test_conditions_come_back_in_their_order() -> None:
    whole = [CONDITIONS[4], CONDITIONS[0], CONDITIONS[8], CONDITIONS[16]]
    assert conditions_of(moving_rule(whole), currency="CNY") == tuple(whole)


def test_what_no_condition_can_say_stays_a_rule_of_its_own() -> None:
    rule = "gender in ['F'] and (age > 40 or monetary_all >= 100)"
    found = conditions_of(rule, currency="CNY")
    assert found[0] == Condition("gender", "in", ("F",))
    assert found[1].field == RULE and "年龄" in value_words(found[1])
    same = rule_text(found, TODAY)
    assert parse(same, tags=built_in_tags()) == parse(rule, tags=built_in_tags())


def test_days_that_move_along_stay_so_inside_a_rule() -> None:
    rule = "last_order_on > 'today-30' or age > 40"
    (found,) = conditions_of(rule, currency="CNY")
    assert "'today-30'" in found.values[0]


def test_an_empty_rule_has_no_conditions() -> None:
    assert conditions_of("", currency="CNY") == ()
