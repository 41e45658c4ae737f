"""Spellings that mean one value: a key under which texts meet, from strict to lax.

``fingerprint``: width, case, blanks, punctuation, the order of words in Latin letters.
``traditional``: also traditional and simplified characters. ``suffix``: also the legal form of a
company, and 省, 市 or 区 at the end. ``pinyin``: what sounds alike. ``nearest``: few different
signs (Levenshtein, rapidfuzz).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from profiler_app.domain.spellings import fingerprint, numbers_differ, without_ending
from profiler_app.domain.text import N_

METHODS = {
    "fingerprint": N_("Width, case, blanks, punctuation"),
    "traditional": N_("Traditional and simplified"),
    "suffix": N_("Company and place endings"),
    "pinyin": N_("Same sound (pinyin)"),
    "nearest": N_("A sign or two differ"),
}
"""From strict to lax, with what each overlooks."""
MOST_NEAR = 3_000
"""So many different texts are compared with each other for ``nearest``."""
_NEAR = 82
_SHORTEST_NEAR = 4


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing and how many customers have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Variants:
    """Spellings of one value, the commonest first; that is the one proposed."""

    spellings: tuple[Spelling, ...]

    @property
    def target(self) -> str:
        """The spelling most customers have (of equals the longest)."""
        return self.spellings[0].text

    @property
    def count(self) -> int:
        """How many customers have any of them."""
        return sum(each.count for each in self.spellings)

    @property
    def odd(self) -> int:
        """How many have another spelling than the target."""
        return self.count - self.spellings[0].count


@lru_cache(maxsize=8192)
def _sounds(character: str) -> frozenset[str]:
    """Return the readings of a character with their tones; itself where it has none."""
    from pypinyin import Style, pinyin

    if not _is_han(character):
        return frozenset({character})
    return frozenset(pinyin(character, style=Style.TONE3, heteronym=True)[0])


def _is_han(character: str) -> bool:
    return 0x4E00 <= ord(character) <= 0x9FFF or 0x3400 <= ord(character) <= 0x4DBF


@lru_cache(maxsize=8192)
def _is_traditional(character: str) -> bool:
    """Whether a character stands outside GB 2312, which has the simplified ones."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return _is_han(character)
    return False


def by_sound(text: str) -> str:
    """Return how a text is said, without tones, as one key."""
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(without_ending(text)))


def alike_but_traditional(one: str, other: str) -> bool:
    """Whether two texts differ only where one has the traditional form of the other's character.

    The form is told from its sound: one of the two stands in GB 2312, the other does not, and they
    share a reading.
    """
    return len(one) == len(other) and all(
        a == b or (_is_traditional(a) != _is_traditional(b) and bool(_sounds(a) & _sounds(b)))
        for a, b in zip(one, other, strict=True)
    )


def find_variants(counts: Sequence[tuple[str, int]], method: str) -> tuple[Variants, ...]:
    """Return groups of texts that mean one value, those with the most odd customers first.

    ``counts`` are the different texts with how many customers have each.
    """
    used = [(text, count) for text, count in counts if count and text.strip()]
    if method == "nearest":
        groups = _near(used)
    elif method == "traditional":
        groups = _traditional(used)
    else:
        groups = _by_key(used, _KEYS[method])
    found = [_variants(each) for each in groups if len(each) > 1]
    return tuple(sorted(found, key=lambda each: (-each.odd, -each.count, each.target)))


_KEYS: dict[str, Callable[[str], str]] = {
    "fingerprint": fingerprint,
    "suffix": without_ending,
    "pinyin": by_sound,
}


def _variants(group: list[tuple[str, int]]) -> Variants:
    ordered = sorted(group, key=lambda each: (-each[1], -len(each[0]), each[0]))
    return Variants(tuple(Spelling(text, count) for text, count in ordered))


def _by_key(used: list[tuple[str, int]], key: Callable[[str], str]) -> list[list[tuple[str, int]]]:
    groups: dict[str, list[tuple[str, int]]] = {}
    for text, count in used:
        groups.setdefault(key(text), []).append((text, count))
    return [each for name, each in groups.items() if name]


def _traditional(used: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Only texts with a traditional character are compared, with those of the same length."""
    keys = {text: fingerprint(text) for text, _count in used}
    plain: dict[int, list[tuple[str, int]]] = {}
    for each in used:
        plain.setdefault(len(keys[each[0]]), []).append(each)
    taken: dict[str, list[tuple[str, int]]] = {}
    for text, count in used:
        key = keys[text]
        if not any(map(_is_traditional, key)):
            continue
        for other in plain[len(key)]:
            if other[0] != text and alike_but_traditional(key, keys[other[0]]):
                group = taken.get(other[0]) or taken.setdefault(other[0], [other])
                if (text, count) not in group:
                    group.append((text, count))
                taken.setdefault(text, group)
                break
    return list({id(group): group for group in taken.values()}.values())


def _near(used: list[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    """Each text joins the commonest one that is near it; at most ``MOST_NEAR`` are looked at."""
    from rapidfuzz import fuzz, process

    ordered = sorted(used, key=lambda each: (-each[1], each[0]))[:MOST_NEAR]
    keys = [fingerprint(text) for text, _count in ordered]
    joined: set[int] = set()
    groups = []
    for i, key in enumerate(keys):
        if i in joined or len(key) < _SHORTEST_NEAR:
            continue
        near = process.extract(key, keys[i + 1 :], scorer=fuzz.ratio, score_cutoff=_NEAR,
                               limit=20)  # fmt: skip
        members = [i + 1 + at for _text, _score, at in near]
        members = [at for at in members if at not in joined and not numbers_differ(key, keys[at])]
        if members:
            joined.update(members)
            groups.append([ordered[i], *(ordered[at] for at in members)])
    return groups
