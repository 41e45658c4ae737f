"""A quick look for customers who may be the same: only equal values count (M15)."""

from __future__ import annotations

import numpy as np

from profiler_app.analysis.columns import Column
from profiler_app.analysis.matching import exact
from profiler_app.domain.fields import fields


def texts(field: str, *values: str | None) -> Column:
    labels = tuple(dict.fromkeys(value for value in values if value is not None))
    codes = np.array([labels.index(v) if v is not None else 0 for v in values], np.int32)
    known = np.array([value is not None for value in values])
    return Column(fields()[field].kind, codes, known, labels)


def days(field: str, *values: int | None) -> Column:
    known = np.array([value is not None for value in values])
    return Column(fields()[field].kind, np.array([v or 0 for v in values], np.int64), known)


def book(**columns: Column) -> exact.Pairs:
    size = len(next(iter(columns.values())))
    return exact.candidates(columns, size)


def pairs(found: exact.Pairs) -> list[tuple[int, int]]:
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
    assert sorted(exact.groups(book(core_cust_no=same))) == [[0, 1, 2], [3, 4]]
