"""How segments overlap, painted: every pair in a matrix, exact combinations as an UpSet plot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.saved_segments import OverlapTable
from profiler_app.domain.text import _
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round

_LABEL, _CELL, _ROW, _HEAD = 128, 64, 32, 28
_BARS, _COLUMN, _MOST = 120, 40, 24
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Cells(QWidget):
    """A grid of places one moves in with the arrows; ``opened`` carries the place (row, column)."""

    opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.table: OverlapTable | None = None
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_table(self, table: OverlapTable) -> None:
        """Show another overlap."""
        self.table, self._at = table, (0, 0)
        self.setAccessibleDescription(self._said(table))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for everything."""
        return QSize(current().px(320), current().px(200))

    def minimumSizeHint(self) -> QSize:
        """Return room for the rows; columns shrink."""
        return QSize(current().px(280), self.sizeHint().height())

    def _said(self, table: OverlapTable) -> str:
        raise NotImplementedError

    def _extent(self) -> tuple[int, int]:
        raise NotImplementedError

    def box(self, row: int, column: int) -> QRectF:
        """Return where a place lies."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.table is not None:
            rows, columns = self._extent()
            row = max(0, min(rows - 1, self._at[0] + step[0]))
            self._at = (row, max(0, min(columns - 1, self._at[1] + step[1])))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.table is not None:
            self.opened.emit(*self._at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the place that is clicked."""
        rows, columns = self._extent() if self.table is not None else (0, 0)
        for row in range(rows):
            for column in range(columns):
                if self.box(row, column).contains(event.position()):
                    self._at = (row, column)
                    self.update()
                    self.opened.emit(row, column)
                    return

    def _ring(self, painter: QPainter) -> None:
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current().color("border.focus"), 2))
            painter.drawRoundedRect(self.box(*self._at).adjusted(1, 1, -1, -1), 4, 4)

    def _name(self, painter: QPainter, room: QRectF, text: str) -> None:
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, elide, int(room.width()) - 4)
        painter.setPen(current().color("text.primary"))
        painter.drawText(room, int(_LEFT), shown)


