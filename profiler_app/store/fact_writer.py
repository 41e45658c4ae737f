"""Writing imported rows of any kind: which are there already, which are new, what changed.

An empty cell never erases a value. Changes are held back, so that lines of one file that
contradict each other leave the last word and nothing else. Rows that may repeat are never changed:
the n-th equal row of a file is new when fewer than n were there before the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from profiler_app.domain.import_kinds import Kind
from profiler_app.domain.imports import CellChange, ImportRequest
from profiler_app.domain.policies import policy_of
from profiler_app.store.connect import Connection
from profiler_app.store.customers import read_customers
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables
from profiler_app.store.value_dates import ValueDates

Cells = dict[str, Any]
Key = tuple[Any, ...]

_MOST_HELD_BACK: Final = 40_000
_SOUGHT_BY: Final = ("account_no", "order_no")
"""Columns with an index of their own, by which rows are found whoever they belong to."""


@dataclass(slots=True)
class _Known:
    """A row as it stands after the lines read so far; ``before`` is what lines changed."""

    number: int | None
    cells: Cells
    newer: frozenset[str] = frozenset()
    before: Cells = field(default_factory=dict)
    line: int = 0
    times: int = 0


class FactWriter:
    """Writes the rows of one kind; feed it the rows of a file in order, then ``finish``.

    ``created``, ``updated`` and ``unchanged`` count lines; ``kept`` counts cells that were left as
    they are because what is stored is newer than the file. ``changes`` holds the first ``shown``
    changes of rows known before. All of them are complete after ``finish``. ``fresh`` completes the
    cells of a new row.
    """

    def __init__(
        self,
        connection: Connection,
        opened: Operation,
        kind: Kind,
        *,
        dates: ValueDates,
        request: ImportRequest,
        fresh: Callable[[Cells], Cells],
    ) -> None:
        self.created = self.updated = self.unchanged = self.kept = 0
        self.changes: list[CellChange] = []
        self._connection = connection
        self._opened = opened
        self._kind = kind
        self._dates = dates
        self._shown = request.shown
        self._policies = request.policies
        self._fresh = fresh
        self._choices = request.choices
        self.unlisted: Counter[tuple[str, ...]] = Counter()
        self._names = [*fact_tables()[kind.table]]
        self._first_new = opened.next_id(kind.table)
        self._seen: Counter[int] = Counter()
        self._held: dict[int, _Known] = {}

    def write(self, rows: Sequence[tuple[int, Cells]]) -> None:
        """Take in some rows: the line of each, and its cells by column."""
        if not rows:
            return
        if self._kind.repeats:
            self._append(rows)
            return
        known = self._find(rows)
        for line, cells in rows:
            keys = self._keys(cells)
            found = self._meant(keys, known)
            if found is None:
                found = _Known(None, self._fresh(cells), line=line)
                self._held[id(found)] = found
                self.created += 1
            elif self._differ(line, found, cells):
                self.updated += 1
                if found.number is not None:
                    found.times += 1
                    self._held[id(found)] = found
            else:
                self.unchanged += 1
            known.update(dict.fromkeys(keys, found))
        if len(self._held) > _MOST_HELD_BACK:
            self._write_held()

    def finish(self) -> None:
        """Write what was held back."""
        self._write_held()
        self._name_changes()

    # -- rows that may repeat

    def _append(self, rows: Sequence[tuple[int, Cells]]) -> None:
        before = Counter(hash(self._key(cells)) for _n, cells in self._stored(rows))
        new = []
        for line, cells in rows:
            full = self._fresh(cells)
            key = hash(self._key(full))
            self._seen[key] += 1
            if self._seen[key] > before[key]:
                new.append((line, full))
        self._insert(new)
        self.created += len(new)
        self.unchanged += len(rows) - len(new)

    # -- rows with a key of their own

    def _find(self, rows: Sequence[tuple[int, Cells]]) -> dict[Key, _Known]:
        """Return what is known of some rows, by every key they could be found by."""
        found: dict[Key, _Known] = {}
        stored = self._stored(rows)
        newer = self._dates.newer(self._kind.table, [number for number, _cells in stored])
        for number, cells in reversed(stored):
            each = _Known(number, cells, newer.get(number, frozenset()))
            found.update(dict.fromkeys(self._keys(cells), each))
        for each in self._held.values():
            found.update(dict.fromkeys(self._keys(each.cells), each))
        return found

    def _meant(self, keys: Sequence[Key], known: Mapping[Key, _Known]) -> _Known | None:
        """Return the row a key leads to; the second key only to one that lacks the first."""
        found = known.get(keys[0])
        if found is None and len(keys) > 1:
            other = known.get(keys[1])
            lacks = other is not None and other.cells.get(self._kind.key[0]) is None
            found = other if lacks else None
        return found

    def _key(self, cells: Mapping[str, Any]) -> Key:
        return self._keys(cells)[0]

    def _keys(self, cells: Mapping[str, Any]) -> list[Key]:
        """Return the keys of a row, the surest first."""
        kind = self._kind
        if kind.either:
            return [(name, cells[name]) for name in kind.key if cells.get(name) is not None]
        own = tuple(cells.get(name) for name in kind.key)
        if any(cell is not None for cell in own) or not kind.otherwise:
            return [(kind.key, *own)]
        return [(kind.otherwise, *(cells.get(name) for name in kind.otherwise))]

    def _differ(self, line: int, found: _Known, cells: Cells) -> bool:
        changed = False
        for name, value in cells.items():
            before = found.cells.get(name)
            if value is None or before == value:
                continue
            if not self._stands(name, before, found):
                self.kept += 1
                continue
            found.before.setdefault(name, before)
            found.cells[name] = value
            found.line = line
            changed = True
        return changed

    def _stands(self, name: str, before: Any, found: _Known) -> bool:
        """Whether the value of the file is taken: by the policy of its field, else if newer."""
        if found.number is None:
            return True
        policy = policy_of(self._policies, f"{self._kind.prefix}{name}")
        if before is None:
            return policy != "keep"
        return policy == "overwrite" or (policy == "newest" and name not in found.newer)

    def _write_held(self) -> None:
        new, updates = [], []
        for known in self._held.values():
            if known.number is None:
                new.append((known.line, known.cells))
                continue
            before = {n: old for n, old in known.before.items() if old != known.cells[n]}
            before = self._chosen(known, known.number, before)
            if before:
                updates.append((known, before))
            else:
                self.updated -= known.times
                self.unchanged += known.times
        self._held.clear()
        self._insert(new)
        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for known, before in updates:
            row = (*(known.cells[name] for name in before), known.number)
            groups.setdefault(tuple(before), []).append(row)
        for columns, rows in groups.items():
            self._opened.update_many(self._kind.table, columns, rows)

    # -- the table

    def _stored(self, rows: Sequence[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
        """Return the stored rows that some rows may be, by id (repeats: those from before)."""
        kind = self._kind
        if kind.customer == "none":
            where: dict[str, list[Any]] = {"": [0]}
        else:
            by = [name for name in kind.key if name in _SOUGHT_BY] or ["customer_id"]
            by += ["customer_id"] if kind.otherwise and by != ["customer_id"] else []
            where = {name: [cells.get(name) for _line, cells in rows] for name in by}
        found: dict[int, Cells] = {}
        for name, values in where.items():
            for number, *cells in self._select(name, values, rows):
                found[number] = dict(zip(self._names, cells, strict=True))
        return sorted(found.items())

    def _select(
        self, by: str, values: Iterable[Any], rows: Sequence[tuple[int, Cells]]
    ) -> list[tuple[Any, ...]]:
        table, selected = self._kind.table, ", ".join(f't."{name}"' for name in self._names)
        join = f'CROSS JOIN "{table}" t ON t."{by}" = wanted.value' if by else f'JOIN "{table}" t'
        limit = f"WHERE t.id < {self._first_new}" if self._kind.repeats else "WHERE 1"
        if self._kind.repeats:
            days = [cells["day"] for _line, cells in rows]
            limit += f" AND t.day BETWEEN {min(days)} AND {max(days)}"
        wanted = {value for value in values if value is not None}
        sql = f"SELECT t.id, {selected} FROM wanted {join} {limit}"
        return among(self._connection, sql, wanted)

    def _insert(self, rows: Sequence[tuple[int, Cells]]) -> None:
        if not rows:
            return
        filled = {name for _line, cells in rows for name in cells}
        names = [name for name in self._names if name in filled]
        self._opened.insert(
            self._kind.table,
            [*names, "source_row"],
            ((*(cells.get(name) for name in names), line) for line, cells in rows),
        )

    def _chosen(self, known: _Known, number: int, before: Mapping[str, Any]) -> dict[str, Any]:
        """List what differs; return the former cells of what the user did not decide against."""
        owner = known.cells.get("customer_id") or 0
        changes = [
            CellChange(
                known.line,
                owner,
                "",
                f"{self._kind.prefix}{name}",
                old,
                known.cells[name],
                rule="filled" if old is None else "overwritten",
                writes=self._choices.get((number, f"{self._kind.prefix}{name}"), True),
                lines=known.times,
                row=number,
            )
            for name, old in before.items()
        ]
        if len(self.changes) < self._shown:
            self.changes += changes
        elif written := tuple(change.field for change in changes if change.writes):
            self.unlisted[written] += known.times
        kept = {}
        for change, (name, old) in zip(changes, before.items(), strict=True):
            if change.writes:
                kept[name] = old
            else:
                known.cells[name] = old
        return kept

    def _name_changes(self) -> None:
        owners = list({change.customer for change in self.changes if change.customer})
        names = read_customers(self._connection, owners, ["name"]) if owners else {}
        self.changes = [
            replace(c, name=names.get(c.customer, ("",))[0] or "") for c in self.changes
        ]
