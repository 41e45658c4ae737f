"""Products, questionnaires, campaigns, own fields: rows of nobody that come along when needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from profiler_app.store.connect import Connection
from profiler_app.store.handover.scope import SHARED
from profiler_app.store.handover.sides import Fact, shared_fact
from profiler_app.store.handover.writings import Cells, Writings
from profiler_app.store.ledger import Operation
from profiler_app.store.schema import fact_tables, target_of

End = tuple[Connection, Writings]
_DEFINED_BY = {"attribute": ("custom_field", "field"), "manual_tag": ("tag_definition", "tag")}


class SharedRows:
    """Finds or writes the row of here that says what a row of there says."""

    def __init__(
        self,
        opened: Operation,
        there: End,
        here: End,
        change: Callable[[str, Fact, Fact], None],
    ) -> None:
        self._opened, self._there, self._here, self._change = opened, there, here, change
        self._known: dict[str, dict[int, int]] = defaultdict(dict)
        self._brought: set[tuple[str, str]] = set()

    def holds(self, table: str) -> bool:
        """Whether rows of a table belong to nobody."""
        return table in SHARED

    def row_here(self, table: str, row: int) -> int | None:
        """Return the row of here for one of there, written now if it is new; None if it is gone."""
        if row not in self._known[table]:
            found = self._bring(table, row)
            if found is None:
                return None
            self._known[table][row] = found
            if table == "survey":
                self._bring_questions(row)
        return self._known[table][row]

    def bring_definitions(self, table: str, cells: Cells) -> None:
        """Bring the own field or own tag a row is about."""
        if table not in _DEFINED_BY:
            return
        defining, column = _DEFINED_BY[table]
        name = str(cells[column])
        if (defining, name) in self._brought:
            return
        self._brought.add((defining, name))
        for (row,) in (
            self._there[0]
            .execute(f'SELECT id FROM "{defining}" WHERE "{column}" = ? ORDER BY id', (name,))
            .fetchall()
        ):
            self.row_here(defining, row)

    def _bring_questions(self, survey: int) -> None:
        for (row,) in (
            self._there[0]
            .execute(
                "SELECT id FROM survey_question WHERE survey_id = ? ORDER BY position, id",
                (survey,),
            )
            .fetchall()
        ):
            self.row_here("survey_question", row)

    def _bring(self, table: str, row: int) -> int | None:
        told = shared_fact(*self._there, table, row)
        if told is None:
            return None
        cells = self._translated(table, told.cells)
        if row in self._known[table]:  # a question brings its questionnaire, which brings it
            return self._known[table][row]
        theirs = Fact(row, cells, cells, told.at)
        found = self._find(table, cells)
        mine = None if found is None else shared_fact(*self._here, table, found)
        if mine is not None:
            self._change(table, theirs, mine)
            return mine.id
        fresh = self._opened.insert_one(table, theirs.cells)
        self._here[1].tell_row(table, fresh, theirs.at)
        return fresh

    def _translated(self, table: str, cells: Cells) -> Cells:
        return {
            name: self.row_here(target_of(table, name), cell)
            if kind == "ref" and cell is not None
            else cell
            for (name, kind), cell in zip(fact_tables()[table].items(), cells.values(), strict=True)
        }

    def _find(self, table: str, cells: Cells) -> int | None:
        """Return the row of here with the same name: all its parts, or the first that is told."""
        names = SHARED[table]
        if table in ("product", "segment"):
            names = tuple(name for name in names if cells[name] is not None)[:1] or names[:1]
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        values: list[Any] = [cells[name] for name in names]
        found = (
            self._here[0].execute(f'SELECT min(id) FROM "{table}" WHERE {where}', values).fetchone()
        )
        return None if found[0] is None else int(found[0])
