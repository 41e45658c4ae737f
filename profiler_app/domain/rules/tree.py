"""What a rule is once it is parsed: a tree of frozen nodes that know where they stood in the text.

Positions do not take part in comparisons: two rules are equal when they mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from profiler_app.domain.fields import Field

Type = OneOf["truth", "number", "money", "text", "date", "list", "reference", "items"]
"""What a part of a rule is: ``items`` is a list written in brackets."""

Scalar: TypeAlias = bool | int | float | str | date

TYPE_OF_KIND: dict[str, Type] = {
    "bool": "truth",
    "int": "number",
    "num": "number",
    "ratio": "number",
    "money": "money",
    "text": "text",
    "enum": "text",
    "code": "text",
    "date": "date",
    "list": "list",
    "ref": "reference",
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the rule; money is integer minor units."""

    value: Scalar
    type: Type
    position: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list written in the rule: ``['a', 'b']``."""

    values: tuple[Literal, ...]
    position: int = attribute(default=0, compare=False)
    type: Type = attribute(default="items", init=False, compare=False)


@dataclass(frozen=True, slots=True)
class FieldRef:
    """The customer's value of a field or feature."""

    id: str
    field: Field = attribute(compare=False, repr=False)
    position: int = attribute(default=0, compare=False)

    @property
    def type(self) -> Type:
        """What its values are in a rule."""
        return TYPE_OF_KIND[self.field.kind]


@dataclass(frozen=True, slots=True)
class HasTag:
    """Whether the customer has a tag."""

    tag: str
    position: int = attribute(default=0, compare=False)
    type: Type = attribute(default="truth", init=False, compare=False)


@dataclass(frozen=True, slots=True)
class InSegment:
    """Whether the customer is in a saved segment, named by its key or its name."""

    segment: str
    position: int = attribute(default=0, compare=False)
    type: Type = attribute(default="truth", init=False, compare=False)


@dataclass(frozen=True, slots=True)
class Today:
    """The business day the columns were computed for."""

    position: int = attribute(default=0, compare=False)
    type: Type = attribute(default="date", init=False, compare=False)


@dataclass(frozen=True, slots=True)
class Events:
    """What happened to a customer: a source of ``happenings``, narrowed down by a condition.

    ``where`` is a condition on the columns of one event, ``column`` the one a function
    looks at (empty: the event itself).
    """

    source: str
    column: str = ""
    where: Node | None = None
    position: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A function of events: of the last ``days`` days up to today (None: of all time).

    ``then`` and ``within`` belong to sequences: another event within so many days after.
    ``field`` describes what comes out, like a field of the catalog.
    """

    function: str
    events: Events
    field: Field = attribute(compare=False, repr=False)
    days: int | None = None
    then: Events | None = None
    within: int | None = None
    position: int = attribute(default=0, compare=False)

    @property
    def type(self) -> Type:
        """What comes out of it in a rule."""
        return TYPE_OF_KIND[self.field.kind]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator (a row of ``operators.OPERATORS``) with its operands, checked and adapted."""

    operator: str
    operands: tuple[Node, ...]
    type: Type
    position: int = attribute(default=0, compare=False)


Node: TypeAlias = Literal | Items | FieldRef | HasTag | InSegment | Today | Behaviour | Operation


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule: its ``root`` is true, false or unknown for every customer."""

    root: Node

    @property
    def fields(self) -> frozenset[str]:
        """The ids of the fields the rule reads."""
        return _fields_of(self.root)

    @property
    def tags(self) -> frozenset[str]:
        """The tags the rule asks for."""
        return frozenset(node.tag for node in walk(self.root) if isinstance(node, HasTag))

    @property
    def segments(self) -> frozenset[str]:
        """The segments the rule asks for, as they are written."""
        return frozenset(node.segment for node in walk(self.root) if isinstance(node, InSegment))

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """The functions of events the rule reads, from left to right."""
        found = (node for node in walk(self.root) if isinstance(node, Behaviour))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula: its ``root`` is a number, an amount or a yes-or-no value."""

    root: Node

    @property
    def fields(self) -> frozenset[str]:
        """The ids of the fields the formula reads."""
        return _fields_of(self.root)


def _fields_of(root: Node) -> frozenset[str]:
    return frozenset(node.id for node in walk(root) if isinstance(node, FieldRef))


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, from left to right.

    What stands inside a ``Behaviour`` is about events, not about the customer: it is left out.
    """
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Operation):
        below = node.operands
    elif isinstance(node, Items):
        below = node.values
    for child in below:
        yield from walk(child)
