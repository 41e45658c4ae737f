"""Which characters of a name a search found, by the name itself or by its sound."""

from __future__ import annotations

from functools import lru_cache

from profiler_app.jobs.pinyin import readings_of


@lru_cache(maxsize=2000)
def matched(name: str, search: str) -> frozenset[int]:
    """Return the places of the characters that match: a part of the name, pinyin or initials."""
    wanted = search.strip().casefold()
    if not wanted:
        return frozenset()
    at = name.casefold().find(wanted)
    if at >= 0:
        return frozenset(range(at, min(len(name), at + len(wanted))))
    letters = wanted.replace(" ", "").replace("'", "")
    if not (letters.isascii() and letters.isalpha()):
        return frozenset()
    for start in range(len(name)):
        end = _spells(name, start, letters)
        if end is not None:
            return frozenset(range(start, end))
    return frozenset()


def _spells(name: str, at: int, letters: str) -> int | None:
    """Return where the characters end that spell all letters, None if they do not."""
    if not letters:
        return at
    if at >= len(name):
        return None
    for sound in _sounds(name[at]):
        if sound.startswith(letters):
            return at + 1
        for part in (sound, sound[:1]):
            end = _spells(name, at + 1, letters[len(part) :]) if letters.startswith(part) else None
            if end is not None:
                return end
    return None


@lru_cache(maxsize=4000)
def _sounds(character: str) -> tuple[str, ...]:
    if character.isascii():
        return ()
    return tuple(filter(None, map("".join, readings_of(character))))
