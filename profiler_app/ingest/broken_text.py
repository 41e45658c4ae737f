"""Text that was read in a wrong character set before it came here, and the way back.

Three accidents are known: UTF-8 read as GBK (用户 becomes 鐢ㄦ埛), UTF-8 read as Latin-1 or cp1252
(é becomes Ã©, 中 becomes ä¸­) and GBK read as Latin-1 (中文 becomes ÖÐÎÄ). A repair is offered only
where it is proven: what it gives, broken the same way, must be the damaged text again.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from profiler_app.ingest.encoding import common_characters

_LATIN: Final = {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(128, 256)}
"""The byte behind a character of cp1252; bytes it leaves out count as Latin-1."""
_BYTES: Final = {**{chr(byte): byte for byte in range(256)}, **_LATIN}
_HIGH: Final = "".join({*map(chr, range(0x80, 0x100)), *filter(None, _LATIN)})
_PAIR: Final = f"[\u00a1-\u00ff][{re.escape(_HIGH)}]"
_LOST: Final = re.compile("\ufffd|锟斤拷|锟斤|\u951f\u65a4\u62f7")
_LEADS: Final = (*range(0xE2, 0xEA), 0xEF)
_FEWEST: Final = 2
_ROUNDS: Final = 2
"""A file may have suffered the same accident twice."""


def looks_broken(text: str) -> bool:
    """Whether a text may be broken; of the others it is told by a look at single characters."""
    if text.isascii() or _any_sign().search(text) is None:
        return False
    return suspicious().search(text) is not None


@cache
def _any_sign() -> re.Pattern[str]:
    return re.compile(f"[\ufffd锟{re.escape(_first_signs())}\u00a1-\u00ff]")


@cache
def suspicious() -> re.Pattern[str]:
    """Return a pattern that is found in every broken text, and in few others."""
    return re.compile(f"[\ufffd锟{re.escape(_first_signs())}]|{_PAIR}")


@cache
def _first_signs() -> str:
    """Return the characters that UTF-8 read as GBK begins with."""
    pairs = (bytes((lead, trail)) for lead in _LEADS for trail in range(0x80, 0xC0))
    return "".join(pair.decode("gbk", errors="ignore") for pair in pairs)


def is_lost(text: str) -> bool:
    """Whether characters of a text are gone for good (U+FFFD, or the 锟斤拷 it became)."""
    return _LOST.search(text) is not None


@lru_cache(maxsize=4096)
def repaired(text: str) -> str | None:
    """Return the text as it was before, None when it is not broken or cannot be repaired."""
    found = None
    for _round in range(_ROUNDS):
        better = _utf8_read_as_gbk(text) or _utf8_read_as_latin(text) or _gbk_read_as_latin(text)
        if better is None:
            break
        found = text = better
    return found


@lru_cache(maxsize=4096)
def is_cut(text: str) -> bool:
    """Whether a text is UTF-8 read as GBK that lost bytes on the way (涓枃瀛? for 中文字)."""
    if "?" not in text and "\ufffd" not in text and "\ue5e5" not in text:
        return False
    parts = [part for part in re.split("[?\ufffd\ue5e5]+", text) if part]
    return any(_nearly_utf8(part) for part in parts)


def _nearly_utf8(part: str) -> bool:
    data = _encoded(part, "gb18030")
    if data is None:
        return False
    text = data.decode("utf-8", errors="replace").rstrip("\ufffd")
    return len(text) >= _FEWEST and "\ufffd" not in text and _is_chinese(text)


def _utf8_read_as_gbk(text: str) -> str | None:
    data = _encoded(text, "gb18030")
    found = data and _decoded(data, "utf-8")
    if not found or not _is_chinese(found) or found == text:
        return None
    return found if _decoded(found.encode(), "gb18030") == text else None


def _utf8_read_as_latin(text: str) -> str | None:
    data = _latin_bytes(text)
    found = data and _decoded(data, "utf-8")
    if not found or found.isascii() or found == text:
        return None
    return found if _latin_bytes(text) == found.encode() else None


def _gbk_read_as_latin(text: str) -> str | None:
    if sum(char > "\x7f" for char in text) < 2 * _FEWEST:
        return None
    data = _latin_bytes(text)
    found = data and _decoded(data, "gb18030")
    return found if found and _is_chinese(found) and found.encode("gb18030") == data else None


def _is_chinese(text: str) -> bool:
    """Whether what is not ASCII is made of common Chinese characters and marks."""
    foreign = [char for char in text if char > "\x7f"]
    common = common_characters()
    return bool(foreign) and sum(char in common for char in foreign) >= 0.9 * len(foreign)


def _latin_bytes(text: str) -> bytes | None:
    codes = [_BYTES.get(char) for char in text]
    return None if None in codes else bytes(code for code in codes if code is not None)


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
