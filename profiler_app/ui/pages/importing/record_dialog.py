"""The whole record of a customer: what is here, and what it is after the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.imports import CellChange
from profiler_app.domain.text import N_, _
from profiler_app.jobs.editing import stored_values
from profiler_app.jobs.importing import label_of, shown
from profiler_app.ui.desk import Reader
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.table import RowDelegate, StyledTable, paint_text

_WIDTH, _HEIGHT = 720, 560
_HEADS = (N_("Field"), N_("Here"), N_("After the import"))
_FIELD, _BEFORE, _AFTER = range(3)

AnyIndex = QModelIndex | QPersistentModelIndex


def read_record(reader: Reader, customer: int) -> dict[str, Any]:
    """Return the stored values of a customer; runs in the reader thread."""
    return stored_values(reader.workspace, customer)


class _Record(QAbstractTableModel):
    """All known fields, in the order of the catalog."""

    def __init__(
        self, parent: Any, known: Mapping[str, Any], after: Mapping[str, Any], currency: str
    ) -> None:
        super().__init__(parent)
        before = {change: value for change, value in known.items() if value is not None}
        self.names = [name for name in fields() if name in before or name in after]
        self._before, self._after, self._currency = before, after, currency

    def changes(self, row: int) -> bool:
        return self.names[row] in self._after

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.names)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        name = self.names[index.row()]
        if index.column() == _FIELD:
            return label_of(name)
        value = self._before.get(name)
        if index.column() == _AFTER:
            value = self._after.get(name, value)
        return shown(name, value, self._currency)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        return _(_HEADS[section]) if role == Qt.ItemDataRole.DisplayRole else None


class _Delegate(RowDelegate):
    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Record)
        changed = model.changes(index.row())
        strong = changed and index.column() == _AFTER
        painter.setFont(current().font("strong" if strong else "body"))
        quiet = index.column() == _FIELD or (changed and index.column() == _BEFORE)
        color = "text.secondary" if quiet else "text.primary"
        paint_text(painter, room, str(index.data() or ""), color=color)


class RecordDialog(QDialog):
    """Old beside new; what changes is in bold."""

    def __init__(
        self,
        parent: QWidget,
        changes: Sequence[CellChange],
        ticked: Sequence[bool],
        known: Mapping[str, Any],
        currency: str,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        first = changes[0]
        after = {c.field: c.after for c, on in zip(changes, ticked, strict=True) if on}
        self.setWindowTitle(_("The whole record"))
        title = Label(f"{first.name}", "title")
        note = _("Row {line} of the file").format(line=f"{first.line:,}")
        self.table = StyledTable()
        self.table.setModel(_Record(self.table, known, after, currency))
        self.table.setItemDelegate(_Delegate(self.table))
        header = self.table.horizontalHeader()
        self.table.setColumnWidth(_FIELD, current().px(160))
        for column in (_BEFORE, _AFTER):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        close = Button(_("Close"), kind="primary")
        close.clicked.connect(lambda _on=False: self.accept())
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(24, 20, 24, 18)
        column_.setSpacing(8)
        column_.addWidget(title)
        column_.addWidget(Label(note, "caption", "text.secondary"))
        column_.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column_.addLayout(foot)
        self.resize(QSize(current().px(_WIDTH), current().px(_HEIGHT)))
