"""Who gets which tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Coded, Column
from profiler_app.analysis.evaluation import Kleene
from profiler_app.analysis.tagging import COMPLIANCE, assign_tags
from profiler_app.domain.fields import fields
from profiler_app.domain.rules import parse
from profiler_app.domain.rules.tree import FieldRef, Literal, Operation, walk
from profiler_app.domain.tags import TagDefinition, built_in_tags

Answer = list[bool | None]
KINDS = ("person:trade", "person:bank", "company:trade", "company:bank")


def of_kind(*kinds: str) -> Coded:
    return Coded(np.array([KINDS.index(kind) for kind in kinds], dtype=np.int32), KINDS)


def flags(*values: int) -> BoolArray:
    return np.array(values, dtype=bool)


def ages(*values: int | None) -> dict[str, Column]:
    known = np.array([value is not None for value in values])
    return {"age": Column("int", np.array([value or 0 for value in values]), known)}


def tag(name: str, rule: str | None, **changes: object) -> TagDefinition:
    parsed = None if rule is None else parse(rule, tags=["old", "adult", "senior", "hand"])
    made = replace(
        built_in_tags()["repeat_buyer"],
        id=name, rule=parsed, applies_to=frozenset(KINDS), exclusive_group=None, priority=None,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def assign(
    definitions: list[TagDefinition],
    columns: Mapping[str, Column],
    *,
    kinds: Coded,
    manual: Mapping[str, BoolArray] | None = None,
    refused: Mapping[str, BoolArray] | None = None,
    allowed: BoolArray | None = None,
) -> dict[str, Answer]:
    size = len(kinds.codes)
    found = assign_tags(
        definitions,
        columns,
        kind_line=kinds,
        manual=manual or {},
        refused=refused or {},
        profiling_allowed=np.ones(size, dtype=bool) if allowed is None else allowed,
    )
    return {name: listed(answer) for name, answer in found.items()}


def listed(answer: Kleene) -> Answer:
    assert not (answer.true & answer.unknown).any()
    return [
        None if unknown else bool(true)
        for true, unknown in zip(answer.true, answer.unknown, strict=True)
    ]


PERSONS = of_kind("person:trade", "person:trade", "person:trade")
OLD = tag("old", "age >= 60")
ADULT = tag("adult", "age >= 18")


def test_a_tag_is_true_false_or_unknown() -> None:
    assert assign([OLD], ages(70, 20, None), kinds=PERSONS) == {"old": [True, False, None]}


def test_a_tag_that_does_not_apply_is_false_not_unknown() -> None:
    definition = replace(OLD, applies_to=frozenset({"person:bank"}))
    kinds = of_kind("person:bank", "person:trade", "company:bank")
    assert assign([definition], ages(70, None, None), kinds=kinds) == {"old": [True, False, False]}


def test_has_sees_tags_whatever_the_order_they_stand_in() -> None:
    senior = tag("senior", "has('old') and has('adult')")
    found = assign([senior, OLD, ADULT], ages(70, 20, None), kinds=PERSONS)
    assert list(found) == ["senior", "old", "adult"]
    assert found["senior"] == [True, False, None]


def test_an_exclusive_group_keeps_the_tag_of_smallest_priority() -> None:
    """DOMAIN section 5: exclusive groups."""
    old = replace(OLD, exclusive_group="stage", priority=1)
    adult = replace(ADULT, exclusive_group="stage", priority=2)
    found = assign([adult, old], ages(70, 20, None), kinds=PERSONS)
    assert found == {"old": [True, False, None], "adult": [False, True, None]}


def test_has_sees_the_results_before_the_exclusive_group_is_thinned() -> None:
    old = replace(OLD, exclusive_group="stage", priority=1)
    adult = replace(ADULT, exclusive_group="stage", priority=2)
    senior = tag("senior", "has('adult')")
    found = assign([old, adult, senior], ages(70, 20, 5), kinds=PERSONS)
    assert found["senior"] == [True, True, False]


def test_a_tag_given_by_hand_wins_its_group() -> None:
    old = replace(OLD, exclusive_group="stage", priority=1)
    adult = replace(ADULT, exclusive_group="stage", priority=2)
    manual = {"adult": flags(1, 0, 1)}
    found = assign([old, adult], ages(70, 70, None), kinds=PERSONS, manual=manual)
    assert found == {"old": [False, True, False], "adult": [True, False, True]}


def test_a_tag_without_a_rule_is_only_given_by_hand() -> None:
    hand = tag("hand", None, kind="manual")
    found = assign([hand], {}, kinds=PERSONS, manual={"hand": flags(1, 0, 0)})
    assert found == {"hand": [True, False, False]}


def test_a_refused_tag_stays_away_even_when_given_by_hand() -> None:
    found = assign(
        [OLD], ages(70, 70, None), kinds=PERSONS,
        manual={"old": flags(1, 0, 0)}, refused={"old": flags(1, 0, 1)},
    )  # fmt: skip
    assert found == {"old": [False, True, False]}


def test_a_person_who_did_not_allow_profiling_keeps_compliance_only() -> None:
    """DOMAIN section 5: party with no_profiling keeps only group compliance."""
    warning = tag("adult", "age >= 18", group=COMPLIANCE)
    kinds = of_kind("person:bank", "company:bank", "person:trade")
    found = assign([OLD, warning], ages(70, 70, None), kinds=kinds, allowed=flags(0, 0, 0))
    assert found == {"old": [False, True, False], "adult": [True, True, None]}


def test_a_sensitive_tag_is_never_assigned() -> None:
    found = assign([replace(OLD, sensitive=True)], ages(70, 20, None), kinds=PERSONS)
    assert found == {"old": [False, False, False]}


SIZE = 6000


@pytest.fixture(scope="module")
def crowd() -> tuple[dict[str, Column], Coded]:
    """Random customers: around the limits of the rules, or unknown, in every field they read."""
    chance = np.random.default_rng(7)
    limits = _limits()
    columns = {name: _random(name, sorted(limits[name]), chance) for name in limits}
    return columns, Coded(chance.integers(0, 4, SIZE).astype(np.int32), KINDS)


def _limits() -> dict[str, set[Any]]:
    """Return what the rules of the catalog compare each field with."""
    found: dict[str, set[Any]] = {}
    rules = [definition.rule for definition in built_in_tags().values() if definition.rule]
    for node in (node for rule in rules for node in walk(rule.root)):
        parts = list(walk(node)) if isinstance(node, Operation) else [node]
        logical = isinstance(node, Operation) and node.operator in ("and", "or", "not")
        for field in (part.id for part in parts if isinstance(part, FieldRef)):
            values = {part.value for part in parts if isinstance(part, Literal)}
            found.setdefault(field, set()).update(set() if logical else values)
    return found


def _random(name: str, limits: list[Any], chance: np.random.Generator) -> Column:
    kind = fields()[name].kind
    known = chance.random(SIZE) > 0.2
    if kind in ("enum", "text", "code"):
        labels = (*limits, "another")
        codes = chance.integers(0, len(labels), SIZE).astype(np.int32)
        return Column(kind, codes, known, labels)
    if kind == "list":
        return Column("list", chance.integers(0, 2 ** len(limits), SIZE), known, tuple(limits))
    if kind == "bool":
        return Column("bool", chance.random(SIZE) > 0.5, known)
    dtype = np.float64 if kind in ("num", "ratio") else np.int64
    near = [limit + step for limit in limits or [0] for step in (-1, 0, 0.01, 1)]
    return Column(kind, chance.choice(np.array(near, dtype=dtype), SIZE), known)


def test_6000_random_customers_never_hold_two_tags_of_one_group(
    crowd: tuple[dict[str, Column], Coded],
) -> None:
    """DOMAIN section 5: 6,000 random parties, no exclusive-group conflict."""
    columns, kinds = crowd
    found = assign_tags(
        list(built_in_tags().values()), columns, kind_line=kinds, manual={}, refused={},
        profiling_allowed=np.ones(SIZE, dtype=bool),
    )  # fmt: skip
    held: dict[str, NDArray[np.int64]] = {}
    for name, answer in found.items():
        group = built_in_tags()[name].exclusive_group
        if group:
            held[group] = held.get(group, np.zeros(SIZE, dtype=np.int64)) + answer.true
    assert len(held) == 18
    assert all(count.max() == 1 for count in held.values())


def test_among_random_customers_every_rule_tag_is_given_and_withheld(
    crowd: tuple[dict[str, Column], Coded],
) -> None:
    """DOMAIN section 5: every rule both true and false somewhere."""
    columns, kinds = crowd
    # without other members the exclusive groups thin nothing out
    definitions = [replace(tag, exclusive_group=None) for tag in built_in_tags().values()]
    found = assign_tags(
        definitions, columns, kind_line=kinds, manual={}, refused={},
        profiling_allowed=np.ones(SIZE, dtype=bool),
    )  # fmt: skip
    one_sided = {
        name
        for name, answer in found.items()
        if built_in_tags()[name].rule and not (answer.true.any() and answer.false.any())
    }
    assert one_sided == {"outside_assets"}, "only the sensitive tag is never given"
