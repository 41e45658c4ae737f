"""How a name or a number may have been written wrongly: what to look up beside it."""

from __future__ import annotations

from functools import lru_cache

from profiler_app.analysis.matching.han import is_han, look_alikes
from profiler_app.analysis.readings import everyday

_FORMS = ("有限公司", "有限责任公司")
_MOST = 400
_FIRST, _LAST = 0xB0, 0xD7
"""Rows of GB 2312 with the characters in everyday use, by their sound."""


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """Return the everyday characters of each syllable."""
    found: dict[str, str] = {}
    for row in range(_FIRST, _LAST + 1):
        for cell in range(0xA1, 0xFF):
            try:
                character = bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            sound = everyday(character)
            found[sound] = found.get(sound, "") + character
    return found


def names_like(name: str) -> list[str]:
    """Return a name first, then names that sound like it or look like it, as far as there is room.

    One character is another one anywhere, or both of a given name of two sound the same.
    """
    found = {name: None}
    for one, other in (_FORMS, _FORMS[::-1]):
        if name.endswith(one):
            found[name.removesuffix(one) + other] = None
    if is_han(name) and 2 <= len(name) <= 4:
        others = [_by_sound().get(everyday(character), "") for character in name]
        for at, character in enumerate(name):
            for other in (*look_alikes(character), *others[at]):
                found[name[:at] + other + name[at + 1 :]] = None
        if len(name) == 3:
            for one in others[1]:
                for other in others[2]:
                    found[name[0] + one + other] = None
    return list(found)[:_MOST]


def numbers_like(number: str) -> list[str]:
    """Return a number first, then those with one digit wrong or two exchanged."""
    found = {number: None}
    start = 4 if number.startswith("+86") else 1
    for at in range(start, len(number)):
        for digit in "0123456789":
            found[number[:at] + digit + number[at + 1 :]] = None
        if at + 1 < len(number):
            found[number[:at] + number[at + 1] + number[at] + number[at + 2 :]] = None
    return list(found)
