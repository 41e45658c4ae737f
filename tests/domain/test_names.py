from __future__ import annotations

from collections.abc import Callable

import pytest

from profiler_app.domain.names import COMPOUND_SURNAMES, person_name


def test_names_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    assert disagreements("person_name", lambda raw, args: person_name(raw)) == []


@pytest.mark.parametrize("surname", sorted(COMPOUND_SURNAMES))
def test_a_compound_surname_is_kept_whole(surname: str) -> None:
    assert person_name(f"{surname}样").derived["surname"] == surname


def test_title_and_note_are_both_split_off() -> None:
    checked = person_name("李四经理（介绍人）")
    assert checked.value == "李四"
    assert (checked.derived["title"], checked.derived["note"]) == ("经理", "介绍人")


def test_mixed_case_of_a_latin_name_is_left_alone() -> None:
    assert person_name("Ann McDonald").value == "Ann McDonald"


def test_a_very_long_name_is_noticed() -> None:
    assert person_name("示例样例示例样例").warnings == ("NAME_LONG",)
