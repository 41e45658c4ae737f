"""A rule as groups of conditions, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.rules import parse
from profiler_app.domain.rules.draft_parts import (
    Condition,
    Group,
    Happening,
    Sequence,
    draft_text,
)
from profiler_app.domain.rules.drafting import draft_of, draft_of_where, where_sentence
from profiler_app.domain.tags import built_in_tags

LEAVES = (
    "monetary_12m >= 200.5",
    "age < 30",
    "between(age, 18, 25)",
    "gender in ['F', 'M']",
    "contains(name, '茶')",
    "isnull(age)",
    "not isnull(age)",
    "has('vt_vip')",
    "not has('vt_vip')",
    "in_segment('甲')",
    "relation_since >= 'today-30'",
    "birth_date > '1990-01-31'",
    "count(purchases where category == '茶', 90) >= 2",
    "then_not(purchases, contacts, 30)",
    "then(purchases where category == '茶' and amount >= 50, returns, 30, 365)",
    "not then(contacts, purchases, 7)",
    "sum(purchases.amount where channel in ['store'], 30) >= 100.5",
    "monetary_12m / 2 > 3",
    "not (age > 3)",
)


def _both(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.tuples(st.sampled_from(("and", "or")), st.lists(inside, min_size=2, max_size=4))
    said = joined.map(lambda pair: f" {pair[0]} ".join(f"({each})" for each in pair[1]))
    return st.one_of(said, said.map(lambda text: f"not ({text})"))


RULES = st.recursive(st.sampled_from(LEAVES), _both, max_leaves=8)


def _parsed(text: str) -> Group:
    return draft_of(parse(text, tags=built_in_tags()))


@given(RULES)
def test_a_draft_survives_its_text(text: str) -> None:
    draft = _parsed(text)
    assert _parsed(draft_text(draft)) == draft


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_single_condition_means_what_it_meant(leaf: str) -> None:
    rule = parse(leaf, tags=built_in_tags())
    assert parse(draft_text(draft_of(rule)), tags=built_in_tags()) == rule


def test_what_cannot_be_chosen_stays_typed() -> None:
    (typed,) = _parsed("monetary_12m / 2 > 3").parts
    assert isinstance(typed, Condition)
    assert (typed.operator, typed.subject) == ("", "monetary_12m / 2 > 3")


def test_every_built_in_rule_has_a_draft_of_the_same_meaning() -> None:
    for tag in built_in_tags().values():
        if tag.rule is None:
            continue
        draft = draft_of(tag.rule)
        again = parse(draft_text(draft), tags=built_in_tags(), allow_sensitive=True)
        assert draft_of(again) == draft


def test_a_condition_without_its_value_is_not_complete() -> None:
    assert not Condition("age", "number", ">=").is_complete
    assert not Condition("age", "number", "between", ("1",)).is_complete
    assert Condition("age", "number", "between", ("1", "2")).is_complete
    assert not Group().is_complete


def test_one_event_after_another_is_chosen_part_by_part_tag_02() -> None:
    draft = _parsed("then_not(purchases where category == '茶', contacts, 30, 90)")
    assert draft.parts == (
        Sequence(Happening("purchases", "category == '茶'"), Happening("contacts"), 30, 90, True),
    )


def test_a_sequence_without_its_days_is_not_complete() -> None:
    assert not Sequence(Happening("purchases"), Happening("returns"), None).is_complete
    assert Sequence(Happening("purchases"), Happening("returns"), 5).is_complete


def test_what_narrows_events_down_is_kept_apart_from_what_is_compared() -> None:
    (condition,) = _parsed("count(purchases where category == '茶', 90) >= 2").parts
    assert isinstance(condition, Condition)
    assert (condition.subject, condition.where, condition.days, condition.source) == (
        "count(purchases)",
        "category == '茶'",
        90,
        "purchases",
    )


def test_what_narrows_events_down_has_a_draft_and_a_sentence() -> None:
    draft = draft_of_where("purchases", "category == '茶' or amount >= 50")
    assert draft.join == "or"
    assert draft_text(draft) == "category == '茶' or amount >= 50"
    assert "茶" in where_sentence("purchases", "category == '茶'")
    assert where_sentence("purchases", "no rule") == "no rule"
    assert draft_of_where("purchases", "") == Group()
