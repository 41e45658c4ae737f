"""Rules in words, as a bank clerk reads them."""

from __future__ import annotations

import pytest

from profiler_app.domain.rules import parse, to_sentence, to_text
from profiler_app.domain.text import Language, in_language


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "recency_days > 60 and monetary_all >= 10000",
            "距最近购买超过 60 天 且 累计消费金额不低于 ¥10,000",
            "Recency is above 60 days and Lifetime spend is at least ¥10,000",
        ),
        (
            "r_high and (not f_high or m_high)",
            "最近购买高于均值为是 且 （购买频次高于均值为否 或 消费金额高于均值为是）",
            "Recency above average is yes and "
            "(Frequency above average is no or Monetary above average is yes)",
        ),
        ("not (age > 60)", "年龄不超过 60 岁", "Age is at most 60 years old"),
        (
            "not (r_high and f_high)",
            "不满足（最近购买高于均值为是 且 购买频次高于均值为是）",
            "it does not hold that "
            "(Recency above average is yes and Frequency above average is yes)",
        ),
        ("not isnull(churn_prob)", "流失概率已知", "Churn probability is known"),
        ("online_ratio >= 0.7", "线上占比不低于 70%", "Online share is at least 70%"),
        ("freq_12m >= 2", "近一年购买次数不低于 2 次", "Orders in 12 months is at least 2"),
        ("tenure_days > 1", "关系时长超过 1 天", "Tenure is above 1 day"),
        ("gender in ['F', 'M']", "性别属于：女、男", "Gender is one of Female, Male"),
        ("province == '33'", "省份为浙江省", "Province is 浙江省"),
        ("name == '王伟'", "姓名/名称为“王伟”", 'Name is "王伟"'),
        (
            "has('vt_vip') and not has('churn_red')",
            "有标签“VIP客户” 且 没有标签“流失红色预警”",
            'has the tag "VIP (top 5%)" and does not have the tag "Churn warning: red"',
        ),
        (
            "between(aum_mavg, 50000, 200000)",
            "AUM 月日均在 ¥50,000 至 ¥200,000 之间",
            "AUM month average is between ¥50,000 and ¥200,000",
        ),
        (
            "monetary_12m / freq_12m > 500",
            "（近一年消费总额除以近一年购买次数）超过 ¥500",
            "(Spend in 12 months divided by Orders in 12 months) is above ¥500",
        ),
        (
            "recency_days > ipi_ref * 2",
            "距最近购买超过 （参考间隔乘以2）",
            "Recency is above (Reference interval times 2)",
        ),
        (
            "birth_date < '1990-01-31'",
            "出生日期早于 1990-01-31",
            "Date of birth is before 1990-01-31",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(text: str, zh: str, en: str) -> None:
    rule = parse(text, tags=["vt_vip", "churn_red"])
    said: dict[Language, str] = {}
    for language in ("zh", "en"):
        with in_language(language):
            said[language] = to_sentence(rule)
    assert said == {"zh": zh, "en": en}


def test_money_is_said_in_the_currency_of_the_workspace() -> None:
    assert to_sentence(parse("monetary_12m > 5"), currency="GBP").endswith("£5")


def test_the_name_of_an_own_tag_may_be_given() -> None:
    rule = parse("has('mine')", tags=["mine"])
    assert to_sentence(rule, tag_names={"mine": "老友"}) == "有标签“老友”"


def test_the_text_leaves_out_brackets_that_change_nothing() -> None:
    text = "((age > 3)) and ((r_high)) or (m_high and (f_high))"
    assert to_text(parse(text)) == "age > 3 and r_high or m_high and f_high"


def test_the_text_of_money_is_exact() -> None:
    assert to_text(parse("monetary_12m > 10000.10")) == "monetary_12m > 10000.10"


def test_the_longest_rule_can_still_be_said() -> None:
    rule = parse(" and ".join(f"age != {n}" for n in range(100)))
    assert to_sentence(rule).count("且") == 99
