"""Real addresses, labelled by hand: the regions they name are found."""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from profiler_app.domain.addresses import address, region_codes
from profiler_app.domain.regions import county_name

_SUFFIX = re.compile("特别行政区|(?:壮族|回族|维吾尔)?自治区|[省市区县州盟旗]$|地区$")


@pytest.fixture
def labelled(shared: Path) -> list[dict[str, str]]:
    with gzip.open(shared / "data/zh_address/addresses_dev.csv.gz", "rt", encoding="utf-8") as file:
        return [*csv.DictReader(file)]


def names(level: str, found: dict[str, Any]) -> list[str]:
    """Return the names found for a level; a city may be one of the third level (义乌市)."""
    here = [found.get(level)]
    if level == "city":
        here.append(found.get("county"))
    if level == "county":  # told, though it exists in several cities
        here += [county_name(code) for code in found.get("candidates", ())]
    return [name for name in here if name]


def agrees(label: str, name: str) -> bool:
    short = _SUFFIX.sub("", name)
    return label == name or _SUFFIX.sub("", label) == short or label.startswith(short)


@pytest.mark.parametrize(
    ("label", "level", "least"),
    [("prov", "province", 0.99), ("city", "city", 0.96), ("district", "county", 0.93)],
)
def test_the_regions_of_real_addresses_are_found(
    labelled: list[dict[str, str]], label: str, level: str, least: float
) -> None:
    rows = [row for row in labelled if row[label].strip()]
    hits = sum(
        any(
            agrees(row[label].strip(), name)
            for name in names(level, dict(address(row["address"]).derived))
        )
        for row in rows
    )
    assert hits / len(rows) >= least


def test_many_at_once_are_read_like_one(labelled: list[dict[str, str]]) -> None:
    texts = [row["address"] for row in labelled]
    alone = [region_codes([text])[0] for text in texts]
    assert region_codes(texts) == alone
    assert [bool(code[0]) for code in alone] == [address(text).ok for text in texts]


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("宁波市江东区百丈东路1号", "江东区"),
        ("杭州余杭未来科技城", "余杭区"),
        ("宁波宁波市鄞州区横街镇", "鄞州区"),
        ("广东省-汕头市-金平区潮州路67号", "金平区"),
        ("广西省柳州市城中区东环大道", "城中区"),
        ("江苏镇江市丹阳市", "丹阳市"),
        ("秦岭路街道河南省郑州市中原区秦岭路", "中原区"),
    ],
)
def test_addresses_as_people_write_them(text: str, county: str) -> None:
    assert address(text).derived["county"] == county


@pytest.mark.parametrize("text", ["某某路1号", "东方国际大厦5号", "Baker Street 221b", "金牛路9号"])
def test_what_names_no_region_finds_none(text: str) -> None:
    assert not address(text).ok
