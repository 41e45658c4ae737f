"""The monthly chart of a card: drawn by the reader thread, shown here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from profiler_app.domain.money import format_money
from profiler_app.domain.profile import Series
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.printing import ChartImage, draw_series
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.profile.rfm_panel import HEAD
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.labels import SectionHead
from profiler_app.ui.widgets.segmented import Segmented

HEIGHT = 168


class ChartPanel(QWidget):
    """Spend or balances by month; amounts, orders or categories for spend."""

    def __init__(self, desk: Desk, series: Series, *, with_mean: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self._series = series
        self._with_mean = with_mean
        self._what = "amount"
        self._view = ChartView(height=HEIGHT)
        self._view.setAccessibleName(series.label)  # until it is drawn and says more
        self._view.setFixedHeight(current().px(HEIGHT))
        self._view.wanted.connect(self._ask)
        self._head = SectionHead(series.label, self._mean(), role="strong")
        self._head.setFixedHeight(current().px(HEAD))
        if series.kind == "spend":
            self._head.add(self._choice())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self._view)
        column.addStretch(1)

    def _mean(self) -> str:
        """Return the mean of twelve months; the dashed line of spend is it."""
        shown = self._with_mean and self._what == "amount"
        if self._series.mean_minor is None or not shown:
            return ""
        mean = format_money(
            round(self._series.mean_minor, -2),
            currency=self._desk.settings.currency,
            compact=self._series.kind == "balance",
        )
        spend = self._series.kind == "spend"
        text = _("- - - mean {amount}") if spend else _("12-month mean {amount}")
        return text.format(amount=mean)

    def _choice(self) -> Segmented:
        options = [("amount", _("Amount")), ("orders", pgettext("chart", "Orders"))]
        if self._series.categories:
            options.append(("categories", _("Categories")))
        choice = Segmented(options, small=True)
        choice.setAccessibleName(_("What the chart shows"))
        choice.chosen.connect(self._choose)
        return choice

    def _choose(self, what: str) -> None:
        self._what = what
        self._head.set_note(self._mean())
        self._view.ask()

    def _ask(self, size: QSize, ratio: float) -> None:
        self._desk.reads.ask(
            "chart",
            _draw,
            self._series,
            currency=self._desk.settings.currency,
            mode=current().mode,
            size=(size.width(), size.height()),
            dpr=ratio,
            what=self._what,
            done=self._drawn,
            owner=self,
        )

    def _drawn(self, chart: ChartImage) -> None:
        image = QImage(chart.rgba, chart.width, chart.height, QImage.Format.Format_RGBA8888).copy()
        marks = [(QRectF(m.x, m.y, m.width, m.height), m.text) for m in chart.marks]
        self._view.set_chart(image, marks, finding=chart.finding)


def _draw(_reader: Reader, series: Series, **how: object) -> ChartImage:
    return draw_series(series, **how)
