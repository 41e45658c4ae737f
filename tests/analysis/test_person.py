from datetime import date

import pytest

from profiler_app.analysis.features import compute_features
from tests.analysis.small_facts import ago, facts, of, sale


def on(day: date, name: str, **person: object) -> object:
    return compute_features(facts([person]), as_of=day).columns[name].value(0)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(1990, 5, 20), date(2024, 5, 19), 33),
        (date(1990, 5, 20), date(2024, 5, 20), 34),
        (date(2000, 2, 29), date(2023, 2, 28), 22),
        (date(2000, 2, 29), date(2023, 3, 1), 23),
        (date(1950, 12, 31), date(2024, 1, 1), 73),
    ],
)
def test_age_in_full_years(born: date, today: date, age: int) -> None:
    """FEA-01"""
    assert on(today, "age", birth_date=born) == age


@pytest.mark.parametrize(
    ("born", "today", "days"),
    [
        (date(1990, 5, 20), date(2024, 5, 20), 0),
        (date(1990, 5, 20), date(2024, 5, 21), 364),
        (date(1990, 1, 2), date(2023, 12, 31), 2),
        (date(2000, 2, 29), date(2023, 2, 27), 1),
        (date(2000, 2, 29), date(2024, 2, 28), 1),
    ],
)
def test_days_to_the_birthday(born: date, today: date, days: int) -> None:
    """FEA-01"""
    assert on(today, "birthday_in_days", birth_date=born) == days


@pytest.mark.parametrize(
    ("lunar", "today", "days"),
    [
        ("八月十五", date(2026, 9, 20), 5),
        ("八月十五", date(2026, 9, 26), 354),
        ("闰六月初三", date(2026, 7, 1), 15),  # no doubled month that year: the sixth
        ("不详", date(2024, 5, 18), 2),  # unreadable: the common calendar is asked
    ],
)
def test_who_keeps_the_lunar_birthday_has_it_on_that_day(
    lunar: str, today: date, days: int
) -> None:
    """DOMAIN 8.1: a lunar birthday reminded by the solar date"""
    born = date(1990, 5, 20)
    assert on(today, "birthday_in_days", birth_date=born, birth_lunar=lunar) == days
    if days != 2:
        assert on(today, "birthday_in_days", birth_date=None, birth_lunar=lunar) == days


@pytest.mark.parametrize(
    ("years", "band"), [(17, "<18"), (18, "18-24"), (64, "55-64"), (65, "65+")]
)
def test_age_bands(years: int, band: str) -> None:
    today = date(2024, 6, 1)
    assert on(today, "age_band", birth_date=date(2024 - years, 1, 1)) == band


def test_who_is_thirteen_is_under_fourteen() -> None:
    assert on(date(2024, 6, 1), "under_14", birth_date=date(2010, 6, 2)) is True
    assert on(date(2024, 6, 2), "under_14", birth_date=date(2010, 6, 2)) is False


def test_without_a_birth_date_age_is_unknown() -> None:
    assert on(date(2024, 6, 1), "age", birth_date=None) is None
    assert on(date(2024, 6, 1), "under_14", birth_date=None) is None


def test_the_relation_began_as_declared_else_with_the_first_order_or_account() -> None:
    orders = [sale(ago(50)), sale(ago(80))]
    assert of(facts([{"relation_since": ago(200)}], order_line=orders), "tenure_days") == 200
    assert of(facts(order_line=orders), "tenure_days") == 80
    bank = facts([{"line": "bank"}], account=[{"opened_on": ago(33)}])
    assert of(bank, "tenure_days") == 33
    assert of(facts(1), "tenure_days") is None


def test_the_document_of_a_person() -> None:
    assert of(facts([{"id_doc_expiry": ago(-30)}]), "id_left_days") == 30


COMPANY = {"kind": "company"}


def test_industry_age_and_size_of_a_company() -> None:
    register = {
        "industry": "C3911",
        "established_on": ago(1461),
        "employees": 400,
        "revenue": 5_000_000_000,
    }
    book = facts([COMPANY | register])
    assert of(book, "industry_section") == "C"
    assert of(book, "company_age_years") == 4
    assert of(book, "size_class") == "medium"


def test_a_size_that_cannot_be_told_is_unknown() -> None:
    assert of(facts([COMPANY | {"industry": "C3911", "employees": 400}]), "size_class") is None
    assert of(facts([COMPANY]), "size_class") is None
