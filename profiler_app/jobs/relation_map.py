"""The map of relations of a customer: group totals, guarantee circles, everybody around."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from profiler_app.analysis.ties import radial, rings, steps_from
from profiler_app.domain.errors import CustomerNotFound
from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.merging import NEVER_MERGE
from profiler_app.domain.relation_map import (
    Bond,
    GroupMember,
    GroupTotal,
    RelatedCustomer,
    RelationMap,
)
from profiler_app.jobs.cards.subject import up_to
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.influences import influences
from profiler_app.store import neighbours
from profiler_app.store.connect import Connection
from profiler_app.store.rewind import Row
from profiler_app.store.workspace import Workspace

GROUP = frozenset({"parent_company", "subsidiary", "affiliate"})
FAMILY = frozenset({"spouse", "parent", "child", "sibling"})
GUARANTEE = frozenset({"guarantor"})
_BELOW = frozenset({"parent_company", "subsidiary"})
_NEAR, _FAR = 2, 12
Places = dict[int, tuple[float, float]]
_MOST = 60


def relation_map(
    workspace: Workspace, source: ColumnSource, customer: int, *, as_of: date
) -> RelationMap:
    """Return everybody up to two ties away, the whole company group, family, guarantee chain.

    A tie counts on ``as_of`` when it had begun and had not ended. Raises CustomerNotFound.
    """
    connection = workspace.connection
    walks = [
        _Walk(connection, as_of, kinds, steps).found(customer)
        for kinds, steps in ((None, _NEAR), (GROUP, _FAR), (FAMILY, _NEAR), (GUARANTEE, _FAR))
    ]
    people: dict[int, Row] = {}
    ties: dict[int, Row] = {}
    for seen, rows, _cut in walks:
        people |= seen
        ties |= rows
    if customer not in people:
        raise CustomerNotFound(customer=f"#{customer}")
    pairs = [(row["customer_id"], row["other_id"]) for row in ties.values()]
    steps = steps_from(customer, pairs)
    promises = [
        (row["other_id"], row["customer_id"]) for row in ties.values() if row["kind"] in GUARANTEE
    ]

    def total_of(kinds: Collection[str]) -> GroupTotal | None:
        inside = [row for row in ties.values() if row["kind"] in kinds]
        return _total(connection, source, customer, people, inside, as_of)

    return RelationMap(
        customer=customer,
        currency=workspace.settings.currency,
        customers=tuple(_related(people[who], step) for who, step in steps.items()),
        bonds=tuple(_bond(row) for _number, row in sorted(ties.items())),
        group=total_of(GROUP),
        household=total_of(FAMILY),
        circles=tuple(rings(promises, first=customer)),
        cut=any(cut for _seen, _rows, cut in walks),
        influence=influences(source, steps),
    )


def places_of(found: RelationMap, *, gap: float) -> Places:
    """Return where everybody of a map stands around its customer, ``gap`` apart at least."""
    pairs = [(bond.customer, bond.other) for bond in found.bonds]
    return radial(found.customer, pairs, gap=gap)


class _Walk:
    """Follows live ties of some kinds (None: all) from customer to customer."""

    def __init__(
        self, connection: Connection, as_of: date, kinds: Collection[str] | None, steps: int
    ) -> None:
        self._connection, self._iso = connection, as_of.isoformat()
        self._kinds, self._steps = kinds, steps

    def found(self, customer: int) -> tuple[dict[int, Row], dict[int, Row], bool]:
        """Return customers and ties by id, and whether there were too many."""
        people = self._people([customer])
        ties: dict[int, Row] = {}
        edge, cut = list(people), False
        for _step in range(self._steps):
            rows = [row for row in self._ties(edge) if row["id"] not in ties]
            ends = {row[end] for row in rows for end in ("customer_id", "other_id")}
            new = self._people(sorted(ends - set(people)))
            cut = cut or len(people) + len(new) > _MOST
            kept = sorted(new)[: max(_MOST - len(people), 0)]
            people |= {who: new[who] for who in kept}
            ties |= {
                row["id"]: row
                for row in rows
                if row["customer_id"] in people and row["other_id"] in people
            }
            edge = kept
            if not edge:
                break
        return people, ties, cut

    def _ties(self, customers: Collection[int]) -> Iterator[Row]:
        for row in neighbours.relations_around(self._connection, customers):
            wanted = self._kinds is None or row["kind"] in self._kinds
            begun = (row["since"] or "") <= self._iso
            ended = row["until"] is not None and row["until"] <= self._iso
            there = row["customer_id"] is not None and row["other_id"] is not None
            if wanted and begun and not ended and there and row["kind"] != NEVER_MERGE:
                yield row

    def _people(self, customers: Collection[int]) -> dict[int, Row]:
        rows = neighbours.rows_by_id(self._connection, "customer", customers)
        return {row["id"]: row for row in rows if row["merged_into"] is None}


def _related(row: Row, step: int) -> RelatedCustomer:
    name = str(row["name"] or row["number"])
    return RelatedCustomer(
        customer=row["id"],
        number=row["number"],
        name=name,
        initial=str(row["short_name"] or name)[:1].upper(),
        kind="company" if row["kind"] == "company" else "person",
        step=step,
    )


def _bond(row: Row) -> Bond:
    return Bond(
        row=row["id"],
        customer=row["customer_id"],
        other=row["other_id"],
        kind=row["kind"],
        label=option_label("relation", row["kind"]),
        share=row["share"],
        since=date.fromisoformat(row["since"]) if row["since"] else None,
        note=row["note"] or "",
    )


def _total(
    connection: Connection,
    source: ColumnSource,
    customer: int,
    people: Mapping[int, Row],
    ties: Sequence[Row],
    as_of: date,
) -> GroupTotal | None:
    """Add up those a customer hangs together with by some ties; None when there is nobody."""
    pairs = [(row["customer_id"], row["other_id"]) for row in ties]
    members = steps_from(customer, pairs)
    if len(members) < 2:
        return None
    field = "contribution_12m" if people[customer]["line"] == "bank" else "monetary_12m"
    values = _values(source, field, members)
    lent = _lent(connection, members, as_of)
    rows = [
        GroupMember(
            who, str(people[who]["name"]), level, share, values.get(who), *lent.get(who, (0, 0))
        )
        for who, level, share in _tree(ties, members, people)
    ]
    known = [row.value_minor for row in rows if row.value_minor is not None]
    return GroupTotal(
        members=tuple(rows),
        value_label=fields()[field].label,
        value_minor=sum(known) if known else None,
        known=len(known),
        approved_minor=sum(row.approved_minor for row in rows),
        used_minor=sum(row.used_minor for row in rows),
    )


def _values(source: ColumnSource, field: str, members: Iterable[int]) -> dict[int, int]:
    import numpy as np

    column = source.columns([field]).get(field)
    if column is None:
        return {}
    ids = source.ids()
    places = {who: int(np.searchsorted(ids, who)) for who in members}
    found = {who: column.value(at) for who, at in places.items() if at < len(ids)}
    return {who: int(value) for who, value in found.items() if value is not None}


def _lent(
    connection: Connection, members: Iterable[int], as_of: date
) -> dict[int, tuple[int, int]]:
    """Return what was approved and what is used; limits count, else the facilities themselves."""
    by_owner: dict[int, list[Row]] = {}
    rows = neighbours.rows_of(connection, "facility", members)
    for row in up_to(as_of, "facility", rows):
        if row["matures_on"] is None or row["matures_on"] >= as_of.isoformat():
            by_owner.setdefault(row["customer_id"], []).append(row)
    found = {}
    for owner, held in by_owner.items():
        counted = [row for row in held if row["kind"] == "limit"] or held
        found[owner] = (
            sum(row["approved"] or 0 for row in counted),
            sum(row["used"] or 0 for row in counted),
        )
    return found


def _tree(
    ties: Iterable[Row], members: Collection[int], people: Mapping[int, Row]
) -> Iterator[tuple[int, int, float | None]]:
    """Yield the members from the parents down: customer, depth, share the parent holds."""
    above: dict[int, tuple[int, float | None]] = {}
    for row in ties:
        child, parent = row["customer_id"], row["other_id"]
        if row["kind"] == "subsidiary":
            child, parent = parent, child
        if row["kind"] in _BELOW:
            above.setdefault(child, (parent, row["share"]))
    below: dict[int, list[int]] = {}
    for child, (parent, _share) in above.items():
        below.setdefault(parent, []).append(child)
    seen: set[int] = set()
    roots = [who for who in members if who not in above]
    waiting = [(who, 0) for who in sorted([*roots], key=lambda who: (people[who]["name"], who))]
    waiting += [(who, 0) for who in sorted(members) if who in above]  # a ring has no root
    while waiting:
        who, level = waiting.pop(0)
        if who in seen:
            continue
        seen.add(who)
        yield who, level, above.get(who, (0, None))[1]
        children = sorted(below.get(who, ()), key=lambda child: (people[child]["name"], child))
        waiting[:0] = [(child, level + 1) for child in children]
