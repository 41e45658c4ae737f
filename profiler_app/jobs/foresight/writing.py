"""Writing reports as PDF and as workbooks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from profiler_app.domain.progress import Part, Progress
from profiler_app.domain.reports import Report
from profiler_app.domain.small_cells import told
from profiler_app.domain.text import N_, _, pgettext
from profiler_app.jobs.insights.exporting import sheet_of, without_small
from profiler_app.jobs.insights.reports import REPORTS
from profiler_app.jobs.printing import login_name
from profiler_app.reports.report_pages import write_report
from profiler_app.reports.workbooks import SheetTable, plain_sign, write_book
from profiler_app.store.workspace import Workspace


def export_report(progress: Progress, workspace: Workspace, report: Report, path: Path) -> None:
    """Write a report by the ending of the file, .pdf or .xlsx.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    progress.step(0.0, N_("Writing"))
    report = _without_small(report)
    if path.suffix.lower() == ".pdf":
        write_report(report, path, workspace=workspace.settings.name, printed_by=login_name())
    else:
        write_book(path, _sheets(report))


def write_whole(progress: Progress, workspace: Workspace, name: str, path: Path) -> None:
    """Compute one of the reports of the whole base and write it.

    Raises NotComputed, PlaceNotWritable or NoSpaceForFile.
    """
    report = REPORTS[name](Part(progress, 0.0, 0.8), workspace)
    export_report(Part(progress, 0.8, 1.0), workspace, report, path)


def _without_small(report: Report) -> Report:
    """Return a report whose charts tell nothing of small groups, and which says so."""
    sections, few = [], 0
    for section in report.sections:
        charts, withheld = without_small(section.charts)
        few += withheld
        sections.append(replace(section, charts=tuple(charts)))
    if few:
        sections[-1] = replace(sections[-1], lines=(*sections[-1].lines, told(few)))
    return replace(report, sections=tuple(sections))


def _sheets(report: Report) -> list[SheetTable]:
    about = [[report.verdict, "", ""], *(list(map(plain_sign, each)) for each in report.figures)]
    about += [[section.title, line, ""] for section in report.sections for line in section.lines]
    headers = [report.title, _("Value now"), pgettext("figures", "Note")]
    day = [_("As of {day}").format(day=report.as_of), "", ""]
    sheets = [SheetTable(_("About"), headers, [day, *about])]
    repeated = Counter(chart.title for section in report.sections for chart in section.charts)
    for section in report.sections:
        for chart in section.charts:
            sheet = sheet_of(chart)
            if repeated[chart.title] > 1:  # the same charts for each segment
                sheet = replace(sheet, name=f"{section.title} · {chart.title}")
            sheets.append(sheet)
        if section.table is not None and section.table.headers:
            rows = [list(row) for row in section.table.rows]
            sheets.append(SheetTable(section.title, list(section.table.headers), rows))
    return sheets
