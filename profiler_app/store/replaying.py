"""What facts would be if nobody had ever been merged, computed from the ledger (CLN-03).

One principle: a row belongs to the customer it was made for, and merges move nothing. All that
happened to the rows is gone through again in its order; what merges did, and what separating them
did, is left out. Everything else counts for the customer it was done on:

- a change of a row goes with the row;
- values that are told of a customer (attributes) are known by customer and field, whatever row
  they were kept in while customers were merged;
- what is taken from a customer by its content (a tag, a contact) is taken from that customer's
  own rows, not from those a merge had brought;
- an undo of anything but a merge sets back what that operation had done here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.imports import among
from profiler_app.store.provenance import CLAIM
from profiler_app.store.standing import is_undone, undone_by
from profiler_app.store.timelines import Event, Place, Row, events_of

TOLD: Final = ("value", "origin", "confidence", "as_of")
"""The cells of an attribute that are told together."""
ALIKE: Final[Mapping[str, tuple[str, ...]]] = {
    "contact": ("kind", "value"),
    "identifier": ("kind", "value"),
    "manual_tag": ("tag",),
    "tag_refusal": ("tag",),
}
"""Rows a customer has by their content."""
_BY_FILE: Final = frozenset({"import", "sample", "clean"})
"""Operations that keep the origin of an attribute they change."""

Key = tuple[Any, ...]
"""(table, row), of an attribute (table, customer, field, origin if it does not stand)."""


class Given(NamedTuple):
    """Something edited while merged that goes to ``to``: a row, or a cell of a customer."""

    table: str
    row: int
    column: str | None
    to: int


class _Step(NamedTuple):
    """A change of one object; of a column, or (None) of whether it is there."""

    operation: int
    key: Key
    column: str | None
    old: Any
    new: Any


class Replay:
    """The rows of some customers as if nobody had been merged; ``objects`` has the result.

    ``made`` has the rows each merge made, ``written`` the values it wrote on its survivor.
    """

    def __init__(self, connection: Connection, places: Iterable[Place]) -> None:
        self.objects: dict[Key, Row] = {}
        self.made: dict[int, list[Event]] = defaultdict(list)
        self.written: dict[int, dict[tuple[int, str], Any]] = defaultdict(dict)
        self._log: dict[int, list[_Step]] = defaultdict(list)
        self._steps: dict[Key, list[_Step]] = defaultdict(list)
        self._edits: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._stored: dict[Place, Row] = {}
        self._undone = undone_by(connection)
        self._undoes = dict(
            connection.execute("SELECT id, undoes FROM operation WHERE undoes IS NOT NULL")
        )
        self._run(connection, events_of(connection, places))

    def _run(self, connection: Connection, events: Sequence[Event]) -> None:
        given = _given(connection)
        parts = {n: list(part) for n, part in groupby(events, key=lambda event: event.operation)}
        kinds = _kinds(connection, {self._root(n) for n in {*parts, *given}})
        for number in sorted({*parts, *given}):
            part = parts.get(number, [])
            if kinds[self._root(number)] == "merge":
                self._note_merge(number, part)
            elif number in self._undoes:
                self._take_back(number, self._undoes[number], part)
            else:
                self._do(number, kinds[number], part)
            for event in part:
                self._remember(event)
            if number in given and not is_undone(number, self._undone):
                self.hand_over(self._root(number), given[number])

    def _root(self, number: int) -> int:
        while number in self._undoes:
            number = self._undoes[number]
        return number

    def _remember(self, event: Event) -> None:
        """Keep what is really stored, to know which rows are there."""
        if event.action == "delete":
            self._stored.pop((event.table, event.row), None)
        else:
            self._stored[event.table, event.row] = event.image

    def _note_merge(self, number: int, events: Sequence[Event]) -> None:
        for event in events:
            if event.action == "create":
                self.made[number].append(event)
            if event.table == "customer" and event.action == "update":
                told = {(event.row, name): value for name, value in event.changed.items()}
                self.written[number].update(told)
            elif event.table == "attribute" and event.action != "delete":
                place = (event.image["customer_id"], event.image["field"])
                if event.action == "create" or "value" in event.before:
                    self.written[number][place] = event.image["value"]

    # -- what was done

    def _do(self, number: int, kind: str, events: Sequence[Event]) -> None:
        for event in events:
            if event.table == "attribute":
                self._do_attribute(number, kind, event)
            elif event.action == "delete":
                self._remove_row(number, kind, event)
            elif event.action == "update":
                self._change(number, (event.table, event.row), event.changed)
                for column in event.before if event.table == "customer" else ():
                    self._edits[event.row, column].add(number)
            else:
                self._make(number, (event.table, event.row), event.image)
        if kind == "delete":
            self._wipe(number, events)

    def _do_attribute(self, number: int, kind: str, event: Event) -> None:
        key = attribute_key(event.image)
        known = self.objects.get(key)
        self._edits[key[1], key[2]].add(number)
        if event.action == "delete":
            self._remove(number, key)
            return
        told = set(event.before) & set(TOLD)
        if event.action == "update" and not told:
            return
        if known is None:
            own = event.action != "update"
            self._make(number, key, event.image | {"id": event.row if own else None, "op": number})
            return
        columns = told | {"value", "as_of"} if event.before and kind in _BY_FILE else set(TOLD)
        changed = {column: event.image[column] for column in columns}
        if known["id"] != event.row:
            changed |= {"op": number}
        self._change(number, key, changed)

    def _remove_row(self, number: int, kind: str, event: Event) -> None:
        """Take a row away; one that a merge had brought stays with whom it had come from."""
        key, owner = (event.table, event.row), event.image.get("customer_id")
        known = self.objects.get(key)
        names = ALIKE.get(event.table)
        if names is None or kind == "delete" or known is None or known["customer_id"] == owner:
            self._remove(number, key)
        if names is not None:
            for other, row in list(self.objects.items()):
                if other[0] == event.table and row["customer_id"] == owner:
                    spare = other not in self._stored
                    if spare and all(row[name] == event.image[name] for name in names):
                        self._remove(number, other)

    def _wipe(self, number: int, events: Sequence[Event]) -> None:
        """With a customer goes what came from those who were merged into it."""
        own = [event for event in events if event.table == "customer"]
        gone = {event.row for event in own if event.action == "delete"}
        gone |= {event.row for event in own if event.before.get("merged_into") in gone}
        for key, row in list(self.objects.items()):
            if key[0] != "customer" and {row.get("customer_id"), row.get("other_id")} & gone:
                self._remove(number, key)

    # -- what was taken back

    def _take_back(self, number: int, undone: int, events: Sequence[Event]) -> None:
        touched = {(event.table, event.row) for event in events}
        touched |= {attribute_key(e.image)[2:] for e in events if e.table == "attribute"}
        for step in reversed(self._log[undone]):
            known = self.objects.get(step.key)
            forced = (step.key[2:] or step.key) in touched
            if step.column is not None:
                if known is not None and (forced or known[step.column] == step.new):
                    self._change(number, step.key, {step.column: step.old})
            elif step.old is not None:
                if known is None:
                    self._make(number, step.key, step.old)
            elif known is not None and (forced or self._as_made(step, known)):
                self._remove(number, step.key)

    def _as_made(self, step: _Step, known: Row) -> bool:
        if step.key[0] == "attribute":
            return all(known[column] == step.new[column] for column in TOLD)
        return step.key not in self._stored

    # -- single changes

    def _make(self, number: int, key: Key, row: Row) -> None:
        self.objects[key] = dict(row)
        self._note(_Step(number, key, None, None, dict(row)))

    def _change(self, number: int, key: Key, cells: Mapping[str, Any]) -> None:
        known = self.objects.get(key)
        if known is None:
            return
        for column, value in cells.items():
            if known[column] != value:
                self._note(_Step(number, key, column, known[column], value))
                known[column] = value

    def _remove(self, number: int, key: Key) -> None:
        known = self.objects.pop(key, None)
        if known is not None:
            self._note(_Step(number, key, None, known, None))

    def _note(self, step: _Step) -> None:
        self._log[step.operation].append(step)
        self._steps[step.key].append(step)

    # -- later edits

    def hand_over(self, merge: int, given: Sequence[Given]) -> None:
        """Let what was edited on a survivor after a merge be done on a merged one instead."""
        for each in given:
            if each.table == "attribute":
                self._hand_attribute(merge, each)
            elif each.column is None:
                row = self.objects.get((each.table, each.row))
                if row is not None:
                    row["customer_id"] = each.to
            else:
                self._hand_cell(merge, each, each.column)

    def _hand_cell(self, merge: int, each: Given, column: str) -> None:
        one, other = (self.objects.get(("customer", n)) for n in (each.row, each.to))
        if one is None or other is None:
            return
        other[column] = one[column]
        steps = self._steps["customer", each.row]
        later = (step for step in steps if step.operation > merge and step.column == column)
        if (first := next(later, None)) is not None:
            one[column] = first.old
        self._edits[each.to, column] |= self._edits.pop((each.row, column), set())

    def _hand_attribute(self, merge: int, each: Given) -> None:
        stored = self._stored.get((each.table, each.row))
        key = attribute_key(stored) if stored else ()
        known = self.objects.get(key)
        if known is None:
            return
        before = dict(known)
        for step in reversed([s for s in self._steps[key] if s.operation > merge]):
            if step.column is not None:
                before[step.column] = step.old
            else:
                before = step.old
        other = (key[0], each.to, *key[2:])
        there = self.objects.get(other) or {**known, "id": None, "customer_id": each.to}
        self.objects[other] = {**there, **{c: known[c] for c in (*TOLD, "op")}}
        del self.objects[key]
        if before:
            self.objects[key] = before
        self._edits[each.to, key[2]] |= self._edits.pop(key[1:3], set())

    def edited_since(self, merge: int, customer: int) -> set[str]:
        """Return the fields of a customer that were edited after a merge."""
        return {
            field
            for (owner, field), numbers in self._edits.items()
            if owner == customer
            and any(n > merge and not is_undone(n, self._undone) for n in numbers)
        }


def attribute_key(row: Row) -> Key:
    """Return by what an attribute is known: values that do not stand also by their source."""
    field: str = row["field"]
    origin = row["origin"] if field.startswith(CLAIM) else ""
    return "attribute", row["customer_id"], field, origin


def _kinds(connection: Connection, numbers: set[int]) -> dict[int, str]:
    return dict(
        among(
            connection,
            "SELECT o.id, o.kind FROM wanted JOIN operation o ON o.id = wanted.value",
            numbers,
        )
    )


def _given(connection: Connection) -> dict[int, list[Given]]:
    """Return what separations handed over, by operation."""
    rows = connection.execute(
        "SELECT id, facts FROM operation WHERE undoes IS NOT NULL AND facts LIKE '%\"given\"%'"
    ).fetchall()
    return {number: [Given(*each) for each in json.loads(facts)["given"]] for number, facts in rows}
