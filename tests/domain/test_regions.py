from __future__ import annotations

from profiler_app.domain.regions import leading_city, leading_province, region_of


def test_a_code_of_today_names_its_county() -> None:
    region = region_of("330106")
    assert region is not None
    assert (region.province, region.city, region.county) == ("浙江省", "杭州市", "西湖区")


def test_an_abolished_code_is_historical() -> None:
    region = region_of("110103")
    assert region is not None
    assert (region.county, region.status) == ("崇文区", "historical")


def test_a_code_that_never_was_still_names_its_province() -> None:
    region = region_of("330199")
    assert region is not None
    assert (region.province, region.county, region.status) == ("浙江省", None, "unknown")


def test_a_province_that_does_not_exist_has_no_region() -> None:
    assert region_of("160101") is None


def test_a_short_name_in_front_of_a_county_is_no_city() -> None:
    assert leading_city("朝阳区") == ("", "")
    assert leading_city("朝阳双塔区") == ("2113", "朝阳")


def test_the_city_jilin_is_not_the_province() -> None:
    assert leading_province("吉林市船营区") == ("", "")
    assert leading_province("吉林长春") == ("22", "吉林")


def test_an_autonomous_prefecture_has_a_short_name() -> None:
    assert leading_city("延边延吉市") == ("2224", "延边")
