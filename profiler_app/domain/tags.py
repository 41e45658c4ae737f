"""The catalog of tags: what they mean, when a customer carries one, and the evidence shown."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType
from typing import Any, Literal

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import Field, find_field
from profiler_app.domain.money import format_money, format_money_short
from profiler_app.domain.resources import catalog
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.showing import listed, number, show
from profiler_app.domain.text import Language, _, in_language, label, with_minus
from profiler_app.domain.text import language as current_language

TagKind = Literal["fact", "rule", "model", "manual"]


NO_PROFILING = "no_profiling"
"""The tag of customers who did not allow profiling: nothing computed about them is shown."""


@dataclass(frozen=True, slots=True)
class TagGroup:
    """A group of tags, as they are listed together."""

    id: str
    names: Mapping[str, str]

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


@dataclass(frozen=True, slots=True)
class TagDefinition:
    """One tag.

    ``rule`` is None for tags that are only given by hand. ``parameters`` are the values of
    ``p.x`` in ``expr`` (money in minor units); in ``rule`` they are filled in. Of the tags with
    the same ``exclusive_group`` a customer keeps the one with the smallest ``priority``.
    ``ttl_days``: how long a tag outlives the fact it comes from. A ``sensitive`` tag is never
    assigned, a ``retired`` one no longer. ``version`` counts the definitions people gave it (the
    catalog's is 1). ``evidence`` holds the templates of the evidence by language. Where a rule asks
    for segments, their conditions stand in ``rule`` in their place, and ``written`` is the rule
    as it is.
    """

    id: str
    names: Mapping[str, str]
    kind: TagKind
    group: str
    applies_to: frozenset[str]
    expr: str | None
    parameters: Mapping[str, Any]
    rule: Rule | None
    exclusive_group: str | None
    priority: int | None
    refresh: str
    ttl_days: int | None
    sensitive: bool
    evidence: Mapping[str, str]
    action_hint: str = ""
    version: int = 1
    retired: bool = False
    written: Rule | None = None

    @property
    def said(self) -> Rule | None:
        """The rule as it is written."""
        return self.written or self.rule

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


@cache
def tag_groups() -> tuple[TagGroup, ...]:
    """Return the groups in the order they are shown."""
    rows = catalog("tags")["groups"]
    return tuple(TagGroup(row["id"], {"zh": row["zh"], "en": row["en"]}) for row in rows)


@cache
def built_in_tags() -> Mapping[str, TagDefinition]:
    """Return the tags of the catalog by id, in its order."""
    rows = catalog("tags")["tags"]
    ids = [row["id"] for row in rows]
    return MappingProxyType({row["id"]: _definition(row, ids) for row in rows})


def _definition(row: Mapping[str, Any], ids: Collection[str]) -> TagDefinition:
    return TagDefinition(
        id=row["id"],
        names={"zh": row["zh"], "en": row["en"]},
        kind=row["kind"],
        group=row["group"],
        applies_to=frozenset(row["applies_to"]),
        expr=row["expr"],
        parameters=row["params"],
        rule=_rule(row, ids),
        exclusive_group=row["exclusive_group"],
        priority=row["priority"],
        refresh=row["refresh"],
        ttl_days=row["ttl_days"],
        sensitive=row["sensitive"],
        evidence={"zh": row["evidence_zh"], "en": row["evidence_en"]},
        action_hint=row["action_hint"],
    )


def _rule(row: Mapping[str, Any], ids: Collection[str]) -> Rule | None:
    if row["expr"] is None:
        return None
    return parse(
        row["expr"],
        tags=ids,
        parameters=row["params"],
        money_unit="minor",
        allow_sensitive=row["sensitive"],
    )


_own: Mapping[str, TagDefinition] = MappingProxyType({})


def use_own_tags(own: Mapping[str, TagDefinition]) -> None:
    """Let these be the tags the open workspace defined or changed, for all threads."""
    global _own
    _own = MappingProxyType(dict(own))


def own_tags() -> Mapping[str, TagDefinition]:
    """Return the tags the open workspace defined or changed, by id."""
    return _own


def known_tags() -> Mapping[str, TagDefinition]:
    """Return all tags by id: those of the catalog as the workspace has them, then its own."""
    own = _own
    return MappingProxyType({**built_in_tags(), **own}) if own else built_in_tags()


def in_dependency_order(definitions: Iterable[TagDefinition]) -> tuple[TagDefinition, ...]:
    """Return the tags so that each one comes after those its ``has()`` asks for.

    Raises RuleProblem naming the circle when tags depend on each other.
    """
    by_id = {tag.id: tag for tag in definitions}
    asked = {tag.id: sorted(tag.rule.tags) if tag.rule else [] for tag in by_id.values()}
    try:
        order = tuple(TopologicalSorter(asked).static_order())
    except CycleError as circle:
        reason = _("these tags depend on each other: {tags}")
        names = " → ".join(circle.args[1])
        raise RuleProblem(position=0, reason=reason.format(tags=names)) from None
    return tuple(by_id[tag] for tag in order if tag in by_id)


_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
# a slash separates clauses between words, not inside "{n}/5" or "y/y"
_CLAUSES = re.compile(r"((?:[、,;]|:(?![a-z_]+\}))\s*|\s/\s|/(?=[\u4e00-\u9fff]))")
_FULL_WIDTH = str.maketrans(",;:", "，；：")
_RED_LINE = 0.7
"""Where the word for a probability turns to "high" while the model has not set its red line."""


def evidence(
    tag: TagDefinition,
    values: Mapping[str, Any],
    *,
    language: Language | None = None,
    held: Collection[str] = (),
    currency: str = "CNY",
) -> str:
    """Return why a customer has the tag, in one line.

    ``values`` are the customer's raw values by field id (money in minor units, codes by id; for
    tags given by hand also ``user``, ``date`` and ``reason``), ``held`` the ids of all tags the
    customer has. Clauses whose value is unknown are left out.
    """
    with in_language(language or current_language()):
        return said_of(tag.evidence, values, held=held, currency=currency)


def said_of(
    texts: Mapping[str, str],
    values: Mapping[str, Any],
    *,
    held: Collection[str] = (),
    currency: str = "CNY",
) -> str:
    """Fill a template of the current language with a customer's values, as ``evidence`` does.

    A comparison with the usual interval is left out while the customer is within it: it would
    speak against what it is to explain.
    """
    template, overdue = label(texts), values.get("overdue_ratio")
    if overdue is not None and overdue < 1 and any(name in template for name in _OVERDUE):
        values = {**values, **dict.fromkeys(_LATE)}
    return _Evidence(values, held, currency).line(template)


_OVERDUE = ("{ipi_ref", "{overdue_ratio")
_LATE = ("recency_days", "ipi_ref", "overdue_ratio")
"""What a comparison of the time since the last purchase with the usual interval is made of."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    values: Mapping[str, Any]
    held: Collection[str]
    currency: str

    def line(self, template: str) -> str:
        parts = _CLAUSES.split(template)
        kept: list[tuple[str, str, bool]] = []
        clauses = parts[::2]
        telling = any(_SLOT.search(each) and self._tells(each) for each in clauses)
        for clause, mark in zip(clauses, [*parts[1::2], ""], strict=True):
            said = None if telling and self._is_nothing(clause) else self._clause(clause)
            if said is not None:
                kept.append((said, mark, said == clause))
            elif kept and kept[-1][1].startswith(":") and kept[-1][2]:
                kept.pop()  # "Declared:" says nothing without what was declared
        line = "".join(said + _mark(mark) for said, mark, _plain in kept)
        return line.rstrip(" ,;:/、，；：")

    def _tells(self, clause: str) -> bool:
        return not self._is_nothing(clause) and self._clause(clause) is not None

    def _is_nothing(self, clause: str) -> bool:
        """Whether all a clause tells is that a share is nothing: others tell more."""
        slots = list(_SLOT.finditer(clause))
        return bool(slots) and all(
            slot[2] == "pct" and self.values.get(slot[1]) == 0 for slot in slots
        )

    def _clause(self, clause: str) -> str | None:
        """Return a clause with its values, None when one of them is unknown."""
        said: list[str] = []
        end = 0
        for slot in _SLOT.finditer(clause):
            value = self._slot(slot[1], slot[2])
            if value is None:
                return None
            said += [clause[end : slot.start()], value]
            end = slot.end()
        return "".join([*said, clause[end:]])

    def _slot(self, name: str, form: str | None) -> str | None:
        if name == "tags":
            return self._tags(form or "")
        field = find_field(name)
        value = self.values.get(name if field is None else field.id)
        if value is None:
            return None
        if form == "band":
            return self._band(value)
        if form == "pct" and field is not None and field.kind == "ratio":
            return show(field, value, exactly=True)
        if form is not None:
            return _FORMS[form](value)
        return str(value) if field is None else self._plain(field, value)

    def _band(self, value: float) -> str:
        line = self.values.get("churn_prob_cut_red")
        return _("high") if value >= (_RED_LINE if line is None else line) else _("fairly high")

    def _tags(self, group: str) -> str | None:
        tags = known_tags()
        names = [
            tags[tag].label
            for tag in self.held
            if tag in tags and (tags[tag].exclusive_group or "").startswith(group)
        ]
        return listed(names) if names else None

    def _plain(self, field: Field, value: Any) -> str:
        if field.kind == "money":
            if current_language() == "zh" and self.currency == "CNY":
                return format_money_short(value)
            return format_money(value, currency=self.currency, compact=True)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _bare(field, value)
        return show(field, value, currency=self.currency)


def _bare(field: Field, value: float) -> str:
    """Return a number without unit or sign: the template says "days left" or "expired"."""
    if field.unit == "days":
        return number(abs(round(value)))
    return number(round(value) if field.unit == "0..100" else value)


def _mark(mark: str) -> str:
    if current_language() == "zh":
        return mark.strip().translate(_FULL_WIDTH)
    return mark


def _signed_percent(value: float) -> str:
    return with_minus(f"{round(value * 100):+d}%")


def _top(value: float) -> str:
    # rounded first: 1 - 0.95 is a little more than 0.05 in binary
    return f"{max(1, math.ceil(round(100 * (1 - value), 6)))}%"


def _one_decimal(value: float) -> str:
    return f"{value:.1f}"


_FORMS: Mapping[str, Callable[[float], str]] = MappingProxyType(
    {"pct": _signed_percent, "top": _top, "x": _one_decimal}
)
