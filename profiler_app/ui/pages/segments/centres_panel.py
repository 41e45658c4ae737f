"""How the groups differ: as a heat table, as medians in their units, or as a radar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget

from profiler_app.domain.fields import fields, option_label
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.segments.drawing import ChartImage, draw_radar
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.cluster_card import typical_text
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.pages.segments.heat import HeatTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.panel import Panel
from profiler_app.ui.widgets.segmented import Segmented


class CentresPanel(Panel):
    """Three pictures of the same centres; ``turned`` says that another one is shown."""

    turned = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("·")
        self._desk = desk
        self._view: ClusterView | None = None
        self._names: tuple[str, ...] = ()
        self._lit: int | None = None
        self.ways = Segmented(small=True)
        self.heat, self.radar = HeatTable(), ChartView(height=280)
        self.table = FiguresTable([])
        self._stack = QStackedWidget()
        for part in (self.heat, self.table, self.radar):
            self._stack.addWidget(part)
        self.head.add(self.ways)
        self.body.addWidget(self._stack, 1)
        self.ways.chosen.connect(self.show_way)
        self.radar.wanted.connect(self._draw)

    def retranslate(self) -> None:
        """Show every text in the current language."""
        self.head.set_title(_("Difference from the average"))
        self.ways.setAccessibleName(_("How the differences are shown"))
        self.ways.set_options(
            [
                ("heat", pgettext("chart", "Colours")),
                ("table", pgettext("chart", "Medians")),
                ("radar", pgettext("chart", "Radar")),
            ]
        )
        self.show_way(self.ways.key())

    def show_way(self, key: str) -> None:
        """Show another picture."""
        self.ways.choose(key)
        self._stack.setCurrentIndex(["heat", "table", "radar"].index(key))
        self.turned.emit()
        if key == "radar":
            self.radar.ask()

    def show_view(self, view: ClusterView, names: Sequence[str]) -> None:
        """Show other groups."""
        self._view, self._names, self._lit = view, tuple(names), None
        self.heat.show_view(view, self._names)
        self._fill(view)
        self.radar.ask()

    def light(self, group: int | None) -> None:
        """Make the other groups faint."""
        if self._lit != group:
            self._lit = group
            if self.ways.key() == "radar":
                self.radar.ask()

    def _fill(self, view: ClusterView) -> None:
        """Make a table with a column for each group."""
        currency = self._desk.settings.currency
        columns = [Figure(lambda: _("Field"), lambda row: row[0], 0, right=False)]
        columns += [Figure(_told(name), _place(at + 1), 118) for at, name in enumerate(self._names)]
        columns.append(Figure(lambda: _("Everybody"), _place(len(self._names) + 1), 96))
        rows = [
            (
                fields()[name].label,
                *(typical_text(name, group.typical[at], currency) for group in view.groups),
                typical_text(name, view.overall[at], currency),
            )
            for at, name in enumerate(view.fields)
        ]
        rows += [
            (
                fields()[name].label,
                *(_choice(name, group.common[at]) for group in view.groups),
                "—",
            )
            for at, name in enumerate(view.choices)
        ]
        old, self.table = self.table, FiguresTable(columns, name=_("Medians of the groups"))
        self.table.set_density("compact")
        self.table.show_rows(rows)
        shown = self._stack.currentIndex()
        self._stack.removeWidget(old)
        old.deleteLater()
        self._stack.insertWidget(1, self.table)
        self._stack.setCurrentIndex(shown)

    def _draw(self, size: QSize, ratio: float) -> None:
        if self._view is not None and self.ways.key() == "radar":
            self._desk.reads.ask(
                "segments.radar", _radar, self._view, self._names,
                size=(size.width(), size.height()), dpr=ratio, mode=current().mode, lit=self._lit,
                done=self._put, owner=self,
            )  # fmt: skip

    def _put(self, drawn: ChartImage) -> None:
        picture = QImage.Format.Format_RGBA8888
        image = QImage(drawn.rgba, drawn.width, drawn.height, picture).copy()
        marks = [(QRectF(m.x, m.y, m.width, m.height), m.text) for m in drawn.marks]
        self.radar.set_chart(image, marks, finding=drawn.finding)


def _told(name: str) -> Callable[[], str]:
    return lambda: name


def _place(at: int) -> Callable[[Any], str]:
    return lambda row: str(row[at])


def _choice(name: str, value: str | None) -> str:
    return "—" if value is None else option_label(fields()[name].options or name, value)


def _radar(_reader: Reader, view: ClusterView, names: Sequence[str], **how: Any) -> ChartImage:
    return draw_radar(view, names, **how)
