"""Whatever rule there is: its text parses to the same rule, and it can be said in words."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler_app.domain.fields import fields
from profiler_app.domain.rules import Rule, parse, to_sentence, to_text
from profiler_app.domain.rules.adapting import MoneyUnit
from profiler_app.domain.rules.happenings import FUNCTIONS, SOURCES, behaviour
from profiler_app.domain.rules.operators import OPERATORS, operation
from profiler_app.domain.rules.outline import outline
from profiler_app.domain.rules.tree import (
    Behaviour,
    Events,
    FieldRef,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Today,
    Type,
)
from profiler_app.domain.text import LANGUAGES, in_language

TAGS = ("vt_vip", "churn_red")


def field(*names: str) -> st.SearchStrategy[Node]:
    return st.sampled_from([FieldRef(name, fields()[name]) for name in names])


def literal(values: st.SearchStrategy[object], kind: Type) -> st.SearchStrategy[Node]:
    return values.map(lambda value: Literal(value, kind))  # type: ignore[arg-type]


def apply(names: list[str], *operands: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(lambda name, *parts: operation(name, parts), st.sampled_from(names), *operands)


def items(values: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.lists(values, min_size=1, max_size=3).map(
        lambda found: Items(tuple(found))  # type: ignore[arg-type]
    )


whole = st.integers(-(10**12), 10**12)
decimals = st.floats(-1e9, 1e9, allow_nan=False)
plain = literal(whole | decimals, "number")
cents = literal(whole, "money")
words = literal(st.text(st.characters(exclude_characters="'\"”’", codec="utf-8")), "text")
genders = literal(st.sampled_from(["M", "F"]), "text")
sports = literal(st.sampled_from(["golf", "run"]), "text")
days = literal(st.dates(date(1900, 1, 1), date(2100, 1, 1)), "date")


NOWHERE: st.SearchStrategy[Node] = st.nothing()


def of_events(
    source: str, function: str, column: str = "", where: st.SearchStrategy[Node] = NOWHERE
) -> st.SearchStrategy[Behaviour]:
    """Functions of events, with or without a condition and a window."""
    return st.builds(
        lambda condition, window: behaviour(
            function, Events(source, column, condition), days=window
        ),
        st.none() | where,
        st.none() | st.integers(1, 3650),
    )


def event_column(source: str, name: str) -> st.SearchStrategy[Node]:
    return st.just(FieldRef(name, SOURCES[source].columns[name]))


teas = st.sampled_from(["茶", "咖啡"]).map(lambda word: Literal(word, "text"))
dear = st.integers(0, 10**6).map(lambda minor: Literal(minor, "money"))
of_purchases = st.recursive(
    apply(["==", "!="], event_column("purchases", "category"), teas)
    | apply([">=", "<"], event_column("purchases", "amount"), dear)
    | apply(["in"], event_column("purchases", "product"), items(teas)),
    lambda inner: apply(["and", "or"], inner, inner) | apply(["not"], inner),
    max_leaves=3,
)
counts = st.one_of(
    of_events("purchases", "count", where=of_purchases),
    of_events("purchases", "distinct", "category"),
    of_events("contacts", "days_since"),
    of_events("feedbacks", "average", "rating"),
)
sums = st.sampled_from(["sum", "average", "largest", "smallest"]).flatmap(
    lambda name: of_events("purchases", name, "amount", of_purchases)
)
happened = st.sampled_from(["first", "last"]).flatmap(
    lambda name: of_events("purchases", name, where=of_purchases)
)
sequences = st.builds(
    lambda name, condition, days, window: behaviour(
        name,
        Events("contacts"),
        then=Events("purchases", "", condition),
        within=days,
        days=window,
    ),
    st.sampled_from(["then", "then_not"]),
    st.none() | of_purchases,
    st.integers(1, 365),
    st.none() | st.integers(1, 365),
)
moving = st.just(Today()) | apply(
    ["+", "-"], st.just(Today()), st.integers(0, 999).map(lambda n: Literal(n, "number"))
)

numbers = st.recursive(
    field("age", "recency_days", "online_ratio")
    | counts
    | apply(["-"], moving, field("birth_date")),
    lambda inner: (
        apply(["+", "-", "*", "/", "ratio", "coalesce"], inner, inner | plain)
        | apply(["-", "*"], plain, inner)
        | apply(["neg"], inner | plain)
    ),
    max_leaves=4,
)
money = st.recursive(
    field("monetary_12m", "aum_mavg") | sums,
    lambda inner: (
        apply(["+", "-", "coalesce"], inner, inner | cents)
        | apply(["*", "/"], inner, numbers | plain)
        | apply(["neg"], inner)
    ),
    max_leaves=4,
)
comparisons = ["==", "!=", "<", "<=", ">", ">="]
conditions = st.one_of(
    field("r_high", "dnc"),
    st.sampled_from(TAGS).map(HasTag),
    literal(st.booleans(), "truth"),
    apply(comparisons, numbers, numbers | plain),
    apply(comparisons, money, money | cents),
    apply(["==", "!="], field("gender"), genders),
    apply(["==", "!="], field("name"), words | field("short_name")),
    apply(comparisons, field("birth_date") | happened, days | field("established_on") | moving),
    st.sampled_from(["重点客户", "s12"]).map(InSegment),
    sequences,
    apply(["in", "not in"], field("gender"), items(genders)),
    apply(["in", "not in"], money, items(cents)),
    apply(["any_of", "all_of"], field("sport_pref"), items(sports)),
    apply(["contains", "startswith"], field("name"), words),
    apply(["isnull"], field("device_in_use", "kinds", "age") | money),
    apply(["between"], numbers, plain, numbers | plain),
    apply(["between"], money, cents, cents),
)
rules = st.recursive(
    conditions,
    lambda inner: (
        apply(["and", "or", "==", "!=", "coalesce"], inner, inner) | apply(["not", "isnull"], inner)
    ),
    max_leaves=6,
).map(Rule)


@pytest.mark.parametrize("unit", ["major", "minor"])
@settings(max_examples=300, deadline=None)
@given(rule=rules)
def test_the_text_of_a_rule_parses_to_the_same_rule(unit: MoneyUnit, rule: Rule) -> None:
    assert parse(to_text(rule, money_unit=unit), tags=TAGS, money_unit=unit) == rule


@settings(max_examples=100, deadline=None)
@given(rules)
def test_every_rule_can_be_said_in_both_languages(rule: Rule) -> None:
    for language in LANGUAGES:
        with in_language(language):
            sentence = to_sentence(rule)
            assert sentence
            assert "{" not in sentence or "{" in to_text(rule)


@settings(max_examples=100, deadline=None)
@given(rules)
def test_every_rule_has_an_outline_of_plain_values(rule: Rule) -> None:
    assert json.loads(json.dumps(outline(rule)))["type"] == "truth"


def test_every_function_of_events_has_its_place_in_a_generated_rule() -> None:
    used = {
        "count", "sum", "average", "largest", "smallest", "distinct", "days_since", "first", "last",
        "then", "then_not",
    }  # fmt: skip
    assert used == set(FUNCTIONS), "add the new function to the generated rules above"


def test_every_operator_has_its_place_in_a_generated_rule() -> None:
    used = {
        "and", "or", "not", "isnull", *comparisons, "in", "not in", "any_of", "all_of", "contains",
        "startswith", "between", "+", "-", "*", "/", "ratio", "coalesce", "neg",
    }  # fmt: skip
    assert used == set(OPERATORS), "add the new operator to the generated rules above"


def test_a_text_keeps_its_quotation_marks() -> None:
    rule = parse("""name == "it's" or name == 'say "x"' or name == “both ' and "”""")
    assert parse(to_text(rule)) == rule
