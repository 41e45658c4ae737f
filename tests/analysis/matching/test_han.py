"""Chinese names, companies and addresses compared as people read them."""

from __future__ import annotations

import pytest

from profiler_app.analysis.matching.han import (
    compare_addresses,
    compare_companies,
    compare_names,
    spelled_name,
)
from profiler_app.analysis.matching.levels import VERDICTS

_NAMES = [
    ("张伟", "章伟", "sound"),
    ("陳偉", "陈伟", "meant"),
    ("单雄信", "善雄信", "sound"),
    ("林婉清", "林碗清", "sound"),
    ("张朋飞", "张明飞", "near"),
    ("张正", "张真", "near"),
    ("林婉清", "lin wanqing", "sound"),
    ("林婉清", "wanqing lin", "sound"),
    ("张小明", "张明", "alike"),
    ("张", "张小明", "part"),
    ("张伟", "张强", "other"),
    ("王伟", "李伟", "other"),
]


@pytest.mark.parametrize(("one", "other", "verdict"), _NAMES)
def test_names(one: str, other: str, verdict: str) -> None:
    assert VERDICTS[compare_names([one], [other])[0]] == verdict
    assert VERDICTS[compare_names([other], [one])[0]] == verdict


@pytest.mark.parametrize("written", ["张先生", "小张", "老张", "张总", "张（同事介绍）"])
def test_titles_and_nicknames_leave_the_surname(written: str) -> None:
    assert spelled_name(written.replace("（", "(").replace("）", ")")) == "张"


_COMPANIES = [
    ("北京云帆科技有限公司", "上海云帆科技有限公司", "other"),
    ("北京云帆科技有限公司", "北京市云帆科技有限责任公司", "meant"),
    ("北京云帆科技有限公司", "北京云帆贸易有限公司", "other"),
    ("云帆科技有限公司", "北京云帆科技有限公司", "near"),
    ("北京云帆科技有限公司", "北京芸帆科技有限公司", "sound"),
    ("北京云帆科技有限公司", "北京云帆科技有限公司上海分公司", "other"),
]


@pytest.mark.parametrize(("one", "other", "verdict"), _COMPANIES)
def test_companies(one: str, other: str, verdict: str) -> None:
    assert VERDICTS[compare_companies([one], [other])[0]] == verdict


_ADDRESSES = [
    ("浙江省杭州市西湖区文三路18号", "杭州市西湖区文三路18号", "meant"),
    ("浙江省杭州市西湖区文三路18号", "浙江省杭州市余杭区文三路18号", "other"),
    ("杭州市西湖区文三路18号2栋301室", "杭州市西湖区文三路18号2幢301", "meant"),
    ("杭州市西湖区文三路十八号", "杭州市西湖区文三路18号", "meant"),
    ("杭州市西湖区文三路18号2栋301室", "杭州市西湖区文三路18号", "alike"),
    ("杭州市西湖区文三路18号", "杭州市西湖区文三路20号", "other"),
]


@pytest.mark.parametrize(("one", "other", "verdict"), _ADDRESSES)
def test_addresses_level_by_level(one: str, other: str, verdict: str) -> None:
    assert VERDICTS[compare_addresses([one], [other])[0]] == verdict
