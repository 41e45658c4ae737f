"""CSV and its relatives: any delimiter, any encoding, plain or gzipped, in constant memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, cast

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.text import _
from profiler_app.ingest import magic
from profiler_app.ingest.blocks import BLOCK_CHARACTERS, Block, Row, cut
from profiler_app.ingest.encoding import Encoding, by_content, by_mark

SAMPLE_ROWS: Final = 200
_CHUNK: Final = 1 << 20
_SAMPLE_BYTES: Final = 1 << 18
_DELIMITERS: Final = ",\t;|"
_LARGEST: Final = 8 << 30
"""A compressed file that unpacks to more than this (8 GiB) is refused."""


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text file whose encoding and delimiter are known and whose every byte was checked."""

    path: Path
    packed: bool
    encoding: Encoding
    delimiter: str

    def rows(self) -> Iterator[Row]:
        """Yield every record that is not blank with the line where it begins (from 1)."""
        with self._open() as text:
            yield from self._records(csv.reader(text, delimiter=self.delimiter))

    def parts(self, width: int) -> Iterator[Block | list[Row]]:
        """Yield the same records, many at once: cut into columns, or as rows where that fails."""
        before = 0
        with self._open() as text:
            while part := text.read(BLOCK_CHARACTERS):
                part += text.readline()
                columns = cut(part, self.delimiter, width)
                if columns is not None:
                    yield Block(range(before + 1, before + 1 + len(columns[0])), columns, flat=True)
                    before += len(columns[0])
                    continue
                lines = list(io.StringIO(part, newline=""))
                # a cell in quotation marks may go on behind the part
                reader = csv.reader(chain(lines, text), delimiter=self.delimiter)
                yield list(self._records(reader, before, len(lines)))
                before += reader.line_num

    def _open(self) -> TextIO:
        file = _binary(self.path, packed=self.packed)
        return io.TextIOWrapper(file, encoding=self.encoding.name, newline="")

    def _records(self, reader: Any, before: int = 0, until: int | None = None) -> Iterator[Row]:
        """Yield records with their lines; ``before`` lines stand above them.

        No record is begun behind line ``until`` of the reader.
        """
        line = 1
        try:
            for row in reader:
                if any(row):
                    yield before + line, row
                line = reader.line_num + 1
                if until is not None and reader.line_num >= until:
                    break
        except csv.Error as error:
            reason = _(
                "line {line} holds a cell that never ends. Look for a quotation mark that is not "
                "closed."
            )
            raise UnreadableFile(
                file=self.path.name, reason=reason.format(line=before + line)
            ) from error


def open_delimited(
    path: Path, *, packed: bool, encoding: str | None, delimiter: str | None
) -> tuple[DelimitedText, str]:
    """Check the whole file once; return the table and the SHA-256 of the file.

    Raises UnreadableFile for bytes that are no text (naming the line), NothingToImport for an
    empty file.
    """
    start = _start(path, packed=packed)
    _refuse_other_formats(path, start)
    chosen = _asked(path, encoding) if encoding else by_mark(start)
    if b"\x00" in start and not (chosen and chosen.name.startswith(("utf-16", "utf-32"))):
        raise UnreadableFile(
            file=path.name,
            reason=_("it holds binary data (NUL bytes), not text. Export it again as CSV or XLSX."),
        )
    digest = hashlib.sha256()
    if chosen is None and _is_plain_utf8(path, packed=packed, digest=digest):
        chosen = Encoding("utf-8", 0.99)
    else:
        chosen = chosen or by_content(_foreign(path, packed=packed))
        digest = _check_text(path, chosen, packed=packed)
    separator = delimiter or _guess_delimiter(start, chosen)
    found = DelimitedText(path, packed, chosen, separator)
    return found, _sha256(path) if packed else digest.hexdigest()


def _asked(path: Path, name: str) -> Encoding:
    try:
        "".encode(name)
        return Encoding(codecs.lookup(name).name, 1.0)
    except LookupError as error:
        reason = _("the encoding {name} is unknown. Try utf-8 or gb18030.").format(name=name)
        raise UnreadableFile(file=path.name, reason=reason) from error


