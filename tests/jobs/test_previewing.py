"""What a rule holds while it is put together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from profiler_app.analysis.columns import Column
from profiler_app.domain.fields import Field
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.draft_parts import Condition, Group
from profiler_app.domain.rules.drafting import draft_of
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.lists import count
from profiler_app.jobs.segments.previewing import preview_rule, samples, step_counts
from profiler_app.store.workspace import Workspace


class Counting(ColumnSource):
    """Counts how often a column is read from the file."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.read = Counter[str]()

    def _read(self, field: Field) -> Column | None:
        self.read[field.id] += 1
        return super()._read(field)

    def kept(self, key: tuple[str, ...], make: Any) -> Any:
        def made() -> Any:
            self.read["behaviours"] += key[0] == "behaviour"
            return make()

        return super().kept(key, made)


@pytest.fixture(scope="module")
def source(demo: Workspace) -> ColumnSource:
    return ColumnSource(demo)


def _draft(text: str) -> Group:
    return draft_of(parse(text, tags=known_tags()))


def test_an_edit_of_a_value_reads_nothing_again(demo: Workspace) -> None:
    counting = Counting(demo)
    text = "monetary_12m >= {n} and gender == 'F' and count(purchases, 90) >= 1"
    preview_rule(counting, text.format(n=1))
    step_counts(counting, _draft(text.format(n=1)))
    before = dict(counting.read)
    assert set(before.values()) == {1}
    for n in (10, 100, 1_000):
        preview_rule(counting, text.format(n=n))
        step_counts(counting, _draft(text.format(n=n)))
    assert dict(counting.read) == before


def test_at_the_top_each_step_says_how_many_are_left(source: ColumnSource) -> None:
    text = "monetary_12m >= 1 and (gender == 'F' or age >= 60)"
    counts = step_counts(source, _draft(text))
    assert counts[(0,)] == count(source, "monetary_12m >= 1")[0]
    assert counts[(1,)] == count(source, text)[0]
    assert counts[(1, 0)] == count(source, "gender == 'F'")[0]


def test_unfinished_conditions_are_passed_over(source: ColumnSource) -> None:
    draft = _draft("monetary_12m >= 1 and gender == 'F'")
    parts = (draft.parts[0], Condition("age", "number", ">="), draft.parts[1])
    counts = step_counts(source, Group(parts=parts))
    assert set(counts) == {(0,), (2,)}


def test_seven_samples_with_the_reason_that_tells_most(
    demo: Workspace, source: ColumnSource
) -> None:
    text = "monetary_12m >= 1 and gender == 'F'"
    found = samples(demo, source, text)
    assert len(found.rows) == 7
    assert found.more
    inside = parse(text, tags=known_tags())
    own = source.columns(inside.fields)
    rare = "gender" if _few(source, "gender == 'F'") < _few(source, "monetary_12m >= 1") else ""
    for row in found.rows:
        place = int(np.searchsorted(source.ids(), row.customer))
        assert own["gender"].value(place) == "F"
        assert row.sales_minor == own["monetary_12m"].value(place)
        assert (known_gender(row.reason)) == (rare == "gender")


def _few(source: ColumnSource, text: str) -> int:
    return count(source, text)[0]


def known_gender(reason: str) -> bool:
    return any(word in reason for word in _gender_words())


def _gender_words() -> tuple[str, ...]:
    return ("性别", "Gender", "Sex")


def test_the_next_batch_shows_others(demo: Workspace, source: ColumnSource) -> None:
    first = {row.customer for row in samples(demo, source, "monetary_12m >= 1").rows}
    second = {row.customer for row in samples(demo, source, "monetary_12m >= 1", batch=1).rows}
    assert not first & second
