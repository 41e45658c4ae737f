"""Texts that a spreadsheet would run as a formula, made harmless on export and restored on import.

After OWASP's advice on CSV injection: a text that begins with ``= + - @``, a tab, a line end or
NUL (also after spaces, also full-width) gets an apostrophe in front. Numbers are not texts and
stay as they are.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[ \u3000]*[=+\-@\t\r\n\0＝＋－＠]")


def guard(text: str) -> str:
    """Return a text no spreadsheet runs; ``unguard`` gives back exactly the original."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Return what ``guard`` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text
