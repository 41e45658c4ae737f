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


def write_pages(path: Path, title: str, sections: Sequence[Section], *, by: str) -> None:
    """Write a PDF of selectable text; what is in it is shown as text, never read as markup.

    Raises PlaceNotWritable or NoSpaceForFile; the old file stays then.
    """
    write_document(path, title, _html(title, sections), by=by)


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


def _html(title: str, sections: Sequence[Section]) -> str:
    parts = [f"<h1>{escape(title)}</h1>"]
    for heading, lines in sections:
        rows = "".join(
            f"<tr><td width='30%'><b>{escape(label)}</b></td><td>{escape(text)}</td></tr>"
            for label, text in lines
        )
        parts.append(
            f"<h2>{escape(heading)}</h2><table width='100%' cellpadding='3'>{rows}</table>"
        )
    return "".join(parts)
