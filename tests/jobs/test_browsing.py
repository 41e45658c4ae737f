"""Facets beside a table."""

from __future__ import annotations

import pytest

from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.quality.browsing import USUAL, Browsed, browse, facet_fields, rule_of
from profiler_app.store.workspace import Workspace

_KINDS = ("gender", "birth_date", "monetary_all", "city", "needs", "has_car", "age", "lifecycle")


def counts(found: Browsed, name: str) -> dict[str, int]:
    facet = next(each for each in found.facets if each.field == name)
    return {value.rule: value.count for value in facet.values}


@pytest.fixture(scope="module")
def usual() -> tuple[str, ...]:
    return USUAL


def test_without_a_choice_every_facet_counts_everybody(demo: Workspace) -> None:
    source = ColumnSource(demo)
    found = browse(source, ("gender", "kind"), {})
    assert sum(counts(found, "gender").values()) == len(found.ids) == found.total


@pytest.mark.parametrize("name", _KINDS)
def test_each_value_has_a_rule_that_finds_as_many(demo: Workspace, name: str) -> None:
    source = ColumnSource(demo)
    found = browse(source, (name,), {})
    for rule, number in counts(found, name).items():
        assert count(source, rule)[0] == number, rule


def test_a_choice_narrows_the_other_facets_not_its_own(demo: Workspace) -> None:
    source = ColumnSource(demo)
    before = browse(source, ("gender", "lifecycle"), {})
    chosen = {"gender": frozenset({"gender == 'F'"})}
    after = browse(source, ("gender", "lifecycle"), chosen)
    assert counts(after, "gender") == counts(before, "gender")
    assert sum(counts(after, "lifecycle").values()) == counts(before, "gender")["gender == 'F'"]
    assert len(after.ids) == counts(before, "gender")["gender == 'F'"]


def test_choices_in_several_facets_hold_together(demo: Workspace) -> None:
    source = ColumnSource(demo)
    choices = {
        "gender": frozenset({"gender == 'F'", "isnull(gender)"}),
        "needs": frozenset(list(counts(browse(source, ("needs",), {}), "needs"))[:2]),
    }
    found = browse(source, ("gender", "needs", "kind"), choices)
    assert count(source, rule_of(choices))[0] == len(found.ids) > 0


def test_the_rule_of_no_choice_is_everybody() -> None:
    assert rule_of({"gender": frozenset()}) == ""


def test_identifiers_are_no_facets(usual: tuple[str, ...]) -> None:
    assert not {"mobile", "cn_id", "number", "name"} & set(facet_fields())
    assert set(usual) <= set(facet_fields())
