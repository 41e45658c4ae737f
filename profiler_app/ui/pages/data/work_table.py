"""What to mend first: one row for each problem, the most points to gain first, each one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from profiler_app.domain.quality import Problem
from profiler_app.domain.text import N_, _
from profiler_app.jobs.quality.fixing import problem_title
from profiler_app.ui.pages.data.wording import REMEDIES, aspect_name, counted, gain
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.painting import dot
from profiler_app.ui.widgets.table import RowDelegate, StyledTable, paint_text

AnyIndex = QModelIndex | QPersistentModelIndex
_HEADS = (N_("Problem"), N_("Count"), N_("Aspect"), N_("Gain"), "")
_WIDTHS = (128, 92, 68, 128)
_ACT = 4
_RIGHT, _LEFT = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft


class _Problems(QAbstractTableModel):
    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.problems)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return len(_HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self.problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (problem_title(problem.key), counted(problem), aspect_name(problem.aspect),
                    gain(problem.gain), "")[index.column()]  # fmt: skip
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return problem_title(problem.key)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in (1, 3) else _LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section]) if _HEADS[section] else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (1, 3) else _LEFT
        return None


class _Delegate(RowDelegate):
    def paint_cell(self, painter: QPainter, room: QRect, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, _Problems)
        problem, color = model.problems[index.row()], "text.primary"
        if index.column() == 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tone = current().color("danger" if problem.urgent else "warning")
            dot(painter, room.left(), room.center().y() + 1, 7, tone)
            room = room.adjusted(16, 0, 0, 0)
        elif index.column() == 2:
            color = "text.secondary"
        elif index.column() == 3:
            color = "success"
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        paint_text(painter, room, str(index.data()), color=color, align=align)


class WorkTable(StyledTable):
    """``asked`` carries the problem whose button was pressed, or whose row was opened."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._problems = _Problems(self)
        self.setModel(self._problems)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.opened.connect(lambda index: self.asked.emit(self._problems.problems[index.row()]))
        self.set_widths(*_WIDTHS)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is shown."""
        return self._problems.problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show problems in this order."""
        self._problems.beginResetModel()
        self._problems.problems = tuple(problems)
        self._problems.endResetModel()
        for row, problem in enumerate(problems):
            self.setIndexWidget(self._problems.index(row, _ACT), self._button(problem))

    def _button(self, problem: Problem) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 0, 10, 1)
        button = Button(_(REMEDIES[problem.remedy]), small=True)
        button.setAccessibleName(f"{problem_title(problem.key)}: {button.text()}")
        button.clicked.connect(lambda _on=False: self.asked.emit(problem))
        line.addStretch(1)
        line.addWidget(button)
        return holder
