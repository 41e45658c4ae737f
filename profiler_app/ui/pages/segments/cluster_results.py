"""What was found: a card for each group, the choice of their number, a map, the differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from profiler_app.domain.fields import fields
from profiler_app.domain.rules.showing import listed
from profiler_app.domain.segmentation import ClusterView
from profiler_app.domain.text import _, pgettext
from profiler_app.jobs.segments.drawing import ChartImage, draw_curves, draw_map
from profiler_app.ui.desk import Desk, Reader
from profiler_app.ui.pages.segments.algorithm_words import (
    algorithm_line,
    algorithm_options,
    preparation,
)
from profiler_app.ui.pages.segments.centres_panel import CentresPanel
from profiler_app.ui.pages.segments.cluster_card import ClusterCard
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.chart_view import ChartView
from profiler_app.ui.widgets.inputs import DropDown
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_A_ROW = 5
_CARD, _ROOMY = 212, 1080
"""The least width of a card, and of the row that holds all three panels."""


class ClusterResults(QScrollArea):
    """``tried`` asks for another number of groups, ``opened`` and ``kept`` are about one group."""

    tried = Signal(int)
    opened = Signal(int)
    kept = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: ClusterView | None = None
        self._names: tuple[str, ...] = ()
        self._lit: int | None = None
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self.curves, self.map = ChartView(height=200), ChartView(height=300)
        self.algorithm = DropDown()
        self._line = Label("", "caption", "text.secondary", wrap=True)
        self._prepared = Label("", "caption", "text.secondary", wrap=True)
        self.fewer = IconButton("minus", "", kind="secondary", small=True)
        self.more = IconButton("plus", "", kind="secondary", small=True)
        self.change = Button(kind="link", small=True)
        self._k = Label("", "strong")
        self._verdict = Label("", "body", "text.secondary", wrap=True)
        self._fields = Label("", "caption", "text.secondary", wrap=True)
        self._build()
        self.curves.wanted.connect(self._draw_curves)
        self.curves.mark_clicked.connect(lambda at: self.tried.emit(at + 2))
        self.map.wanted.connect(self._draw_map)
        self.fewer.clicked.connect(lambda: self.tried.emit(self._count() - 1))
        self.more.clicked.connect(lambda: self.tried.emit(self._count() + 1))

    def _build(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(12)
        column.addLayout(self._cards)
        self._panels = QGridLayout()
        self._panels.setSpacing(12)
        self._panels.addWidget(self._choice_panel(), 0, 0)
        self._map_box = Panel("·")
        self._map_box.body.addWidget(self.map, 1)
        self._panels.addWidget(self._map_box, 0, 1)
        self._heat_box = CentresPanel(self._desk)
        self.heat = self._heat_box.heat
        self._heat_box.turned.connect(self._arrange)
        self._place_heat(roomy=True)
        column.addLayout(self._panels, 1)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(whole)

    def _choice_panel(self) -> Panel:
        self._choice_box = Panel("·")
        for widget in (self.fewer, self._k, self.more):
            self._choice_box.head.add(widget)
        self._choice_box.body.addWidget(self.algorithm)
        self._choice_box.body.addWidget(self._line)
        self.curves.setMinimumHeight(current().px(170))
        self._choice_box.body.addWidget(self.curves, 1)
        self._choice_box.body.addWidget(self._verdict)
        foot = QHBoxLayout()
        foot.addWidget(self._fields, 1)
        foot.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self._choice_box.body.addLayout(foot)
        self._choice_box.body.addWidget(self._prepared)
        return self._choice_box

    def _place_heat(self, *, roomy: bool) -> None:
        """Put the differences beside the map or, in a small window, below it."""
        place = (0, 2, 1, 1) if roomy else (1, 0, 1, 2)
        self._panels.addWidget(self._heat_box, *place)
        for at, stretch in enumerate((5, 8, 7 if roomy else 0)):
            self._panels.setColumnStretch(at, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange cards and panels for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, theme = self.viewport().width() - 40, current()
        wide = self._heat_box.ways.key() == "table"  # a column for each group
        self._place_heat(roomy=width >= theme.px(_ROOMY) and not wide)
        cards = [item.widget() for at in range(self._cards.count())
                 if (item := self._cards.itemAt(at)) is not None]  # fmt: skip
        most = max(1, (width + 12) // (theme.px(_CARD) + 12))
        lines = -(-len(cards) // max(1, min(most, _A_ROW)))
        columns = -(-len(cards) // max(1, lines))
        for at, card in enumerate(cards):
            if card is not None:
                self._cards.addWidget(card, at // columns, at % columns)
        for column in range(8):
            self._cards.setColumnStretch(column, 1 if column < columns else 0)

    def _count(self) -> int:
        return len(self._view.groups) if self._view is not None else 0

    def retranslate(self) -> None:
        """Show the titles in the current language."""
        self._choice_box.head.set_title(_("How many groups"))
        self._map_box.head.set_title(_("Map of the customers"))
        self._heat_box.retranslate()
        self.algorithm.set_options(algorithm_options())
        self.algorithm.setAccessibleName(_("How groups are found"))
        self.fewer.set_name(_("One group less"))
        self.more.set_name(_("One group more"))
        self.change.setText(pgettext("button", "Change"))

    def show_view(self, view: ClusterView, names: Sequence[str], *, in_force: bool) -> None:
        """Show groups under these names; those in force can be opened and kept."""
        self._view, self._names = view, tuple(names)
        self._show_cards(view, in_force=in_force)
        self._show_choice(view)
        self._heat_box.show_view(view, self._names)
        sample = _("sample of {n}, the axes hold {share} of the variance")
        share = f"{view.explained:.0%}"
        self._map_box.head.set_note(sample.format(n=f"{len(view.points):,}", share=share))
        self.curves.ask()
        self.map.ask()

    def _show_cards(self, view: ClusterView, *, in_force: bool) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at in range(len(view.groups)):
            card = ClusterCard(
                view,
                at,
                name=self._names[at],
                in_force=in_force,
                currency=self._desk.settings.currency,
            )
            card.lit.connect(self._light)
            card.opened.connect(self.opened)
            card.kept.connect(self.kept)
            self._cards.addWidget(card, 0, at)
        self._arrange()

    def _show_choice(self, view: ClusterView) -> None:
        k, algorithm = len(view.groups), view.parameters.algorithm
        dense = algorithm == "density"
        self.algorithm.choose(algorithm)
        self._line.setText(algorithm_line(algorithm))
        self._k.setText(str(k))
        for button, possible in ((self.fewer, k > 2), (self.more, k < 8)):
            button.setVisible(not dense)
            button.setEnabled(possible)
        self.curves.setVisible(not dense)
        if dense:
            text = _("{k} dense groups were found; the density decides how many.")
        elif k == view.best_k:
            text = _(
                "{k} groups fit best: the largest number from 3 to 6 that is stable, has no tiny "
                "group and separates almost as well as any; if none is stable, the most stable."
            )
        else:
            text = _("You chose {k} groups; the rule would choose {best}.")
        self._verdict.setText(text.format(k=k, best=view.best_k))
        labels = [fields()[name].label for name in (*view.fields, *view.choices)]
        self._fields.setText(_("Fields: {fields}").format(fields=listed(labels)))
        self._prepared.setText(preparation(view))

    def _light(self, at: int, on: bool) -> None:
        before, self._lit = self._lit, at if on else None
        if before != self._lit:
            self.map.ask()
            self._heat_box.light(self._lit)

    def _draw_curves(self, size: QSize, ratio: float) -> None:
        if self._view is not None:
            self._desk.reads.ask(
                "segments.curves", _curves, self._view, size=(size.width(), size.height()),
                dpr=ratio, mode=current().mode,
                done=lambda image: _put(self.curves, image), owner=self,
            )  # fmt: skip

    def _draw_map(self, size: QSize, ratio: float) -> None:
        if self._view is not None:
            self._desk.reads.ask(
                "segments.map", _map, self._view, self._names, size=(size.width(), size.height()),
                dpr=ratio, mode=current().mode, lit=self._lit,
                done=lambda image: _put(self.map, image), owner=self,
            )  # fmt: skip


def _curves(_reader: Reader, view: ClusterView, **how: Any) -> ChartImage:
    return draw_curves(view.curve, k=len(view.groups), **how)


def _map(_reader: Reader, view: ClusterView, names: Sequence[str], **how: Any) -> ChartImage:
    return draw_map(view, names, **how)


def _put(chart: ChartView, drawn: ChartImage) -> None:
    image = QImage(drawn.rgba, drawn.width, drawn.height, QImage.Format.Format_RGBA8888).copy()
    marks = [(QRectF(m.x, m.y, m.width, m.height), m.text) for m in drawn.marks]
    chart.set_chart(image, marks, finding=drawn.finding)
