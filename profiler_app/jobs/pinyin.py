"""How a Chinese name sounds: full pinyin and initials, with both readings of ambiguous characters.

Readings of single characters come from pypinyin's table; surnames with a reading of their own
(单 Shan, 仇 Qiu, 解 Xie, 区 Ou ...) are found by that and by the everyday reading.
"""

from __future__ import annotations

from functools import cache
from itertools import product

_SURNAMES = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "区": "ou",
    "查": "zha",
    "曾": "zeng",
    "任": "ren",
    "朴": "piao",
    "尹": "yin",
    "缪": "miao",
    "盖": "ge",
    "翟": "zhai",
    "葛": "ge",
    "纪": "ji",
    "乐": "yue",
    "宁": "ning",
    "秘": "bi",
    "冼": "xian",
    "尉": "wei",
    "折": "she",
    "那": "na",
    "员": "yun",
    "黑": "he",
    "盛": "sheng",
    "召": "shao",
    "便": "pian",
    "种": "chong",
    "重": "chong",
    "繁": "po",
    "覃": "qin",
    "谌": "chen",
    "宓": "mi",
}
_MOST_READINGS = 4


@cache
def _readings(character: str) -> tuple[str, ...]:
    """Return the readings of a character without tones, the commonest first."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    found = PINYIN_DICT.get(ord(character))
    if not found:
        return (character.lower(),) if character.isalnum() else ("",)
    sounds = dict.fromkeys(to_normal(sound).replace("ü", "v") for sound in found.split(","))
    return tuple(sounds)


def readings_of(name: str) -> tuple[str, str]:
    """Return all (pinyin, initials) of a name for searching, each reading after a blank."""
    if name.isascii():
        words = name.lower().split()
        return " " + "".join(words), " " + "".join(word[0] for word in words)
    return _spelled(name)


def _spelled(name: str) -> tuple[str, str]:
    choices = [_choices(character, first=i == 0) for i, character in enumerate(name)]
    spelled: dict[str, None] = {}
    initials: dict[str, None] = {}
    for sounds in _combinations(choices):
        spelled["".join(sounds)] = None
        initials["".join(sound[:1] for sound in sounds)] = None
    return " " + " ".join(spelled), " " + " ".join(initials)


def _choices(character: str, *, first: bool) -> tuple[str, ...]:
    own = _SURNAMES.get(character) if first else None
    everyday = _readings(character)[:1]
    return tuple(dict.fromkeys((own, *everyday))) if own else everyday


def _combinations(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return list(product(*choices))[:_MOST_READINGS]
