"""The short ways an import tries first say what the validators say, or leave it to them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiler_app.domain.addresses import address, region_codes
from profiler_app.domain.checked import USUAL_TEXT, clean_text
from profiler_app.domain.companies import LEGAL_FORMS, company_name
from profiler_app.domain.customer_rows import CustomerBlock
from profiler_app.domain.dates import USUAL_DATE, parse_date, quick_date
from profiler_app.domain.identifiers import (
    USUAL_NUMBER,
    email,
    is_excel_damage,
    mobile,
    quick_email,
    quick_mobile,
)
from profiler_app.domain.names import ORDINARY_NAME, person_name
from profiler_app.domain.regions import region_names
from profiler_app.ingest.notation import Notation, quick_minor, usual_minor
from profiler_app.ingest.values import looks_like_company

NUMBERS = st.text("0123456789+- ()86 ．１²٣", max_size=16) | st.from_regex(
    r"\+?8?6?[ -]?1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}", fullmatch=True
)
ADDRESSES = st.from_regex(r"[ A-Za-z0-9._@'`#-]{0,30}", fullmatch=True)
DAYS = st.from_regex(r"[0-9]{4}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,2}[日号]?", fullmatch=True)
HAN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    | st.sampled_from("公司有限先生总某无店厂"),
    max_size=5,
)
PLACES = st.lists(
    st.sampled_from(
        [*region_names().provinces, *region_names().cities_short, *"路街东省市区县1 号大中"]
    )
    | st.sampled_from(list(region_names().counties)),
    max_size=6,
).map("".join)


@given(NUMBERS | st.text(max_size=14))
def test_a_usual_mobile_number(cell: str) -> None:
    quick = quick_mobile(cell)
    if quick is not None:
        checked = mobile(cell)
        assert (checked.value, checked.ok) == (quick, True)


@given(ADDRESSES | st.emails() | st.text(max_size=20))
def test_an_ordinary_address(cell: str) -> None:
    quick = quick_email(cell)
    if quick is not None:
        checked = email(cell)
        assert (checked.value, checked.ok) == (quick, True)


@given(DAYS | st.dates().map(date.isoformat) | st.text(max_size=10), st.sampled_from([None, True]))
def test_a_usual_date(cell: str, day_first: bool | None) -> None:
    quick = quick_date(cell)
    if quick is not None:
        checked = parse_date(Notation(day_first=day_first).date_text(cell), day_first=day_first)
        assert (checked.value, checked.ok) == (quick, True)


@given(
    DAYS | st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(date.isoformat) | st.text(max_size=10),
    st.sampled_from([None, True]),
)
def test_an_iso_date_stays_as_it_is(cell: str, day_first: bool | None) -> None:
    if USUAL_DATE.fits(cell):
        checked = parse_date(Notation(day_first=day_first).date_text(cell), day_first=day_first)
        assert (checked.value, checked.ok) == (cell, True)


def test_nearly_every_day_is_a_usual_date() -> None:
    days = [date.fromordinal(n).isoformat() for n in range(693_961, 767_010)]
    assert days[0] == "1901-01-01" and days[-1] == "2100-12-31"
    unusual = {day for day in days if not USUAL_DATE.fits(day)}
    assert unusual == {d for d in days if d.endswith("-02-29") or d.startswith("2100-")}


@given(st.text(max_size=12) | HAN.map(lambda text: text * 3) | st.text("ab 中:-'", max_size=14))
def test_usual_text_needs_no_cleaning(cell: str) -> None:
    if USUAL_TEXT.fits(cell):
        assert clean_text(cell) == cell


@pytest.mark.parametrize("cell", ["1900-01-01", "1880-01-00", "2101-01-01", "2023-02-29", "99999"])
def test_an_impossible_date_has_no_short_way(cell: str) -> None:
    assert quick_date(cell) is None


@given(st.from_regex(r"-?[0-9]{0,14}(\.[0-9]{0,3})?", fullmatch=True) | st.text(max_size=8))
def test_a_usual_amount(cell: str) -> None:
    quick = quick_minor(cell, 10_000)
    if quick is not None:
        minor = Notation().minor(cell)
        assert minor is not None and quick == minor * 10_000


USUAL_AMOUNTS = st.from_regex(r"[0-9]{1,12}(\.[0-9][0-9])?", fullmatch=True)


@given(st.lists(USUAL_AMOUNTS) | st.lists(USUAL_AMOUNTS | st.just("")))
def test_a_column_of_usual_amounts(cells: list[str]) -> None:
    expected = [Notation().minor(cell) if cell else None for cell in cells]
    assert usual_minor(cells) == expected
    assert usual_minor(cells, 10_000) == [
        None if each is None else each * 10_000 for each in expected
    ]


@given(HAN | st.text(max_size=6))
def test_an_ordinary_name_is_left_alone_by_everyone(cell: str) -> None:
    if ORDINARY_NAME.fits(cell):
        assert clean_text(cell) == cell
        assert person_name(cell).value == cell and person_name(cell).ok
        assert company_name(cell).value == cell
        assert not looks_like_company(cell)


@pytest.mark.parametrize("form", LEGAL_FORMS)
def test_no_company_has_an_ordinary_name(form: str) -> None:
    assert not ORDINARY_NAME.fits(f"王{form}")


@given(st.from_regex(r"[A-Za-z]{0,7}[-_]?[0-9.eE+]{0,19}", fullmatch=True) | st.text(max_size=8))
def test_a_usual_number_stays_as_it_is(cell: str) -> None:
    if USUAL_NUMBER.fits(cell):
        assert clean_text(cell) == cell and not is_excel_damage(cell)


@given(PLACES | st.text(max_size=12))
def test_the_beginning_of_an_address_tells_its_regions(cell: str) -> None:
    text = clean_text(cell)
    if text is not None:
        checked = address(text)
        codes = tuple(
            (checked.derived.get(f"{level}_code") or "")[:digits] if checked.ok else ""
            for level, digits in (("province", 2), ("city", 4), ("county", 6))
        )
        assert region_codes([text]) == [codes]


ABOVE = PLACES | st.sampled_from(["", "浙江省杭州市", "江苏省 苏州市", "海外A", "杭州"])


@given(st.lists(st.tuples(PLACES | st.text("西湖区鼓楼县路 1号A", max_size=8), ABOVE), max_size=6))
def test_regions_above_an_address_tell_what_they_tell_in_front_of_it(
    rows: list[tuple[str, str]],
) -> None:
    tidy = [(clean_text(cell) or "", clean_text(upper) or "") for cell, upper in rows]
    texts, above = ([*column] for column in zip(*tidy, strict=True)) if tidy else ([], [])
    expected = []
    for text, upper in zip(texts, above, strict=True):
        (alone,), (whole,) = region_codes([text]), region_codes([upper + text])
        expected.append(whole if text and not alone[2] and whole[2] else alone)
    assert region_codes(texts, above) == expected


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("aZ9-_ "))
)
def test_text_that_needs_no_cleaning_is_normal_already(cell: str) -> None:
    import unicodedata

    assert unicodedata.normalize("NFKC", cell) == cell


@given(st.integers(1, 60), st.sets(st.integers(0, 59)))
def test_rows_left_out_of_a_block_are_those_that_are_not_picked(
    count: int, asked: set[int]
) -> None:
    places = {place for place in asked if place < count}
    lines, keys = range(7, 7 + count), [f"k{place}" for place in range(count)]
    block = CustomerBlock(lines, "member_no", keys, {}, {"name": [*reversed(keys)]})
    kept = block.picked([place for place in range(count) if place not in places])
    left = block.without(places)
    assert ([*left.lines], [*left.keys]) == ([*kept.lines], [*kept.keys])
    assert [*left.values["name"]] == [*kept.values["name"]]


@given(st.lists(st.from_regex(r"[0-9]{0,12}", fullmatch=True), min_size=1))
def test_whole_amounts_are_read_at_once_as_one_by_one(cells: list[str]) -> None:
    minor = [Notation(False, None).minor(cell) if cell else None for cell in cells]
    assert usual_minor(cells) == minor
    assert usual_minor(cells, 100) == [each if each is None else each * 100 for each in minor]
