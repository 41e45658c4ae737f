"""The grid of recency and frequency: five by five cells, coloured by what matters now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from profiler_app.domain.segmentation import (
    GROUP_ORDER,
    RfmCell,
    RfmOverview,
    ScoreRange,
    group_label,
)
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.pages.segments.wording import percent, whole_money
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import dot, fill_round, focus_ring

_N = 5
_LABELS, _CAPTION, _FOOT = 92, 26, 40
_GAP, _GUTTER = 3, 12
_SHARES = (0.01, 0.02, 0.04, 0.07, 0.10)
_MEANS = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Upper ends of the classes of colour: shares of the whole; averages as multiples of the mean."""

_CLASSES = (0, 1, 2, 3, 5, 6)
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Down: (-1, 0),
}


def classes() -> list[QColor]:
    """Return the six colours of the cells, the lightest figure first."""
    scale = current().chart_scale("sequential.blue")
    return [scale[at] for at in _CLASSES]


class RfmGrid(QWidget):
    """``selected`` carries the cell (or None), ``opened`` the cell whose customers are wanted."""

    selected = Signal(object)
    opened = Signal(object)

    def __init__(self, currency: str) -> None:
        super().__init__()
        self._currency = currency
        self._overview: RfmOverview | None = None
        self._colouring = "sales"
        self._group: str | None = None
        self._at: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        current().changed.connect(self.updateGeometry)

    def show_overview(self, overview: RfmOverview) -> None:
        """Show other figures; the selection stays."""
        self._overview = overview
        self._say()

    def colour_by(self, colouring: str) -> None:
        """Colour by another figure: sales, customers or mean."""
        self._colouring = colouring
        self.update()

    def show_group(self, group: str | None) -> None:
        """Count only one of the eight groups; None: everybody."""
        self._group = group
        self.update()

    def select(self, recency: int, frequency: int) -> None:
        """Select a cell by its two scores."""
        self._at = (recency, frequency)
        self._say()
        self.selected.emit(self.cell())

    def clear(self) -> bool:
        """Select nothing; return whether anything was selected."""
        was, self._at = self._at is not None, None
        self._say()
        self.selected.emit(None)
        return was

    def cell(self, at: tuple[int, int] | None = None) -> RfmCell | None:
        """Return a cell (the selected one when not named)."""
        at = at or self._at
        if self._overview is None or at is None:
            return None
        return self._overview.cells[(at[0] - 1) * _N + at[1] - 1]

    def steps(self) -> tuple[str, str]:
        """Return the two ends of the legend: below, and from."""
        if self._colouring == "mean":
            return _("< ¼ of average"), _("≥ 4 ×")
        return f"< {_SHARES[0]:.0%}", f"≥ {_SHARES[-1]:.0%}"

    def sizeHint(self) -> QSize:
        """Return the size of the picture."""
        return QSize(current().px(540), current().px(540))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the figures can be read."""
        return QSize(current().px(340), current().px(330))

    # -- hands

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, open with Enter."""
        key = Qt.Key(event.key())
        if key in _STEPS and self._overview is not None:
            r, f = self._at or (_N, 1)
            by = _STEPS[key] if self._at else (0, 0)
            self.select(max(1, min(_N, r + by[0])), max(1, min(_N, f + by[1])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cell() is not None:
            self.opened.emit(self.cell())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the cell under the mouse."""
        for r in range(1, _N + 1):
            for f in range(1, _N + 1):
                if self._box(r, f).contains(event.position()):
                    self.select(r, f)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the cell under the mouse."""
        if self.cell() is not None and self._at and self._box(*self._at).contains(event.position()):
            self.opened.emit(self.cell())

    # -- the picture

    def _splits(self) -> tuple[int, int]:
        """Return the lowest high score of recency and of frequency: above the frozen mean."""
        assert self._overview is not None
        recency, frequency, _money = self._overview.means
        return int(recency) + 1, int(frequency) + 1

    def _box(self, r: int, f: int) -> QRectF:
        theme = current()
        left, top = theme.px(_LABELS), theme.px(_CAPTION)
        high_r, high_f = self._splits() if self._overview is not None else (4, 4)
        gutter = _GUTTER if 1 < high_f <= _N else 0
        second = theme.px(_CAPTION) if 1 < high_r <= _N else 0
        wide = (self.width() - left - gutter - 1) / _N
        tall = (self.height() - top - second - theme.px(_FOOT)) / _N
        x = left + (f - 1) * wide + (gutter if f >= high_f else 0)
        y = top + (_N - r) * tall + (second if r < high_r else 0)
        return QRectF(x, y, wide - _GAP, tall - _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint captions, axes and cells."""
        if self._overview is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_captions(painter)
        self._paint_axes(painter, self._overview)
        for cell in self._overview.cells:
            self._paint_cell(painter, cell, self._overview)
        if self.hasFocus() and self._at is None:
            focus_ring(painter, QRectF(self.rect()), 4)

    def _paint_cell(self, painter: QPainter, cell: RfmCell, overview: RfmOverview) -> None:
        theme = current()
        box = self._box(cell.recency, cell.frequency)
        counted = cell.customers if self._group is None else cell.groups.get(self._group, 0)
        fill = classes()[self._class(cell, overview)]
        faint = self._group is not None and not counted
        if faint or not cell.customers:
            fill = theme.color("bg.sunken")
        fill_round(painter, box, 4, fill)
        ink = theme.color("text.tertiary") if faint or not cell.customers else theme.ink_on(fill)
        painter.setPen(ink)
        middle = box.center().y()
        line = theme.px(18)
        painter.setFont(theme.font("strong"))
        flag = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(box.x(), middle - line, box.width(), line), flag, f"{counted:,}")
        painter.setFont(theme.font("caption"))
        below = QRectF(box.x(), middle, box.width(), line)
        painter.drawText(below, flag, self._second(cell, counted, overview))
        if self._at == (cell.recency, cell.frequency):
            painter.setPen(QPen(theme.color("text.primary"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("border.focus"), 2))
                painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)

    def _second(self, cell: RfmCell, counted: int, overview: RfmOverview) -> str:
        if self._group is not None or self._colouring == "customers":
            return percent(counted / overview.scored if overview.scored else 0)
        if self._colouring == "mean":
            return whole_money(cell.mean_minor, self._currency) if cell.customers else "—"
        return percent(cell.sales_share)

    def _class(self, cell: RfmCell, overview: RfmOverview) -> int:
        if self._colouring == "mean":
            total = sum(each.sales_minor for each in overview.cells)
            mean = total / overview.scored if overview.scored else 0
            return _step(cell.mean_minor / mean if mean else 0, _MEANS)
        if self._colouring == "customers":
            return _step(cell.customers / overview.scored if overview.scored else 0, _SHARES)
        return _step(cell.sales_share, _SHARES)

    def _paint_captions(self, painter: QPainter) -> None:
        """Name the two groups of each quadrant: money high, money low."""
        high_r, high_f = self._splits()
        for r_high in (True, False):
            row = _N if r_high else high_r - 1
            if row < 1 or (r_high and high_r > _N):
                continue
            for f_high in (False, True):
                first = high_f if f_high else 1
                if first > _N or (not f_high and high_f <= 1):
                    continue
                box = self._box(row, first)
                room = self._box(row, _N if f_high else high_f - 1).right() - box.x()
                self._paint_caption(painter, box.x() + 2, box.y(), room, r_high, f_high)

    def _paint_caption(
        self, painter: QPainter, x: float, bottom: float, room: float, r_high: bool, f_high: bool
    ) -> None:
        theme = current()
        painter.setFont(theme.font("caption"))
        metrics = painter.fontMetrics()
        height = theme.px(_CAPTION)
        for kind in ("imp", "gen"):
            name = f"{kind}_{_QUADRANT[r_high, f_high]}"
            text = group_label(name)
            width = metrics.horizontalAdvance(text)
            if room < width + 12:
                return
            color = theme.chart_color(GROUP_ORDER.index(name))
            dot(painter, x, bottom - height / 2, 7, color)
            painter.setPen(theme.color("text.secondary"))
            box = QRectF(x + 12, bottom - height, width + 2, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            x, room = x + 12 + width + 12, room - width - 24

    def _paint_axes(self, painter: QPainter, overview: RfmOverview) -> None:
        theme = current()
        notes = {_N: _("newest"), 1: _("oldest")}
        days = _axis(overview.recency_ranges, lambda n: ngettext("{n} day", "{n} days", n))
        for span, text in days.items():
            box = self._box(span, 1)
            room = QRectF(0, box.y(), theme.px(_LABELS) - 8, box.height())
            note = f"R{span}  {notes.get(span, '')}".rstrip()
            self._two_lines(painter, room, note, text, Qt.AlignmentFlag.AlignLeft)
        often = _axis(overview.frequency_ranges, lambda n: ngettext("{n} time", "{n} times", n))
        metrics = QFontMetrics(theme.font("caption"))
        if max(map(metrics.horizontalAdvance, often.values())) > self._box(1, 1).width():
            often = _axis(overview.frequency_ranges, lambda _n: "{n}")
        for span, text in often.items():
            box = self._box(1, span)
            room = QRectF(box.x(), box.bottom() + 4, box.width(), theme.px(_FOOT) - 4)
            self._two_lines(painter, room, f"F{span}", text, Qt.AlignmentFlag.AlignHCenter)
        if overview.window_days:
            n = overview.window_days
            text = ngettext("last {n} day", "last {n} days", n).format(n=n)
            painter.setPen(theme.color("text.tertiary"))
            room = QRectF(0, self._box(1, 1).bottom() + 4, theme.px(_LABELS), theme.px(_FOOT) - 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _two_lines(
        self, painter: QPainter, room: QRectF, first: str, second: str, flag: Qt.AlignmentFlag
    ) -> None:
        theme = current()
        line = theme.px(18)
        top = room.center().y() - line
        painter.setFont(theme.font("caption.strong"))
        painter.setPen(theme.color("text.primary"))
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(room.x(), top, room.width(), line), flag | vertical, first)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(QRectF(room.x(), top + line, room.width(), line), flag | vertical, second)

    def _say(self) -> None:
        """Tell a screen reader what is selected."""
        self.setAccessibleName(_("Recency and frequency"))
        cell = self.cell()
        if cell is not None:
            n = cell.customers
            said = ngettext("{n} customer", "{n} customers", n).format(n=f"{n:,}")
            share = _("{share} of sales").format(share=percent(cell.sales_share))
            self.setAccessibleDescription(f"R{cell.recency} F{cell.frequency}: {said}, {share}")
        self.update()


_QUADRANT = {
    (True, True): "value",
    (True, False): "develop",
    (False, True): "keep",
    (False, False): "save",
}


def _step(value: float, ends: tuple[float, ...]) -> int:
    return sum(value >= end for end in ends)


def _axis(ranges: tuple[ScoreRange, ...], counted: Callable[[int], str]) -> dict[int, str]:
    """Return the values each score stands for, in words."""
    return {span.score: _span(span, counted) for span in ranges}


def _span(span: ScoreRange, counted: Callable[[int], str]) -> str:
    if not span.possible:
        return _("nobody")
    if span.low is None:
        return "≤ " + counted(span.high or 0).format(n=f"{span.high or 0:,}")
    if span.high is None:
        return "≥ " + counted(span.low).format(n=f"{span.low:,}")
    if span.low >= span.high:
        return counted(span.high).format(n=f"{span.high:,}")
    return counted(span.high).format(n=f"{span.low:,}–{span.high:,}")
