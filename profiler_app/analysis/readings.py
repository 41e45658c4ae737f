"""How characters are read: in everyday words and as surnames, without tones.

Readings of single characters come from pypinyin's table; surnames with a reading of their own
(单 Shan, 仇 Qiu, 解 Xie, 区 Ou ...) are found by that and by the everyday reading.
"""

from __future__ import annotations

from functools import cache

SURNAMES = {
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


_TONELESS = {
    ord(marked): plain
    for plain, every in {"a": "āáǎà", "e": "ēéěè", "i": "īíǐì", "o": "ōóǒò", "u": "ūúǔù",
                         "v": "ǖǘǚǜü", "n": "ńňǹ", "m": "ḿ"}.items()
    for marked in every
}  # fmt: skip


@cache
def everyday(character: str) -> str:
    """Return the commonest reading of a character without tones; itself where it has none.

    Empty for blanks and punctuation, which nobody spells.
    """
    from pypinyin.constants import PINYIN_DICT

    found = PINYIN_DICT.get(ord(character))
    if not found:
        return character.lower() if character.isalnum() else ""
    return found.split(",")[0].translate(_TONELESS)


def own_reading(character: str) -> str:
    """Return how a surname is read where that is not its everyday reading, else nothing."""
    own = SURNAMES.get(character, "")
    return own if own != everyday(character) else ""
