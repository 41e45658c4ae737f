from __future__ import annotations

from collections.abc import Callable

import pytest

from profiler_app.domain.companies import company_name, known_by


def test_company_names_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    assert disagreements("company_name", lambda raw, args: company_name(raw)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("浙江省示例科技有限责任公司", "浙江示例科技有限公司"),
        ("示例（上海）贸易有限公司", "示例(上海) 贸易有限公司"),
        ("杭州市示例有限公司", "杭州示例有限公司"),
        ("Example Trading Ltd", "EXAMPLE TRADING LTD"),
    ],
)
def test_spellings_of_one_company_share_a_key(one: str, other: str) -> None:
    assert company_name(one).derived["match_key"] == company_name(other).derived["match_key"]


def test_a_branch_never_shares_the_key_of_its_parent() -> None:
    branch = company_name("示例银行股份有限公司杭州分行").derived
    assert branch["parent_hint"] == "示例银行股份有限公司"
    assert branch["match_key"] != company_name(branch["parent_hint"]).derived["match_key"]


def test_a_name_that_is_only_a_place_and_a_form_keeps_its_core() -> None:
    assert company_name("北京银行").derived["core"] == "北京"


@pytest.mark.parametrize(
    "name",
    [
        "北京云帆科技有限公司",
        "杭州市云帆(集团)有限公司",
        "云帆",
        "中国银行上海分行",
        "浙江云帆",
        "x" * 300,
    ],
)
def test_what_names_are_compared_by_is_what_reading_them_tells(name: str) -> None:
    facts = company_name(name).derived
    place = facts.get("city") or facts.get("region") or ""
    told = (facts.get("match_key", name), place, facts.get("core", name))
    assert known_by(name) == (*told, facts.get("is_branch", False))
