"""Typed rules over the sample: what they mean, for whom they hold, and why."""

from __future__ import annotations

import json

import pytest

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.text import in_language
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.ruling import answer, read_rule
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent


def held(workspace: Workspace, text: str) -> tuple[int, int]:
    return count(ColumnSource(workspace), text)


@pytest.mark.parametrize(
    ("figure", "feature"),
    [
        ("distinct(purchases.day)", "freq_all"),
        ("distinct(purchases.day, 365)", "freq_12m"),
        ("days_since(purchases)", "recency_days"),
        ("last(purchases)", "last_order_on"),
        ("(today - last_order_on)", "recency_days"),
        ("days_since(contacts where outcome != 'no_answer')", "last_contact_days"),
        ("count(feedbacks where kind == 'complaint', 365)", "complaints_12m"),
        ("sum(purchases.amount, 365)", "monetary_12m"),
    ],
)
def test_functions_of_events_agree_with_the_features(
    demo: Workspace, figure: str, feature: str
) -> None:
    may = "not has('no_profiling') and return_rate_12m == 0"
    if feature in ("monetary_12m", "complaints_12m"):  # also shown without consent
        may += f" and not isnull({figure})"
    known, _unknown = held(demo, f"{figure} == {feature} and {may}")
    assert known == held(demo, f"not isnull({feature}) and {may}")[0] > 0


def test_a_reading_says_text_tree_sentences_and_count(demo: Workspace) -> None:
    found = read_rule(demo, "recency_days > 30 and count(purchases, 365) >= 2").as_json()
    assert json.loads(json.dumps(found)) == found
    assert found["tree"]["operator"] == "and"
    assert found["sentence"] == {
        "zh": "距最近购买超过 30 天 且 近 365 天购买次数不低于 2 次",
        "en": "Recency is above 30 days and the number of purchases in the last 365 days is at "
        "least 2 times",
    }
    assert found["count"] == held(demo, found["text"])[0]


def test_why_one_customer_fits_names_what_happened(demo: Workspace) -> None:
    number = demo.connection.execute("SELECT number FROM customer LIMIT 1").fetchone()[0]
    with in_language("en"):
        found = read_rule(demo, "count(purchases) >= 100000 or age > 1", customer=number)
    assert found.explanation is not None
    leaf = found.explanation.leaves[0]
    assert leaf.verdict == "false"
    assert leaf.change.startswith("Needs: the number of purchases is at least 100,000 times; now ")


def test_a_segment_is_part_of_a_rule(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "Recent", "recency_days <= 60")
    save_segment(
        Silent(), own_demo, None, "Recent and big", "in_segment('Recent') and freq_12m > 1"
    )
    assert held(own_demo, "in_segment('Recent and big')") == held(
        own_demo, "recency_days <= 60 and freq_12m > 1"
    )


def test_a_segment_that_asks_for_itself_is_refused(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "A", "in_segment('B')")
    save_segment(Silent(), own_demo, None, "B", "in_segment('A')")
    with pytest.raises(RuleProblem):
        held(own_demo, "in_segment('A')")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("age > 1 and in_segment('nobody')", 23),
        ("count(purchase) > 1", 6),
        ("sum(purchases) > 1", 4),
        ("sum(purchases.category) > 1", 4),
        ("count(purchases where colour == 'red') > 1", 22),
        ("count(purchases, 0) > 1", 17),
        ("age > today", 6),
        ("count(purchases where count(purchases) > 1) > 1", 22),
        ("then(purchases, contacts)", 24),
    ],
)
def test_a_rule_that_is_none_says_where(demo: Workspace, text: str, position: int) -> None:
    with pytest.raises(RuleProblem) as refused:
        read_rule(demo, text)
    assert refused.value.facts["position"] == position


# -- questions in plain words


def test_a_question_gives_the_rule_and_the_count(demo: Workspace) -> None:
    found = answer(demo, "近30天没来、消费过5000以上的上海女客户").as_json()
    assert found["status"] == "understood"
    assert found["text"] == (
        "recency_days >= 30 and monetary_all >= 5000 "
        "and (province == '31' or city == '3100') and gender == 'F'"
    )
    assert (found["count"], found["unknown"]) == held(demo, found["text"])
    assert set(found["sentence"]) == {"zh", "en"}


def test_a_question_that_can_mean_several_things_offers_them(demo: Workspace) -> None:
    found = answer(demo, "门店的客户").as_json()
    assert found["status"] == "ambiguous"
    assert [each["text"] for each in found["candidates"]] == found["doubts"][0]["meanings"]


def test_a_question_that_is_not_understood_names_the_words(demo: Workspace) -> None:
    found = answer(demo, "customers from Mars in Shanghai").as_json()
    assert found == {"status": "not_understood", "unknown": [{"words": "Mars", "position": 15}]}


def test_the_goods_of_the_workspace_are_words(demo: Workspace) -> None:
    category = demo.connection.execute("SELECT category FROM product").fetchone()[0]
    found = answer(demo, f"买过{category}的客户").as_json()
    assert f"category == '{category}'" in json.dumps(found, ensure_ascii=False)
