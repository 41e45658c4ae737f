"""Text whose lines are in different character sets, or in none: told and decoded line by line.

It comes of files put together from several exports, and of systems that cut texts in the middle
of a character. A line of another set is decoded by its own; one that fits none keeps what can be
read, with ``BROKEN`` in place of the rest, and its row is refused (see ``ingest.damage``).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from profiler_app.ingest.encoding import Encoding, by_content, fits_language

Chunks = Callable[[], Iterable[bytes]]

BROKEN: Final = "\ufdd0"
"""What stands in the place of bytes that are text of no known character set."""
SHOWN: Final = 20
_SAMPLE: Final = 1 << 18
_UTF8_LINE: Final = re.compile(
    rb"(?:^|\n)[\x00-\x09\x0b-\x7f]*+(?:[\xe2-\xef][\x80-\xbf]{2}[\x00-\x09\x0b-\x7f]*+)++(?=\n|\Z)"
)
_UTF8_LINE_OF_LETTERS: Final = re.compile(
    rb"(?:^|\n)[\x00-\x09\x0b-\x7f]*+(?:(?:[\xe2-\xef][\x80-\xbf]|[\xc3-\xdf])[\x80-\xbf]"
    rb"[\x00-\x09\x0b-\x7f]*+)++(?=\n|\Z)"
)
_WIDE_CHARACTER: Final = re.compile(rb"[\xe2-\xef][\x80-\xbf]{2}")
_LONGEST_LINE: Final = 8 << 20
"""Longer lines are taken in parts: no table has them."""
_MOST_BROKEN: Final = 0.05
_NEARLY_UTF8: Final = 0.5


@dataclass(frozen=True, slots=True)
class LineCodec:
    """Decodes lines by ``main`` where they fit it, else by ``other`` where there is one."""

    main: str
    other: str | None = None

    def decode(self, line: bytes) -> tuple[str, str | None]:
        """Return a line as text, and the encoding it is in (None: in none)."""
        if line.isascii():
            return line.decode("ascii"), self.main
        for name in (self.main, self.other):
            if name and (text := _fitting(line, name, sure=name == self.main)) is not None:
                return text, name
        return line.decode(self.main, errors="replace").replace("\ufffd", BROKEN), None


def _fitting(line: bytes, name: str, *, sure: bool) -> str | None:
    is_utf8 = name.startswith("utf-8")
    if not is_utf8 and _is_utf8(line, name):
        return None
    try:
        text = line.decode("utf-8" if is_utf8 else name)
    except UnicodeDecodeError:
        return None
    if is_utf8 or sure:
        return text
    return None if _is_cut_utf8(line) or not fits_language(line, name) else text


def _is_utf8(line: bytes, beside: str) -> bool:
    """Whether a line is UTF-8; beside Chinese encodings only where a character of three bytes is.

    Two bytes of UTF-8 are a common character of GBK (é is 茅).
    """
    if beside != "cp1252" and not _WIDE_CHARACTER.search(line):
        return False
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_cut_utf8(line: bytes) -> bool:
    """Whether most of a line is UTF-8: then it lost bytes, and no other set brings them back."""
    text = line.decode("utf-8", errors="replace")
    foreign = [char for char in text if char > "\x7f"]
    return foreign.count("\ufffd") < _NEARLY_UTF8 * len(foreign)


@dataclass(slots=True)
class Survey:
    """What a look at every line found: lines of the other encoding, and lines of none."""

    codec: LineCodec
    encoding: Encoding
    foreign: int = 0
    mixed: int = 0
    broken: int = 0
    mixed_lines: list[int] = field(default_factory=list)
    broken_lines: list[int] = field(default_factory=list)
    nul: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether all lines are in one encoding."""
        return not (self.mixed or self.broken)

    @property
    def is_hopeless(self) -> bool:
        """Whether so many lines fit nothing that the encoding itself must be wrong."""
        return self.broken > max(1, _MOST_BROKEN * self.foreign)

    def add(self, number: int, line: bytes) -> None:
        """Take in one line."""
        if b"\x00" in line and self.nul is None:
            self.nul = number
        if line.isascii():
            return
        self.foreign += 1
        _text, name = self.codec.decode(line)
        if name is None:
            self.broken += 1
            if len(self.broken_lines) < SHOWN:
                self.broken_lines.append(number)
        elif name != self.codec.main:
            self.mixed += 1
            if len(self.mixed_lines) < SHOWN:
                self.mixed_lines.append(number)


def survey(chunks: Chunks, encoding: Encoding) -> Survey:
    """Look at every line of a text whose main encoding was told or asked for.

    ``chunks`` begins the bytes of the text anew. Text in one encoding is read once.
    """
    main = encoding.name
    odd = b"\n".join(_odd_lines(chunks, main))
    other = None
    if odd:
        other = by_content(odd).name if main.startswith("utf-8") else "utf-8"
    found = Survey(LineCodec(main, other), encoding)
    if not odd:
        return found
    number = 0
    for part in _whole_lines(chunks()):
        for line in io.BytesIO(part):
            number += 1
            found.add(number, line)
    return found


def main_encoding(sample: bytes) -> Encoding:
    """Return the encoding of most lines of a sample that is not all UTF-8."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    others = [line for line in lines if not _is_utf8(line, "cp1252")]
    if 2 * len(others) <= len(lines):
        return Encoding("utf-8", 0.6)
    return by_content(b"\n".join(others))


def _odd_lines(chunks: Chunks, main: str) -> list[bytes]:
    """Return some lines that are not in the main encoding, or hold a NUL."""
    codec = LineCodec(main)
    found: list[bytes] = []
    size = 0
    for part in _whole_lines(chunks()):
        if _is_plain(part, main):
            continue
        for line in io.BytesIO(part):
            if b"\x00" in line or codec.decode(line)[1] is None:
                found.append(line.rstrip(b"\r\n"))
                size += len(line)
        if size > _SAMPLE:
            break
    return found


def _is_plain(part: bytes, name: str) -> bool:
    """Whether whole lines are all in one encoding, told at once."""
    if b"\x00" in part:
        return False
    try:
        part.decode(name)
    except UnicodeDecodeError:
        return False
    return name.startswith("utf-8") or not (_has_utf8_line(part, name))


def _has_utf8_line(part: bytes, name: str) -> bool:
    pattern = _UTF8_LINE_OF_LETTERS if name == "cp1252" else _UTF8_LINE
    return pattern.search(part) is not None


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        part = rest + chunk
        end = part.rfind(b"\n") + 1 or (len(part) if len(part) > _LONGEST_LINE else 0)
        if end:
            yield part[:end]
        rest = part[end:]
    if rest:
        yield rest


class Recoded(io.RawIOBase):
    """The bytes of a text whose lines are in different encodings, as UTF-8."""

    def __init__(self, file: BinaryIO, codec: LineCodec) -> None:
        self._file = file
        self._codec = codec
        self._waiting = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with the next bytes; return their number."""
        view = memoryview(buffer).cast("B")
        if not self._waiting:
            line = self._file.readline(_LONGEST_LINE)
            self._waiting = self._codec.decode(line)[0].encode()
        count = min(len(view), len(self._waiting))
        view[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()
