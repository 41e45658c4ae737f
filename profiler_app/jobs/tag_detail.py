"""One tag in full: its rule, where it is used, and how it was before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules import parse, to_sentence, to_text
from profiler_app.domain.tags import known_tags
from profiler_app.jobs.tag_use import Use, uses_of_tags
from profiler_app.store import tag_history
from profiler_app.store.workspace import Workspace

DayCount = tag_history.Counted


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a definition, as people read it; ``rule`` is the text of its rule."""

    version: int
    day: str
    sentence: str
    rule: str
    status: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TagDetail:
    """Everything about one tag; ``rule`` is its text with amounts in major units."""

    tag: str
    sentence: str
    rule: str
    parameters: Mapping[str, str]
    family: tuple[str, ...]
    uses: tuple[Use, ...]
    asks: tuple[str, ...]
    reads: tuple[str, ...]
    versions: tuple[Version, ...]
    counts: tuple[DayCount, ...]
    applies_to: tuple[str, ...]
    refresh: str
    valid_days: int | None
    names: Mapping[str, str]


def tag_detail(workspace: Workspace, tag: str) -> TagDetail:
    """Return one tag with its rule, where it is used, and how it was before."""
    known = known_tags()
    definition = known[tag]
    currency = workspace.settings.currency
    family = [
        each.label
        for each in sorted(known.values(), key=lambda each: each.priority or 0)
        if each.exclusive_group and each.exclusive_group == definition.exclusive_group
    ]
    rule = definition.said
    return TagDetail(
        tag=tag,
        sentence="" if rule is None else to_sentence(rule, currency=currency),
        rule="" if rule is None else to_text(rule),
        parameters={name: str(value) for name, value in definition.parameters.items()},
        family=tuple(family),
        uses=tuple(uses_of_tags(workspace).get(tag, ())),
        asks=tuple(sorted(known[each].label for each in rule.tags if each in known))
        if rule
        else (),
        reads=tuple(sorted(rule.fields)) if rule else (),
        versions=tuple(_versions(workspace, tag, currency)),
        counts=tuple(tag_history.counts_by_day(workspace.connection, tag)),
        applies_to=tuple(sorted(definition.applies_to)),
        refresh=definition.refresh,
        valid_days=definition.ttl_days,
        names=dict(definition.names),
    )


def _versions(workspace: Workspace, tag: str, currency: str) -> Iterable[Version]:
    for row in tag_history.definition_versions(workspace.connection, tag):
        params = json.loads(row.params)
        sentence, text = "", ""
        if row.expr:
            try:
                rule = parse(row.expr, tags=known_tags(), parameters=params, money_unit="minor")
                sentence, text = to_sentence(rule, currency=currency), to_text(rule)
            except RuleProblem:  # a field or tag it named is gone
                sentence = row.expr
        yield Version(row.version, row.at[:10], sentence, text, row.status, params)
