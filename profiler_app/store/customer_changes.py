"""Changes of known customers, held back until the end: the last word of a file is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from profiler_app.domain.imports import CellChange
from profiler_app.store.customer_rows import NewCustomers, as_text
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables

Decide = Callable[[Sequence[CellChange]], Sequence[CellChange]]
"""Returns changes of known customers with the decision about each."""


@dataclass(slots=True)
class Known:
    """A customer as it stands after the lines read so far; ``before`` is what lines changed."""

    customer: int
    cells: dict[str, Any]
    attributes: dict[str, tuple[int | None, str]] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    is_new: bool = False
    line: int = 0
    times: int = 0

    def now(self, name: str) -> Any:
        """Return a field as it stands."""
        return self.attributes[name][1] if name in self.attributes else self.cells[name]

    def changed(self) -> dict[str, Any]:
        """Return the fields that differ in the end, with what they were."""
        if not self.attributes:
            now = self.cells
            return {name: old for name, old in self.before.items() if old != now[name]}
        return {name: old for name, old in self.before.items() if old != self.now(name)}


class HeldBack:
    """Known customers that lines of a file change, until ``write``.

    ``changes`` holds the first ``shown`` changes of customers known before, ``unlisted`` counts
    the others by the fields they change; ``kept`` counts the places where ``decide`` lets the old
    value stand. What is ``assumed`` about fields no column tells holds for new customers only.
    """

    def __init__(
        self,
        opened: Operation,
        rows: NewCustomers,
        *,
        shown: int,
        decide: Decide | None,
        assumed: Collection[str],
    ) -> None:
        self.kept = 0
        self.changes: list[CellChange] = []
        self.unlisted: Counter[tuple[str, ...]] = Counter()
        self.customers: dict[int, Known] = {}
        self._opened = opened
        self._rows = rows
        self._shown = shown
        self._decide = decide
        self._assumed = frozenset(assumed)
        self._columns = fact_tables()["customer"]
        self._first_new = opened.next_id("customer")

    def hold(self, known: Known) -> None:
        """Hold a customer back that a line changes."""
        known.times += 1
        self.customers[known.customer] = known

    def differ(self, line: int, found: Known, values: Mapping[str, Any]) -> bool:
        """Take the values of one line over and return whether they change anything."""
        changed = False
        columns, cells, befores = self._columns, found.cells, found.before
        nothing = frozenset[str]() if found.is_new else self._assumed
        for name, value in values.items():
            if name in columns:
                before = cells.get(name)
                if before != value and value is not None and name not in nothing:
                    befores.setdefault(name, before)
                    cells[name] = value
                    changed = True
            elif value is not None and name not in nothing:
                number, old = found.attributes.get(name, (None, None))
                text = as_text(value)
                if old != text:
                    befores.setdefault(name, old)
                    found.attributes[name] = (number, text)
                    changed = True
        if changed:
            found.line = line
        return changed

    def write(self) -> list[Known]:
        """Write what differs in the end; return who is as before after all."""
        updates, attributes, same = [], [], []
        changed = set[str]()
        for known, before in self._decided():
            if not before:
                same.append(known)
                continue
            own = before
            if known.attributes:
                own = {name: old for name, old in before.items() if name in self._columns}
            if own:
                changed.update(own)
                updates.append((known.customer, own, known.cells))
            attributes += [(known, name) for name in before.keys() - own.keys()]
        self.customers.clear()
        # whatever any of them changes, in all of them: one statement serves every customer
        updates.sort(key=lambda update: update[0])  # each page of the table is changed once
        self._opened.update_rows("customer", sorted(changed), updates)
        self._write_attributes(attributes)
        return same

    def _decided(self) -> list[tuple[Known, dict[str, Any]]]:
        """Return who was held back with the former values of what is written."""
        told = [(known, known.changed()) for known in self.customers.values()]
        changes = [
            CellChange(
                known.line,
                known.customer,
                known.cells.get("name") or "",
                field,
                old,
                known.now(field),
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
        told: Mapping[int, tuple[Known, dict[str, Any]]],
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

    def _write_attributes(self, changed: Sequence[tuple[Known, str]]) -> None:
        inserts, updates = [], []
        for known, name in changed:
            number, text = known.attributes[name]
            if number is None:
                inserts.append(self._rows.attribute(known.customer, name, text, known.line))
            else:
                updates.append((text, number))
        self._rows.insert_attributes(inserts)
        self._rows.update_attributes(updates)
