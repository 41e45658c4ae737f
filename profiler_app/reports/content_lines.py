"""Lines of calendars and address books: RFC 5545 section 3.1 and RFC 2426 section 2.6 alike."""

from __future__ import annotations

_WIDEST = 75  # octets of a line


def escaped(text: str) -> str:
    """Return a text as a value: no sign of it is read as a separator."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> str:
    """Break a line after 75 octets, never inside a character; it ends as lines end there."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        wide = len(sign.encode())
        if size + wide > _WIDEST - bool(parts):
            parts.append(part)
            part, size = "", 0
        part, size = part + sign, size + wide
    return "\r\n ".join([*parts, part]) + "\r\n"
