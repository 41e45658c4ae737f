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
from profiler_app.ui.pages.customers.columns import COLUMNS, cell_text

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


class CustomerListModel(QAbstractTableModel):
    """Customers in an order of ids.

    A row that is asked for and not there is read through ``fetch(first, last)``, both inclusive;
    the answer comes back through ``receive``.
    """

    def __init__(
        self, fetch: Fetch, *, today: date, currency: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self.today = today
        self.currency = currency
        self._ids: Any = np.empty(0, np.int64)
        self._rows: dict[int, CustomerRow] = {}
        self._old: dict[int, CustomerRow] = {}
        self._missing: set[int] = set()
        self._gone: set[int] = set()
        self._asked: tuple[int, int] | None = None
        self._late = False
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

    def row_of(self, customer: int) -> int | None:
        """Return where a customer stands, None when he is not in the list."""
        found = np.flatnonzero(self._ids == customer)
        return int(found[0]) if len(found) else None

    def customer(self, row: int) -> CustomerRow | None:
        """Return a row as it was read last, None if it was not yet."""
        number = int(self._ids[row])
        return self._rows.get(number) or self._old.get(number)

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
        self._gone.clear()
        self._asked = None
        self._changed(0, len(self._ids) - 1)

    def retranslate(self) -> None:
        """Say every text again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._changed(0, len(self._ids) - 1)

    # -- what Qt asks for

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many customers there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a part of a cell; a row that is not there is asked for."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[index.column()].right else _LEFT
        if role == LATE_ROLE:
            return self._late
        if role not in (ROW_ROLE, Qt.ItemDataRole.DisplayRole):
            return None
        row = self._wanted(index.row())
        if role == ROW_ROLE or row is None:
            return row
        return cell_text(COLUMNS[index.column()], row, self.today, self.currency)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a column and where it is aligned."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[section].right else _LEFT
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
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def _span(missing: set[int], asked: tuple[int, int] | None) -> tuple[int, int]:
    """Return the rows to read: with those on their way, as a newer request replaces an older."""
    first, last = min(missing), max(missing)
    room = _KEPT - 2 * _AHEAD
    if asked is not None and max(last, asked[1]) - min(first, asked[0]) < room:
        return min(first, asked[0]), max(last, asked[1])
    return max(first, last - room + 1), last


def as_tsv(columns: Sequence[int], rows: Sequence[CustomerRow], model: CustomerListModel) -> str:
    """Return rows as text for the clipboard, with the names of the columns on top."""
    horizontal = Qt.Orientation.Horizontal
    head = [_("Number"), *(str(model.headerData(at, horizontal)) for at in columns)]
    lines = [[row.number, *(_cell(model, at, row) for at in columns)] for row in rows]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in (head, *lines))


def _cell(model: CustomerListModel, column: int, row: CustomerRow) -> str:
    return cell_text(COLUMNS[column], row, model.today, model.currency)
