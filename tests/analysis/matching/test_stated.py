"""Customers compared by stated weights (CLN-03, M15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest

from profiler_app.analysis.matching.levels import OTHER, SAME, SOUND, UNKNOWN
from profiler_app.analysis.matching.scanning import Scan
from profiler_app.analysis.matching.stated import ROLES, bits_of, decide, match
from profiler_app.analysis.matching.traits import Trait, trait_of

_VECTORS = [
    ("cn_id name", "", True, 16.5, "auto"),
    ("cn_id", "name", True, 10.5, "review"),
    ("mobile name", "", True, 9.5, "review"),
    ("mobile", "name gender", True, 0.5, "reject"),
    ("mobile name birth_date", "", False, 18.5, "auto"),
    ("name", "", True, 2.5, "reject"),
    ("name birth_date", "", True, 8.0, "review"),
    ("name birth_date mobile", "cn_id", True, 7.0, "reject"),
    ("mobile address", "name birth_date", True, 4.0, "reject"),
    ("uscc company", "", False, 22.0, "auto"),
    ("company", "uscc", False, 0.0, "reject"),
    ("company", "", False, 8.0, "review"),
    ("pinyin mobile", "", False, 8.5, "review"),
]


def _trait(name: str, *, common: bool) -> Trait:
    same = ["19900101"] * 2 + ["19900101"] * (common and name == "name") + ["20000202"]
    return trait_of(name, same, ROLES[name])


@pytest.mark.parametrize(("agree", "differ", "common", "total", "decision"), _VECTORS)
def test_the_vectors_of_cln_03_get_their_bits_and_decision(
    agree: str, differ: str, common: bool, total: float, decision: str
) -> None:
    names, levels, bits = [], [], []
    for word in agree.split() + differ.split():
        name = "name" if word == "pinyin" else word
        level = SOUND if word == "pinyin" else OTHER if word in differ.split() else SAME
        names.append(name)
        levels.append(np.array([level], np.int8))
        bits.append(bits_of(_trait(name, common=common), levels[-1], np.array([0])))
    verdicts = decide(names, levels, np.array(bits))
    assert np.sum(bits) == pytest.approx(total)
    found = "auto" if verdicts.sure[0] else "review" if verdicts.review[0] else "reject"
    assert found == decision


def test_what_is_not_known_says_nothing() -> None:
    levels = np.array([UNKNOWN], np.int8)
    assert bits_of(_trait("birth_date", common=False), levels, np.array([0])).tolist() == [0.0]


def book(**columns: Sequence[str | None]) -> Scan:
    size = len(next(iter(columns.values())))
    traits = [trait_of(name, cells, ROLES[name]) for name, cells in columns.items()]
    return match(traits, size)


def decided(found: Scan) -> Mapping[tuple[int, int], bool]:
    pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
    return dict(zip(pairs, found.match.tolist(), strict=True))


def test_a_strong_key_merges_without_a_question() -> None:
    found = book(name=["林婉清", "林婉清", "王五"], cn_id=["11010519491231002X"] * 2 + [None])
    assert decided(found) == {(0, 1): True}
    assert found.groups == [[0, 1]]


def test_an_id_number_of_15_digits_is_that_of_18() -> None:
    found = book(name=["林婉清", "林婉清"], cn_id=["110105491231002", "11010519491231002X"])
    assert decided(found) == {(0, 1): True}


def test_different_id_numbers_are_a_veto() -> None:
    found = book(
        name=["林婉清"] * 2,
        mobile=["13800002046"] * 2,
        birth_date=["19900101"] * 2,
        address=["浙江省杭州市西湖区文三路18号"] * 2,
        cn_id=["11010519491231002X", "440524188001010014"],
    )
    assert decided(found) == {}


def test_a_family_with_one_telephone_is_not_one_person() -> None:
    found = book(
        name=["林国强", "陈美玲", "林小雨"],
        mobile=["13800002046"] * 3,
        address=["浙江省杭州市西湖区文三路18号2单元301室"] * 3,
        birth_date=["19750203", "19771109", "20040530"],
    )
    assert not any(decided(found).values())


def test_a_telephone_of_a_whole_shop_says_nothing() -> None:
    found = book(name=[f"客户{each}" for each in "甲乙丙丁"], mobile=["13800002046"] * 4)
    assert decided(found) == {}


def test_twins_by_name_and_telephone_wait_for_somebody() -> None:
    found = book(name=["林婉清", "林宛清"], mobile=["13800002046"] * 2)
    assert decided(found) == {(0, 1): False}


def test_companies_of_two_cities_stay_two() -> None:
    found = book(
        company=["北京云帆科技有限公司", "上海云帆科技有限公司", "北京市云帆科技有限责任公司"],
        uscc=[None, None, None],
    )
    assert decided(found) == {(0, 2): False}


def test_a_veto_holds_within_groups() -> None:
    found = book(
        name=["林婉清"] * 3,
        core_cust_no=["77", "77", "77"],
        cn_id=["11010519491231002X", None, "440524188001010014"],
    )
    together = {pair for group in found.groups for pair in combinations(group, 2)}
    assert (0, 2) not in together and len(found.groups) == 1