def _start(path: Path, *, packed: bool) -> bytes:
    with _binary(path, packed=packed) as file:
        start = _read(file, path, _SAMPLE_BYTES)
    if not start:
        raise NothingToImport(file=path.name, reason=_("it is empty."))
    return start


def _refuse_other_formats(path: Path, start: bytes) -> None:
    name = magic.other_kind(start)
    if name:
        reason = _("it is really {kind}. Open it where it comes from and save it as CSV or XLSX.")
        raise UnreadableFile(file=path.name, reason=reason.format(kind=_(name)))


def _binary(path: Path, *, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def _read(file: BinaryIO, path: Path, size: int) -> bytes:
    try:
        return file.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = _("the compressed file is incomplete or damaged. Copy or download it again.")
        raise UnreadableFile(file=path.name, reason=reason) from error


def _chunks(path: Path, *, packed: bool) -> Iterator[bytes]:
    seen = 0
    with _binary(path, packed=packed) as file:
        while chunk := _read(file, path, _CHUNK):
            seen += len(chunk)
            if seen > _LARGEST:
                raise UnreadableFile(file=path.name, reason=_("it unpacks to more than 8 GB."))
            yield chunk


def _is_plain_utf8(path: Path, *, packed: bool, digest: Any) -> bool:
    """Whether the whole file is UTF-8 without NUL; ``digest`` takes in its bytes on the way."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in _chunks(path, packed=packed):
        if b"\x00" in chunk or not _decodes(decoder, chunk):
            return False
        digest.update(chunk)
    return _decodes(decoder, b"", final=True)


def _foreign(path: Path, *, packed: bool) -> bytes:
    """Return a sample of a file that is no UTF-8, from its first bytes that are not ASCII."""
    foreign = bytearray()
    for chunk in _chunks(path, packed=packed):
        if not chunk.isascii():
            foreign += chunk[_first_foreign(chunk) :][: _SAMPLE_BYTES - len(foreign)]
        if len(foreign) >= _SAMPLE_BYTES:
            break
    return bytes(foreign)


def _first_foreign(chunk: bytes) -> int:
    return len(chunk.split(b"\n", 1)[0]) if chunk[:1] > b"\x7f" else _ascii_prefix(chunk)


def _ascii_prefix(chunk: bytes) -> int:
    """Return where the line with the first non-ASCII byte begins."""
    first = len(chunk.decode("ascii", errors="replace").split("\ufffd", 1)[0])
    return chunk.rfind(b"\n", 0, first) + 1


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_text(path: Path, encoding: Encoding, *, packed: bool) -> Any:
    """Return the hash of the bytes; raise UnreadableFile naming the first line that is no text."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    digest = hashlib.sha256()
    line = 1
    for chunk in _chunks(path, packed=packed):
        digest.update(chunk)
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _not_text(path, encoding, line + _lines_before(error)) from error
        if "\x00" in text:
            raise _not_text(path, encoding, line + text[: text.index("\x00")].count("\n"))
        line += text.count("\n")
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise _not_text(path, encoding, line) from error
    return digest


def _lines_before(error: UnicodeDecodeError) -> int:
    good = error.object[: error.start].decode(error.encoding, errors="ignore")
    return good.count("\n")


def _not_text(path: Path, encoding: Encoding, line: int) -> UnreadableFile:
    reason = _(
        "line {line} is not valid {encoding} text. Choose another encoding, or export the file "
        "again."
    )
    return UnreadableFile(file=path.name, reason=reason.format(line=line, encoding=encoding.shown))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _guess_delimiter(start: bytes, encoding: Encoding) -> str:
    """Return the delimiter that cuts most records of the sample into the same number of cells."""
    text = codecs.getincrementaldecoder(encoding.name)("ignore").decode(start)
    if len(start) == _SAMPLE_BYTES:
        text = text[: text.rfind("\n") + 1] or text
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            widths[len(row)] += bool(row)
            if widths.total() >= SAMPLE_ROWS:
                break
    except csv.Error:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    return (round(count / max(1, widths.total()), 1) if width > 1 else 0.0, width)
