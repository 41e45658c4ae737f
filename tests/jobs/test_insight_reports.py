"""The customer report and the book of segments."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from profiler_app.domain.errors import NotComputed
from profiler_app.jobs.columns import ColumnSource
from profiler_app.jobs.foresight.writing import export_report, write_whole
from profiler_app.jobs.insights.overview import insights
from profiler_app.jobs.insights.reports import customer_report, segment_book
from profiler_app.jobs.segments.saved import save_segment
from profiler_app.store.workspace import Workspace
from tests.jobs.conftest import Silent


def test_the_customer_report_tells_the_figures_of_the_page(demo: Workspace) -> None:
    report = customer_report(Silent(), demo, days=30)
    page = insights(demo, ColumnSource(demo), days=30)
    assert [figure[1] for figure in report.figures] == [each.shown for each in page.headlines]
    titles = [chart.title for section in report.sections for chart in section.charts]
    assert page.chart("lifecycle").title in titles


def test_without_segments_the_book_holds_the_eight_groups(demo: Workspace) -> None:
    book = segment_book(Silent(), demo)
    assert len(book.sections) == 8


def test_the_next_book_is_of_the_data_there_are_then(own_demo: Workspace) -> None:
    save_segment(Silent(), own_demo, None, "大客户", "monetary_12m >= 5000")
    before = segment_book(Silent(), own_demo)
    assert [section.title for section in before.sections] == ["大客户"]
    save_segment(Silent(), own_demo, None, "常客", "freq_12m >= 3")
    after = segment_book(Silent(), own_demo)
    assert [section.title for section in after.sections] == ["大客户", "常客"]


def test_reports_are_written_as_pdf_and_workbook(demo: Workspace, tmp_path: Path) -> None:
    report = customer_report(Silent(), demo)
    pdf, book = tmp_path / "report.pdf", tmp_path / "report.xlsx"
    export_report(Silent(), demo, report, pdf)
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(pdf).pages)
    assert "".join(report.title.split()) in text
    for section in report.sections:
        assert "".join(section.title.split()) in text
    write_whole(Silent(), demo, "segments", book)
    sheets, told = load_workbook(book), segment_book(Silent(), demo).sections
    assert len(sheets.sheetnames) > 8
    assert all(name == sheets.sheetnames[0] or " · " in name for name in sheets.sheetnames)
    firsts = {row[0].value for row in sheets.worksheets[0].iter_rows()}
    assert firsts >= {section.title for section in told}  # which line is about which segment


def test_before_anything_is_computed_there_is_no_report(empty: Workspace) -> None:
    with pytest.raises(NotComputed):
        customer_report(Silent(), empty)
