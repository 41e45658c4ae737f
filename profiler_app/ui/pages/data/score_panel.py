"""The score of the book with its five aspects, and how it developed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from profiler_app.domain.quality import ASPECTS, HALF_LIVES, WEIGHTS, Aspect, Quality, Snapshot
from profiler_app.domain.text import _
from profiler_app.ui.pages.data.wording import aspect_name, change
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button
from profiler_app.ui.widgets.labels import Label, as_tooltip
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.popover import Popover

_LOW = 0.8
"""An aspect below this is painted in the second colour."""
_ROW = 34
_TREND = 74
_MONTHS = 12


class ScorePanel(Panel):
    """The total, the aspects, the months."""

    def __init__(self) -> None:
        super().__init__("·")
        self.how = Button(kind="ghost", small=True)
        self.how.clicked.connect(self._explain)
        self.head.add(self.how)
        self._score = Label("—", "display")
        self._note = Label("", "body", "text.secondary")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._score)
        line.addWidget(self._note, 1, Qt.AlignmentFlag.AlignBottom)
        self.aspects = _Aspects()
        self.trend = _Trend()
        self.body.addLayout(line)
        self.body.addWidget(self.aspects)
        self.body.addStretch(1)
        self.body.addWidget(self.trend)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Data quality"))
        self.how.setText(_("How it is computed"))

    def show_quality(self, found: Quality) -> None:
        """Show a measurement beside the last recorded month before it."""
        book = found.book
        before = _before(found)
        self._score.setText(f"{book.score:.0f}" if book.customers else "—")
        note = _("of 100")
        if before is not None and book.customers:
            text = _("of 100, {change} since {month}")
            note = text.format(change=change(book.score - before.score), month=before.as_of[:7])
        self._note.setText(note)
        self.aspects.show_aspects(book.aspects if book.customers else {}, before)
        shown = [each for each in found.history if each.as_of[:7] < found.as_of[:7]]
        points = [(each.as_of[:7], each.score) for each in shown][1 - _MONTHS :]
        self.trend.show_months([*points, (found.as_of[:7], book.score)])
        self.trend.setVisible(bool(points))

    def show_progress(self, share: float) -> None:
        """Say how far the first measurement is."""
        self._note.setText(_("Measuring, {share}").format(share=f"{share:.0%}"))

    def _explain(self) -> None:
        popover = Popover(self, width=430)
        popover.body.addWidget(Label(_("How it is computed"), "heading"))
        weights = ", ".join(f"{aspect_name(name)} {WEIGHTS[name]:.0%}" for name in ASPECTS)
        days = {name: f"{value}" for name, value in HALF_LIVES.items()}
        for text in (
            _("Every customer has a score from 0 to 100; the book has their mean. Weights: "
              "{weights}.").format(weights=weights),
            _("Complete: weight of the fields with a valid value, among those that apply; identity "
              "and contact count 3, basic and company data 2, others 1."),
            _("Valid: values that pass the check of their field. Consistent: rules between fields "
              "that hold. Unique: nobody else may be the same customer."),
            _("Timely: what is known counts half after {behaviour} days (behaviour), {contact} "
              "days (contact details) or {background} days (background).").format(**days),
        ):  # fmt: skip
            popover.body.addWidget(Label(text, "body", "text.secondary", wrap=True))
        popover.show_below(self.how, align_right=True)


def _before(found: Quality) -> Snapshot | None:
    """Return the newest record of an earlier month."""
    earlier = [each for each in found.history if each.as_of[:7] < found.as_of[:7]]
    return earlier[-1] if earlier else None


class _Aspects(QWidget):
    """One row for each aspect: name, bar, figure, change."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, float | None, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_aspects(self, parts: Mapping[Aspect, float | None], before: Snapshot | None) -> None:
        """Show the mean aspects and how they changed."""
        self._rows = []
        for name in ASPECTS:
            part = parts.get(name)
            then = None if before is None else before.aspects.get(name)
            told = "" if part is None or then is None else change(100 * (part - then))
            self._rows.append((aspect_name(name), part, told))
        said = (f"{name} {_figure(part)} {told}".strip() for name, part, told in self._rows)
        self.setAccessibleName("; ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for five rows."""
        theme = current()
        return QSize(theme.px(300), len(ASPECTS) * theme.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height, right = theme.px(_ROW), theme.px(96)
        left = theme.px(84)
        middle = Qt.AlignmentFlag.AlignVCenter
        for at, (name, part, told) in enumerate(self._rows):
            row = QRectF(0, at * height, self.width(), height)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text.primary"))
            painter.drawText(row, middle, name)
            bar = QRectF(left, row.center().y() - 4, row.width() - left - right - 12, 8)
            fill_round(painter, bar, 4, theme.color("neutral.soft"))
            if part:
                color = theme.chart_color(1 if part < _LOW else 0)
                fill_round(painter, QRectF(bar.x(), bar.y(), bar.width() * part, 8), 4, color)
            figure = QRectF(row.right() - right, row.y(), right - theme.px(52), height)
            painter.setPen(theme.color("text.primary"))
            painter.setFont(theme.font("strong"))
            painter.drawText(figure, middle | Qt.AlignmentFlag.AlignRight, _figure(part))
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text.secondary"))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, told)


def _figure(part: float | None) -> str:
    return "—" if part is None else f"{100 * part:.0f}"


class _Trend(QWidget):
    """The score month by month, the last one written beside its dot."""

    def __init__(self) -> None:
        super().__init__()
        self._points: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self.updateGeometry)

    def show_months(self, points: Sequence[tuple[str, float]]) -> None:
        """Show scores by month, the oldest first."""
        self._points = list(points)
        said = ", ".join(f"{month}: {score:.1f}" for month, score in points)
        self.setAccessibleName(_("Score by month: {said}").format(said=said))
        self.setToolTip(as_tooltip(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a line and the months below."""
        theme = current()
        return QSize(theme.px(300), theme.px(_TREND))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, its dots, and the first and last month."""
        if len(self._points) < 2:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption"))
        below = theme.px(20)
        room = QRectF(
            6, theme.px(18), self.width() - theme.px(12), self.height() - below - theme.px(22)
        )
        scores = [score for _month, score in self._points]
        low, high = min(scores), max(scores)
        span = max(high - low, 1.0)
        step = room.width() / (len(scores) - 1)
        dots = [
            QPointF(room.left() + at * step, room.bottom() - (score - low) / span * room.height())
            for at, score in enumerate(scores)
        ]
        color = theme.chart_color(0)
        painter.setPen(QPen(color, 1.75))
        painter.drawPolyline(dots)
        painter.setBrush(color)
        painter.setPen(Qt.PenStyle.NoPen)
        for spot in dots:
            painter.drawEllipse(spot, 2.5, 2.5)
        self._label(painter, dots)

    def _label(self, painter: QPainter, dots: Sequence[QPointF]) -> None:
        theme = current()
        foot = QRectF(0, self.height() - theme.px(18), self.width(), theme.px(18))
        painter.setPen(theme.color("text.tertiary"))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(foot, self._points[0][0])
        painter.drawText(foot, right, self._points[-1][0])
        painter.setPen(theme.color("text.secondary"))
        for at in (0, -1):
            box = QRectF(0, dots[at].y() - theme.px(20), self.width(), theme.px(16))
            side = Qt.AlignmentFlag.AlignLeft if at == 0 else right
            painter.drawText(box, side, f"{self._points[at][1]:.0f}")
