"""Whom rows belong to when an operation is undone while customers are merged.

Merges may be undone in any order. A row goes back to whom it belonged before the merge that is
undone, unless that one is merged elsewhere meanwhile: then it goes on to whoever that one belongs
to now, and comes back when that merge ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.ledger import Operation
from profiler_app.store.merging import Merge, any_merge, references, standing_merges

_TOLD = ("value", "origin", "confidence", "as_of")


class References:
    """References to customers during the undo of one operation."""

    def __init__(self, connection: Connection, opened: Operation, undone: int) -> None:
        self._connection = connection
        self._opened = opened
        self._merge, self._separates = _root(connection, undone)
        self._holder = self._merge and _holder(connection, self._merge)

    def is_one(self, table: str, column: str) -> bool:
        """Whether a cell is a reference that a merge moved."""
        return self._merge is not None and (table, column) in references()

    def right(self, before: Any, current: Any) -> Any:
        """Return whom a row belongs to that the merge moved: only what the survivor has moves."""
        assert self._merge is not None
        if self._separates:
            return before if current == self._holder else current
        return self._holder if current is None or current in self._merge.losers else current

    def settle(self) -> None:
        """Give back what followed the merge later, then let no row belong to a merged one."""
        if self._merge is not None and self._separates:
            for table, row, column, before in self._followers(self._merge):
                self._give_back(table, row, column, before)
            self._keep_attributes(self._merge)
        self._follow()

    def _followers(self, merge: Merge) -> Iterator[tuple[str, int, str, int]]:
        """Yield what came to the survivor for the merged one after the merge was done."""
        rows = self._connection.execute(
            "SELECT table_name, row_id, before, operation_id FROM change "
            "WHERE action = 'update' AND operation_id > ? AND operation_id < ? ORDER BY id DESC",
            (merge.operation, self._opened.id),
        )
        for table, row, before, _operation in rows.fetchall():
            image = json.loads(before)
            for column in image:
                if (table, column) in references() and image[column] in merge.losers:
                    yield table, row, column, image[column]

    def _give_back(self, table: str, row: int, column: str, before: int) -> None:
        found = self._connection.execute(
            f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row,)
        ).fetchone()
        if found is not None and found[0] == self._holder:
            self._opened.update(table, row, {column: before})

    def _follow(self) -> None:
        if not any_merge(self._connection):
            return
        for table, column in references():
            self._connection.execute(
                f'UPDATE "{table}" SET "{column}" = (SELECT merged_into FROM customer AS m '
                f'WHERE m.id = "{table}"."{column}") WHERE "{column}" IN '
                "(SELECT id FROM customer WHERE merged_into)"
            )

    def origin(self, table: str, row: dict[str, Any], below: int) -> dict[str, Any] | None:
        """Return a row as it comes back: with the owner it had before merges undone since.

        None: such a merge had made it, so it does not come back.
        """
        if self._merge is None:
            return row
        stands = {merge.operation for merge in standing_merges(self._connection)}
        if row["op"] not in stands and _is_merge(self._connection, row["op"]):
            return None
        return row | self.rewound(table, row["id"], row, below)

    def rewound(self, table: str, row: int, cells: dict[str, Any], below: int) -> dict[str, Any]:
        """Return cells as they were before merges that stand no longer had changed them too."""
        if self._merge is None or not self._separates:
            return {}
        stands = {merge.operation for merge in standing_merges(self._connection)}
        changes = self._connection.execute(
            "SELECT c.operation_id, c.before FROM change c JOIN operation o "
            "ON o.id = c.operation_id WHERE c.table_name = ? AND c.row_id = ? "
            "AND c.action = 'update' AND c.operation_id < ? AND o.kind = 'merge' "
            "ORDER BY c.id DESC",
            (table, row, below),
        ).fetchall()
        found: dict[str, Any] = {}
        for number, before in changes:
            if number in stands:
                continue
            kept = self._changed_between(table, row, number, below)
            found |= {
                column: value
                for column, value in json.loads(before).items()
                if column in cells and ((table, column) in references() or column not in kept)
            }
        return found

    def _changed_between(self, table: str, row: int, first: int, last: int) -> set[str]:
        """Return the columns of a row that others than merges changed between two operations."""
        rows = self._connection.execute(
            "SELECT c.before FROM change c JOIN operation o ON o.id = c.operation_id "
            "WHERE c.table_name = ? AND c.row_id = ? AND c.action = 'update' "
            "AND c.operation_id > ? AND c.operation_id < ? AND o.kind NOT IN ('merge', 'undo')",
            (table, row, first, last),
        ).fetchall()
        return {column for (before,) in rows for column in json.loads(before)}

    def _keep_attributes(self, merge: Merge) -> None:
        """Let what was edited since in a row that goes back stay with the survivor."""
        moved = self._connection.execute(
            "SELECT row_id, before FROM change WHERE operation_id = ? AND action = 'update' "
            "AND table_name = 'attribute' AND json_type(before, '$.customer_id') NOT NULL",
            (merge.operation,),
        ).fetchall()
        for row, before in moved:
            later = self._connection.execute(
                "SELECT c.action, c.before, c.operation_id FROM change c JOIN operation o "
                "ON o.id = c.operation_id WHERE c.table_name = 'attribute' AND c.row_id = ? "
                "AND c.operation_id > ? AND c.operation_id < ? AND o.kind = 'edit' ORDER BY c.id",
                (row, merge.operation, self._opened.id),
            ).fetchall()
            if later:
                owner = json.loads(before)["customer_id"]
                images = [(action, json.loads(image)) for action, image, _number in later]
                self._divide(row, owner, images, later[0][2])

    def _divide(
        self, row: int, owner: int, later: list[tuple[str, dict[str, Any]]], edited: int
    ) -> None:
        """Split a row edited since (first by operation ``edited``): as it was, and as it is."""
        cursor = self._connection.execute("SELECT * FROM attribute WHERE id = ?", (row,))
        found = cursor.fetchone()
        first: dict[str, Any] = {}
        for action, image in later:
            first = {**image, **first}
            if action == "delete" and found is None:
                told = {**image, **first}
                told |= self.rewound("attribute", row, told, edited)
                self._opened.put_back("attribute", [{**told, "customer_id": owner}])
                return
        if found is None:
            return
        now = dict(zip((c[0] for c in cursor.description), found, strict=True))
        first |= self.rewound("attribute", row, first, edited)
        self._opened.update("attribute", row, {c: v for c, v in first.items() if c in _TOLD})
        own = {c: v for c, v in now.items() if c not in ("id", "op", "source_row")}
        self._opened.insert_one("attribute", {**own, "customer_id": self._holder})


def _is_merge(connection: Connection, operation: int) -> bool:
    found = connection.execute("SELECT kind FROM operation WHERE id = ?", (operation,)).fetchone()
    return found is not None and found[0] == "merge"


def _root(connection: Connection, undone: int) -> tuple[Merge | None, bool]:
    """Return the merge that an undo ends (True) or does again (False), None if it is none."""
    number, steps = undone, 0
    while True:
        kind, undoes = connection.execute(
            "SELECT kind, undoes FROM operation WHERE id = ?", (number,)
        ).fetchone()
        if undoes is None:
            break
        number, steps = undoes, steps + 1
    if kind != "merge":
        return None, False
    return Merge.read(connection, number), steps % 2 == 0


def _holder(connection: Connection, merge: Merge) -> int:
    """Return who the survivor of a merge belongs to now."""
    holder = merge.survivor
    for later in standing_merges(connection):
        if later.operation > merge.operation and holder in later.losers:
            holder = later.survivor
    return holder
