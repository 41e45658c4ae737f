"""The first lines of a text file in every encoding it may be in, to choose by eye."""

from __future__ import annotations

import codecs
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from profiler_app.ingest.encoding import Encoding, by_mark, score
from profiler_app.ingest.magic import LOOKED_AT, kind_of

_OFFERED: Final = ("utf-8", "gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be")
_SAMPLE: Final = 1 << 18
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class EncodingPreview:
    """A file in one encoding: ``name`` is what ``ImportRequest.encoding`` takes.

    ``share`` (0..1) of the text reads like the language of the encoding; ``fits`` says that every
    byte of the sample is text in it. ``lines`` are the first with letters beyond ASCII.
    """

    name: str
    shown: str
    share: float
    fits: bool
    lines: tuple[str, ...]


def encoding_previews(path: Path, count: int = 3) -> tuple[EncodingPreview, ...]:
    """Return the encodings a text file may be in, the likeliest first; none for other files.

    An encoding in which the sample cannot be read at all is left out. Raises OSError.
    """
    with path.open("rb") as file:
        kind = kind_of(file.read(LOOKED_AT))
    if kind not in ("text", "gzip", "vcard"):
        return ()
    with gzip.open(path, "rb") if kind == "gzip" else path.open("rb") as file:
        data = file.read(_SAMPLE)
    told = by_mark(data)
    if told is not None and told.confidence == 1.0:
        return (_preview(data, told.name, count),)
    wide = told is not None
    names = [name for name in _OFFERED if name.startswith("utf-16") == wide]
    previews = [_preview(data, name, count) for name in names]
    return tuple(sorted((each for each in previews if each.share), key=lambda each: -each.share))


def _preview(data: bytes, name: str, count: int) -> EncodingPreview:
    text = codecs.getincrementaldecoder(name)("replace").decode(data)
    lines = text.splitlines()
    foreign = [line for line in lines if not line.isascii()] or lines
    shown = tuple(line[:_LONGEST] for line in foreign if line.strip())[:count]
    return EncodingPreview(
        name, Encoding(name, 1.0).shown, score(data, name), "\ufffd" not in text, shown
    )
