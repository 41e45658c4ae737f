"""Rows that create customers, and rows that change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from profiler_app.domain.imports import RowOutcome
from profiler_app.domain.text import N_, _
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.table import StyledTable

_HEADS = (N_("Row"), N_("Customer"), N_("May be the same as"))
_LIKE = 2
_RIGHT = Qt.AlignmentFlag.AlignRight

AnyIndex = QModelIndex | QPersistentModelIndex


class _Rows(QAbstractTableModel):
    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._rows: Sequence[RowOutcome] = ()

    def show(self, rows: Sequence[RowOutcome]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS) if any(row.like for row in self._rows[:1]) else len(_HEADS) - 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return _RIGHT
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _LIKE:
            return row.like or None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (f"{row.line:,}", row.name, row.like)[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return _RIGHT
        return _(_HEADS[section]) if role == Qt.ItemDataRole.DisplayRole else None


class RowsTable(StyledTable):
    """The lines and names, in the order of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnWidth(0, current().px(92))
        self.setColumnWidth(1, current().px(150))

    def show_rows(self, rows: Sequence[RowOutcome]) -> None:
        """Show other rows."""
        self.setAccessibleName(_("Rows of the file"))
        self._rows.show(rows)
