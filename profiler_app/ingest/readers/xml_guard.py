"""XML of strangers, read as a stream: no document type, no entities, no more than was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from xml.parsers import expat

from profiler_app.ingest.readers.page import Refused

Attributes = dict[str, str]
Started = Callable[[str, Attributes], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]

_DEEPEST: Final = 200


class XmlStream:
    """Calls back for the elements and texts of a document that is fed in pieces.

    Names come without their namespace prefix. Raises Refused for a document type declaration
    (which is how entities multiply), for nesting beyond reason and for XML that is none.
    """

    def __init__(self, start: Started, end: Ended | None = None, text: Said | None = None) -> None:
        self._depth = 0
        self._start, self._end = start, end
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        if text is not None:
            parser.CharacterDataHandler = text

    def feed(self, chunk: bytes) -> None:
        """Read a piece."""
        self._parse(chunk, False)

    def close(self) -> None:
        """Read what is left; the document must be whole."""
        self._parse(b"", True)

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read a whole document."""
        for chunk in chunks:
            self.feed(chunk)
        self.close()

    def _parse(self, chunk: bytes, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise Refused("broken") from error

    def _opened(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused("broken")
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self._start(name.rpartition(":")[2], plain)

    def _closed(self, name: str) -> None:
        self._depth -= 1
        if self._end is not None:
            self._end(name.rpartition(":")[2])


def _refuse(*_declared: Any) -> None:
    raise Refused("entities")


def elements(data: bytes) -> list[tuple[str, Attributes]]:
    """Return the elements of a small document in their order."""
    found: list[tuple[str, Attributes]] = []
    XmlStream(lambda name, attributes: found.append((name, attributes))).read([data])
    return found
