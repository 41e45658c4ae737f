"""What a file really is, whatever its name says."""

from __future__ import annotations

import re
from typing import Final, Literal

from profiler_app.domain.text import N_

Kind = Literal["gzip", "zip", "ole", "sqlite", "html", "xml", "vcard", "text"]

LOOKED_AT: Final = 4096
"""So many bytes of the beginning tell."""

_FORMATS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\x00", "sqlite"),
)
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", N_("an old Excel workbook (.xls)")),
    (b"PK\x03\x04", N_("a workbook or a ZIP archive")),
    (b"\x1f\x8b", N_("a compressed file")),
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
_SPREADSHEET_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_WEB_PAGE: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|style|title|body|table|div|center|font|script|form)\b"
)
_WEB_ARCHIVE: Final = re.compile(rb"(?:mime-version:|message-id:|from:.*\r?\nsubject:)")


def kind_of(start: bytes) -> Kind:
    """Return the format of a file by its first ``LOOKED_AT`` bytes; what is none is text."""
    for signature, kind in _FORMATS:
        if start.startswith(signature):
            return kind
    plain = _plain(start)
    if plain.startswith(b"begin:vcard"):
        return "vcard"
    if plain.startswith(b"<?xml"):
        if b"<html" in plain:  # Excel names the same schema in its web pages
            return "html"
        return "xml" if _SPREADSHEET_XML in plain else "text"
    begins = _WEB_PAGE.search if plain.startswith(b"<!--") else _WEB_PAGE.match
    return "html" if begins(plain) else "text"


def other_kind(start: bytes) -> str | None:
    """Return the English name (marked for translation) of a format that is no text, or None."""
    for signature, name in _OTHERS:
        if start.startswith(signature):
            # two plain letters are a program only when binary follows
            if signature == b"MZ" and b"\x00" not in start:
                continue
            return name
    plain = _plain(start)
    if _WEB_ARCHIVE.match(plain):
        return N_("a web archive or an e-mail")
    if plain.startswith(b"<?xml") or _WEB_PAGE.match(plain):
        return N_("a web page or XML document")
    return None


def _plain(start: bytes) -> bytes:
    """Return the beginning in lower case without mark, NULs of UTF-16 and blanks."""
    plain = start[:LOOKED_AT]
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = plain[2:].replace(b"\x00", b"")
    return plain.removeprefix(b"\xef\xbb\xbf").lstrip(b" \r\n\t").lower()
