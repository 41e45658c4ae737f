"""The rule language: what parses, what it means, and what is refused with which reason."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import Rule, parse, to_sentence, to_text
from profiler_app.domain.rules.operators import CALL, OPERATORS, Operator
from profiler_app.domain.rules.tree import Literal, walk
from profiler_app.domain.text import in_language


def literals(rule: Rule) -> list[object]:
    return [node.value for node in walk(rule.root) if isinstance(node, Literal)]


def refused(text: str, **how: object) -> RuleProblem:
    with in_language("en"), pytest.raises(RuleProblem) as caught:
        parse(text, **how)  # type: ignore[arg-type]
    return caught.value


def test_the_prefix_of_a_field_may_be_left_out() -> None:
    assert parse("f.recency_days > 60") == parse("recency_days > 60")


def test_a_field_may_be_named_by_its_label() -> None:
    assert parse("距最近购买 > 60") == parse("recency_days > 60")


def test_a_former_name_of_a_field_still_works() -> None:
    assert parse("buy_freq_12m >= 2") == parse("freq_12m >= 2")


def test_chinese_punctuation_counts_as_its_ascii_form() -> None:
    assert parse("gender in ［“F”，‘M’］ and （age ＞ 3）") == parse(
        "gender in ['F', 'M'] and (age > 3)"
    )


def test_and_binds_tighter_than_or_and_not_tighter_than_both() -> None:
    assert parse("not r_high and f_high or m_high") == parse("((not r_high) and f_high) or m_high")


def test_not_negates_a_whole_comparison() -> None:
    assert parse("not age > 3") == parse("not (age > 3)")


def test_times_binds_tighter_than_plus_and_plus_than_a_comparison() -> None:
    assert parse("age + 2 * freq_12m > 3 - 1") == parse("(age + (2 * freq_12m)) > (3 - 1)")


def test_minus_is_read_from_left_to_right() -> None:
    assert parse("age - 1 - 2 > 0") != parse("age - (1 - 2) > 0")


def test_words_count_in_any_case() -> None:
    assert parse("r_high AND NOT f_high == True") == parse("r_high and not f_high == true")


def test_an_amount_typed_by_a_person_is_in_major_units() -> None:
    """Section 7 of the decisions: money in rules typed by people is in major units."""
    assert literals(parse("monetary_12m >= 10000.5")) == [1000050]


def test_an_amount_of_the_catalog_is_in_minor_units() -> None:
    assert literals(parse("monetary_12m >= 10000", money_unit="minor")) == [10000]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between(monetary_12m, 1, 2)", [100, 200]),
        ("monetary_12m in [1, 2]", [100, 200]),
        ("coalesce(monetary_12m, 0) > aov_12m + 3", [0, 300]),
        ("100 < monetary_12m", [10000]),
        ("monetary_12m * 2 > aov_12m", [2]),
        ("monetary_12m / aov_12m > 2", [2]),
        ("monetary_12m / freq_12m > 2", [200]),
    ],
)
def test_only_numbers_beside_money_are_money(text: str, expected: list[object]) -> None:
    assert literals(parse(text)) == expected


@pytest.mark.parametrize("written", ["'M'", "'男'", "'male'", '"Male"'])
def test_an_option_may_be_written_by_its_id_or_either_label(written: str) -> None:
    assert literals(parse(f"gender == {written}")) == ["M"]


@pytest.mark.parametrize("written", ["'33'", "33", "'浙江省'", "'浙江'"])
def test_a_place_may_be_written_by_its_code_or_name(written: str) -> None:
    assert literals(parse(f"province == {written}")) == ["33"]


def test_a_name_that_many_places_share_is_refused() -> None:
    reason = "County has no value '市中区'; write its code or its full Chinese name"
    assert refused("county == '市中区'").facts["reason"] == reason


def test_the_code_of_an_option_may_be_written_as_a_number() -> None:
    assert parse("education in [10, 20]") == parse("education in ['10', '20']")


def test_one_choice_needs_no_brackets() -> None:
    assert parse("any_of(kinds, 'fund')") == parse("any_of(kinds, ['基金'])")


def test_a_text_beside_a_date_is_a_date() -> None:
    assert literals(parse("birth_date < '1990-01-31'")) == [date(1990, 1, 31)]


def test_parameters_are_filled_in() -> None:
    filled = parse(
        "f.education in p.codes and f.age >= p.age", parameters={"codes": ["10"], "age": 60}
    )
    assert filled == parse("education in ['10'] and age >= 60")


def test_a_rule_knows_its_fields_and_tags() -> None:
    rule = parse("has('a') and (age > 3 or not isnull(gender))", tags=["a"])
    assert rule.fields == {"age", "gender"}
    assert rule.tags == {"a"}


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 0, "the rule is empty"),
        ("age", 0, "expected a yes-or-no value, found a number"),
        ("agee > 3", 0, "there is no field 'agee'. Did you mean age?"),
        ("isnul(age)", 0, "there is no function 'isnul'. Did you mean isnull?"),
        ("age > 1 and", 11, "expected a field, a value or '(', found the end of the rule"),
        ("age > 'old'", 6, "expected a number, found a text"),
        ("age > monetary_12m", 6, "expected a number, found an amount of money"),
        ("gender > 'M'", 0, "expected a number / an amount of money / a date, found a text"),
        ("gender == 'X'", 10, "Gender has no value 'X'; it knows: M (Male), F (Female)"),
        ("gender in []", 10, "the list in brackets is empty"),
        ("gender in [age]", 11, "a list in brackets holds plain values only"),
        ("1 < age < 5", 8, "comparisons cannot be chained; write 'a < b and b < c' or "
         "between(b, low, high)"),
        ("age = 3", 4, "'=' is not an operator; write ==, !=, <= or >="),
        ("name == 'x", 8, "the text that begins here has no closing quotation mark"),
        ("age > 3 ; 1", 8, "';' means nothing in a rule"),
        ("(age > 3", 8, "expected ')', found the end of the rule"),
        ("age > 3 4", 8, "expected an operator such as and, or, ==, found '4'"),
        ("between(age, 3) or r_high", 0, "between takes 3 values, not 2"),
        ("sport_pref == 'golf'", 0, "this field holds several values; write any_of(field, "
         "['a', 'b'])"),
        ("monetary_12m > 1.005", 15, "an amount of money has at most two decimals"),
        ("birth_date > '31.1.1990'", 13, "'31.1.1990' is not a date; write it like '2026-01-31'"),
        ("age > 99999999999999999999", 6, "the number is too large"),
        ("monetary_12m > 99999999999999999", 15, "the number is too large"),
        ("contains(name, short_name)", 15, "write the text to look for in quotation marks"),
        ("p.days > 3", 0, "parameters (p.) exist only in the rule of a tag"),
        ("has(vip)", 4, "there is no field 'vip'."),
        ("has(age)", 0, "has() takes one tag in quotation marks"),
        ("has('vt_vp')", 4, "there is no tag 'vt_vp'. Did you mean vt_vip?"),
        ("device_in_use == 1", 0, "expected a yes-or-no value / a number / an amount of money / "
         "a text / a date, found a reference"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, position: int, reason: str) -> None:
    found = refused(text, tags=["vt_vip"])
    assert (found.facts["position"], found.facts["reason"]) == (position, reason)


def test_a_problem_is_worded_in_chinese_too() -> None:
    with pytest.raises(RuleProblem, match="没有字段 'agee'。是否想写 age？"):
        parse("agee > 3")


def test_a_sensitive_field_is_refused() -> None:
    """PRV: class S3 is never part of a rule."""
    found = refused("annual_income > 3")
    assert found.facts["reason"] == "Annual income is sensitive and cannot be used in a rule"


def test_only_the_fields_that_are_known_may_be_named() -> None:
    found = refused("gender == 'M'", known={"age": fields()["age"]})
    assert "there is no field 'gender'" in str(found.facts["reason"])


def test_a_parameter_the_tag_does_not_have_is_refused() -> None:
    found = refused("age > p.day", parameters={"days": 3})
    assert found.facts["reason"] == "the tag has no parameter 'day'. Did you mean days?"


@pytest.mark.parametrize(
    "text", ["(" * 5000, "not " * 5000, "-" * 5000 + "age", "isnull(" * 5000, "r_high and " * 5000]
)
def test_a_rule_without_end_is_refused_before_it_exhausts_the_stack(text: str) -> None:
    assert refused(text + "r_high").facts["reason"] == "the rule has too many parts"


def test_a_list_in_brackets_may_be_long() -> None:
    rule = parse(f"number in [{', '.join(f'{n!r}' for n in map(str, range(5000)))}]")
    assert len(literals(rule)) == 5000


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"()[],+-*/.;'", "and", "or", "not", "in", "==", "<", "age", "gender", "p.x", "1e999",
             "'M'", "true", "isnull", "has", "any_of", "kinds", "between", "monetary_12m", "９"]
        ) | st.text(max_size=3)
    ).map(" ".join)
)  # fmt: skip
def test_whatever_is_typed_is_a_rule_or_a_problem(text: str) -> None:
    with contextlib.suppress(RuleProblem):
        assert parse(text).root.type == "truth"


@pytest.mark.parametrize(
    "text", ["().__class__", "[x for x in y]", "lambda: 1", "age.__class__ > 1", "a[0]", "f'{1}'"]
)
def test_a_rule_is_not_a_program(text: str) -> None:
    refused(text)


def test_an_operator_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Operator(
        "double", "double", "call", CALL, 1, OPERATORS["neg"].check, lambda a: a + a, "twice {0}"
    )
    monkeypatch.setitem(OPERATORS, "double", row)  # type: ignore[arg-type]
    rule = parse("double(age) > 60")
    assert to_text(rule) == "double(age) > 60"
    with in_language("en"):
        assert to_sentence(rule) == "twice Age is above 60"
