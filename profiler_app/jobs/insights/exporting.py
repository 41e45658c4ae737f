"""Writing charts as pictures, on paper and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from profiler_app.domain.insights import Chart, Headline
from profiler_app.domain.progress import Progress
from profiler_app.domain.small_cells import told, withheld_chart
from profiler_app.domain.text import N_, _
from profiler_app.jobs.printing import login_name
from profiler_app.reports.insight_charts.paper import Caption, write_picture
from profiler_app.reports.insight_pages import write_pages
from profiler_app.reports.workbooks import SheetTable, plain_sign, write_book, write_csv
from profiler_app.store.workspace import Workspace

_PICTURES = (".png", ".svg")


def caption(filters: str, as_of: str, counted: str) -> Caption:
    """Return what stands on every chart: filter, day and number of customers."""
    said = _("Filter: {filter}").format(filter=filters) if filters else _("no filter")
    return Caption(said, _("As of {day}").format(day=as_of), counted)


def board_caption(as_of: str, filters: Sequence[str]) -> Caption:
    """Return what stands over a board, whose charts have their own filters."""
    said = filters[0] if len(filters) == 1 else _("each chart with its own filter")
    return Caption(said, _("As of {day}").format(day=as_of), "")


def export_charts(
    progress: Progress,
    _workspace: Workspace,
    charts: Sequence[Chart],
    path: Path,
    caption: Caption,
    *,
    headlines: Sequence[Headline] = (),
    workspace_name: str = "",
    title_of_pages: str = "",
    filters: Sequence[str] = (),
) -> None:
    """Write charts by the ending of the file: .png and .svg one, .pdf pages, .xlsx or .csv tables.

    ``title_of_pages`` is what a board is called; ``filters`` are those of charts with their own.
    Parts about fewer than five customers are withheld, and the caption says so.
    Raises PlaceNotWritable or NoSpaceForFile.
    """
    progress.step(0.0, N_("Writing"))
    charts, few = without_small(charts)
    caption = replace(caption, counted=" · ".join(filter(None, (caption.counted, told(few)))))
    ending = path.suffix.lower()
    if ending in _PICTURES:
        write_picture(charts[0], path, caption)
    elif ending == ".pdf":
        write_pages(path, charts, headlines, caption, workspace_name, login_name(),
                    title=title_of_pages, filters=filters)  # fmt: skip
    elif ending == ".csv":
        headers, rows = charts[0].table()
        write_csv(path, headers, [*rows, [caption.line]])
    else:
        own = [
            (chart.title, told, "") for chart, told in zip(charts, filters, strict=False) if told
        ]
        write_book(path, [*_head_sheet(headlines, caption, own), *map(sheet_of, charts)])


def without_small(charts: Sequence[Chart]) -> tuple[list[Chart], int]:
    """Return charts without the parts of small groups, and how many parts they were."""
    kept = [withheld_chart(chart) for chart in charts]
    return [chart for chart, _few in kept], sum(few for _chart, few in kept)


def _head_sheet(
    headlines: Sequence[Headline], caption: Caption, filters: Sequence[tuple[str, str, str]]
) -> list[SheetTable]:
    rows = [list(map(plain_sign, (each.label, each.shown, each.note))) for each in headlines]
    about = [[part, "", ""] for part in (caption.as_of, caption.counted, caption.filters)]
    headers = [_("Figure"), _("Value now"), _("Compared")]
    return [SheetTable(_("About"), headers, [*rows, *about, *map(list, filters)])]


def sheet_of(chart: Chart) -> SheetTable:
    """Return a chart as a sheet of a workbook."""
    headers, rows = chart.table()
    plain = [[plain_sign(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return SheetTable(chart.title, headers, plain)
