"""Writing a PDF of A4 pages with selectable text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from profiler_app.reports.files import replacing
from profiler_app.reports.sheet import drawing_application

_DPI = 1200


@contextmanager
def pdf_pages(
    path: Path, orientation: QPageLayout.Orientation, *, title: str, author: str
) -> Iterator[tuple[QPainter, Callable[[], bool]]]:
    """Give a painter in units of 1/96 inch and what starts a new page; the file is written last.

    An error inside leaves the old file. Raises PlaceNotWritable or NoSpaceForFile.
    """
    application = drawing_application()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(a4, orientation, QMarginsF(0, 0, 0, 0)))
    writer.setTitle(title)
    writer.setAuthor(author)
    writer.setCreator("Zhike")
    painter = QPainter(writer)
    try:
        painter.scale(_DPI / 96, _DPI / 96)
        yield painter, writer.newPage
    finally:
        painter.end()
    with replacing(path) as file:
        file.write(content.data())
    del application
