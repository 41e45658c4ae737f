"""Writing imported customers: who is in the workspace already, who is new, what changed.

A cell that is empty in the file never erases a value; two lines with the same key are the same
customer. Changes are held back until the end, so that lines that contradict each other leave the
last word and nothing else: importing the same file again writes no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from profiler_app.domain.customer_rows import CustomerBlock, CustomerRow, joined, key_parts
from profiler_app.domain.identifiers import mask
from profiler_app.domain.imports import CellChange, RowOutcome
from profiler_app.store.comparing import compare_rows
from profiler_app.store.connect import Connection
from profiler_app.store.customer_changes import Decide, HeldBack, Known
from profiler_app.store.customer_rows import NewCustomers
from profiler_app.store.customers import IDENTIFYING
from profiler_app.store.earlier_keys import EarlierKeys
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

_SHARED = frozenset({"mobile", "phone", "email"})
"""Several people may share these: only with the name they tell customers apart."""
_ALONE = frozenset(IDENTIFYING) - _SHARED
"""One of these tells a customer by itself."""
_MOST_HELD_BACK = 40_000
_MOST_LATE = 600_000
"""So many cells of late lines are held back (some 50 MB at most)."""
_AT_ONCE = 5_000
"""So many late lines are settled at once: the pages of their customers fit into the cache."""


class CustomerWriter:
    """Writes customers, each recognised by its own key; feed it the blocks of a file in order.

    ``created``, ``updated`` and ``unchanged`` count lines; ``listed`` are the first ``shown`` rows
    that create customers and the first that change nothing. Both are complete after ``finish``,
    as is what ``HeldBack`` tells of changes. ``decide`` says which changes are written. What is
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
        self.created = self.updated = self.unchanged = 0
        self.listed: list[RowOutcome] = []
        self._room = {True: shown, False: shown}
        self._connection = connection
        self._opened = opened
        self._assumed = frozenset(assumed)
        self._columns = fact_tables()["customer"]
        self._first_new = opened.next_id("customer")
        self._rows = NewCustomers(connection, opened, prefix=prefix, as_of=as_of)
        self._held = HeldBack(opened, self._rows, shown=shown, decide=decide, assumed=assumed)
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
    def changes(self) -> list[CellChange]:
        """The first changes of customers known before."""
        return self._held.changes

    @property
    def unlisted(self) -> Counter[tuple[str, ...]]:
        """How many lines the other changes have, by the fields they change."""
        return self._held.unlisted

    @property
    def kept(self) -> int:
        """The places where an old value stands against the file."""
        return self._held.kept

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
            keys.take_in([key for key in block.keys if key])
            self._write_late()
            self._compare(block)
            return
        again = keys.take_in(block.keys)
        if len(again) < len(block.lines):
            self._create(block.without(again) if again else block)
        if again:
            self._late.append(block.picked(again))
            if sum(len(each.lines) * len(each.values) for each in self._late) > _MOST_LATE:
                self._write_late()

    def finish(self) -> None:
        """Write what was held back."""
        self._keys = None
        self._write_late()
        self._write_changes()

    def _begin_load(self, block: CustomerBlock) -> EarlierKeys:
        """Prepare an empty table for many rows; its indexes are built when they are asked for."""
        load = self._opened.load("customer", block.values.keys())
        if "number" in block.values:
            load.build_index_on("number")
        keys = [key for key in block.keys if key]
        return EarlierKeys(is_sorted=EarlierKeys.are_sorted(keys))

    def _write_late(self) -> None:
        """Write the lines whose customers came before them, now that all of these are there."""
        if not self._late:
            return
        late = joined(self._late)
        self._late.clear()
        # by key, as most exports are sorted: each page of the table is read and changed once
        places = sorted(range(len(late.keys)), key=late.keys.__getitem__)
        for start in range(0, len(places), _AT_ONCE):
            self._settle(late, places[start : start + _AT_ONCE])
            self._write_changes()

    def _create(self, block: CustomerBlock) -> None:
        names = self._rows.insert_block(block)
        self.created += len(block.lines)
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
        held = self._held.customers.keys()
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

    def _settle(self, block: CustomerBlock, places: Sequence[int]) -> None:
        """Take the values of some rows over, one by one."""
        records = list(block.picked(places).records())
        if block.others:
            self._write_changes()  # what one key changes may be what another one looks for
        known = self._find(records, block.values)
        new: list[tuple[int, Known]] = []
        next_id = self._opened.next_id("customer")
        for record in records:
            (name, value), line = record.key, record.source_row
            key = _identity(name, value, record.values)
            found = known.get(key)
            if found is None:
                found = Known(next_id + len(new), {}, is_new=True)
                cells = {"name": mask(key_parts(name)[0], value), **record.values}
                self._held.differ(line, found, cells)
                known[key] = found
                known.setdefault(_identity(name, value, {}), found)
                new.append((line, found))
                self.created += 1
                self._list([line], [found.cells.get("name")], created=True)
            elif self._held.differ(line, found, record.values):
                self.updated += 1
                self._touching += 1
                if not found.is_new:
                    self._held.hold(found)
            else:
                self.unchanged += 1
                self._list([line], [found.cells.get("name")], created=False)
        self._insert(new)
        if len(self._held.customers) > _MOST_HELD_BACK:
            self._settled = self._settled and self._is_load
            self._write_changes()

    def _insert(self, new: Sequence[tuple[int, Known]]) -> None:
        """Write new customers that were found among known ones."""
        self._rows.insert_each(
            [
                (
                    each.customer,
                    line,
                    each.cells,
                    {name: text for name, (_number, text) in each.attributes.items()},
                )
                for line, each in new
            ]
        )

    def _find(
        self, records: Sequence[CustomerRow], fields: Iterable[str]
    ) -> dict[tuple[str, ...], Known]:
        wanted: dict[str, dict[str, None]] = {}
        for record in records:
            name, value = record.key
            wanted.setdefault(name, {})[value] = None
        keys = [part for key in wanted for part in key_parts(key)]
        names = dict.fromkeys(("name", *keys, *fields))
        own = [name for name in names if name in self._columns]
        columns = ", ".join(f'c."{name}"' for name in own)
        found: dict[tuple[str, ...], Known] = {}
        fresh: dict[int, Known] = {}
        held = self._held.customers
        for name, values in wanted.items():
            column = key_parts(name)[0]
            for number, *cells in reversed(self._look_up(column, f"c.id, {columns}", values)):
                row = dict(zip(own, cells, strict=True))
                known = held.get(number) or fresh.setdefault(number, Known(number, row))
                found[_identity(name, row[column], known.cells)] = known
                found.setdefault(_identity(name, row[column], {}), known)
        if len(own) < len(names):
            self._read_attributes(fresh)
        return found

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

    def _read_attributes(self, found: Mapping[int, Known]) -> None:
        for customer, name, number, value in among(
            self._connection,
            "SELECT a.customer_id, a.field, a.id, a.value FROM wanted "
            "JOIN attribute a ON a.customer_id = wanted.value ORDER BY a.id",
            found,
        ):
            found[customer].attributes[name] = (number, value)

    def _write_changes(self) -> None:
        """Write what differs in the end; who is as before was not updated after all."""
        for known in self._held.write():
            self.updated -= known.times
            self.unchanged += known.times
            self._list([known.line], [known.cells.get("name")], created=False)


def _identity(field: str, value: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    if field in _ALONE:
        return (field, value)
    together = key_parts(field)[1:]
    if together:
        return (field, value, *(str(values.get(each) or "") for each in together))
    return (field, value, values.get("name") or "") if field in _SHARED else (field, value)
