"""Rules over columns: exact where all is known, unknown exactly where it must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler_app.analysis.columns import Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.domain.rules import parse

Answer = list[bool | None]
TAGS = ("vt_vip", "m_focus")


def numbers(*values: float | None, kind: str = "num") -> Column:
    dtype = np.float64 if kind in ("num", "ratio") else np.int64
    return Column(
        kind,
        np.array([0 if value is None else value for value in values], dtype=dtype),
        np.array([value is not None for value in values], dtype=bool),
    )


def truths(*values: bool | None) -> Column:
    known = np.array([value is not None for value in values], dtype=bool)
    return Column("bool", np.array([bool(value) for value in values]), known)


def texts(*values: str | None, kind: str = "text") -> Column:
    labels = tuple(sorted({value for value in values if value is not None}))
    codes = [0 if value is None else labels.index(value) for value in values]
    known = np.array([value is not None for value in values], dtype=bool)
    return Column(kind, np.array(codes, dtype=np.int32), known, labels)


def choices(*values: list[str] | None, labels: tuple[str, ...]) -> Column:
    masks = [sum(1 << labels.index(item) for item in value or []) for value in values]
    known = np.array([value is not None for value in values], dtype=bool)
    return Column("list", np.array(masks, dtype=np.int64), known, labels)


def kleene(*values: bool | None) -> Kleene:
    return Kleene(
        np.array([value is True for value in values]), np.array([value is None for value in values])
    )


def answers(
    text: str,
    columns: Mapping[str, Column],
    *,
    tags: Mapping[str, Kleene] | None = None,
    size: int | None = None,
) -> Answer:
    size = len(next(iter(columns.values()))) if size is None else size
    found = evaluate(parse(text, tags=TAGS), columns, tags=tags or {}, size=size)
    assert len(found) == size
    assert not (found.true & found.unknown).any()
    return [
        None if unknown else bool(true)
        for true, unknown in zip(found.true, found.unknown, strict=True)
    ]


AGES = {"age": numbers(17, 18, 40, None, kind="int")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age == 18", [False, True, False, None]),
        ("age != 18", [True, False, True, None]),
        ("age < 18", [True, False, False, None]),
        ("age <= 18", [True, True, False, None]),
        ("age > 17.5", [False, True, True, None]),
        ("age >= 18", [False, True, True, None]),
        ("18 <= age", [False, True, True, None]),
        ("age in [17, 40]", [True, False, True, None]),
        ("age not in [17, 40]", [False, True, False, None]),
        ("between(age, 18, 40)", [False, True, True, None]),
        ("not age < 18", [False, True, True, None]),
        ("isnull(age)", [False, False, False, True]),
        ("coalesce(age, 99) > 18", [False, False, True, True]),
        ("age * 2 - 1 == 33", [True, False, False, None]),
        ("-age > -18", [True, False, False, None]),
        ("age / 2 == 9", [False, True, False, None]),
        ("true", [True, True, True, True]),
        ("1 > 2", [False, False, False, False]),
    ],
)
def test_numbers(text: str, expected: Answer) -> None:
    assert answers(text, AGES) == expected


def test_dividing_by_zero_is_unknown() -> None:
    """DOMAIN section 5: division by 0 = unknown."""
    columns = {"monetary_12m": numbers(5000, 5000, kind="money"), "freq_12m": numbers(2, 0)}
    assert answers("ratio(monetary_12m, freq_12m) == 25", columns) == [True, None]
    assert answers("monetary_12m / 0 > 1", columns) == [None, None]


def test_money_is_compared_to_the_cent() -> None:
    columns = {"monetary_12m": numbers(1000010, 1000009, kind="money")}
    assert answers("monetary_12m >= 10000.10", columns) == [True, False]


def test_a_product_of_large_amounts_does_not_wrap_around() -> None:
    columns = {"monetary_12m": numbers(2**61, kind="money")}
    assert answers("monetary_12m * 1000 > 0", columns) == [True]


def test_a_sum_of_the_largest_numbers_does_not_wrap_around() -> None:
    large = " + ".join(["4000000000000000000"] * 5)
    assert answers(f"age + {large} > 0", AGES) == [True, True, True, None]


def test_dates_are_days() -> None:
    columns = {"birth_date": numbers(0, 1, -1, None, kind="date")}
    assert answers("birth_date < '1970-01-01'", columns) == [False, False, True, None]
    assert answers("birth_date in ['1970-01-02']", columns) == [False, True, False, None]


def test_codes_are_compared_by_their_label() -> None:
    columns = {"gender": texts("M", "F", None, kind="enum")}
    assert answers("gender == '女'", columns) == [False, True, None]
    assert answers("'女' != gender", columns) == [True, False, None]
    assert answers("gender in ['M']", columns) == [True, False, None]
    assert answers("coalesce(gender, 'F') == 'F'", columns) == [False, True, True]


def test_long_lists_of_values_are_found_too() -> None:
    columns = {"age": numbers(*range(100), None, kind="int"), "number": texts(*"abcdefghij", None)}
    wanted = ", ".join(map(str, range(0, 100, 2)))
    expected: Answer = [age % 2 == 0 for age in range(100)]
    assert answers(f"age in [{wanted}]", {"age": columns["age"]}) == [*expected, None]
    found = answers("number in ['a','b','c','d','e','f','g','h']", {"number": columns["number"]})
    assert found == [*[True] * 8, False, False, None]


def test_two_texts_are_compared_whatever_their_codes() -> None:
    columns = {"name": texts("a", "b", "c", None), "short_name": texts("b", "b", "x", "c")}
    assert answers("name == short_name", columns) == [False, True, False, None]


def test_a_coalesced_text_equals_another_text() -> None:
    columns = {"name": texts("a", None, None), "short_name": texts("a", "b", None)}
    assert answers("coalesce(name, short_name) == short_name", columns) == [True, True, None]


def test_parts_of_a_text_are_found_in_any_case() -> None:
    columns = {"name": texts("Acme Ltd", "the acme", None)}
    assert answers("contains(name, 'ACME')", columns) == [True, True, None]
    assert answers("startswith(name, 'acme')", columns) == [True, False, None]


def test_lists_hold_any_or_all() -> None:
    sports = choices(["golf", "run"], ["run"], [], None, labels=("golf", "run"))
    columns = {"sport_pref": sports}
    assert answers("any_of(sport_pref, ['golf', 'ski'])", columns) == [True, False, False, None]
    assert answers("all_of(sport_pref, ['golf', 'run'])", columns) == [True, False, False, None]
    assert answers("all_of(sport_pref, ['run', 'ski'])", columns) == [False, False, False, None]
    assert answers("isnull(sport_pref)", columns) == [False, False, False, True]


def test_a_yes_or_no_field_is_a_condition_by_itself() -> None:
    columns = {"dnc": truths(True, False, None)}
    assert answers("dnc", columns) == [True, False, None]
    assert answers("dnc == False", columns) == [False, True, None]
    assert answers("coalesce(dnc, true)", columns) == [True, False, True]
    assert answers("isnull(dnc)", columns) == [False, False, True]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("and", [True, False, None, False, False, False, None, False, None]),
        ("or", [True, True, True, True, False, None, True, None, None]),
    ],
)
def test_and_and_or_follow_kleene(operator: str, expected: Answer) -> None:
    """Kleene 1952, section 64: the strong tables."""
    all_pairs = [(a, b) for a in (True, False, None) for b in (True, False, None)]
    columns = {
        "r_high": truths(*(a for a, _ in all_pairs)),
        "f_high": truths(*(b for _, b in all_pairs)),
    }
    assert answers(f"r_high {operator} f_high", columns) == expected


@pytest.mark.parametrize(
    "text",
    ["age > 1", "gender == 'M'", "any_of(kinds, 'fund')", "dnc", "has('m_focus')", "age + 1 == 2",
     "gender in ['M']", "birth_date < '2000-01-01'", "coalesce(age, age) > 1", "name == short_name",
     "contains(name, 'x')", "monetary_12m / freq_12m > 1", "not dnc", "all_of(kinds, ['fund'])"],
)  # fmt: skip
def test_what_was_not_computed_is_unknown_for_everybody(text: str) -> None:
    assert answers(text, {}, size=3) == [None, None, None]


@pytest.mark.parametrize("field", ["age", "gender", "kinds", "dnc", "device_in_use"])
def test_what_was_not_computed_is_null(field: str) -> None:
    assert answers(f"isnull({field})", {}, size=2) == [True, True]


def test_has_reads_the_tags() -> None:
    tags = {"vt_vip": kleene(True, False, None)}
    assert answers("has('vt_vip')", {}, tags=tags, size=3) == [True, False, None]
    assert answers("not has('vt_vip')", {}, tags=tags, size=3) == [False, True, None]


def test_the_columns_are_left_as_they_were() -> None:
    column = numbers(1, None)
    answers("-age + 1 > coalesce(age, 3)", {"age": column})
    assert column.values.tolist() == [1, 0]
    assert column.known.tolist() == [True, False]


def test_nobody_is_no_problem() -> None:
    assert answers("age > 1 and gender == 'M'", {"age": numbers(), "gender": texts()}) == []


FILLINGS: dict[str, list[Any]] = {
    "age": [0, 1, 2],
    "r_high": [True, False],
    "f_high": [True, False],
}

texts_of_rules = st.recursive(
    st.sampled_from(
        ["r_high", "f_high", "age > 1", "age == 0", "age in [0, 2]", "ratio(1, age) > 0.5",
         "between(age, 1, 2)", "r_high == f_high"]
    ),
    lambda inner: st.builds("({} and {})".format, inner, inner)
    | st.builds("({} or {})".format, inner, inner)
    | st.builds("not ({})".format, inner),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(texts_of_rules)
def test_a_known_answer_stays_whatever_the_unknown_values_turn_out_to_be(text: str) -> None:
    """Kleene's logic is regular: only an unknown answer may change when more becomes known."""
    worlds = [
        (age, r, f)
        for age in FILLINGS["age"]
        for r in FILLINGS["r_high"]
        for f in FILLINGS["f_high"]
    ]
    for hidden in range(1, 8):
        seen = [
            [None if hidden >> place & 1 else value for place, value in enumerate(world)]
            for world in worlds
        ]
        partial, full = _in_worlds(text, seen), _in_worlds(text, worlds)
        for before, after in zip(partial, full, strict=True):
            assert before is None or before is after


def _in_worlds(text: str, worlds: list[Any]) -> Answer:
    ages, recent, frequent = zip(*worlds, strict=True)
    return answers(
        text,
        {
            "age": numbers(*ages, kind="int"),
            "r_high": truths(*recent),
            "f_high": truths(*frequent),
        },
    )
