from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from profiler_app.domain.industries import company_size, industry
from profiler_app.domain.industry_notes import notes_for
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import in_language


def test_industries_are_read_as_in_the_vectors(disagreements: Callable[..., list[str]]) -> None:
    """CLN-02."""
    assert disagreements("industry", lambda raw, args: industry(raw)) == []


def in_fen(wan: float | None) -> int | None:
    return None if wan is None else round(wan * 10**6)


def test_company_sizes_are_those_of_the_vectors(
    vectors: Callable[[str], list[dict[str, Any]]],
) -> None:
    """CLN-02."""
    for vector in vectors("company_size"):
        checked = company_size(
            vector["industry"],
            employees=vector["employees"],
            revenue=in_fen(vector["revenue_wan"]),
            assets=in_fen(vector["assets_wan"]),
        )
        errors = (vector["expect_error"],) if "expect_error" in vector else ()
        found = (checked.value, checked.errors, checked.derived.get("upper_bound"))
        assert found == (vector.get("expect"), errors, vector.get("upper_bound")), vector


def test_every_class_of_the_classification_is_read() -> None:
    for digits, name in catalog("industries")["classes"].items():
        assert industry(digits).derived["name"] == name


def test_every_name_of_the_classification_is_found() -> None:
    table = catalog("industries")
    for name in (*table["groups"].values(), *table["classes"].values()):
        assert industry(name).derived["name"] == name


@pytest.mark.parametrize("code", ["39111", "C39111", "3999999", "C390"])
def test_a_code_that_does_not_exist_is_refused(code: str) -> None:
    assert industry(code).errors in {("IND_CLASS_UNKNOWN",), ("IND_DIVISION_UNKNOWN",)}


def test_every_division_has_notes_for_a_visit_in_both_languages_ind_03() -> None:
    """IND-03"""
    table = catalog("industries")
    for division, row in table["divisions"].items():
        for language in ("zh", "en"):
            with in_language(language):
                notes = notes_for(division)
            assert notes is not None and notes.key == f"{row['section']}{division}"
            assert notes.peculiar and len(notes.questions) >= 2
            assert [bool(text) for _title, text in notes.parts] == [True] * 4


def test_the_notes_of_a_class_are_those_of_its_division_ind_03() -> None:
    """IND-03"""
    found = notes_for("I6513")
    assert found is not None and found.name == "I65 软件和信息技术服务业"
    section = notes_for("C")
    assert section is not None and section.key == "C" and not section.peculiar
    assert notes_for("Z99") is None


def test_the_notes_hold_no_figures_ind_03() -> None:
    """IND-03: general knowledge, nothing that would have to be measured."""
    notes = catalog("industry_notes")
    told = [each for part in ("sections", "divisions") for each in notes[part].values()]
    assert not re.search(r"[0-9%]", json.dumps(told, ensure_ascii=False))
