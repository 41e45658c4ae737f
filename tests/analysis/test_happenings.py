"""What happened to customers, counted as rules ask for it."""

from __future__ import annotations

from typing import Any

import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.facts import Facts
from profiler_app.analysis.happenings import behaviour_column
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.tree import Literal, Operation
from tests.analysis.small_facts import TODAY, ago, facts, sale

BOOK = facts(
    3,
    product=[{"id": 1, "name": "绿茶"}, {"id": 2, "name": "咖啡"}],
    order_line=[
        sale(ago(400), 900, order_no="A", category="茶", channel="store", product_id=1),
        sale(ago(10), 100, order_no="B", category="茶", channel="app", product_id=1),
        sale(ago(10), 50, order_no="B", category="咖啡", channel="app", product_id=2),
        sale(ago(0), 30, order_no="C", category="茶", channel="app", product_id=1),
        {**sale(ago(5), -20, order_no="D", category="茶"), "kind": "return"},
        {**sale(ago(5), 70, order_no="E", category="茶"), "status": "cancelled"},
        sale(ago(40), 60, owner=1, order_no="A", category="咖啡", product_id=2),
    ],
    interaction=[
        {"day": ago(50), "channel": "phone", "outcome": "reached", "owner": 1},
        {"day": ago(20), "channel": "visit", "outcome": "reached", "owner": 1},
        {"day": ago(3), "channel": "phone", "outcome": "reached", "owner": 2},
    ],
)


def of(text: str, book: Facts = BOOK, today: int = TODAY) -> list[Any]:
    """Compute the function at the left of a condition."""
    rule = parse(f"isnull({text})")
    (node,) = rule.behaviours
    column: Column = behaviour_column(node, book, today=today)
    return [column.value(i) for i in range(book.size)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(purchases)", [3, 1, 0]),
        ("count(purchases, 10)", [1, 0, 0]),
        ("count(purchases, 11)", [2, 0, 0]),
        ("count(purchases where category == '茶')", [3, 0, 0]),
        ("count(purchases where category == '茶' and channel == 'App', 90)", [2, 0, 0]),
        ("count(purchases where product in ['咖啡'])", [1, 1, 0]),
        ("count(purchases where contains(product, '茶') and amount >= 1)", [2, 0, 0]),
        ("count(purchases where day >= today - 10)", [2, 0, 0]),
        ("count(returns)", [1, 0, 0]),
        ("sum(purchases.amount)", [1080, 60, 0]),
        ("sum(purchases.amount, 30)", [180, 0, 0]),
        ("average(purchases.amount)", [360, 60, None]),
        ("largest(purchases.amount, 30)", [150, None, None]),
        ("smallest(purchases.amount)", [30, 60, None]),
        ("distinct(purchases.category)", [2, 1, 0]),
        ("distinct(purchases.day)", [3, 1, 0]),
        ("days_since(purchases)", [0, 40, None]),
        ("days_since(contacts where channel == '面访')", [None, 20, None]),
        ("first(purchases)", [ago(400), ago(40), None]),
        ("last(purchases)", [ago(0), ago(40), None]),
        ("first(purchases.category)", ["茶", "咖啡", None]),
        ("last(purchases.channel)", ["app", None, None]),
        ("first(purchases.amount)", [900, 60, None]),
    ],
)
def test_functions_of_events(text: str, expected: list[Any]) -> None:
    assert of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("then(contacts, purchases, 10)", [False, True, None]),
        ("then(contacts, purchases, 9)", [False, False, None]),
        ("then(contacts, purchases, 3)", [False, False, False]),
        ("then_not(contacts, purchases, 9)", [False, True, None]),
        ("then_not(contacts, purchases, 3)", [False, True, True]),
        ("then_not(contacts, purchases, 9, 15)", [False, False, None]),
        ("then_not(contacts where channel == '电话', purchases, 10)", [False, False, None]),
        ("then(purchases, purchases where category == '咖啡', 400)", [True, None, False]),
    ],
)
def test_one_thing_after_another_is_unknown_while_the_days_are_not_over(
    text: str, expected: list[Any]
) -> None:
    assert of(text) == expected


def test_without_a_source_nothing_is_known() -> None:
    assert of("count(flows)") == [None, None, None]
    assert of("then(purchases, flows, 3)") == [None, None, None]
    assert of("first(feedbacks.kind)") == [None, None, None]


def test_what_comes_later_has_not_happened_yet() -> None:
    assert of("count(purchases)", today=ago(30)) == [1, 1, 0]


def test_nobody_and_nothing_are_no_problem() -> None:
    empty = facts(2, order_line=[], interaction=[])
    for text in ("count(purchases)", "sum(purchases.amount)", "distinct(purchases.category)"):
        assert of(text, empty) == [0, 0]
    for text in ("average(purchases.amount)", "first(purchases)", "last(purchases.category)"):
        assert of(text, empty) == [None, None]
    assert of("then(contacts, purchases, 3)", empty) == [False, False]


def test_an_option_of_events_is_written_by_its_label() -> None:
    rule = parse("last(purchases.channel) == '门店'")
    assert isinstance(rule.root, Operation)
    assert rule.root.operands[1] == Literal("store", "text")
