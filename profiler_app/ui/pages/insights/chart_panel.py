"""A framed chart with its title, its note, and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from profiler_app.domain.insights import Chart, Mark
from profiler_app.domain.text import _, ngettext, pgettext
from profiler_app.ui.pages.insights.canvas import ChartCanvas, empty_words
from profiler_app.ui.pages.segments.figures_table import Figure, FiguresTable
from profiler_app.ui.theme import current
from profiler_app.ui.widgets.buttons import Button, IconButton
from profiler_app.ui.widgets.labels import Label
from profiler_app.ui.widgets.panel import Panel

_LEAST = 250
PICTURES = (("png", "PNG"), ("svg", "SVG"), ("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))


class ChartPanel(Panel):
    """``chosen`` and ``opened`` carry the chart and a mark; ``exported`` the kind of file.

    ``kept`` carries a chart one wants on a board, ``wanted`` asks for what is missing in it.
    """

    chosen = Signal(object, object, bool)
    opened = Signal(object, object)
    exported = Signal(object, str)
    kept = Signal(object)
    wanted = Signal()
    is_linked = True
    """Whether a click on a mark filters the page."""

    def __init__(self) -> None:
        super().__init__("·")
        self.canvas = ChartCanvas()
        self.table = FiguresTable(_columns())
        self._nothing = Label("", "body", "text.secondary", wrap=True)
        self.more = IconButton("ellipsis", "-", small=True)
        self.head.add(self.more)
        self._stack = QStackedWidget()
        spare = QWidget()
        column = QVBoxLayout(spare)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing)
        column.addStretch(1)
        for widget in (self.canvas, self.table, spare):
            self._stack.addWidget(widget)
        self._spare = spare
        self.body.addWidget(self._stack, 1)
        self.back = Button(kind="link", small=True)
        self.back.hide()
        self.back.clicked.connect(lambda _on=False: self.wanted.emit())
        self.foot = Label("", "caption", "text.tertiary", wrap=True)
        self.foot.hide()
        self.body.addWidget(self.foot)
        self.body.addWidget(self.back)
        self._as_table = False
        current().changed.connect(self._fit)
        self._fit()
        self.canvas.chosen.connect(self._choose)
        self.canvas.opened.connect(lambda at: self._open(self._mark(at)))
        self.canvas.asked.connect(self._offer)
        self.table.opened.connect(lambda _index: self._open(self.table.row()))
        self.more.clicked.connect(self._show_menu)

    def _fit(self) -> None:
        self.setMinimumWidth(current().px(_LEAST))  # else a long title would hold it wide

    @property
    def chart(self) -> Chart | None:
        """The chart that is shown."""
        return self.canvas.chart

    def show_chart(self, chart: Chart, lit: frozenset[int] = frozenset()) -> None:
        """Show another chart, some of its marks lit."""
        self.head.set_title(chart.title)
        self.head.set_note(chart.note)
        self.more.set_name(_("Table and export of “{chart}”").format(chart=chart.title))
        self.canvas.show_chart(chart, lit)
        self.table.show_rows([mark for mark in chart.marks if mark.customers])
        self.table.retranslate()
        self.table.setAccessibleName(chart.title)
        self._nothing.setText(empty_words(chart))
        self._arrange()

    def say_below(self, text: str) -> None:
        """Say something below the chart that must not be missed; nothing takes no room."""
        self.foot.setText(text)
        self.foot.setVisible(bool(text))

    def offer(self, text: str, hint: str = "") -> None:
        """Offer to add what is missing; nothing is offered without a text."""
        self.back.setText(text)
        self.back.setToolTip(hint)
        self.back.setEnabled(True)
        self.back.setVisible(bool(text))

    def show_table(self, *, shown: bool) -> None:
        """Show the numbers instead of the chart, or the chart again."""
        self._as_table = shown
        self._arrange()

    def _arrange(self) -> None:
        there = self.chart is not None and bool(self.chart.marks)
        self.more.setVisible(there)
        shown = self._spare if not there else self.table if self._as_table else self.canvas
        self._stack.setCurrentWidget(shown)

    # -- what can be done

    def _mark(self, at: int) -> Mark:
        assert self.chart is not None
        return self.chart.marks[at]

    def _choose(self, at: int, added: bool) -> None:
        if self._mark(at).rule:
            self.chosen.emit(self.chart, self._mark(at), added)

    def _open(self, mark: Mark | None) -> None:
        if mark is not None and mark.rule and mark.customers:
            self.opened.emit(self.chart, mark)

    def _offer(self, at: int, place: QPoint) -> None:
        mark = self._mark(at)
        if not mark.rule:
            return
        menu = QMenu(self)
        if self.is_linked:
            menu.addAction(_("Filter the page by this"), lambda: self._choose(at, False))
        text = ngettext("Open {n} customer", "Open {n} customers", mark.customers)
        action = menu.addAction(text.format(n=f"{mark.customers:,}"), lambda: self._open(mark))
        action.setEnabled(bool(mark.customers))
        menu.popup(place)

    def _export(self, kind: str) -> None:
        self.exported.emit(self.chart, kind)

    def add_actions(self, menu: QMenu) -> None:
        """Add what else can be done with the chart."""
        menu.addAction(_("Keep on a board"), lambda: self.kept.emit(self.chart))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        word = _("Show as chart") if self._as_table else _("Show as table")
        menu.addAction(word, lambda: self.show_table(shown=not self._as_table))
        self.add_actions(menu)
        menu.addSeparator()
        for kind, name in PICTURES:
            text = _("Export as {kind}").format(kind=name)
            menu.addAction(text, partial(self._export, kind))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _columns() -> list[Figure]:
    return [
        Figure(lambda: pgettext("chart", "Group"), lambda mark: mark.label, 0, right=False,
               sort=lambda mark: mark.label),
        Figure(lambda: pgettext("figures", "Customers"), lambda mark: f"{mark.customers:,}", 80,
               sort=lambda mark: mark.customers),
        Figure(lambda: pgettext("figures", "Value"), lambda mark: mark.shown, 96,
               sort=lambda mark: mark.value),
        Figure(lambda: pgettext("figures", "Note"), lambda mark: mark.note, 116, drop=1,
               sort=lambda mark: mark.note),
    ]  # fmt: skip
