"""Making the customers of one workspace part of another, inside an operation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from profiler_app.store.connect import Connection
from profiler_app.store.content import STRONG_KEY
from profiler_app.store.customers import customer_number
from profiler_app.store.handover.scope import Parts
from profiler_app.store.handover.shared_rows import SharedRows
from profiler_app.store.handover.sides import Fact, Person, blocks, facts, people
from profiler_app.store.handover.writings import BORN, Cells, Writings, empty_side
from profiler_app.store.imports import among
from profiler_app.store.ledger import Operation
from profiler_app.store.merging import survivor_of
from profiler_app.store.schema import fact_tables, target_of

Winner = Literal["newest", "mine", "theirs"]
_MOST_CONFLICTS: Final = 2_000


class Conflict(NamedTuple):
    """A value both sides have and that differs: whose stands."""

    number: str
    field: str
    mine: Any
    mine_at: str
    theirs: Any
    theirs_at: str
    taken: bool


@dataclass(slots=True)
class Joined:
    """What joining did. ``left_out`` are ties to customers who did not come along."""

    customers: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    changed_rows: int = 0
    erased: int = 0
    left_out: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    more_conflicts: int = 0
    side: dict[str, Any] = field(default_factory=empty_side)

    @property
    def changed(self) -> bool:
        """Whether anything is not as it was."""
        return bool(self.created or self.updated or self.rows or self.changed_rows)


class Side(NamedTuple):
    """The workspace customers come from, and which of them."""

    connection: Connection
    customers: Sequence[int]
    parts: Parts


def join(
    opened: Operation,
    connection: Connection,
    source: Side,
    *,
    prefix: str,
    winner: Winner = "newest",
    was_erased: Callable[[str], bool] = lambda _number: False,
    step: Callable[[float], None] = lambda _share: None,
) -> Joined:
    """Make customers of ``source`` and their rows part of the workspace of ``connection``."""
    return _Join(opened, connection, source, prefix, winner).run(was_erased, step)


class _Join:
    def __init__(
        self,
        opened: Operation,
        connection: Connection,
        source: Side,
        prefix: str,
        winner: Winner,
    ) -> None:
        self.done = Joined()
        self._opened, self._connection, self._source = opened, connection, source
        self._prefix, self._winner = prefix, winner
        self._there = Writings(source.connection)
        self._here = Writings(connection, (opened.id, self.done.side))
        self._same: dict[int, int] = {}
        self._rows: dict[str, dict[int, int]] = defaultdict(dict)
        self._shared = SharedRows(
            opened, (source.connection, self._there), (connection, self._here), self._change_row
        )

    def run(self, was_erased: Callable[[str], bool], step: Callable[[float], None]) -> Joined:
        """Customers first: rows may tie one to another."""
        parts = [*blocks(self._source.customers)]
        for at, block in enumerate(parts):
            step(0.3 * at / len(parts))
            self._join_people(block, was_erased)
        for at, block in enumerate(parts):
            step(0.3 + 0.7 * at / len(parts))
            self._join_rows([each for each in block if each in self._same])
        return self.done

    # -- customers

    def _join_people(self, block: Sequence[int], was_erased: Callable[[str], bool]) -> None:
        columns = self._source.parts.columns
        found = people(self._source.connection, self._there, block, columns)
        wanted = [each for each in found if not was_erased(each.number)]
        self.done.erased += len(found) - len(wanted)
        same = self._matched(wanted)
        ids = [*dict.fromkeys(same.values())]
        known = {each.id: each for each in people(self._connection, self._here, ids, columns)}
        for person in wanted:
            self.done.customers += 1
            target = same.get(person.id)
            if target is None:
                self._same[person.id] = self._create(person)
            else:
                self._same[person.id] = target
                self._update(person, known[target])

    def _matched(self, wanted: Sequence[Person]) -> dict[int, int]:
        """Return who is who: by number and beginning, else by the strongest identifier."""
        numbered = among(
            self._connection,
            "SELECT c.number, c.id, c.op FROM wanted JOIN customer c ON c.number = wanted.value",
            [each.number for each in wanted],
        )
        by_number = {number: (row, op) for number, row, op in numbered}
        keys = {each.key for each in wanted if each.key}
        by_key = dict(
            among(
                self._connection,
                f"SELECT {STRONG_KEY} AS known, min(c.id) FROM wanted JOIN customer c "
                f"ON {STRONG_KEY} = wanted.value WHERE c.merged_into IS NULL GROUP BY known",
                keys,
            )
            if keys
            else ()
        )
        found = {}
        for each in wanted:
            row, op = by_number.get(each.number, (0, 0))
            if row and self._here.born(row, op) == each.born:
                found[each.id] = survivor_of(self._connection, row) or row
            elif each.key in by_key:
                found[each.id] = by_key[each.key]
        return found

    def _create(self, person: Person) -> int:
        """Write a new customer; its number stays its own unless somebody here has it."""
        opened, taken = self._opened, self._is_taken(person.number)
        number = (
            customer_number(self._prefix, opened.next_id("customer")) if taken else person.number
        )
        row = opened.insert_one("customer", {"number": number, **person.cells})
        later = {
            name: at
            for name, at in person.moments.items()
            if at != (person.born if person.cells[name] is not None else "")
        }
        self.done.side["customers"][str(row)] = {BORN: person.born, **later}
        self.done.created += 1
        return row

    def _is_taken(self, number: str) -> bool:
        found = self._connection.execute("SELECT 1 FROM customer WHERE number = ?", (number,))
        return found.fetchone() is not None

    def _update(self, theirs: Person, mine: Person) -> None:
        cells: Cells = {}
        moments = self.done.side["customers"].setdefault(str(mine.id), {})
        for name, value in theirs.cells.items():
            stands, at = mine.cells[name], mine.moments[name]
            if value == stands:
                continue
            takes = self._takes((stands, at), (value, theirs.moments[name]))
            if value is not None and stands is not None:
                self._note(mine.number, name, (stands, at), (value, theirs.moments[name]), takes)
            if takes:
                cells[name] = mine.cells[name] = value
                moments[name] = mine.moments[name] = theirs.moments[name]
        if cells:
            self._opened.update("customer", mine.id, cells)
            self.done.updated += 1
        else:
            self.done.unchanged += 1

    def _takes(self, mine: tuple[Any, str], theirs: tuple[Any, str]) -> bool:
        if self._winner == "mine":
            return mine[0] is None
        if self._winner == "theirs":
            return theirs[0] is not None
        return _rank(*theirs) > _rank(*mine)

    def _note(
        self,
        number: str,
        name: str,
        mine: tuple[Any, str],
        theirs: tuple[Any, str],
        taken: bool,
    ) -> None:
        if len(self.done.conflicts) < _MOST_CONFLICTS:
            self.done.conflicts.append(Conflict(number, name, *mine, *theirs, taken))
        else:
            self.done.more_conflicts += 1

    # -- rows about customers

    def _join_rows(self, block: Sequence[int]) -> None:
        self._there.read_changes_of(block)
        targets = sorted({self._same[each] for each in block})
        self._here.read_changes_of(targets)
        for table in self._source.parts.tables:
            theirs = facts(self._source.connection, self._there, table, block)
            if not theirs:
                continue
            known = facts(self._connection, self._here, table, targets)
            self._join_table(table, [*self._translated(table, theirs)], known)

    def _translated(self, table: str, rows: Iterable[Fact]) -> Iterable[Fact]:
        """Yield rows with references to rows of here; ties to who is not here are left out."""
        references = _references(table)
        for row in rows:
            if row.cells.get("other_id") is not None and row.cells["other_id"] not in self._same:
                self.done.left_out += 1
                continue
            cells, first = (self._translate(references, each) for each in (row.cells, row.first))
            self._shared.bring_definitions(table, cells)
            yield Fact(row.id, cells, first, row.at)

    def _translate(self, references: Mapping[str, str], cells: Cells) -> Cells:
        found = dict(cells)
        for name, target in references.items():
            row = cells[name]
            if row is None:
                continue
            if target == "customer":
                found[name] = self._same.get(row)
            elif self._shared.holds(target):
                found[name] = self._shared.row_here(target, row)
            else:
                found[name] = self._rows[target].get(row)
        return found

    def _join_table(self, table: str, theirs: Sequence[Fact], mine: Sequence[Fact]) -> None:
        waiting: dict[str, list[Fact]] = defaultdict(list)
        for row in sorted(mine, key=_content):
            waiting[_identity(table, row)].append(row)
        fresh: list[Fact] = []
        for row in sorted(theirs, key=_content):
            alike = waiting.get(_identity(table, row))
            if alike:
                twin = next((each for each in alike if each.cells == row.cells), alike[0])
                alike.remove(twin)
                self._rows[table][row.id] = twin.id
                self._change_row(table, row, twin)
            else:
                fresh.append(row)
        self._insert(table, sorted(fresh, key=lambda row: row.id))

    def _insert(self, table: str, rows: Sequence[Fact]) -> None:
        if not rows:
            return
        names = [*fact_tables()[table]]
        first, count = self._opened.insert(
            table, names, ([row.cells[name] for name in names] for row in rows)
        )
        self.done.rows[table] += count
        moments = self.done.side["rows"].setdefault(table, {})
        for number, row in enumerate(rows, start=first):
            self._rows[table][row.id] = number
            if row.at or row.first != row.cells:
                moments[str(number)] = [row.at, _differing(row)]

    def _change_row(self, table: str, theirs: Fact, mine: Fact) -> None:
        """Let the later of two states of a row stand."""
        if theirs.cells == mine.cells:
            return
        if not self._takes((mine.cells, mine.at), (theirs.cells, theirs.at)):
            return
        changed = {n: cell for n, cell in theirs.cells.items() if mine.cells[n] != cell}
        self._opened.update(table, mine.id, changed)
        self.done.side["rows"].setdefault(table, {})[str(mine.id)] = [theirs.at, {}]
        self.done.changed_rows += 1


def _references(table: str) -> dict[str, str]:
    columns = fact_tables()[table].items()
    return {name: target_of(table, name) for name, kind in columns if kind == "ref"}


def _identity(table: str, row: Fact) -> str:
    """What makes two rows the same row: whose it is, and what it said when it was entered."""
    if table == "attribute" and not str(row.first["field"]).startswith("told:"):
        return json.dumps([row.first["customer_id"], row.first["field"]])
    first = {**row.first, "customer_id": row.cells["customer_id"]}
    return json.dumps(first, sort_keys=True, ensure_ascii=False)


def _content(row: Fact) -> str:
    return json.dumps([row.cells, row.at], sort_keys=True, ensure_ascii=False)


def _rank(value: Any, at: str) -> tuple[str, str]:
    return at, json.dumps(value, sort_keys=True, ensure_ascii=False)


def _differing(row: Fact) -> Cells:
    return {name: cell for name, cell in row.first.items() if row.cells[name] != cell}
