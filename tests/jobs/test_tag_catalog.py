"""The catalog of tags, and tags that are the same wherever they are computed."""

from __future__ import annotations

import random

import pytest

from profiler_app.domain.tags import built_in_tags
from profiler_app.jobs.cards.reasons import explain_tag
from profiler_app.jobs.cards.subject import read_subject
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.tag_catalog import tag_catalog
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY


@pytest.fixture(scope="module")
def catalog(demo: Workspace) -> dict[str, dict[str, object]]:
    return {row["tag"]: row for row in tag_catalog(demo)["tags"]}


def test_the_catalog_holds_every_tag_with_its_meaning_tag_01(
    catalog: dict[str, dict[str, object]],
) -> None:
    assert len(catalog) == len(built_in_tags()) >= 200
    vip = catalog["vt_vip"]
    assert vip["label"] == "VIP客户"
    sentence = vip["sentence"]
    assert isinstance(sentence, dict)
    assert sentence.keys() == {"zh", "en"}


def test_the_coverage_is_what_a_rule_counts_tag_03(
    demo: Workspace, catalog: dict[str, dict[str, object]]
) -> None:
    source = ColumnSource(demo)
    for name in ("vt_vip", "gender_f", "churn_red", "sz_large"):
        row = catalog[name]
        assert (row["count"], row["unknown"]) == count(source, f"has('{name}')")
        assert isinstance(row["meant_for"], int)
        assert 0 < row["meant_for"] <= 300


def test_tags_nobody_carries_are_told_tag_03(catalog: dict[str, dict[str, object]]) -> None:
    for row in catalog.values():
        assert (row["hint"] == "never") == (row["count"] == 0 and row["meant_for"] != 0)


@pytest.mark.promise(21)
def test_recomputed_reasons_give_the_stored_verdict_for_a_thousand_items_tag_01(
    demo: Workspace,
) -> None:
    dice = random.Random(7)
    source = ColumnSource(demo)
    customers = dice.sample(source.ids().tolist(), 25)
    stored = source.tags(built_in_tags())
    checked = 0
    for customer in customers:
        subject = read_subject(demo, customer, as_of=TODAY)
        place = int(source.ids().searchsorted(customer))
        for tag in dice.sample(list(built_in_tags().values()), 40):
            was = stored[tag.id]
            verdict = "unknown" if was.unknown[place] else "yes" if was.true[place] else "no"
            why = explain_tag(subject, tag)
            assert why.verdict == verdict, (customer, tag.id)
            assert bool(why.evidence) or verdict != "yes"
            checked += 1
    assert checked == 1000
