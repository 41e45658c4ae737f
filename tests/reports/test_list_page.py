"""A printed list: A4 landscape, counted pages, every customer on one of them, readable text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from profiler_app.domain.progress import Cancelled
from profiler_app.reports.files import PlaceNotWritable
from profiler_app.reports.list_page import (
    ListColumnHead,
    ListSheet,
    pages_of,
    rows_on_a_page,
    write_list_pdf,
)

HEADS = (
    ListColumnHead("编号", 120),
    ListColumnHead("客户", 180),
    ListColumnHead("消费/资产", 118, right=True),
)


def sheet(rows: int) -> ListSheet:
    lines = [[f"A-{at:06d}", f"客户{at}", f"¥{at:,}"] for at in range(rows)]
    return ListSheet("高价值流失风险", "性别 女", HEADS, lines, date(2026, 11, 22), "陈思远")


def no_step(_page: int, _last: int) -> None:
    pass


def written(rows: int, folder: Path) -> PdfReader:
    path = folder / "list.pdf"
    write_list_pdf(sheet(rows), path, step=no_step)
    return PdfReader(path)


def test_pages_are_landscape_and_as_many_as_needed(tmp_path: Path) -> None:
    rows = rows_on_a_page() + 1
    pages = written(rows, tmp_path).pages
    assert len(pages) == pages_of(rows) == 2
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_every_customer_is_on_a_page(tmp_path: Path) -> None:
    text = "".join(page.extract_text() for page in written(70, tmp_path).pages)
    assert all(f"A-{at:06d}" in text for at in range(70))


def test_each_page_says_what_it_is_and_which(tmp_path: Path) -> None:
    pages = written(70, tmp_path).pages
    for at, page in enumerate(pages, start=1):
        text = "".join(page.extract_text().split())
        assert f"{at}/{len(pages)}" in text
        for words in ("高价值流失风险", "性别女", "2026-11-22", "消费/资产", "陈思远"):
            assert words in text


def test_an_empty_list_is_one_page(tmp_path: Path) -> None:
    assert len(written(0, tmp_path).pages) == 1


def test_a_cancelled_print_leaves_the_old_file(tmp_path: Path) -> None:
    def stop(_page: int, _last: int) -> None:
        raise Cancelled

    path = tmp_path / "list.pdf"
    path.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_list_pdf(sheet(70), path, step=stop)
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_missing_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(PlaceNotWritable):
        write_list_pdf(sheet(1), tmp_path / "no" / "list.pdf", step=no_step)
