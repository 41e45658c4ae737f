from __future__ import annotations

from collections.abc import Callable

import pytest

from profiler_app.domain.addresses import address


def test_addresses_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    assert disagreements("address", lambda raw, args: address(raw)) == []


def test_a_county_that_exists_twice_in_the_province_is_not_guessed() -> None:
    checked = address("江苏省鼓楼区中山路1号")
    assert checked.derived["province"] == "江苏省"
    assert checked.derived["county"] is None
    assert checked.derived["candidates"] == ["320106", "320302"]
    assert checked.warnings == ("ADDR_COUNTY_AMBIGUOUS",)


@pytest.mark.parametrize("text", ["上海路1号", "河北大街2号", "北京街道3号"])
def test_a_street_named_after_a_place_is_no_place(text: str) -> None:
    assert address(text).errors == ("ADDR_UNRESOLVED",)


def test_a_county_with_its_province_implies_the_city() -> None:
    assert address("浙江省义乌市稠江街道").derived["city"] == "金华市"
