"""The customers around a customer: who is tied to whom, as a group, and in guarantee circles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from profiler_app.domain.profile import Kind


@dataclass(frozen=True, slots=True)
class RelatedCustomer:
    """One customer on the map; ``step`` is how many ties away from the middle."""

    customer: int
    number: str
    name: str
    initial: str
    kind: Kind
    step: int


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie: ``other`` is the <label> of ``customer``; ``row`` is its record."""

    row: int
    customer: int
    other: int
    kind: str
    label: str
    share: float | None = None
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member at its depth in the tree of a group, with what it brings and what is lent."""

    customer: int
    name: str
    level: int
    share: float | None
    value_minor: int | None
    approved_minor: int
    used_minor: int


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """A group or household as one: sums over its members; ``known`` of them have a value."""

    members: tuple[GroupMember, ...]
    value_label: str
    value_minor: int | None
    known: int
    approved_minor: int
    used_minor: int


@dataclass(frozen=True, slots=True)
class Influence:
    """How far somebody's word reaches: 0 to 100, and what it follows from."""

    score: float
    brought: int
    ties: int


@dataclass(frozen=True, slots=True)
class RelationMap:
    """``circles`` are rings of customers who guarantee for each other, each named once in order.

    ``group`` is that of companies, ``household`` the family of a person; both follow from
    relations alone, and everybody stays a customer of their own.
    ``influence`` is that of the customers of whom it is known, as of the last refresh.
    ``cut`` is True when there are more customers around than the map shows.
    """

    customer: int
    currency: str
    customers: tuple[RelatedCustomer, ...]
    bonds: tuple[Bond, ...]
    group: GroupTotal | None
    household: GroupTotal | None
    circles: tuple[tuple[int, ...], ...]
    cut: bool
    influence: Mapping[int, Influence] = field(default_factory=dict)

    def named(self, customer: int) -> str:
        """Return the name of a customer on the map."""
        return next(each.name for each in self.customers if each.customer == customer)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        found = asdict(self)
        for bond in found["bonds"]:
            bond["since"] = bond["since"] and bond["since"].isoformat()
        return found
