"""What a file really is, whatever its name says."""

from __future__ import annotations

from typing import Final, Literal

from profiler_app.domain.text import N_

Container = Literal["gzip", "zip", "text"]

_SIGNATURES: Final = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("an old Excel workbook (.xls) or one with a password"),
    ),
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture (PNG)")),
    (b"\xff\xd8\xff", N_("a picture (JPEG)")),
    (b"GIF8", N_("a picture (GIF)")),
    (b"SQLite format 3\x00", N_("a database (SQLite)")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"Rar!", N_("a RAR archive")),
    (b"7z\xbc\xaf", N_("a 7z archive")),
    (b"PAR1", N_("a Parquet file")),
    (b"{\\rtf", N_("an RTF document")),
)
_WEB_PAGE: Final = (b"<html", b"<!doctype html", b"<table", b"<?xml")


def container(start: bytes) -> Container:
    """Return how the content is packed."""
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    return "zip" if start.startswith(b"PK\x03\x04") else "text"


def other_kind(start: bytes) -> str | None:
    """Return the English name (marked for translation) of a format that is no table, or None."""
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            # two plain letters are a program only when binary follows
            if signature == b"MZ" and b"\x00" not in start:
                continue
            return name
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_WEB_PAGE):
        return N_("a web page or XML document")
    return None
