"""A rule as groups of conditions that are chosen rather than typed, both ways.

What cannot be chosen (arithmetic, one event after another) stays in the draft as its text, so that
every rule has a draft and the draft of a rule means what the rule means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from profiler_app.domain.fields import Field
from profiler_app.domain.rules.operators import OPERATORS
from profiler_app.domain.rules.tree import (
    Behaviour,
    FieldRef,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Operation,
    Rule,
    Today,
    Type,
)
from profiler_app.domain.rules.wording import behaviour_sentence, name_of_tag, node_text, quoted
from profiler_app.domain.text import _

Join = OneOf["and", "or"]

COMPARISONS = (">=", ">", "<=", "<", "==", "!=", "between", "isnull", "known")
CHOICES: dict[Type, tuple[str, ...]] = {
    "number": COMPARISONS,
    "money": COMPARISONS,
    "date": (">=", ">", "<=", "<", "==", "between", "isnull", "known"),
    "text": ("in", "not in", "==", "!=", "contains", "startswith", "isnull", "known"),
    "list": ("any_of", "all_of", "isnull", "known"),
    "truth": ("yes", "no", "isnull", "known"),
}
"""The operators that can be chosen by the type of what is compared."""
WITHOUT_VALUE = frozenset({"isnull", "known", "yes", "no", ""})
SEVERAL = frozenset({"in", "not in", "any_of", "all_of"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    ``subject`` is the text of what is compared, a function of events without its window, which is
    ``days``. ``values`` are as typed, amounts in major units. With ``operator`` empty the subject
    is a whole condition that was typed. ``field`` describes the values of the subject.
    """

    subject: str
    type: Type
    operator: str
    values: tuple[str, ...] = ()
    days: int | None = None
    label: str = attribute(default="", compare=False)
    field: Field | None = attribute(default=None, compare=False, repr=False)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to choose or type."""
        if self.operator in WITHOUT_VALUE:
            return bool(self.subject)
        filled = sum(bool(value.strip()) for value in self.values)
        return bool(self.subject) and filled >= (2 if self.operator == "between" else 1)

    @property
    def has_window(self) -> bool:
        """Whether a number of days can be set."""
        return self.subject.endswith(")") and self.type != "truth" and self.operator != ""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all (``and``) or any (``or``) hold; or not, if ``denied``."""

    join: Join = "and"
    parts: tuple[Part, ...] = ()
    denied: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to choose or type."""
        return bool(self.parts) and all(part.is_complete for part in self.parts)


Part: TypeAlias = Condition | Group


def draft_of(rule: Rule) -> Group:
    """Return the draft of a rule."""
    part = _part(rule.root)
    return part if isinstance(part, Group) else Group(parts=(part,))


def draft_text(part: Part) -> str:
    """Return the text of a draft in the rule language; it must be complete."""
    if isinstance(part, Condition):
        return _condition_text(part)
    said = [
        f"({draft_text(each)})" if _needs_brackets(each, part) else draft_text(each)
        for each in part.parts
    ]
    text = f" {part.join} ".join(said)
    return f"not ({text})" if part.denied else text


def _needs_brackets(part: Part, around: Group) -> bool:
    if isinstance(part, Group):
        return not part.denied
    return part.operator == "" and len(around.parts) > 1


def _part(node: Node) -> Part:
    if isinstance(node, Operation) and node.operator in ("and", "or"):
        join: Join = "and" if node.operator == "and" else "or"
        return Group(join, tuple(_flat(node, join)))
    if isinstance(node, Operation) and node.operator == "not":
        return _denied(node)
    return _condition(node)


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
    if found_part.operator == "yes":
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
        bare = replace(node, days=None)
        return Condition(
            node_text(bare), node.type, operator, values, node.days,
            behaviour_sentence(bare), node.field,
        )  # fmt: skip
    field = node.field if isinstance(node, FieldRef) else None
    label = field.label if field is not None else ""
    if isinstance(node, HasTag):
        label = _("Tag · {name}").format(name=name_of_tag(node.tag))
    elif isinstance(node, InSegment):
        label = _("Segment · {name}").format(name=node.segment)
    return Condition(node_text(node), node.type, operator, values, None, label, field)


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


def _condition_text(each: Condition) -> str:
    subject = each.subject
    if each.days is not None:
        subject = f"{subject[:-1]}, {each.days})"
    if each.operator in ("", "yes"):
        return subject
    if each.operator == "no":
        return f"not {subject}"
    if each.operator in ("isnull", "known"):
        return f"{'not ' if each.operator == 'known' else ''}isnull({subject})"
    values = [_value_text(each.type, value) for value in each.values if value.strip()]
    if each.operator in SEVERAL:
        items = f"[{', '.join(values)}]"
        if each.operator in ("in", "not in"):
            return f"{subject} {each.operator} {items}"
        return f"{each.operator}({subject}, {items})"
    if OPERATORS[each.operator].form == "call":
        return f"{each.operator}({', '.join([subject, *values])})"
    return f"{subject} {each.operator} {values[0]}"


def _value_text(kind: Type, value: str) -> str:
    text = value.strip()
    return text.replace(",", "") if kind in ("number", "money") else quoted(text)
