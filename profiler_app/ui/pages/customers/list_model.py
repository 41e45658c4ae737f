"""A list of any number of customers of which only the rows in sight are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from profiler_app.domain.listing import CustomerRow
from profiler_app.domain.text import _
from profiler_app.jobs.list_columns import USUAL, ListColumn, fields_of, known_columns

AnyIndex = QModelIndex | QPersistentModelIndex
Fetch = Callable[[int, int], None]

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The CustomerRow; None while it is not read."""
LATE_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether a row that is not read keeps one waiting long enough to be said."""

_KEPT = 500
_AHEAD = 20
_LATE_MS = 300
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


TICK = 0
"""The section of the tick boxes; the columns follow it."""


class CustomerListModel(QAbstractTableModel):
    """Customers in an order of ids; section 0 holds the tick boxes, then come ``columns``.

    A row that is asked for and not there is read through ``fetch(first, last)``, both inclusive;
    the answer comes back through ``receive``.
    """

    def __init__(
        self, fetch: Fetch, *, today: date, currency: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self.columns: tuple[ListColumn, ...] = known_columns(USUAL)
        self.fields = frozenset(fields_of(self.columns))
        self.today = today
        self.currency = currency
        self._ids: Any = np.empty(0, np.int64)
        self._rows: dict[int, CustomerRow] = {}
        self._old: dict[int, CustomerRow] = {}
        self._missing: set[int] = set()
        self._gone: set[int] = set()
        self._asked: tuple[int, int] | None = None
        self._late = False
        self.turn = 0
        """Another number since rows asked for earlier are no longer what is wanted."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        self._patience = QTimer(self, singleShot=True, interval=_LATE_MS)
        self._patience.timeout.connect(self._grow_late)

    # -- the list

    @property
    def ids(self) -> Any:
        """The ids in their order (int64 array)."""
        return self._ids

    def set_ids(self, ids: Any) -> None:
        """Show other customers, or the same in another order; rows already read are kept."""
        self.beginResetModel()
        self._ids = ids
        self._missing.clear()
        self._gone.clear()
        self._asked = None
        self.endResetModel()

    def set_columns(self, columns: Sequence[ListColumn]) -> None:
        """Show other columns; rows are read again when they lack a field of a new one."""
        self.beginResetModel()
        self.columns = tuple(columns)
        wanted = frozenset(fields_of(self.columns))
        if not wanted <= self.fields:
            self.fields |= wanted
            self.turn += 1
            self._rows, self._old = {}, {}
            self._gone.clear()
            self._asked = None
        self.endResetModel()

    def column(self, section: int) -> ListColumn | None:
        """Return the column of a section, None for the tick boxes."""
        return self.columns[section - 1] if 1 <= section <= len(self.columns) else None

    def section_of(self, key: str) -> int:
        """Return the section of a column, -1 when it is not shown."""
        keys = [column.key for column in self.columns]
        return keys.index(key) + 1 if key in keys else -1

    def row_of(self, customer: int) -> int | None:
        """Return where a customer stands, None when he is not in the list."""
        found = np.flatnonzero(self._ids == customer)
        return int(found[0]) if len(found) else None

    def customer(self, row: int) -> CustomerRow | None:
        """Return a row as it was read last, None if it was not yet."""
        number = int(self._ids[row])
        return self._rows.get(number) or self._old.get(number)

    def take(self, turn: int, rows: Sequence[CustomerRow]) -> None:
        """Take rows unless something else is wanted since they were asked for."""
        if turn == self.turn:
            self.receive(rows)

    def receive(self, rows: Sequence[CustomerRow]) -> None:
        """Take the rows that were asked for; who is not among them was deleted since."""
        self._patience.stop()
        self._late = False
        for row in rows:
            self._rows.pop(row.id, None)
            self._rows[row.id] = row
            self._old.pop(row.id, None)
        while len(self._rows) > _KEPT:
            del self._rows[next(iter(self._rows))]
        if self._asked is not None:
            first, last = self._asked
            self._asked = None
            last = min(last, len(self._ids) - 1)
            came = {row.id for row in rows}
            self._gone.update(set(self._ids[first : last + 1].tolist()) - came)
            self._changed(first, last)

    def give_up(self) -> None:
        """Note that the rows asked for will not come; they are asked for again when painted."""
        self._asked = None

    def forget(self) -> None:
        """Read every row again; until then the old ones are shown."""
        self._old, self._rows = self._rows, {}
        self.turn += 1
        self._gone.clear()
        self._asked = None
        self._changed(0, len(self._ids) - 1)

    def retranslate(self) -> None:
        """Say every text again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns))
        self._changed(0, len(self._ids) - 1)

    # -- what Qt asks for

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many customers there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a part of a cell; a row that is not there is asked for."""
        if not index.isValid():
            return None
        column = self.column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column is not None and column.right else _LEFT
        if role == LATE_ROLE:
            return self._late
        if role not in (ROW_ROLE, Qt.ItemDataRole.DisplayRole):
            return None
        row = self._wanted(index.row())
        if role == ROW_ROLE or row is None:
            return row
        return None if column is None else column.shown(row, self.today, self.currency)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column, what explains it and where it is aligned."""
        column = self.column(section)
        if orientation != Qt.Orientation.Horizontal or column is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return _(column.about) if column.about else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None

    # -- reading

    def _wanted(self, place: int) -> CustomerRow | None:
        number = int(self._ids[place])
        row = self._rows.get(number)
        if row is None and number not in self._gone:
            self._missing.add(place)
            if not self._soon.isActive():
                self._soon.start()
        return row or self._old.get(number)

    def _ask(self) -> None:
        missing = {place for place in self._missing if not self._is_asked(place)}
        self._missing.clear()
        if not missing:
            return
        first, last = _span(missing, self._asked)
        first = max(0, first - _AHEAD)
        last = min(len(self._ids) - 1, last + _AHEAD)
        self._asked = (first, last)
        if not self._patience.isActive():
            self._patience.start()
        self._fetch(first, last)

    def _is_asked(self, place: int) -> bool:
        return self._asked is not None and self._asked[0] <= place <= self._asked[1]

    def _grow_late(self) -> None:
        self._late = True
        if self._asked is not None:
            self._changed(*self._asked)

    def _changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns)))


def _span(missing: set[int], asked: tuple[int, int] | None) -> tuple[int, int]:
    """Return the rows to read: with those on their way, as a newer request replaces an older."""
    first, last = min(missing), max(missing)
    room = _KEPT - 2 * _AHEAD
    if asked is not None and max(last, asked[1]) - min(first, asked[0]) < room:
        return min(first, asked[0]), max(last, asked[1])
    return max(first, last - room + 1), last
