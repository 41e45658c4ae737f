"""Recency, frequency and money: raw value, score, and the group they make."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import RfmOnCard
from profiler_app.domain.text import _, ngettext
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.labels import ElidedLabel, Label, SectionHead
from profiler_app.ui.widgets.painting import fill_round
from profiler_app.ui.widgets.panel import Hairline

HEAD = 28
"""Height of the head, the same as that of the chart beside it."""
_STEPS = 5
_WIDTH = 76


class ScoreBar(QWidget):
    """Five blocks, as many filled as the score."""

    def __init__(self, score: int) -> None:
        super().__init__()
        self._score = score
        self.setAccessibleName(_("{score} of 5").format(score=score))

    def sizeHint(self) -> QSize:
        """Return the size of five blocks."""
        return QSize(current().px(_WIDTH), current().px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the blocks."""
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(4)
        wide = (theme.px(_WIDTH) - gap * (_STEPS - 1)) / _STEPS
        top = (self.height() - theme.px(8)) / 2
        for step in range(_STEPS):
            filled = step < self._score
            color = theme.chart_color(0) if filled else theme.color("neutral.soft")
            box = QRectF(step * (wide + gap), top, wide, theme.px(8))
            fill_round(painter, box, 2, color)


class RfmPanel(QWidget):
    """Three rows and the group."""

    def __init__(self, rfm: RfmOnCard, currency: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = SectionHead("RFM", rfm.group_label, role="strong")
        head.setFixedHeight(current().px(HEAD))
        column.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        since = ngettext("{n} day ago", "{n} days ago", rfm.recency_days)
        often = ngettext("on {n} day", "on {n} days", rfm.frequency)
        rows = (
            (_("Recency"), since.format(n=rfm.recency_days), rfm.recency_score),
            (_("Frequency"), often.format(n=rfm.frequency), rfm.frequency_score),
            (
                _("Monetary"),
                format_money(rfm.monetary_minor, currency=currency),
                rfm.monetary_score,
            ),
        )
        for at, (title, value, score) in enumerate(rows):
            grid.addWidget(Label(title, "body", "text.secondary"), at, 0)
            grid.addWidget(ElidedLabel(value), at, 1)
            grid.addWidget(ScoreBar(score), at, 2)
            grid.addWidget(Label(str(score), "strong"), at, 3, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
        column.addWidget(Hairline())
        said = _("scored among {n} customers who bought").format(n=f"{rfm.population:,}")
        column.addWidget(Label(said, "caption", "text.tertiary", wrap=True))
        column.addStretch(1)
