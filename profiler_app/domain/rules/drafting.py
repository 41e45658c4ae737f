"""A rule as groups of conditions that are chosen rather than typed, both ways.

What cannot be chosen (arithmetic) stays in the draft as its text, so every rule has a draft and
the draft of a rule means what the rule means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules.draft_parts import (
    CHOICES,
    Condition,
    Group,
    Happening,
    Join,
    Part,
    Sequence,
)
from profiler_app.domain.rules.operators import OPERATORS
from profiler_app.domain.rules.parsing import parse
from profiler_app.domain.rules.tree import (
    Behaviour,
    Events,
    FieldRef,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Operation,
    Rule,
    Today,
)
from profiler_app.domain.rules.wording import (
    behaviour_sentence,
    name_of_tag,
    node_sentence,
    node_text,
)
from profiler_app.domain.text import _


def draft_of(rule: Rule) -> Group:
    """Return the draft of a rule."""
    part = _part(rule.root)
    return part if isinstance(part, Group) else Group(parts=(part,))


def _part(node: Node) -> Part:
    if isinstance(node, Operation) and node.operator in ("and", "or"):
        join: Join = "and" if node.operator == "and" else "or"
        return Group(join, tuple(_flat(node, join)))
    if isinstance(node, Operation) and node.operator == "not":
        return _denied(node)
    if isinstance(node, Behaviour) and node.then is not None:
        first, then = _happening(node.events), _happening(node.then)
        return Sequence(first, then, node.within, node.days, node.function == "then_not")
    return _condition(node)


def _happening(events: Events) -> Happening:
    return Happening(events.source, "" if events.where is None else node_text(events.where))


def _flat(node: Operation, join: Join) -> Iterator[Part]:
    for operand in node.operands:
        if isinstance(operand, Operation) and operand.operator == join:
            yield from _flat(operand, join)
        else:
            yield _part(operand)


def _denied(node: Operation) -> Part:
    (inside,) = node.operands
    if isinstance(inside, Operation) and inside.operator == "isnull":
        found = _condition(inside)
        return replace(found, operator="known") if found.operator else _typed(node)
    found_part = _part(inside)
    if isinstance(found_part, Group):
        return replace(found_part, denied=True) if not found_part.denied else _typed(node)
    if isinstance(found_part, Condition) and found_part.operator == "yes":
        return replace(found_part, operator="no")
    return Group(parts=(found_part,), denied=True)


def _condition(node: Node) -> Condition:
    if isinstance(node, HasTag | InSegment) or (
        isinstance(node, FieldRef) and node.type == "truth"
    ):
        return about(node, "yes")
    if isinstance(node, Operation) and node.operator in OPERATORS and node.operands:
        subject, *others = node.operands
        known = CHOICES.get(subject.type, ())
        values = _values(others)
        if values is not None and node.operator in known and _can_be_chosen(subject):
            return about(subject, node.operator, values)
    return _typed(node)


def _can_be_chosen(node: Node) -> bool:
    return isinstance(node, FieldRef) or (isinstance(node, Behaviour) and node.then is None)


def about(node: Node, operator: str, values: tuple[str, ...] = ()) -> Condition:
    """Return a condition on a field, a tag, a segment or a function of events."""
    if isinstance(node, Behaviour):
        where = _happening(node.events).where
        bare = replace(node, days=None, events=replace(node.events, where=None))
        return Condition(
            node_text(bare), node.type, operator, values, node.days, where,
            behaviour_sentence(bare), node.field,
        )  # fmt: skip
    field = node.field if isinstance(node, FieldRef) else None
    label = field.label if field is not None else ""
    if isinstance(node, HasTag):
        label = _("Tag · {name}").format(name=name_of_tag(node.tag))
    elif isinstance(node, InSegment):
        label = _("Segment · {name}").format(name=node.segment)
    return Condition(node_text(node), node.type, operator, values, None, "", label, field)


def _typed(node: Node) -> Condition:
    return Condition(node_text(node), "truth", "", label=node_text(node))


def _values(nodes: list[Node]) -> tuple[str, ...] | None:
    """Return what was written as it is typed; None for what is no plain value."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Items):
            found += [_typed_value(value) for value in node.values]
        elif isinstance(node, Literal):
            found.append(_typed_value(node))
        elif _is_moving_day(node):
            found.append(node_text(node).replace(" ", ""))
        else:
            return None
    return tuple(found)


def _is_moving_day(node: Node) -> bool:
    if isinstance(node, Today):
        return True
    return (
        isinstance(node, Operation)
        and node.operator in ("+", "-")
        and isinstance(node.operands[0], Today)
        and isinstance(node.operands[1], Literal)
        and isinstance(node.operands[1].value, int)
        and 0 <= node.operands[1].value < 100_000
    )


def _typed_value(literal: Literal) -> str:
    if isinstance(literal.value, str):
        return literal.value
    if isinstance(literal.value, date):
        return literal.value.isoformat()
    return node_text(literal)


# -- what narrows events down


def draft_of_where(source: str, where: str) -> Group:
    """Return the draft of a condition on the events of a source; raises RuleProblem."""
    found = _where(source, where)
    return Group() if found is None else draft_of(Rule(found))


def where_sentence(source: str, where: str, *, currency: str = "CNY") -> str:
    """Say a condition on the events of a source; the text itself where it is none."""
    try:
        found = _where(source, where)
    except RuleProblem:
        return where
    return "" if found is None else node_sentence(found, currency=currency)


def _where(source: str, where: str) -> Node | None:
    if not where.strip():
        return None
    (counted,) = parse(f"count({source} where {where}) > 0", tags=()).behaviours
    return counted.events.where
