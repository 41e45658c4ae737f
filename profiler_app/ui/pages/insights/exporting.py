"""Writing charts into files the user names, the filter written on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from profiler_app.domain.boards import Board
from profiler_app.domain.insights import Chart, Insights
from profiler_app.domain.reports import Report
from profiler_app.domain.text import _
from profiler_app.jobs.foresight import writing as reports
from profiler_app.jobs.insights import exporting as jobs
from profiler_app.jobs.insights.boards import BoardCharts
from profiler_app.ui.desk import Desk
from profiler_app.ui.pages.insights.overview_tab import counted_words
from profiler_app.ui.written_reports import WrittenReports

_KINDS = {"png": "PNG (*.png)", "svg": "SVG (*.svg)", "pdf": "PDF (*.pdf)",
          "xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)"}  # fmt: skip


class Exporter:
    """Asks for a file and starts the job."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk, self._page = desk, page
        self._written = WrittenReports(desk.preferences, desk.path)

    def ask_chart(self, chart: Chart, kind: str, filters: str, insights: Insights) -> None:
        """Ask where to write a chart."""
        path = self._path(_("{name} {day}").format(name=chart.title, day=insights.as_of), kind)
        if path is not None:
            self.write((chart,), path, filters, insights)

    def ask_page(
        self, charts: tuple[Chart, ...], kind: str, filters: str, insights: Insights
    ) -> None:
        """Ask where to write all charts of the page."""
        path = self._path(_("{name} {day}").format(name=_("Insights"), day=insights.as_of), kind)
        if path is not None:
            self.write(charts, path, filters, insights)

    def ask_board(
        self, board: Board, shown: BoardCharts, filters: Sequence[str], kind: str
    ) -> None:
        """Ask where to write a board."""
        path = self._path(_("{name} {day}").format(name=board.name, day=shown.as_of), kind)
        if path is not None:
            self.write_board(board, shown, filters, path)

    def write_board(
        self, board: Board, shown: BoardCharts, filters: Sequence[str], path: Path
    ) -> None:
        """Write the charts of a board, each with its own filter on it, and say so."""
        done = _("Written to {file}.").format(file=path.name)
        self._desk.jobs.start(
            jobs.export_charts,
            tuple(each.chart for each in shown.drawn),
            path,
            jobs.board_caption(shown.as_of, filters),
            title=_("Exporting"),
            owner=self._page,
            done=lambda _none: self._desk.toast(done),
            failed=self._desk.show_problem,
            workspace_name=self._desk.settings.name,
            title_of_pages=board.name,
            filters=tuple(filters),
        )

    def ask_report(self, report: Report, kind: str) -> None:
        """Ask where to write a report."""
        name = _("{name} {day}").format(name=report.title, day=report.as_of)
        path = self._path(name, kind)
        if path is not None:
            self.write_report(report, path)

    def write_report(self, report: Report, path: Path) -> None:
        """Write a report and say so."""
        self._start(reports.export_report, report, path, _("Exporting"))

    def ask_whole(self, report: str, title: str, kind: str) -> None:
        """Ask where to write a report of the whole base, as it is now."""
        day = self._desk.today().isoformat()
        path = self._path(_("{name} {day}").format(name=title, day=day), kind)
        if path is not None:
            self.write_whole(report, path)

    def write_whole(self, report: str, path: Path) -> None:
        """Compute a report of the whole base, write it, say so and remember where it is."""
        self._start(reports.write_whole, report, path, _("Writing the report"), noted=report)

    def again(self, report: str) -> tuple[Path, ...]:
        """Return where a report of the whole base that was written before goes with new data."""
        return self._written.again(report, self._desk.today())

    def _start(
        self,
        job: Callable[..., None],
        what: Report | str,
        path: Path,
        title: str,
        *,
        noted: str = "",
    ) -> None:
        def done(_none: None) -> None:
            if noted:
                self._written.note(noted, path, self._desk.today())
            self._desk.toast(_("Written to {file}.").format(file=path.name))

        self._desk.jobs.start(
            job,
            what,
            path,
            title=title,
            owner=self._page,
            done=done,
            failed=self._desk.show_problem,
        )

    def _path(self, name: str, kind: str) -> Path | None:
        clean = name.replace("/", "-")
        found, _filter = QFileDialog.getSaveFileName(
            self._page, _("Export"), f"{clean}.{kind}", _KINDS[kind]
        )
        return Path(found) if found else None

    def write(
        self, charts: tuple[Chart, ...], path: Path, filters: str, insights: Insights
    ) -> None:
        """Write charts into a file and say so."""
        done = _("Written to {file}.").format(file=path.name)
        self._desk.jobs.start(
            jobs.export_charts,
            charts,
            path,
            jobs.caption(filters, insights.as_of, counted_words(insights)),
            title=_("Exporting"),
            owner=self._page,
            done=lambda _none: self._desk.toast(done),
            failed=self._desk.show_problem,
            headlines=insights.headlines if len(charts) > 1 else (),
            workspace_name=self._desk.settings.name,
        )
