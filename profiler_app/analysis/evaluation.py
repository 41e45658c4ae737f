"""Rules over columns: true, false or unknown for every customer at once.

One engine for tags, filters, segments and explanations. The classes below are the values the
operators of ``domain.rules.operators`` compute with; ``known`` is False where a value is unknown,
and anything computed from an unknown value is unknown (Kleene's strong three-valued logic:
S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.columns import BoolArray, Column
from profiler_app.analysis.packed import PackedTexts
from profiler_app.domain.rules.operators import OPERATORS
from profiler_app.domain.rules.tree import (
    Behaviour,
    FieldRef,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Rule,
    Today,
    Type,
)
from profiler_app.domain.rules.wording import node_text

Array: TypeAlias = NDArray[Any]

_EPOCH = date(1970, 1, 1)
_EXACT = 2**53
_FEW = 6
"""Up to so many values, comparing with each is faster than a look-up table."""
_YES: Any = np.True_
_NO: Any = np.False_


@dataclass(frozen=True, slots=True, eq=False)
class Kleene:
    """True, false or unknown per customer: where neither ``true`` nor ``unknown``, it is false."""

    true: BoolArray
    unknown: BoolArray

    @property
    def false(self) -> BoolArray:
        """Where it is known not to hold."""
        return ~(self.true | self.unknown)

    def __len__(self) -> int:
        return len(self.true)

    def __and__(self, other: Kleene) -> Kleene:
        true = self.true & other.true
        possible = (self.true | self.unknown) & (other.true | other.unknown)
        return Kleene(true, possible & ~true)

    def __or__(self, other: Kleene) -> Kleene:
        true = self.true | other.true
        return Kleene(true, (self.unknown | other.unknown) & ~true)

    def __invert__(self) -> Kleene:
        return Kleene(self.false, self.unknown)

    def equals(self, other: Kleene) -> Kleene:
        """Whether both are true or both are false."""
        unknown = self.unknown | other.unknown
        return Kleene((self.true == other.true) & ~unknown, unknown)

    def is_unknown(self) -> Kleene:
        """Whether it is unknown; never unknown itself."""
        return Kleene(self.unknown, _NO)

    def otherwise(self, other: Kleene) -> Kleene:
        """Return this, and the other where this is unknown."""
        return Kleene(self.true | (self.unknown & other.true), self.unknown & other.unknown)


def _equals_one(values: Array, wanted: Sequence[Any]) -> BoolArray:
    found: BoolArray = np.zeros(np.shape(values), dtype=bool)
    for value in wanted:
        found |= values == value
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Numbers, amounts in minor units, or days since 1970-01-01."""

    values: Array
    known: BoolArray

    def equals(self, other: Numbers) -> Kleene:
        """Whether both are the same number."""
        return self._compare(op.eq, other)

    def __lt__(self, other: Numbers) -> Kleene:
        return self._compare(op.lt, other)

    def __le__(self, other: Numbers) -> Kleene:
        return self._compare(op.le, other)

    def __gt__(self, other: Numbers) -> Kleene:
        return self._compare(op.gt, other)

    def __ge__(self, other: Numbers) -> Kleene:
        return self._compare(op.ge, other)

    def _compare(self, relation: Callable[[Any, Any], Any], other: Numbers) -> Kleene:
        known = self.known & other.known
        return Kleene(relation(self.values, other.values) & known, ~known)

    def __add__(self, other: Numbers) -> Numbers:
        return Numbers(self.values + other.values, self.known & other.known)

    def __sub__(self, other: Numbers) -> Numbers:
        return Numbers(self.values - other.values, self.known & other.known)

    def __mul__(self, other: Numbers) -> Numbers:
        # in float: a product of two amounts of 64 bits would wrap around silently
        product = np.multiply(self.values, other.values, dtype=np.float64)
        return Numbers(product, self.known & other.known)

    def __truediv__(self, other: Numbers) -> Numbers:
        """Divide; by zero the answer is unknown."""
        divides = np.not_equal(other.values, 0)
        quotient = np.asarray(self.values) / np.where(divides, other.values, 1)
        return Numbers(quotient, self.known & other.known & divides)

    def __neg__(self) -> Numbers:
        return Numbers(-self.values, self.known)

    def among(self, items: tuple[Any, ...]) -> Kleene:
        """Whether the number is one of the items."""
        few = len(items) <= _FEW
        hit = _equals_one(self.values, items) if few else np.isin(self.values, np.array(items))
        return Kleene(hit & self.known, ~self.known)

    def is_unknown(self) -> Kleene:
        """Whether there is no number."""
        return Kleene(~self.known, _NO)

    def otherwise(self, other: Numbers) -> Numbers:
        """Return these, and the others where these are unknown."""
        values = np.where(self.known, self.values, other.values)
        return Numbers(values, self.known | other.known)


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts as codes into labels; what is asked is asked once per label, not per customer."""

    codes: Array
    known: BoolArray
    labels: Sequence[str]

    def _where(self, holds: Callable[[str], bool]) -> Kleene:
        return self._coded([code for code, label in enumerate(self.labels) if holds(label)])

    def _coded(self, wanted: Sequence[int]) -> Kleene:
        """Where the code is one of some."""
        if len(wanted) <= _FEW:
            return Kleene(_equals_one(self.codes, wanted) & self.known, ~self.known)
        hit = np.zeros(len(self.labels), dtype=bool)
        hit[wanted] = True
        return self._labelled(hit)

    def _labelled(self, hit: BoolArray) -> Kleene:
        """Where the label is one of those flagged."""
        return Kleene(hit.take(self.codes) & self.known, ~self.known)

    def among(self, items: tuple[Any, ...]) -> Kleene:
        """Whether the text is one of the items."""
        if isinstance(self.labels, PackedTexts):
            return self._coded([i for item in set(items) for i in self.labels.equal_to(item)])
        return self._where(frozenset(items).__contains__)

    def equals(self, other: Texts) -> Kleene:
        """Whether both are the same text."""
        if len(other.labels) == 1 and other.known.all():
            return self.among(tuple(other.labels))
        numbers: dict[str, int] = {}
        known = self.known & other.known
        return Kleene((self._numbered(numbers) == other._numbered(numbers)) & known, ~known)

    def _numbered(self, numbers: dict[str, int]) -> Array:
        """Return codes that mean the same in every column numbered with the same dict."""
        table = [numbers.setdefault(label, len(numbers)) for label in self.labels]
        return np.array([*table, -1])[self.codes]

    def contains(self, part: Texts) -> Kleene:
        """Whether the text holds the part, in whatever case."""
        wanted = part.labels[0].casefold()
        if isinstance(self.labels, PackedTexts):
            return self._labelled(self.labels.folded_for(wanted).containing(wanted))
        return self._where(lambda label: wanted in label.casefold())

    def starts_with(self, part: Texts) -> Kleene:
        """Whether the text begins with the part, in whatever case."""
        wanted = part.labels[0].casefold()
        if isinstance(self.labels, PackedTexts):
            return self._labelled(self.labels.folded_for(wanted).beginning(wanted))
        return self._where(lambda label: label.casefold().startswith(wanted))

    def is_unknown(self) -> Kleene:
        """Whether there is no text."""
        return Kleene(~self.known, _NO)

    def otherwise(self, other: Texts) -> Texts:
        """Return these, and the others where these are unknown."""
        codes = np.where(self.known, self.codes, other.codes + np.int32(len(self.labels)))
        mine = self.labels
        labels = mine + other.labels if isinstance(mine, PackedTexts) else (*mine, *other.labels)
        return Texts(codes, self.known | other.known, labels)


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Several values per customer: bit i is set where the list holds ``labels[i]``."""

    masks: Array
    known: BoolArray
    labels: Sequence[str]

    def any_of(self, items: tuple[Any, ...]) -> Kleene:
        """Whether the list holds at least one of the items."""
        hit = (self.masks & self._mask(items)) != 0
        return Kleene(hit & self.known, ~self.known)

    def all_of(self, items: tuple[Any, ...]) -> Kleene:
        """Whether the list holds all of the items."""
        mask = self._mask(items)
        offered = set(items) <= set(self.labels)
        return Kleene((self.masks & mask == mask) & self.known & offered, ~self.known)

    def _mask(self, items: tuple[Any, ...]) -> np.int64:
        return np.int64(sum(1 << i for i, label in enumerate(self.labels) if label in items))

    def is_unknown(self) -> Kleene:
        """Whether nothing was recorded."""
        return Kleene(~self.known, _NO)


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Links to other records; a rule only asks whether there is one."""

    known: BoolArray

    def is_unknown(self) -> Kleene:
        """Whether there is no link."""
        return Kleene(~self.known, _NO)


Values: TypeAlias = Kleene | Numbers | Texts | Choices | References | tuple[Any, ...]


def evaluate(
    rule: Rule, columns: Mapping[str, Column], *, tags: Mapping[str, Kleene], size: int
) -> Kleene:
    """Return the rule's answer for ``size`` customers.

    ``columns`` by field id; a column that is not there counts as unknown for everybody, and so
    does a tag that is not in ``tags``. The columns of functions of events stand under the text of
    the function, the business day under ``today``; who is in a segment stands in ``tags`` under
    ``segment_key``.
    """
    return evaluate_node(rule.root, columns, tags=tags, size=size)


def evaluate_node(
    node: Node, columns: Mapping[str, Column], *, tags: Mapping[str, Kleene], size: int
) -> Kleene:
    """Return the answer of a part of a rule that is true or false (used by explanations)."""
    answer = _values(node, columns, tags)
    true, unknown = (_broadcast(answer.true, size), _broadcast(answer.unknown, size))
    return Kleene(true, unknown)


def segment_key(segment: str) -> str:
    """Return under which name the members of a segment stand among the tags."""
    return f"@segment {segment}"


def values_of(node: Node, columns: Mapping[str, Column]) -> Any:
    """Return the values of a formula: ``Numbers`` or ``Kleene``, maybe of one for everybody."""
    return _values(node, columns, {})


def _broadcast(answer: BoolArray, size: int) -> BoolArray:
    if answer.shape == (size,):
        return answer
    return np.broadcast_to(answer, (size,)).copy()


def _values(node: Node, columns: Mapping[str, Column], tags: Mapping[str, Kleene]) -> Any:
    if isinstance(node, FieldRef):
        column = columns.get(node.id)
        return _nothing(node.type) if column is None else _of_column(column)
    if isinstance(node, HasTag):
        return tags.get(node.tag, Kleene(_NO, _YES))
    if isinstance(node, InSegment):
        return tags.get(segment_key(node.segment), Kleene(_NO, _YES))
    if isinstance(node, Behaviour | Today):
        found = columns.get(node_text(node))
        return _nothing(node.type) if found is None else _of_column(found)
    if isinstance(node, Literal):
        return _of_literal(node)
    if isinstance(node, Items):
        return tuple(_plain(value) for value in node.values)
    operands = [_values(operand, columns, tags) for operand in node.operands]
    return OPERATORS[node.operator].compute(*operands)


def _of_column(column: Column) -> Values:
    if column.kind == "bool":
        return Kleene(column.values & column.known, ~column.known)
    if column.kind in ("text", "enum", "code"):
        return Texts(column.values, column.known, column.labels)
    if column.kind == "list":
        return Choices(column.values, column.known, column.labels)
    if column.kind == "ref":
        return References(column.known)
    return Numbers(column.values, column.known)


def _of_literal(literal: Literal) -> Values:
    value = _plain(literal)
    if isinstance(value, bool):
        return Kleene(np.bool_(value), _NO)  # type: ignore[arg-type]
    if isinstance(value, str):
        return Texts(np.int32(0), _YES, (value,))  # type: ignore[arg-type]
    # in float where sums of literals could leave the 64 bits of a column
    plain = value if abs(value) < _EXACT else float(value)
    return Numbers(plain, _YES)  # type: ignore[arg-type]


def _plain(literal: Literal) -> bool | int | float | str:
    value = literal.value
    return (value - _EPOCH).days if isinstance(value, date) else value


def _nothing(kind: Type) -> Values:
    empty: Any = np.int64(0)
    if kind == "truth":
        return Kleene(_NO, _YES)
    if kind == "text":
        return Texts(empty, _NO, ())
    if kind == "list":
        return Choices(empty, _NO, ())
    return References(_NO) if kind == "reference" else Numbers(empty, _NO)
