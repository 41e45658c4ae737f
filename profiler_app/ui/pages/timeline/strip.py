"""How much happened when: bars by month, week or day; a click or the wheel looks closer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.painting import fill_round, focus_ring

_HEIGHT, _TEXT = 84, 18
_DAYS, _WEEKS = 62, 400
_SHORTEST, _CLOSER = 7, 0.7

Span = tuple[date, date]


def bucket_of(day: date, span: Span) -> date:
    """Return the first day of the bucket a day falls into: a day, a week or a month."""
    length = (span[1] - span[0]).days
    if length <= _DAYS:
        return day
    if length <= _WEEKS:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def buckets(span: Span) -> Iterator[date]:
    """Yield the first days of all buckets of a span."""
    day = span[0]
    last = None
    while day <= span[1]:
        found = bucket_of(day, span)
        if found != last:
            yield found
            last = found
        day += timedelta(days=1)


def zoomed(span: Span, factor: float, at: float, whole: Span) -> Span:
    """Return a span ``factor`` times as long with the same day at a share of it, inside whole."""
    length = (span[1] - span[0]).days
    wanted = min(max(round(length * factor), _SHORTEST), (whole[1] - whole[0]).days)
    fixed = span[0] + timedelta(days=round(at * length))
    start = fixed - timedelta(days=round(at * wanted))
    return moved((start, start + timedelta(days=wanted)), 0, whole)


def moved(span: Span, days: int, whole: Span) -> Span:
    """Return a span some days later, pushed back inside the whole one."""
    length = span[1] - span[0]
    start = max(min(span[0] + timedelta(days=days), whole[1] - length), whole[0])
    return start, min(start + length, whole[1])


class TimeStrip(QWidget):
    """``ranged`` carries the days that are looked at."""

    ranged = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._days: list[date] = []
        self.whole: Span = (date.min, date.min)
        self.span: Span = self.whole
        self._counts: Counter[date] = Counter()
        self._buckets: list[date] = []
        self.setFixedHeight(current().px(_HEIGHT))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_days(self, days: Iterable[date], whole: Span) -> None:
        """Show how much happened; the span stays where it can."""
        self._days = sorted(days)
        if whole != self.whole:
            self.whole = self.span = whole
        self._count()

    def show_span(self, span: Span) -> None:
        """Look at some days and tell it."""
        self.span = span
        self._count()
        self.ranged.emit(span)

    def _count(self) -> None:
        inside = (day for day in self._days if self.span[0] <= day <= self.span[1])
        self._counts = Counter(bucket_of(day, self.span) for day in inside)
        self._buckets = list(buckets(self.span))
        n = sum(self._counts.values())
        said = ngettext("{n} event from {first} to {last}", "{n} events from {first} to {last}", n)
        self.setAccessibleName(said.format(n=n, first=self.span[0], last=self.span[1]))
        self.update()

    # -- mouse and keys

    def _at(self, x: float) -> int:
        return min(max(int(x / self.width() * len(self._buckets)), 0), len(self._buckets) - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say how much happened under the mouse."""
        if self._buckets:
            first = self._buckets[self._at(event.position().x())]
            n = self._counts[first]
            said = ngettext("{day}: {n} event", "{day}: {n} events", n)
            QToolTip.showText(event.globalPosition().toPoint(), said.format(day=first, n=n), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look closer at a bar."""
        if not self._buckets:
            return
        place = self._at(event.position().x())
        first = max(self._buckets[place], self.span[0])
        after = self._buckets[place + 1] if place + 1 < len(self._buckets) else None
        last = after - timedelta(days=1) if after else self.span[1]
        if (last - first).days < _SHORTEST:
            first, last = moved((first, first + timedelta(days=_SHORTEST)), -3, self.whole)
        self.show_span((first, last))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer, or at more."""
        factor = _CLOSER if event.angleDelta().y() > 0 else 1 / _CLOSER
        at = event.position().x() / max(self.width(), 1)
        self.show_span(zoomed(self.span, factor, at, self.whole))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, look closer with plus, at more with minus, at all with Home."""
        step = max((self.span[1] - self.span[0]).days // 4, 1)
        keys: dict[Qt.Key, Callable[[], Span]] = {
            Qt.Key.Key_Left: lambda: moved(self.span, -step, self.whole),
            Qt.Key.Key_Right: lambda: moved(self.span, step, self.whole),
            Qt.Key.Key_Plus: lambda: zoomed(self.span, _CLOSER, 0.5, self.whole),
            Qt.Key.Key_Minus: lambda: zoomed(self.span, 1 / _CLOSER, 0.5, self.whole),
            Qt.Key.Key_Home: lambda: self.whole,
        }
        change = keys.get(Qt.Key(event.key()))
        if change is None:
            super().keyPressEvent(event)
        else:
            self.show_span(change())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and the first and last day."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = theme.px(_TEXT)
        room = self.height() - foot - 4
        painter.fillRect(QRectF(0, room + 2, self.width(), 1), theme.color("border.subtle"))
        if self._buckets:
            most = max(self._counts.values(), default=1)
            wide = self.width() / len(self._buckets)
            gap = 1 if wide < 6 else 2
            for place, first in enumerate(self._buckets):
                n = self._counts[first]
                if n:
                    high = max(room * n / most, 3)
                    box = QRectF(place * wide + gap / 2, 2 + room - high, wide - gap, high)
                    fill_round(painter, box, 2, theme.chart_color(0))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.tertiary"))
        area = QRectF(0, self.height() - foot, self.width(), foot)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), self.span[0].isoformat())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), self.span[1].isoformat())
        middle = _("click or wheel: look closer")
        painter.drawText(area, int(Qt.AlignmentFlag.AlignHCenter), middle)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 4)
