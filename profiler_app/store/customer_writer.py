"""Writing imported customers: who is in the workspace already, who is new, what changed.

A cell that is empty in the file never erases a value; two lines with the same key are the same
customer. Changes are held back until the end, so that lines that contradict each other leave the
last word and nothing else: importing the same file again writes no row.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from profiler_app.domain.customer_rows import CustomerBlock, CustomerRow, joined, key_parts
from profiler_app.domain.identifiers import mask
from profiler_app.domain.imports import CellChange, RowOutcome
from profiler_app.store.comparing import compare_rows
from profiler_app.store.connect import Connection
from profiler_app.store.customers import customer_numbers
from profiler_app.store.earlier_keys import EarlierKeys
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

Decide = Callable[[Sequence[CellChange]], Sequence[CellChange]]
"""Returns changes of known customers with the decision about each."""

_SHARED = frozenset({"mobile", "phone", "email"})
"""Several people may share these: only with the name they tell customers apart."""
_MOST_HELD_BACK = 40_000
_MOST_LATE = 5_000


@dataclass(slots=True)
class _Known:
    """A customer as it stands after the lines read so far; ``before`` is what lines changed."""

    customer: int
    cells: dict[str, Any]
    attributes: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    is_new: bool = False
    line: int = 0
    times: int = 0

    def take(self, name: str, old: Any, line: int) -> None:
        """Note that a line changes a field."""
        self.before.setdefault(name, old)
        self.line = line


class CustomerWriter:
    """Writes customers, each recognised by its own key; feed it the blocks of a file in order.

    ``created``, ``updated`` and ``unchanged`` count lines; ``changes`` holds the first ``shown``
    changes of customers known before, ``unlisted`` counts the others by the fields they change.
    All of them are complete after ``finish``. ``decide`` says which changes are written. What is
    ``assumed`` about fields no column tells holds for new customers only.
    """

    def __init__(
        self,
        connection: Connection,
        opened: Operation,
        *,
        prefix: str,
        as_of: str,
        shown: int,
        decide: Decide | None = None,
        assumed: Collection[str] = (),
    ) -> None:
        self.created = self.updated = self.unchanged = self.kept = 0
        self.changes: list[CellChange] = []
        self.unlisted: Counter[tuple[str, ...]] = Counter()
        self.listed: list[RowOutcome] = []
        self._room = {True: shown, False: shown}
        self._decide = decide
        self._assumed = frozenset(assumed)
        self._connection = connection
        self._opened = opened
        self._prefix = prefix
        self._as_of = as_of
        self._shown = shown
        self._columns = fact_tables()["customer"]
        self._first_new = opened.next_id("customer")
        self._held_back: dict[int, _Known] = {}
        self._keys: EarlierKeys | None = None
        self._late: list[CustomerBlock] = []
        self._settled = True
        self._touching = 0
        found = connection.execute("SELECT EXISTS(SELECT 1 FROM customer)").fetchone()
        self._is_load = not found[0]

    @property
    def first_new(self) -> int:
        """The row id of the first customer created here; 1 in an empty workspace."""
        return self._first_new

    @property
    def has_listed(self) -> bool:
        """Whether as many rows that change nothing are listed as were asked for."""
        return self._room[False] <= 0

    @property
    def repeats(self) -> bool:
        """Whether the same rows once more would leave everything as it is, for certain.

        For that every line must have led to its customer by a key that tells one, and the last
        word of the lines must stand: next time all that contradict each other are held back.
        """
        return self._settled and not self.kept and self._touching <= _MOST_HELD_BACK

    def write(self, block: CustomerBlock) -> None:
        """Take in some customers; values of fields that are no columns become attributes."""
        unsure = block.others or block.key_field in _SHARED or "number" in block.values
        self._settled = self._settled and not unsure
        if self._is_load and self._keys is not None and self._keys.is_full:
            self._write_late()
            self._opened.end_loads()
            self._keys = None
            self._is_load = False
        if not self._is_load:
            self._compare(block)
            return
        keys = self._keys = self._keys or self._begin_load(block)
        if block.others:
            keys.split([key for key in block.keys if key])
            self._write_late()
            self._compare(block)
            return
        new, again = keys.split(block.keys)
        if new:
            self._create(block.picked(new) if again else block)
        if again:
            self._late.append(block.picked(again))
            if sum(len(each.lines) for each in self._late) > _MOST_LATE:
                self._write_late()

    def finish(self) -> None:
        """Write what was held back."""
        self._keys = None
        self._write_late()
        self._write_changes()

    def _begin_load(self, block: CustomerBlock) -> EarlierKeys:
        """Prepare an empty table for many rows.

        Indexes that new rows only add to at the end stay, for they cost less row by row than one
        more pass over the whole table.
        """
        load = self._opened.load("customer", block.values.keys())
        load.build_index_on("number")
        name, keys = block.key_field, [key for key in block.keys if key]
        if name == "number" or not EarlierKeys.are_sorted(keys) or not load.build_index_on(name):
            return EarlierKeys(None)
        query = (
            "SELECT wanted.value FROM wanted "
            f'WHERE EXISTS (SELECT 1 FROM customer WHERE "{name}" = wanted.value)'
        )
        return EarlierKeys(lambda asked: [row[0] for row in among(self._connection, query, asked)])

    def _write_late(self) -> None:
        """Write the lines whose customers came before them, now that all of these are there."""
        if self._late:
            late = joined(self._late)
            self._settle(late, range(len(late.lines)))
            self._late.clear()

    # -- new customers

    def _create(self, block: CustomerBlock) -> None:
        count = len(block.lines)
        first = self._opened.next_id("customer")
        ids = range(first, first + count)
        columns = {name: block.values[name] for name in block.values if name in self._columns}
        told = columns.pop("number", None)
        names = columns.get("name", [None] * count)
        if not all(names):
            names = [
                name or mask(block.key_field, key)
                for name, key in zip(names, block.keys, strict=True)
            ]
        columns["name"] = names
        columns["number"] = self._numbers(ids, told if block.key_field == "number" else None)
        columns["source_row"] = block.lines
        self._opened.insert_columns("customer", columns)
        rows = [
            self._attribute(number, name, _as_text(value), line)
            for name in block.values.keys() - self._columns.keys()
            for number, value, line in zip(ids, block.values[name], block.lines, strict=True)
            if value is not None
        ]
        self._insert_attributes(sorted(rows))
        self.created += count
        self._list(block.lines, names, created=True)

    def _list(self, lines: Sequence[int], names: Sequence[Any], *, created: bool) -> None:
        """List the first rows that create customers, and the first that change nothing."""
        room = self._room[created]
        if room > 0:
            self._room[created] = room - len(lines)
            self.listed += [
                RowOutcome(line, name or "", created)
                for line, name in zip(lines[:room], names[:room], strict=True)
            ]

    def _numbers(self, ids: Sequence[int], told: Sequence[str | None] | None) -> list[str]:
        """Return the numbers of new customers; one given by a workspace of ours is kept.

        A number of this workspace's own is kept as far as it cannot be given again.
        """
        numbers = customer_numbers(self._prefix, ids)
        wanted = [number for number in told or () if number]
        if not wanted:
            return numbers
        sql = "SELECT c.number FROM wanted JOIN customer c ON c.number = wanted.value"
        taken = {number for (number,) in among(self._connection, sql, wanted)}
        for place, number in enumerate(told or ()):
            if number and number not in taken and self._can_be_kept(number, ids[place]):
                numbers[place] = number
        return numbers

    def _can_be_kept(self, number: str, customer: int) -> bool:
        prefix, dash, count = number.rpartition("-")
        if not (dash and prefix.isalnum() and count.isdecimal() and len(count) >= 6):
            return False
        return prefix != self._prefix or int(count) < customer

    def _attribute(self, customer: int, name: str, text: str, line: int) -> tuple[Any, ...]:
        return (customer, name, text, "imported", 1.0, self._as_of, line)

    def _insert_attributes(self, rows: Iterable[tuple[Any, ...]]) -> None:
        names = ["customer_id", "field", "value", "origin", "confidence", "as_of", "source_row"]
        self._opened.insert("attribute", names, rows)

    # -- known customers

    def _compare(self, block: CustomerBlock) -> None:
        """Compare with what is known; rows that say the same need no further look."""
        if block.others:
            self._settle(block, range(len(block.lines)))
            return
        told = block.values.keys() - self._assumed
        fields = [name for name in block.values if name in self._columns and name in told]
        has_attributes = len(fields) < len(told)
        columns = {name: block.values[name] for name in fields}
        compared = compare_rows(self._connection, block.key_field, block.keys, columns)
        if compared is None:
            self._settle(block, range(len(block.lines)))
            return
        customers, differing = compared
        if has_attributes:
            differing.update(range(len(block.lines)))
        held = self._held_back.keys()
        if not held.isdisjoint(customers):
            differing.update(place for place, who in enumerate(customers) if who in held)
        if len(set(block.keys)) < len(block.keys):
            times = Counter(block.keys)
            differing.update(place for place, key in enumerate(block.keys) if times[key] > 1)
        new: dict[str, int] = {}
        if not all(customers):
            for place, (key, who) in enumerate(zip(block.keys, customers, strict=True)):
                if who is None and key not in new:
                    new[key] = place
            differing.difference_update(new.values())
        self.unchanged += len(block.lines) - len(new) - len(differing)
        self._list_same(block, differing | {*new.values()})
        if new:
            self._create(block.picked([*new.values()]))
        if differing:
            self._settle(block, sorted(differing))

    def _list_same(self, block: CustomerBlock, others: set[int]) -> None:
        if self._room[False] <= 0:
            return
        same = [place for place in range(len(block.lines)) if place not in others]
        names = block.values.get("name") or block.keys
        lines = [block.lines[place] for place in same]
        self._list(lines, [names[place] for place in same], created=False)

    def _look_up(self, name: str, columns: str, keys: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return rows of customers by key, those of one key by id."""
        if self._is_load:
            self._opened.load("customer").build_index_on(name)
        return among(
            self._connection,
            f"SELECT {columns} FROM wanted CROSS JOIN customer c ON c.{name} = wanted.value "
            "WHERE c.merged_into IS NULL",
            keys,
        )

    def _settle(self, block: CustomerBlock, places: Sequence[int]) -> None:
        """Take the values of some rows over, one by one."""
        records = list(block.picked(places).records())
        if block.others:
            self._write_changes()  # what one key changes may be what another one looks for
        known = self._find(records, block.values)
        new: list[tuple[int, _Known]] = []
        next_id = self._opened.next_id("customer")
        for record in records:
            (name, value), line = record.key, record.source_row
            key = _identity(name, value, record.values)
            found = known.get(key)
            if found is None:
                found = _Known(next_id + len(new), {}, is_new=True)
                self._differ(
                    line, found, {"name": mask(key_parts(name)[0], value), **record.values}
                )
                known[key] = found
                known.setdefault(_identity(name, value, {}), found)
                new.append((line, found))
                self.created += 1
                self._list([line], [found.cells.get("name")], created=True)
            elif self._differ(line, found, record.values):
                self.updated += 1
                self._touching += 1
                if not found.is_new:
                    found.times += 1
                    self._held_back[found.customer] = found
            else:
                self.unchanged += 1
                self._list([line], [found.cells.get("name")], created=False)
        self._insert(new)
        most = _MOST_LATE if self._is_load else _MOST_HELD_BACK
        if len(self._held_back) > most:
            self._settled = self._settled and self._is_load
            self._write_changes()

    def _find(
        self, records: Sequence[CustomerRow], fields: Iterable[str]
    ) -> dict[tuple[str, ...], _Known]:
        wanted: dict[str, dict[str, None]] = {}
        for record in records:
            name, value = record.key
            wanted.setdefault(name, {})[value] = None
        keys = [part for key in wanted for part in key_parts(key)]
        names = dict.fromkeys(("name", *keys, *fields))
        own = [name for name in names if name in self._columns]
        columns = ", ".join(f'c."{name}"' for name in own)
        found: dict[tuple[str, ...], _Known] = {}
        fresh: dict[int, _Known] = {}
        for name, values in wanted.items():
            column = key_parts(name)[0]
            for number, *cells in reversed(self._look_up(column, f"c.id, {columns}", values)):
                row = dict(zip(own, cells, strict=True))
                known = self._held_back.get(number) or fresh.setdefault(number, _Known(number, row))
                found[_identity(name, row[column], known.cells)] = known
                found.setdefault(_identity(name, row[column], {}), known)
        if len(own) < len(names):
            self._read_attributes(fresh)
        return found

    def _read_attributes(self, found: Mapping[int, _Known]) -> None:
        for customer, name, number, value in among(
            self._connection,
            "SELECT a.customer_id, a.field, a.id, a.value FROM wanted "
            "JOIN attribute a ON a.customer_id = wanted.value ORDER BY a.id",
            found,
        ):
            found[customer].attributes[name] = (number, value)

    def _differ(self, line: int, found: _Known, values: Mapping[str, Any]) -> bool:
        """Take the values of one line over and return whether they change anything."""
        changed = False
        columns, cells = self._columns, found.cells
        nothing = frozenset[str]() if found.is_new else self._assumed
        for name, value in values.items():
            if value is None or name in nothing:
                continue
            if name in columns:
                before = cells.get(name)
                if before != value:
                    found.take(name, before, line)
                    cells[name] = value
                    changed = True
            else:
                number, old = found.attributes.get(name, (None, None))
                text = _as_text(value)
                if old != text:
                    found.take(name, old, line)
                    found.attributes[name] = (number, text)
                    changed = True
        return changed

    def _insert(self, new: Sequence[tuple[int, _Known]]) -> None:
        """Write new customers that were found among known ones."""
        if not new:
            return
        names = sorted({name for _line, each in new for name in each.cells} - {"number"})
        ids = [each.customer for _line, each in new]
        numbers = self._numbers(ids, [each.cells.get("number") for _line, each in new])
        self._opened.insert(
            "customer",
            [*names, "number", "source_row"],
            (
                (*(each.cells.get(name) for name in names), number, line)
                for number, (line, each) in zip(numbers, new, strict=True)
            ),
        )
        attributes = (
            self._attribute(each.customer, name, text, line)
            for line, each in new
            for name, (_number, text) in each.attributes.items()
        )
        self._insert_attributes(attributes)

    # -- changes

    def _write_changes(self) -> None:
        """Write what differs in the end; who is as before was not updated after all."""
        updates, attributes, changed = [], [], set[str]()
        for known, before in self._decided():
            if not before:
                self.updated -= known.times
                self.unchanged += known.times
                self._list([known.line], [known.cells.get("name")], created=False)
                continue
            own = {name: old for name, old in before.items() if name in self._columns}
            if own:
                changed.update(own)
                updates.append((known.customer, own, known.cells))
            attributes += [(known, name) for name in before.keys() - own.keys()]
        self._held_back.clear()
        # whatever any of them changes, in all of them: one statement serves every customer
        self._opened.update_rows("customer", sorted(changed), updates)
        self._write_attributes(attributes)

    def _decided(self) -> list[tuple[_Known, dict[str, Any]]]:
        """Return who was held back with the former values of what is written."""
        told = [
            (known, {n: old for n, old in known.before.items() if old != self._now(known, n)})
            for known in self._held_back.values()
        ]
        changes = [
            CellChange(
                known.line,
                known.customer,
                known.cells.get("name") or "",
                field,
                old,
                self._now(known, field),
                rule="filled" if old is None else "overwritten",
                lines=known.times,
            )
            for known, before in told
            if known.customer < self._first_new
            for field, old in before.items()
        ]
        if self._decide is not None and changes:
            changes = [*self._decide(changes)]
            self._take_back(changes, {known.customer: (known, b) for known, b in told})
        self._show(changes)
        return told

    def _take_back(
        self,
        changes: Iterable[CellChange],
        told: Mapping[int, tuple[_Known, dict[str, Any]]],
    ) -> None:
        """Give back their former values to places where they stand."""
        for change in changes:
            if change.writes:
                continue
            self.kept += 1
            known, before = told[change.customer]
            old = before.pop(change.field)
            if change.field in self._columns:
                known.cells[change.field] = old
            else:
                number, _text = known.attributes[change.field]
                known.attributes[change.field] = (number, old)

    def _show(self, changes: Sequence[CellChange]) -> None:
        """List the first changes; count the lines of the others by the fields that are written."""
        room = self._shown - len(self.changes)
        self.changes += changes[: max(room, 0)]
        if len(changes) <= room:
            return
        fields: dict[int, list[str]] = {}
        lines: dict[int, int] = {}
        for change in changes[max(room, 0) :]:
            if change.writes:
                fields.setdefault(change.customer, []).append(change.field)
                lines[change.customer] = change.lines
        for customer, written in fields.items():
            self.unlisted[tuple(written)] += lines[customer]

    @staticmethod
    def _now(known: _Known, name: str) -> Any:
        return known.attributes[name][1] if name in known.attributes else known.cells[name]

    def _write_attributes(self, changed: Sequence[tuple[_Known, str]]) -> None:
        inserts, updates = [], []
        for known, name in changed:
            number, text = known.attributes[name]
            if number is None:
                inserts.append(self._attribute(known.customer, name, text, known.line))
            else:
                updates.append((text, self._as_of, number))
        self._insert_attributes(inserts)
        if updates:
            self._opened.update_many("attribute", ["value", "as_of"], updates)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _identity(field: str, value: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    together = key_parts(field)[1:]
    if together:
        return (field, value, *(str(values.get(each) or "") for each in together))
    return (field, value, values.get("name") or "") if field in _SHARED else (field, value)
