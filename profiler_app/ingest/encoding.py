"""Which character set a file is in, told from its content."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS: Final = "，。、；：？！“”‘’（）《》【】—…·～￥％＋－　"
_LIKELY: Final = 0.75
_DAMAGED_UTF8: Final = 0.05
"""Text of which less than this share is no UTF-8 is damaged UTF-8, not another encoding."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec name and how sure it is (0..1)."""

    name: str
    confidence: float

    @property
    def shown(self) -> str:
        """The name people know: UTF-8, UTF-16, GB18030, BIG5, CP1252."""
        return self.name.removesuffix("-sig").upper()


def by_mark(start: bytes) -> Encoding | None:
    """Return the encoding a byte order mark or the pattern of NUL bytes tells, or None."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return Encoding(name, 1.0)
    return _utf16_by_nuls(start)


def _utf16_by_nuls(start: bytes) -> Encoding | None:
    """ASCII characters of UTF-16 have a NUL on one side, always the same one."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < max(1, len(start)) or min(even, odd) * 20 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = start[: len(start) // 2 * 2].decode(name, errors="ignore")
    printable = sum(char.isprintable() or char in "\r\n\t" for char in text)
    return Encoding(name, 0.95) if printable > 0.98 * len(text) and len(text) > 3 else None


def by_content(sample: bytes) -> Encoding:
    """Return the likeliest encoding of a sample that is not valid UTF-8."""
    if _share_broken_utf8(sample) < _DAMAGED_UTF8:
        return Encoding("utf-8", 0.6)
    scores = {
        "gb18030": _score_chinese(sample, "gb18030"),
        "big5": _score_chinese(sample, "big5"),
        "cp1252": _score_western(sample),
    }
    best, second = sorted(scores, key=lambda name: -scores[name])[:2]
    lead = scores[best] - scores[second]
    return Encoding(best, round(max(0.1, min(0.99, 0.5 * scores[best] + lead)), 2))


def _share_broken_utf8(sample: bytes) -> float:
    text = sample.decode("utf-8", errors="replace")
    foreign = sum(char > "\x7f" for char in text)
    return text.count("\ufffd") / foreign if foreign else 0.0


def _score_chinese(sample: bytes, codec: str) -> float:
    """Return the share of the non-ASCII characters that are common in this encoding."""
    common = _common(codec)
    text = sample.decode(codec, errors="replace").rstrip("\ufffd")
    foreign = [char for char in text if char > "\x7f"]
    good = sum(char in common for char in foreign)
    return good / len(foreign) if foreign else 0.0


@cache
def _common(codec: str) -> frozenset[str]:
    """Return the characters of the level both standards list by frequency of use."""
    leads = range(0xB0, 0xD8) if codec == "gb18030" else range(0xA4, 0xC7)
    trails = (
        [*range(0xA1, 0xFF)] if codec == "gb18030" else [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    )
    level = bytes(byte for lead in leads for trail in trails for byte in (lead, trail))
    wide = "".join(chr(code) for code in range(0xFF01, 0xFF5F))
    return frozenset(level.decode(codec, errors="ignore") + _MARKS + wide)


def score(sample: bytes, name: str) -> float:
    """Return the share (0..1) of a sample that reads like text in an encoding."""
    if name in ("gb18030", "big5"):
        return round(_score_chinese(sample, name), 2) if not sample.isascii() else 1.0
    if name == "cp1252":
        return round(_score_western(sample), 2) if not sample.isascii() else 1.0
    if name.startswith("utf-8"):
        return round(1.0 - _share_broken_utf8(sample), 2)
    text = sample[: len(sample) // 2 * 2].decode(name, errors="replace")
    printable = sum(char.isprintable() or char in "\r\n\t" for char in text)
    return round((printable - text.count("\ufffd")) / max(1, len(text)), 2)


def fits_language(line: bytes, name: str) -> bool:
    """Whether one line reads like the language an encoding is for."""
    if name in ("gb18030", "big5"):
        return _score_chinese(line, name) >= _LIKELY
    return _score_western(line) >= _LIKELY


def common_characters() -> frozenset[str]:
    """Return the common characters of simplified Chinese, with full-width letters and marks."""
    return _common("gb18030")


def _score_western(sample: bytes) -> float:
    """Return the share of high bytes that are single letters or signs between ASCII characters."""
    high = [at for at, byte in enumerate(sample) if byte > 0x7F]
    if not high:
        return 0.0
    good = sum(_stands_alone(sample, at) for at in high)
    return good / len(high)


def _stands_alone(sample: bytes, at: int) -> bool:
    letter = (
        sample[at] >= 0xC0
        or sample[at] in b"\x80\x8a\x8c\x8e\x92\x93\x94\x96\x97\x9a\x9c\xa3\xa7\xb0"
    )
    return letter and not any(
        byte > 0x7F for byte in (*sample[at - 1 : at], *sample[at + 1 : at + 2])
    )
