"""Rules, questions, tags and segments on the command line."""

from __future__ import annotations

import pytest

from tests.cli.test_commands import Line, folder, line, shop

__all__ = ["folder", "line", "shop"]


def test_a_rule_is_shown_and_counted(shop: Line) -> None:
    found = shop.json("rule", "shop.zhike", "count(purchases, 90) >= 1 and gender == '女'")
    assert found["count"] == 1
    assert found["tree"]["operator"] == "and"
    assert found["sentence"]["zh"] == "近 90 天购买次数不低于 1 次 且 性别为女"


def test_a_rule_that_is_none_ends_with_1_and_its_place(shop: Line) -> None:
    shop("rule", "shop.zhike", "age > 3 and count(purchase) > 1", code=1)
    assert "18" in shop.err


def test_a_rule_is_explained_for_one_customer(shop: Line) -> None:
    words = ("rule", "shop.zhike", "count(purchases) >= 5", "--customer", "0001")
    found = shop.json(*words)["customer"]
    assert found["verdict"] == "false"
    assert found["leaves"][0]["facts"][0]["value"] == 2


def test_a_rule_is_said_in_the_language_that_was_asked_for(shop: Line) -> None:
    assert "Gender is Female" in shop("rule", "shop.zhike", "gender == 'F'", "--lang", "en")
    assert "性别为女" in shop(
        "rule", "shop.zhike", "gender == 'F'", "--customer", "0001", "--lang", "zh"
    )


def test_a_question_is_understood_asked_back_or_refused(shop: Line) -> None:
    assert shop.json("ask", "shop.zhike", "杭州的女客户")["count"] == 1
    assert shop.json("ask", "shop.zhike", "朝阳区的客户")["status"] == "ambiguous"
    refused = shop.json("ask", "shop.zhike", "火星的客户")
    assert refused["unknown"] == [{"words": "火星", "position": 0}]
    assert "性别" in shop("ask", "shop.zhike", "女客户")


def test_segments_are_saved_compared_and_watched(shop: Line) -> None:
    made = shop.json("segment", "shop.zhike", "Women", "--where", "gender == 'F'")
    assert (made["kind"], made["count"]) == ("live", 2)
    frozen = shop.json("segment", "shop.zhike", "Men", "--where", "gender == 'M'", "--static")
    assert (frozen["kind"], frozen["count"], frozen["new"]) == ("snapshot", 1, [])
    assert shop.json("overlap", "shop.zhike")["pairs"][0]["both"] == 0
    assert shop.json("compare-rest", "shop.zhike", "Women")["count"] == 2
    moved = shop.json("drift", "shop.zhike", "--since", "2026-11-22")
    assert moved["segments"] == [
        {"segment": "Women", "before": 2, "now": 2, "psi": 0.0, "level": "stable"}
    ]


@pytest.mark.parametrize("words", [("overlap",), ("segment", "Nobody"), ("compare-rest", "x >")])
def test_what_cannot_be_done_says_why(shop: Line, words: tuple[str, ...]) -> None:
    command, *rest = words
    shop(command, "shop.zhike", *rest, code=1)
    assert shop.err


def test_a_tag_is_given_shown_and_taken(shop: Line) -> None:
    catalog = {row["tag"]: row for row in shop.json("tags", "shop.zhike")["tags"]}
    assert catalog["gender_f"]["count"] == 2
    day = ("--as-of", "2026-11-22")
    given = shop.json(
        "tag", "shop.zhike", "0002", "m_focus", "--set", "--reason", "老客户", "--by", "张", *day
    )
    assert given["verdict"] == "yes"
    assert "老客户" in given["evidence"]
    taken = shop.json("tag", "shop.zhike", "0002", "m_focus", "--remove", *day)
    assert taken["verdict"] == "no"


def test_a_verdict_is_contested_and_settled(shop: Line) -> None:
    tag = ("tag", "shop.zhike", "0001", "gender_f", "--as-of", "2026-11-22")
    carries = shop.json(*tag)["verdict"]
    contested = shop.json(*tag, "--refuse", "--reason", "登记有误", "--by", "张")
    assert contested["verdict"] == "no" and "登记有误" in contested["evidence"]
    assert shop.json(*tag, "--accept")["verdict"] == carries == "yes"
