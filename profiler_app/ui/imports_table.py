"""What was imported before, each import with its way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from profiler_app.domain.dates import wall_time
from profiler_app.domain.operations import HistoryEntry
from profiler_app.domain.text import N_, _
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.table import UNKNOWN, StyledTable

_COUNTS = ("rows", "created", "updated", "rejected")
_HEADS = (N_("File"), N_("When"), N_("Rows"), N_("Created"), N_("Updated"), N_("Rejected"), "")
_WIDTHS = (150, 90, 90, 90, 90, 110)
_RIGHT = Qt.AlignmentFlag.AlignRight
_UNDO = len(_HEADS) - 1

AnyIndex = QModelIndex | QPersistentModelIndex


class _Entries(QAbstractTableModel):
    """One row for each import."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.entries: tuple[HistoryEntry, ...] = ()

    def set_entries(self, entries: Sequence[HistoryEntry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(self.entries[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return self.entries[index.row()].sentence
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and _HEADS[section]:
            return _(_HEADS[section])
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


def _alignment(column: int) -> Qt.AlignmentFlag:
    return _RIGHT if column >= 2 else Qt.AlignmentFlag.AlignLeft


def _cell(entry: HistoryEntry, column: int) -> str:
    if column == 0:
        return str(entry.facts.get("file", UNKNOWN))
    if column == 1:
        return wall_time(entry.at)
    if column == _UNDO:
        return _("Undone") if entry.undone_by else ""
    count = entry.facts.get(_COUNTS[column - 2])
    return UNKNOWN if count is None else f"{count:,}"


class HistoryTable(StyledTable):
    """The imports of the workspace, the newest first."""

    undo_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._entries = _Entries(self)
        self.setModel(self._entries)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_widths(*_WIDTHS)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show imports; those that still stand can be undone."""
        self._entries.set_entries(entries)
        for row, entry in enumerate(entries):
            if not entry.undone_by:
                button = Button(_("Undo"), kind="link", small=True)
                button.setAccessibleName(entry.sentence)
                button.clicked.connect(
                    lambda _on=False, operation=entry.operation: self.undo_asked.emit(operation)
                )
                self.setIndexWidget(self._entries.index(row, _UNDO), button)