class OverlapMatrix(_Cells):
    """Counts of who is in both; the colour is the share of those in either (Jaccard)."""

    def sizeHint(self) -> QSize:
        """Return room for every pair."""
        theme = current()
        n = len(self.table.names) if self.table is not None else 4
        return QSize(
            theme.px(_LABEL) + n * theme.px(_CELL), theme.px(_HEAD) + n * theme.px(_ROW) + 2
        )

    def _extent(self) -> tuple[int, int]:
        n = len(self.table.names) if self.table is not None else 0
        return n, n

    def box(self, row: int, column: int) -> QRectF:
        """Return where a pair lies."""
        theme = current()
        left = theme.px(_LABEL)
        n = max(self._extent()[0], 1)
        wide = min((self.width() - left) / n, theme.px(120))
        tall = theme.px(_ROW)
        return QRectF(left + column * wide, theme.px(_HEAD) + row * tall, wide, tall)

    def figures(self, row: int, column: int) -> tuple[int, float | None]:
        """Return how many are in both, and their share of who is in either."""
        assert self.table is not None
        if row == column:
            return self.table.sizes[row], None
        pair = next(p for p in self.table.pairs if {p.one, p.other} == {row, column})
        return pair.both, pair.jaccard

    def _said(self, table: OverlapTable) -> str:
        return "; ".join(
            f"{table.names[p.one]} ∩ {table.names[p.other]}: {p.both:,}" for p in table.pairs
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint names, counts and colours."""
        if self.table is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        steps = theme.chart_scale("sequential.blue")
        names = self.table.names
        for at, name in enumerate(names):
            painter.setFont(theme.font("caption"))
            row = self.box(at, 0)
            self._name(painter, QRectF(0, row.top(), theme.px(_LABEL) - 6, row.height()), name)
            head = self.box(0, at)
            room = QRectF(head.left() + 4, 0, head.width() - 4, theme.px(_HEAD))
            self._name(painter, room, name)
            for column in range(len(names)):
                n, jaccard = self.figures(at, column)
                fill = theme.color("neutral.soft")
                ink: QColor = theme.color("text.primary")
                if jaccard is not None:
                    fill = steps[min(5, int(6 * jaccard))] if n else theme.color("bg.surface")
                    ink = theme.ink_on(fill) if n else theme.color("text.tertiary")
                box = self.box(at, column)
                fill_round(painter, box.adjusted(1, 1, -1, -1), 3, fill)
                painter.setFont(theme.font("caption.strong" if at == column else "caption"))
                painter.setPen(ink)
                text = f"{n:,}" if jaccard is None or not n else f"{n:,} · {jaccard:.0%}"
                if painter.fontMetrics().horizontalAdvance(text) > box.width() - 6:
                    text = f"{n:,}"
                painter.drawText(box, int(_MIDDLE), text)
        self._ring(painter)


class UpSet(_Cells):
    """A column for each exact combination: a bar with its count above the dots of its segments."""

    def sizeHint(self) -> QSize:
        """Return room for the bars and a row for each segment."""
        theme = current()
        n = len(self.table.names) if self.table is not None else 4
        return QSize(theme.px(480), theme.px(_BARS) + n * theme.px(26) + 6)

    def _extent(self) -> tuple[int, int]:
        shown = 0 if self.table is None else self.shown()
        return min(shown, 1), shown

    def shown(self) -> int:
        """Return how many combinations there is room for."""
        assert self.table is not None
        room = int((self.width() - current().px(_LABEL)) // current().px(_COLUMN))
        return max(1, min(len(self.table.combinations), room, _MOST))

    def box(self, row: int, column: int) -> QRectF:
        """Return where a combination lies."""
        theme = current()
        wide = theme.px(_COLUMN)
        return QRectF(theme.px(_LABEL) + column * wide, 0, wide, self.height())

    def _said(self, table: OverlapTable) -> str:
        return "; ".join(
            " + ".join(table.names[at] for at in places) + f": {n:,}"
            for places, n in table.combinations
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars, counts, dots and names."""
        table = self.table
        if table is None or not table.combinations:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        bars, tall = theme.px(_BARS), theme.px(26)
        for at, name in enumerate(table.names):
            y = bars + at * tall
            if at % 2 == 0:
                width = theme.px(_LABEL) + self.shown() * theme.px(_COLUMN)
                fill_round(painter, QRectF(0, y, width, tall), 3, theme.color("neutral.soft"))
            self._name(painter, QRectF(4, y, theme.px(_LABEL) - 10, tall), name)
        painter.setPen(theme.color("text.tertiary"))
        title = _("In exactly these")
        painter.drawText(QRectF(4, bars - tall, theme.px(_LABEL) - 8, tall), int(_LEFT), title)
        most = table.combinations[0][1]
        for column in range(self.shown()):
            self._column(painter, column, most)
        self._ring(painter)

    def _column(self, painter: QPainter, column: int, most: int) -> None:
        assert self.table is not None
        theme = current()
        places, n = self.table.combinations[column]
        box, bars, tall = self.box(0, column), theme.px(_BARS), theme.px(26)
        middle = box.center().x()
        height = max(2.0, (bars - theme.px(26)) * n / most)
        bar = QRectF(middle - theme.px(8), bars - 4 - height, theme.px(16), height)
        fill_round(painter, bar, 2, theme.chart_color(0))
        painter.setPen(theme.color("text.primary"))
        painter.setFont(theme.font("caption"))
        room = QRectF(box.left(), bar.top() - theme.px(18), box.width(), theme.px(18))
        painter.drawText(room, int(_MIDDLE), f"{n:,}")
        ends = [bars + at * tall + tall / 2 for at in places]
        painter.setPen(QPen(theme.color("text.primary"), 2))
        painter.drawLine(QPointF(middle, ends[0]), QPointF(middle, ends[-1]))
        painter.setPen(Qt.PenStyle.NoPen)
        for at in range(len(self.table.names)):
            token = "text.primary" if at in places else "border.strong"
            painter.setBrush(theme.color(token))
            radius = 5.0 if at in places else 3.0
            painter.drawEllipse(QPointF(middle, bars + at * tall + tall / 2), radius, radius)
