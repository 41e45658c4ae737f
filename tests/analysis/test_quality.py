"""Duplicates (M15), spellings and checks of the quality of data."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.analysis.quality import duplicates
from profiler_app.analysis.quality.texts import plain
from profiler_app.analysis.quality.validity import repaired, valid
from profiler_app.analysis.quality.variants import find_variants
from profiler_app.domain.fields import fields
from profiler_app.domain.identifiers import uscc

TODAY = date(2026, 11, 22)


def texts(field: str, *values: str | None) -> Column:
    labels = tuple(dict.fromkeys(value for value in values if value is not None))
    codes = np.array([labels.index(v) if v is not None else 0 for v in values], np.int32)
    known = np.array([value is not None for value in values])
    return Column(fields()[field].kind, codes, known, labels)


def days(field: str, *values: int | None) -> Column:
    known = np.array([value is not None for value in values])
    return Column(fields()[field].kind, np.array([v or 0 for v in values], np.int64), known)


def good(field: str, *values: str | None) -> list[bool]:
    return valid(texts(field, *values), fields()[field], TODAY).tolist()


# Checks


def test_a_mobile_number_that_is_none_is_not_valid() -> None:
    assert good("mobile", "+8613800002046", "12345", None) == [True, False, False]


def test_an_id_number_with_a_wrong_check_character_is_not_valid() -> None:
    assert good("cn_id", "11010519491231002X", "110105194912310021") == [True, False]


def test_an_id_number_of_tomorrow_is_not_valid() -> None:
    assert good("cn_id", "110105202712310024") == [False]


def test_a_credit_code_is_checked_as_its_validator_does() -> None:
    codes = ("91330106MA27XL1M42", "91330106MA27XL1M43", "9133", "91350100M000100Y43")
    assert good("uscc", *codes) == [uscc(code).ok for code in codes]
    assert True in good("uscc", *codes)


def test_an_e_mail_address_needs_an_at() -> None:
    assert good("email", "a.b@example.com", "ab.example.com") == [True, False]


def test_a_choice_outside_its_list_is_not_valid() -> None:
    assert good("gender", "M", "X") == [True, False]


def test_a_region_code_has_to_exist() -> None:
    assert good("city", "3301", "9901", "1100") == [True, False, True]


def test_a_birth_date_lies_within_the_last_150_years() -> None:
    column = days("birth_date", 7300, 40_000, -60_000, None)
    assert valid(column, fields()["birth_date"], TODAY).tolist() == [True, False, False, False]


def test_a_field_without_a_check_is_valid_when_filled() -> None:
    assert good("employer", "any", None) == [True, False]


def test_a_number_that_can_be_read_after_all_is_repaired() -> None:
    assert repaired("mobile", "138-0000-2046", TODAY) == "+8613800002046"
    assert repaired("mobile", "12", TODAY) is None


def test_packed_texts_come_out_as_they_went_in() -> None:
    many = [f"名称{i}𠀀" if i % 7 == 0 else f"name {i}" for i in range(300)]
    assert list(plain(PackedTexts.of(many))) == many
    assert list(plain(PackedTexts.of(["甲", "", "乙丙"]))) == ["甲", "", "乙丙"]


# Duplicates

_VECTORS = [
    ("cn_id name", "", True, 16.5),
    ("cn_id", "name", True, 10.5),
    ("mobile name", "", True, 9.5),
    ("mobile", "name gender", True, 0.5),
    ("mobile name birth_date", "", False, 18.5),
    ("name", "", True, 2.5),
    ("name birth_date", "", True, 8.0),
    ("name birth_date mobile", "cn_id", True, 7.0),
    ("mobile address", "name birth_date", True, 4.0),
    ("uscc company_key", "", False, 22.0),
    ("company_key", "uscc", False, 0.0),
    ("company_key", "", False, 8.0),
]


@pytest.mark.parametrize(("agree", "differ", "common", "bits"), _VECTORS)
def test_bits_are_those_of_the_vectors_m15(
    agree: str, differ: str, common: bool, bits: float
) -> None:
    same, other = dict.fromkeys(agree.split(), True), dict.fromkeys(differ.split(), True)
    assert duplicates.weigh(same, other, common=common) == pytest.approx(bits)


def book(**columns: Column) -> duplicates.Pairs:
    size = len(next(iter(columns.values())))
    return duplicates.candidates(columns, size)


def pairs(found: duplicates.Pairs) -> list[tuple[int, int]]:
    return list(zip(found.first.tolist(), found.second.tolist(), strict=True))


def test_the_same_mobile_and_name_are_a_candidate() -> None:
    found = book(
        name=texts("name", "林婉清", "王五", "林婉清"),
        mobile=texts("mobile", "+8613800002046", None, "+8613800002046"),
    )
    assert pairs(found) == [(0, 2)]
    assert found.bits.tolist() == [13.0]


def test_different_id_numbers_are_a_veto() -> None:
    found = book(
        name=texts("name", "林婉清", "林婉清"),
        mobile=texts("mobile", "+8613800002046", "+8613800002046"),
        birth_date=days("birth_date", 1, 1),
        cn_id=texts("cn_id", "11010519491231002X", "440524188001010014"),
    )
    assert pairs(found) == []


def test_a_telephone_of_a_whole_shop_says_nothing() -> None:
    names = [f"客户{i}" for i in range(4)]
    found = book(name=texts("name", *names), mobile=texts("mobile", *["+8613800002046"] * 4))
    assert pairs(found) == []


def test_companies_meet_under_their_key() -> None:
    found = book(
        kind=texts("kind", "company", "company"),
        name=texts("name", "杭州云帆软件有限公司", "杭州市云帆软件有限责任公司"),
    )
    assert pairs(found) == [(0, 1)]


def test_pairs_that_hang_together_are_one_group() -> None:
    same = texts("core_cust_no", "7", "7", "7", "8", "8")
    assert sorted(duplicates.groups(book(core_cust_no=same))) == [[0, 1, 2], [3, 4]]


# Spellings


def spelled(method: str, **counts: int) -> list[set[str]]:
    return [{s.text for s in group.spellings} for group in find_variants([*counts.items()], method)]


def test_width_case_and_blanks_are_one_spelling() -> None:
    counts = [("ABC 商贸", 3), ("ＡＢＣ商贸", 1), ("abc商贸", 1), ("XYZ", 1)]
    (group,) = find_variants(counts, "fingerprint")
    assert (group.target, group.count, group.odd) == ("ABC 商贸", 5, 2)


def test_traditional_and_simplified_characters_meet() -> None:
    counts = [("东方贸易", 5), ("東方貿易", 2), ("冬方贸易", 1)]
    (group,) = find_variants(counts, "traditional")
    assert {each.text for each in group.spellings} == {"东方贸易", "東方貿易"}


def test_the_legal_form_can_be_overlooked() -> None:
    assert spelled("suffix", 云帆软件有限公司=4, 云帆软件=2, 云海=1) == [
        {"云帆软件有限公司", "云帆软件"}
    ]
    assert spelled("suffix", 浙江省=4, 浙江=2) == [{"浙江省", "浙江"}]


def test_what_sounds_alike_meets_under_its_pinyin() -> None:
    assert spelled("pinyin", 顾清越=4, 顾青越=1, 何立言=3) == [{"顾清越", "顾青越"}]


def test_a_slip_of_the_pen_is_near() -> None:
    assert spelled("nearest", 禾木设计工作室=9, 禾木设汁工作室=1, 云帆=3) == [
        {"禾木设计工作室", "禾木设汁工作室"}
    ]


def test_two_numbered_shops_are_not_one() -> None:
    assert spelled("nearest", 西湖路第一分店=5, 西湖路第二分店=5) == []


def test_a_spelling_nobody_has_is_left_out() -> None:
    assert find_variants([("A b", 2), ("ab", 0)], "fingerprint") == ()
