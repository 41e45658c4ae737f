"""Which customers carry which tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np

from profiler_app.analysis.columns import BoolArray, Coded, Column
from profiler_app.analysis.evaluation import Kleene, evaluate
from profiler_app.domain.tags import TagDefinition, in_dependency_order

COMPLIANCE = "compliance"
"""The only group of tags a person keeps who did not allow profiling."""


def assign_tags(
    definitions: Sequence[TagDefinition],
    columns: Mapping[str, Column],
    *,
    kind_line: Coded,
    manual: Mapping[str, BoolArray],
    refused: Mapping[str, BoolArray],
    profiling_allowed: BoolArray,
) -> dict[str, Kleene]:
    """Return per tag (in the order of ``definitions``) who has it, and for whom it is unknown.

    ``kind_line`` says what each customer is (``person:trade`` ...); ``manual`` who was given a
    tag by hand and ``refused`` who had it taken away. ``has()`` sees the raw results; then each
    exclusive group keeps one tag (given by hand first, then the smallest priority), persons who
    did not allow profiling keep compliance tags only, and refusals win. A tag that does not
    apply to a customer, or is sensitive, is false there, never unknown.
    """
    size = len(kind_line.codes)
    none = np.zeros(size, dtype=bool)
    raw: dict[str, Kleene] = {}
    for tag in in_dependency_order(definitions):
        raw[tag.id] = _raw(tag, columns, raw, kind_line=kind_line, manual=manual.get(tag.id, none))
    exclusive = _exclusive(definitions, raw, manual)
    hidden = _among(kind_line, ("person:trade", "person:bank")) & ~profiling_allowed
    assigned = {}
    for tag in definitions:
        removed = refused.get(tag.id, none)
        if tag.group != COMPLIANCE:
            removed = removed | hidden
        assigned[tag.id] = _without(exclusive[tag.id], removed)
    return assigned


def _raw(
    tag: TagDefinition,
    columns: Mapping[str, Column],
    earlier: Mapping[str, Kleene],
    *,
    kind_line: Coded,
    manual: BoolArray,
) -> Kleene:
    size = len(kind_line.codes)
    if tag.sensitive or tag.retired:
        return Kleene(np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    applies = _among(kind_line, tag.applies_to)
    if tag.rule is None:
        return Kleene(manual & applies, np.zeros(size, dtype=bool))
    answer = evaluate(tag.rule, columns, tags=earlier, size=size)
    return Kleene((answer.true | manual) & applies, answer.unknown & ~manual & applies)


def _among(kind_line: Coded, wanted: Iterable[str]) -> BoolArray:
    # one place more than there are labels: code -1 (what a customer is, is not known) falls there
    applies = np.array([*(label in wanted for label in kind_line.labels), False])
    found: BoolArray = applies[kind_line.codes]
    return found


def _exclusive(
    definitions: Sequence[TagDefinition],
    raw: Mapping[str, Kleene],
    manual: Mapping[str, BoolArray],
) -> dict[str, Kleene]:
    """Leave at most one tag of each exclusive group per customer."""
    kept = dict(raw)
    ranked = sorted(
        (tag for tag in definitions if tag.exclusive_group),
        key=lambda tag: (tag.exclusive_group, tag.priority),
    )
    for _group, members in groupby(ranked, key=lambda tag: tag.exclusive_group):
        kept |= _one_of([tag.id for tag in members], raw, manual)
    return kept


def _one_of(
    tags: Sequence[str], raw: Mapping[str, Kleene], manual: Mapping[str, BoolArray]
) -> dict[str, Kleene]:
    none = np.zeros_like(raw[tags[0]].true)
    by_hand = {tag: manual.get(tag, none) & raw[tag].true for tag in tags}
    decided = np.logical_or.reduce(list(by_hand.values()))
    held: dict[str, BoolArray] = {}
    taken = none
    for tag in tags:
        held[tag] = raw[tag].true & ~taken & (by_hand[tag] | ~decided)
        taken = taken | held[tag]
    return {tag: Kleene(held[tag], raw[tag].unknown & ~taken) for tag in tags}


def _without(answer: Kleene, removed: BoolArray) -> Kleene:
    return Kleene(answer.true & ~removed, answer.unknown & ~removed)
