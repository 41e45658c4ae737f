"""Which of two values stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from profiler_app.domain.policies import (
    Told,
    decide,
    moment_of,
    policy_of,
    source_of,
    stated_day,
    stricter,
)

FILE = datetime(2026, 9, 30, 12, tzinfo=UTC)
EARLIER, LATER = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)


def rule(policy: str, told: Told | None, before: object = "old", **more: bool) -> tuple[bool, str]:
    made = decide(policy, before, told, moment=FILE, **more)  # type: ignore[arg-type]
    return made.writes, made.rule


def test_an_empty_field_is_filled_whatever_the_age() -> None:
    assert rule("newest", Told("by_hand", LATER, by_hand=True), None) == (True, "filled")
    assert rule("fill", None, None) == (True, "filled")


def test_what_was_typed_later_than_the_file_stays() -> None:
    assert rule("newest", Told("by_hand", LATER, by_hand=True)) == (False, "by_hand")
    assert rule("newest", Told("by_hand", EARLIER, by_hand=True)) == (True, "overwritten")
    assert rule("overwrite", Told("by_hand", LATER, by_hand=True)) == (True, "overwritten")


def test_an_older_file_does_not_overwrite_a_newer_one() -> None:
    assert rule("newest", Told("file:b", LATER)) == (False, "older")
    assert rule("newest", Told("file:b", EARLIER)) == (True, "overwritten")


def test_what_the_user_chose_stays_until_he_says_otherwise() -> None:
    chosen = Told("by_hand", EARLIER, by_hand=True, chosen=True)
    assert rule("newest", chosen) == (False, "chosen")
    assert rule("overwrite", chosen) == (False, "chosen")


def test_a_source_that_lost_does_not_win_by_repeating_itself() -> None:
    assert rule("newest", Told("file:b", FILE), repeated=True) == (False, "told_before")


@pytest.mark.parametrize(
    ("policy", "expected"), [("fill", "only_fill"), ("keep", "never"), ("ask", "ask")]
)
def test_the_other_policies_leave_known_values_alone(policy: str, expected: str) -> None:
    assert rule(policy, Told("file:b", EARLIER)) == (False, expected)


def test_a_field_has_its_own_policy_or_that_of_all() -> None:
    assert policy_of({}, "mobile") == "newest"
    assert policy_of({"*": "fill", "mobile": "ask"}, "mobile") == "ask"
    assert policy_of({"*": "fill", "mobile": "ask"}, "email") == "fill"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("门店会员_2025-09.xlsx", date(2025, 9, 30)),
        ("members 20250905.csv", date(2025, 9, 5)),
        ("会员2025年12月.csv", date(2025, 12, 31)),
        ("members.csv", None),
        ("13812025091.csv", None),
    ],
)
def test_a_file_name_may_say_the_day_of_its_data(name: str, day: date | None) -> None:
    assert stated_day(name) == day


def test_a_file_is_as_old_as_its_name_says_or_as_it_was_written() -> None:
    written = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert moment_of("members.csv", written) == written
    assert moment_of("members_2026-09.csv", written).date() == date(2026, 9, 30)
    assert moment_of("members_2026-12.csv", written) == written
    stated = moment_of("members_2026-09.csv", written, stated=date(2026, 8, 1))
    assert stated.date() == date(2026, 8, 1)


def test_next_months_export_is_the_same_source() -> None:
    names = ("门店会员_2025-09.xlsx", "门店会员_2025-10.xlsx", "门店会员_2025-10 (2).csv.gz")
    assert {source_of(name) for name in names} == {"门店会员"}
    assert source_of("2025-09.csv") == "2025-09"
    assert source_of("crm.csv") != source_of("shop.csv")


def test_of_two_consents_the_stricter_holds() -> None:
    assert stricter("granted", "withdrawn") == "withdrawn"
    assert stricter("withdrawn", "granted") == "withdrawn"
    assert stricter("granted", None) == "granted"
