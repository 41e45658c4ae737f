"""What the list asks for, and the reading of it: search, conditions, order, rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from profiler_app.domain.listing import CustomerRow, Found, ListQuery
from profiler_app.domain.text import _
from profiler_app.jobs import lists, searching
from profiler_app.jobs.tag_use import note_use
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.customers.conditions import TAGS, Condition, rule_text


class ListSource(QObject):
    """Finds customers whenever something about the query changes.

    ``found`` carries the Found, ``failed`` the UserProblem. ``fresh`` is True while the next
    answer is to another question, not the same in another order.
    """

    found = Signal(object)
    failed = Signal(object)
    conditions_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.search = ""
        self.conditions: tuple[Condition, ...] = ()
        self.last: Found | None = None
        self.fresh = True
        self._sort, self._descending = "", False
        self._noted: set[tuple[str, date]] = set()

    @property
    def query(self) -> ListQuery:
        """What the list shows."""
        where = rule_text(self.conditions, self._desk.today())
        return ListQuery(where, self.search, self._sort or None, self._descending)

    def reload(self) -> None:
        """Find the customers of the query again, without conditions on fields that are gone."""
        known = tuple(each for each in self.conditions if each.is_known)
        if known != self.conditions:
            self.conditions = known
            self.conditions_changed.emit()
        self._desk.reads.ask(
            "customers",
            _find,
            self.query,
            done=self._receive,
            failed=self.failed.emit,
            owner=self,
        )

    def search_for(self, text: str) -> None:
        """Search for a text."""
        self.search, self.fresh = text, True
        self.reload()

    def filter_by(self, conditions: Sequence[Condition]) -> None:
        """Show only the customers that fit all conditions."""
        self.conditions = tuple(each for each in conditions if not each.is_empty)
        self.fresh = True
        self.conditions_changed.emit()
        self.reload()

    def drop(self, at: int) -> None:
        """Leave a condition out."""
        self.filter_by([each for i, each in enumerate(self.conditions) if i != at])

    def add_tag(self, tag: str) -> None:
        """Show only the customers that have this tag as well."""
        held = [each for each in self.conditions if (each.field, each.op) == (TAGS, "all")]
        tags = dict.fromkeys([*(held[0].values if held else ()), tag])
        others = [each for each in self.conditions if each not in held]
        self.filter_by((*others, Condition(TAGS, "all", tuple(tags))))

    def start_with(self, sort: str, descending: bool) -> None:
        """Sort the first list, before anything is read."""
        self._sort, self._descending = sort, descending

    def order_by(self, sort: str, descending: bool) -> None:
        """Sort by a field or a made order; empty: as found."""
        if (sort, descending) != (self._sort, self._descending):
            self._sort, self._descending = sort, descending
            self.reload()

    def show(
        self, conditions: Sequence[Condition], search: str, sort: str, descending: bool
    ) -> None:
        """Show another list altogether."""
        self.search, self._sort, self._descending = search, sort, descending
        self.filter_by(conditions)

    def read_rows(
        self,
        ids: Sequence[int],
        names: Collection[str],
        done: Callable[[list[CustomerRow]], None],
    ) -> None:
        """Read the rows of some customers with the values of some fields."""
        self._desk.reads.ask(
            "rows", _read_rows, ids, names, done=done, failed=self.failed.emit, owner=self
        )

    def _receive(self, found: Found) -> None:
        self.last = found
        if self.fresh:
            self._note_tags()
        self.found.emit(found)
        self.fresh = False
        if not self.search:
            self._prepare(0)

    def _note_tags(self) -> None:
        """Remember, once a day for each rule, that its tags are in use."""
        where, today = self.query.where or "", self._desk.today()
        if "has(" not in where or (where, today) in self._noted:
            return
        self._noted.add((where, today))
        self._desk.jobs.start(
            note_use, where, title=_("Saving"), owner=self, derived=True, today=today
        )

    def _prepare(self, step: int) -> None:
        """Read the search index into memory bit by bit, before anybody types."""
        self._desk.reads.ask("prepare", _prepare, step, done=self._prepared, owner=self)

    def _prepared(self, next_step: int | None) -> None:
        if next_step is not None:
            self._prepare(next_step)


def _find(reader: Reader, query: ListQuery) -> Found:
    return lists.find(reader.workspace, reader.source, query)


def _prepare(reader: Reader, step: int) -> int | None:
    return step + 1 if searching.prepare(reader.source, step) else None


def _read_rows(reader: Reader, ids: Sequence[int], names: Collection[str]) -> list[CustomerRow]:
    return lists.rows(reader.workspace, reader.source, ids, names, with_tags=True)
