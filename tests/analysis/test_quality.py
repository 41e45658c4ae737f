"""Spellings and checks of the quality of data."""

from __future__ import annotations

from datetime import date

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.packed import PackedTexts
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
