"""A table of from-where-to-where, painted: rows before, columns after, sums at the edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.segmentation import Migration
from profiler_app.domain.text import _
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_LABEL, _CELL, _ROW = 96, 58, 24


class MigrationMatrix(QWidget):
    """Every cell counts people; the diagonal (those who stayed) is quiet, moves are coloured."""

    def __init__(self, names: Sequence[str], label: Callable[[str], str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._label = label
        self._migration: Migration | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_names(self, names: Sequence[str]) -> None:
        """Show other rows and columns."""
        self._names = tuple(names)

    def show_migration(self, migration: Migration) -> None:
        """Show other numbers; their sum is n."""
        self._migration = migration
        parts = [
            f"{self._label(m.before)} → {self._label(m.after)} {m.customers:,}"
            for m in migration.moves
        ]
        self.setAccessibleName(_("Moves between groups"))
        self.setAccessibleDescription("; ".join(parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for names, counts and sums."""
        theme = current()
        size = len(self._names) + 1
        return QSize(theme.px(_LABEL) + size * theme.px(_CELL), (size + 1) * theme.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a row less would hide the sums."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names, counts and sums."""
        if self._migration is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        counts = {(m.before, m.after): m.customers for m in self._migration.moves}
        most = max([n for (a, b), n in counts.items() if a != b] + [1])
        theme = current()
        painter.setFont(theme.font("caption"))
        names = (*self._names, "")
        for i, before in enumerate(names):
            self._text(painter, -1, i, self._title(before), "text.secondary", left=True)
            self._text(painter, i, -1, self._title(before), "text.secondary")
            for j, after in enumerate(names):
                self._paint(painter, (i, j), self._count(counts, before, after), most)

    def _title(self, name: str) -> str:
        return self._label(name) if name else _("Sum")

    def _count(self, counts: dict[tuple[str, str], int], before: str, after: str) -> int:
        return sum(n for (a, b), n in counts.items() if before in ("", a) and after in ("", b))

    def _box(self, column: int, row: int) -> QRectF:
        theme = current()
        label = theme.px(_LABEL)
        wide = (self.width() - label) / (len(self._names) + 1)
        tall = theme.px(_ROW)
        if column < 0:
            return QRectF(0, (row + 1) * tall, label, tall)
        return QRectF(label + column * wide, (row + 1) * tall, wide, tall)

    def _text(
        self, painter: QPainter, column: int, row: int, text: str, ink: str, *, left: bool = False
    ) -> None:
        box = self._box(column, row)
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        painter.setPen(current().color(ink))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width()) - 2
        )
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint(self, painter: QPainter, at: tuple[int, int], n: int, most: int) -> None:
        theme = current()
        row, column = at
        box = self._box(column, row)
        size = len(self._names)
        ink: QColor = theme.color("text.tertiary" if not n else "text.primary")
        if n and row != column and row < size and column < size:
            steps = theme.chart_scale("sequential.blue")
            fill = steps[1 + min(4, int(4 * n / most))]
            fill_round(painter, box.adjusted(1, 1, -1, -1), 3, fill)
            ink = theme.ink_on(fill)
        elif row == column and row < size:
            fill_round(painter, box.adjusted(1, 1, -1, -1), 3, theme.color("neutral.soft"))
        painter.setFont(theme.font("caption.strong" if size in at else "caption"))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{n:,}" if n else "·")
        painter.setFont(theme.font("caption"))
