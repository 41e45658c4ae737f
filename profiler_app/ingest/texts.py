"""A text file: its character set told or asked for, every byte of it checked."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, cast

from profiler_app.domain.errors import NothingToImport, UnreadableFile
from profiler_app.domain.imports import Note
from profiler_app.domain.text import _
from profiler_app.ingest import magic
from profiler_app.ingest.encoding import Encoding, by_mark
from profiler_app.ingest.mixed_text import Recoded, Survey, main_encoding, survey

_BUFFER: Final = 1 << 16
_NOT_BY_LINE: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
"""Encodings whose lines cannot be told apart before they are decoded."""
_CHUNK: Final = 1 << 20
_SAMPLE_BYTES: Final = 1 << 18
_LARGEST: Final = 8 << 30
"""A compressed file that unpacks to more than this (8 GiB) is refused."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """Text that can be read again and again: a file, or what was ``pasted``.

    ``start`` holds the first 256 KB of it. ``mixed`` is there where not all lines are in one
    encoding.
    """

    path: Path
    packed: bool
    encoding: Encoding
    start: str
    sha256: str
    pasted: str | None = None
    mixed: Survey | None = None

    def notes(self) -> Iterator[Note]:
        """Yield what is to be told about lines in other encodings, or in none."""
        found = self.mixed
        if found and found.mixed:
            lines = tuple(found.mixed_lines)
            told = {"n": found.mixed, "line": lines[0], "lines": lines}
            other = Encoding(found.codec.other or "", 1.0).shown
            yield Note("mixed_encoding", None, {**told, "encoding": other})
        if found and found.broken:
            told = {"n": found.broken, "line": found.broken_lines[0]}
            yield Note("broken_lines", None, told)

    def open(self) -> TextIO:
        """Open it from the beginning, its line ends as they are."""
        if self.pasted is not None:
            return io.StringIO(self.pasted, newline="")
        file = _binary(self.path, packed=self.packed)
        if self.mixed is not None:
            recoded = io.BufferedReader(Recoded(file, self.mixed.codec), _BUFFER)
            name = "utf-8-sig" if self.encoding.name == "utf-8-sig" else "utf-8"
            return io.TextIOWrapper(recoded, encoding=name, newline="")
        return io.TextIOWrapper(file, encoding=self.encoding.name, newline="")


def pasted_text(name: str, text: str) -> TextFile:
    """Return text from the clipboard. Raises NothingToImport when it is blank."""
    if not text.strip():
        raise NothingToImport(file=name, reason=_("it is empty."))
    text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    start = text[:_SAMPLE_BYTES]
    if len(start) < len(text):
        start = start[: start.rfind("\n") + 1] or start
    return TextFile(Path(name), False, Encoding("utf-8", 1.0), start, digest, text)


def _go_on() -> None:
    """Nobody waits for the file."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """The bytes of a file, read from the beginning as often as needed."""

    path: Path
    packed: bool
    pulse: Callable[[], None]

    def start(self) -> bytes:
        with _binary(self.path, packed=self.packed) as file:
            start = _read(file, self.path, _SAMPLE_BYTES)
        if not start:
            raise NothingToImport(file=self.path.name, reason=_("it is empty."))
        return start

    def chunks(self) -> Iterator[bytes]:
        seen = 0
        with _binary(self.path, packed=self.packed) as file:
            while chunk := _read(file, self.path, _CHUNK):
                self.pulse()
                seen += len(chunk)
                if seen > _LARGEST:
                    reason = _("it unpacks to more than 8 GB.")
                    raise UnreadableFile(file=self.path.name, reason=reason)
                yield chunk


def open_text(
    path: Path, *, packed: bool, encoding: str | None, pulse: Callable[[], None] = _go_on
) -> TextFile:
    """Check the whole file once; ``pulse`` is called again and again and may raise to stop it.

    Raises UnreadableFile for bytes that are no text (naming the line), NothingToImport for an
    empty file.
    """
    raw = _Raw(path, packed, pulse)
    start = raw.start()
    _refuse_other_formats(path, start)
    chosen = _asked(path, encoding) if encoding else by_mark(start)
    if b"\x00" in start and not (chosen and chosen.name.startswith(("utf-16", "utf-32"))):
        raise UnreadableFile(
            file=path.name,
            reason=_("it holds binary data (NUL bytes), not text. Export it again as CSV or XLSX."),
        )
    digest = hashlib.sha256()
    if chosen is None and _is_plain_utf8(raw, digest):
        chosen = Encoding("utf-8", 0.99)
    elif chosen and chosen.name in _NOT_BY_LINE:
        digest = _check_text(raw, chosen)
    else:
        chosen = chosen or main_encoding(_foreign(raw))
        return _by_lines(raw, chosen, start)
    sha256 = _sha256(path) if packed else digest.hexdigest()
    return TextFile(path, packed, chosen, _decoded(start, chosen), sha256)


def _by_lines(raw: _Raw, encoding: Encoding, start: bytes) -> TextFile:
    """Check every line of a text that is not all UTF-8; some lines may be in another encoding."""
    found = survey(raw.chunks, encoding)
    if found.nul is not None:
        raise _not_text(raw.path, encoding, found.nul)
    if found.is_hopeless:
        raise _not_text(raw.path, encoding, found.broken_lines[0])
    decoded = _decoded(start, encoding)
    text = TextFile(raw.path, raw.packed, encoding, decoded, _sha256(raw.path))
    return text if found.is_plain else replace(text, mixed=found)


def _decoded(start: bytes, encoding: Encoding) -> str:
    text = codecs.getincrementaldecoder(encoding.name)("ignore").decode(start)
    return text[: text.rfind("\n") + 1] or text if len(start) == _SAMPLE_BYTES else text


def _asked(path: Path, name: str) -> Encoding:
    try:
        "".encode(name)
        known = codecs.lookup(name).name
        return Encoding("gb18030" if known in ("gb2312", "gbk") else known, 1.0)
    except (LookupError, UnicodeError) as error:
        reason = _("the encoding {name} is unknown. Try utf-8 or gb18030.").format(name=name)
        raise UnreadableFile(file=path.name, reason=reason) from error


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


def _is_plain_utf8(raw: _Raw, digest: Any) -> bool:
    """Whether the whole file is UTF-8 without NUL; ``digest`` takes in its bytes on the way."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for chunk in raw.chunks():
        if b"\x00" in chunk or not _decodes(decoder, chunk):
            return False
        digest.update(chunk)
    return _decodes(decoder, b"", final=True)


def _foreign(raw: _Raw) -> bytes:
    """Return a sample of a file that is no UTF-8, from its first bytes that are not ASCII."""
    foreign = bytearray()
    for chunk in raw.chunks():
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


def _check_text(raw: _Raw, encoding: Encoding) -> Any:
    """Return the hash of the bytes; raise UnreadableFile naming the first line that is no text."""
    decoder = codecs.getincrementaldecoder(encoding.name)()
    digest = hashlib.sha256()
    line = 1
    for chunk in raw.chunks():
        digest.update(chunk)
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            raise _not_text(raw.path, encoding, line + _lines_before(error)) from error
        if "\x00" in text:
            raise _not_text(raw.path, encoding, line + text[: text.index("\x00")].count("\n"))
        line += text.count("\n")
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError as error:
        raise _not_text(raw.path, encoding, line) from error
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
