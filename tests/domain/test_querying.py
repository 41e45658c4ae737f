"""Typed questions: every accepted sentence means exactly the stated rule, the rest is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiler_app.domain.querying import Goods, ask
from profiler_app.domain.querying.amounts import days, number
from profiler_app.domain.rules import parse
from profiler_app.domain.tags import built_in_tags

GOODS = Goods(("茶", "咖啡"), ("雀巢",), ("绿茶",))
_TYPED = Path(__file__).parent / "typed"


def rows(name: str) -> list[tuple[str, str]]:
    lines = (_TYPED / name).read_text(encoding="utf-8").splitlines()
    return [(said, meant) for said, _tab, meant in (line.partition("\t") for line in lines)]


def test_the_corpus_holds_two_hundred_sentences_in_both_languages() -> None:
    said = [sentence for sentence, _rule in rows("understood.tsv")]
    assert len(set(said)) >= 200
    assert sum(sentence[0].isascii() and sentence[0].isalpha() for sentence in said) >= 70


@pytest.mark.parametrize(("sentence", "rule"), rows("understood.tsv"))
def test_an_accepted_sentence_means_exactly_its_rule(sentence: str, rule: str) -> None:
    answer = ask(sentence, GOODS)
    assert answer.rule == parse(rule, tags=built_in_tags())
    assert answer.unknown == answer.candidates == answer.doubts == ()


@pytest.mark.parametrize(("sentence", "readings"), rows("doubtful.tsv"))
def test_what_can_be_read_in_several_ways_is_asked(sentence: str, readings: str) -> None:
    answer = ask(sentence, GOODS)
    assert answer.rule is None
    assert [each.text for each in answer.candidates] == readings.split(" | ")


@pytest.mark.parametrize(("sentence", "words"), rows("unknown.tsv"))
def test_words_nobody_knows_are_named(sentence: str, words: str) -> None:
    answer = ask(sentence, GOODS)
    assert answer.rule is None
    assert answer.candidates == ()
    assert [each.words for each in answer.unknown] == words.split(" | ")
    for each in answer.unknown:
        assert sentence[each.position :].startswith(each.words)


def test_a_doubt_names_the_words_it_is_about() -> None:
    (doubt,) = ask("朝阳区的女客户").doubts
    assert (doubt.words, doubt.position, len(doubt.meanings)) == ("朝阳区", 0, 2)


def test_an_empty_question_is_no_rule() -> None:
    assert ask("  ").rule is None
    assert ask("客户").rule is None


PIECES = [sentence for sentence, _rule in rows("understood.tsv")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "，", "或", "不", "x", "12", "元", "岁", "和"]), max_size=4)
)
def test_whatever_is_typed_gives_a_rule_a_question_or_the_words_that_are_not_known(
    pieces: list[str],
) -> None:
    answer = ask("".join(pieces), GOODS)
    ways = [answer.rule is not None, bool(answer.candidates), bool(answer.unknown)]
    assert sum(ways) == (1 if "".join(pieces).strip() else 0)


@pytest.mark.parametrize(
    ("text", "value"),
    [("5千", 5000), ("1.5万", 15000), ("三十", 30), ("二十五", 25), ("一百零五", 105),
     ("两万", 20000), ("10k", 10000), ("¥1,200", 1200), ("万", 10000), ("1亿", 10**8),
     ("十万", 10**5)],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("3个月", 90), ("半年", 180), ("一年", 365), ("a week", 7),
     ("6 months", 180), ("三周", 21)],
)  # fmt: skip
def test_spans_of_time_are_days(text: str, value: int) -> None:
    assert days(text) == value
