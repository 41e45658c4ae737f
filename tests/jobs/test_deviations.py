"""What is special about one customer among those of the own group (ANA-04)."""

from __future__ import annotations

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.analysis.standing_out import rarity, say_the_same
from profiler_app.jobs.card_details import card_as_json
from profiler_app.jobs.cards import read_card
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.deviations import NotYet, find_deviations
from profiler_app.jobs.likeness_fields import of_group
from profiler_app.jobs.lists import holds, parse_filter
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import TODAY

PERSON, REFUSED = 1, 3


def numbers(*values: float) -> Column:
    return Column("num", np.array(values), np.ones(len(values), bool))


def test_the_end_of_a_range_is_rare_and_its_middle_is_not() -> None:
    column = numbers(*range(1, 101))
    assert rarity(column, 100) == pytest.approx(0.02)
    assert rarity(column, 50) == 1.0


def test_a_quality_is_as_rare_as_all_that_are_no_more_frequent() -> None:
    codes = np.array([0] * 8 + [1, 2], np.int32)
    column = Column("enum", codes, np.ones(10, bool), ("often", "once", "also"))
    assert rarity(column, "once") == pytest.approx(0.2)
    assert rarity(column, "often") == 1.0


def test_numbers_that_rise_together_say_the_same() -> None:
    one, square = numbers(1, 2, 3, 4), numbers(1, 4, 9, 16)
    assert say_the_same(one, square, at_least=0.7)
    assert not say_the_same(one, numbers(2, 1, 1, 2), at_least=0.7)


def test_a_card_names_up_to_three_deviations_with_numbers(demo: Workspace) -> None:
    """ANA-04: the top deviations of the customer from the segment, with numbers."""
    source = ColumnSource(demo)
    told = 0
    for customer in (1, 4, 7, 9, 12, 15):
        card = read_card(demo, customer, as_of=TODAY)
        found = find_deviations(demo, source, card, as_of=TODAY)
        if found is None:
            continue
        told += len(found.strongest)
        assert len(found.strongest) <= 3
        rarities = [each.rarity for each in found.strongest]
        assert rarities == sorted(rarities) and all(rare <= 0.2 for rare in rarities)
        assert all(each.value != each.usual and each.sentence for each in found.strongest)
        rule = parse_filter(found.rule)
        assert rule is not None and holds(source, rule).true.sum() >= found.customers
    assert told


def test_a_deviation_is_recounted_by_hand(demo: Workspace) -> None:
    """ANA-04: the share told is that of the group members at least as far out."""
    source = ColumnSource(demo)
    for customer in range(1, 60):
        card = read_card(demo, customer, as_of=TODAY)
        found = find_deviations(demo, source, card, as_of=TODAY)
        numeric = [each for each in found.strongest if each.spread] if found else []
        if found is not None and numeric:
            break
    rule = parse_filter(found.rule)
    assert rule is not None
    column = source.columns([numeric[0].field])[numeric[0].field]
    inside = holds(source, rule).true & column.known
    inside &= of_group(source, f"{card.kind}:{card.line}")
    place = int(np.searchsorted(source.ids(), customer))
    mine, values = column.values[place], column.values[inside]
    tail = min((values <= mine).mean(), (values >= mine).mean())
    assert numeric[0].rarity == pytest.approx(min(1, 2 * tail), abs=1e-4)


def test_nothing_is_told_about_who_refused_profiling(demo: Workspace) -> None:
    card = read_card(demo, REFUSED, as_of=TODAY)
    assert find_deviations(demo, ColumnSource(demo), card, as_of=TODAY) is None


def test_columns_are_read_a_few_at_a_time_and_the_answer_is_the_same(demo: Workspace) -> None:
    card = read_card(demo, PERSON, as_of=TODAY)
    slowly, times = ColumnSource(demo), 0
    while True:
        try:
            found = find_deviations(demo, slowly, card, as_of=TODAY, at_once=False)
            break
        except NotYet:
            times += 1
    assert times > 1
    assert found == find_deviations(demo, ColumnSource(demo), card, as_of=TODAY)


def test_the_card_for_programs_carries_the_deviations(demo: Workspace) -> None:
    found = card_as_json(demo, PERSON, as_of=TODAY)["deviations"]
    assert found["name"] and found["customers"] >= 10 and len(found["strongest"]) <= 3
