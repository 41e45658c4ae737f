"""Titled lists of labels and texts as A4 pages, as many as they need."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QTextDocument

from profiler_app.reports.pdf import pdf_pages
from profiler_app.reports.sheet import page_font

_WIDTH, _HEIGHT, _LEFT, _TOP = 698, 1027, 48, 48

Section = tuple[str, Sequence[tuple[str, str]]]


def write_pages(
    path: Path, title: str, sections: Sequence[Section], *, by: str, last_alone: bool = False
) -> None:
    """Write a PDF of selectable text; what is in it is shown as text, never read as markup.

    With ``last_alone`` the last section begins a page. Raises PlaceNotWritable or NoSpaceForFile;
    the old file stays then.
    """
    write_document(path, title, _html(title, sections, last_alone=last_alone), by=by)


def write_document(path: Path, title: str, html: str, *, by: str) -> None:
    """Write a document as a PDF; texts in ``html`` are escaped by the caller. Raises as above."""
    portrait = QPageLayout.Orientation.Portrait
    with pdf_pages(path, portrait, title=title, author=by) as (painter, new_page):
        document = QTextDocument()
        document.setDefaultFont(page_font(12, bold=False))
        document.setHtml(html)
        document.setPageSize(QSizeF(_WIDTH, _HEIGHT))
        for page in range(document.pageCount()):
            if page:
                new_page()
            painter.save()
            painter.translate(_LEFT, _TOP - page * _HEIGHT)
            document.drawContents(painter, QRectF(0, page * _HEIGHT, _WIDTH, _HEIGHT))
            painter.restore()


def _html(title: str, sections: Sequence[Section], *, last_alone: bool) -> str:
    parts = [f"<h1>{escape(title)}</h1>"]
    for at, (heading, lines) in enumerate(sections, start=1):
        alone = last_alone and at == len(sections)
        style = ' style="page-break-before: always"' if alone else ""
        rows = "".join(
            f"<tr><td width='30%'><b>{escape(label)}</b></td><td>{_lines_of(text)}</td></tr>"
            for label, text in lines
        )
        parts.append(
            f"<h2{style}>{escape(heading)}</h2><table width='100%' cellpadding='3'>{rows}</table>"
        )
    return "".join(parts)


def _lines_of(text: str) -> str:
    return escape(text).replace("\n", "<br>")
