"""What can be written into files from each tab of the page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from profiler_app.domain.insights import Chart
from profiler_app.domain.text import _

if TYPE_CHECKING:
    from profiler_app.ui.pages.insights.explore_tab import ExploreTab
    from profiler_app.ui.pages.insights.overview_tab import OverviewTab
    from profiler_app.ui.pages.insights.page import InsightsPage


_WHOLE = ("monthly", "segments")


class ExportMenu:
    """The menu of the button, and what its entries do."""

    def __init__(self, page: InsightsPage) -> None:
        self._page = page

    def show(self) -> None:
        """Open the menu under its button."""
        menu = self.menu()
        anchor = self._page.title.export
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def menu(self) -> QMenu:
        """Return the entries of the tab in sight, then the reports of the whole base."""
        page = self._page
        menu = QMenu(page)
        if page.tab == "forecast":
            menu.addAction(_("This model card as PDF"), partial(self._export_model, "pdf"))
            menu.addAction(_("This model card as Excel"), partial(self._export_model, "xlsx"))
        elif page.tab == "feedback":
            menu.addAction(_("Feedback for the product team…"), page.feedback.ask_export)
        elif page.tab == "boards":
            menu.addAction(_("This board as PDF"), partial(self._export_board, "pdf"))
            menu.addAction(_("This board as Excel"), partial(self._export_board, "xlsx"))
        else:
            menu.addAction(_("These charts as PDF"), partial(self._export_page, "pdf"))
            menu.addAction(_("These tables as Excel"), partial(self._export_page, "xlsx"))
        menu.addSeparator()
        for name, title in (("monthly", _("Customer report")), ("segments", _("Book of segments"))):
            for kind, said in (("pdf", "PDF"), ("xlsx", "Excel")):
                text = _("{report} as {kind}").format(report=title, kind=said)
                menu.addAction(text, partial(page.exporter.ask_whole, name, title, kind))
        self._add_again(menu)
        return menu

    def _add_again(self, menu: QMenu) -> None:
        """Offer to write once more, from the data of now and where it was, what was written."""
        exporter = self._page.exporter
        written = [(name, path) for name in _WHOLE for path in exporter.again(name)]
        if written:
            menu.addSeparator()
        for name, path in written:
            text = _("Write again with new data: {file}").format(file=path.name)
            menu.addAction(text, partial(exporter.write_whole, name, path))

    def export_chart(self, chart: Chart, kind: str) -> None:
        """Write one chart of the page."""
        insights = self._tab().insights
        if insights is not None:
            self._page.exporter.ask_chart(chart, kind, self._page.filter.words(), insights)

    def export_tile(self, chart: Chart, kind: str) -> None:
        """Write one chart of the board."""
        tab = self._page.boards_tab
        board, shown = tab.board(), tab.shown
        if board is None or shown is None:
            return
        at = next(at for at, each in enumerate(shown.drawn) if each.chart is chart)
        alone = replace(shown, drawn=shown.drawn[at : at + 1])
        named = replace(board, name=chart.title)
        self._page.exporter.ask_board(named, alone, tab.filters()[at : at + 1], kind)

    def _export_board(self, kind: str) -> None:
        tab = self._page.boards_tab
        board = tab.board()
        if board is not None and tab.shown is not None:
            self._page.exporter.ask_board(board, tab.shown, tab.filters(), kind)

    def _export_model(self, kind: str) -> None:
        report = self._page.forecast.report()
        if report is not None:
            self._page.exporter.ask_report(report, kind)

    def _tab(self) -> ExploreTab | OverviewTab:
        return self._page.explore if self._page.tab == "explore" else self._page.overview

    def _export_page(self, kind: str) -> None:
        tab, words = self._tab(), self._page.filter.words()
        if tab.insights is not None:
            self._page.exporter.ask_page(tab.charts(), kind, words, tab.insights)
