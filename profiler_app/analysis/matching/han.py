"""How alike Chinese names, companies and addresses are.

Names by characters, shapes and sounds; companies as region + name and trade + legal form; addresses
level by level, where another number is another home.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from profiler_app.analysis.matching.levels import ALIKE, MEANT, NEAR, OTHER, PART, SOUND, Levels
from profiler_app.analysis.quality.variants import alike_but_traditional
from profiler_app.analysis.readings import everyday, own_reading
from profiler_app.domain.companies import known_by

Array = NDArray[Any]

_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]")
_COMPANY = re.compile(
    r"公司|集团|合作社|事务所|商行|工作室|经营部|服务部|有限合伙|..(?:厂|店|行|院|校|部)$"
)
SHORTEST_COMPANY = 4
_TITLE = re.compile(
    r"(?:先生|女士|小姐|太太|总经理|副总|经理|董事长|总监|主任|行长|老师|教授|医生|律师|老板|总)$"
)
TITLE_ENDS = "生士姐太理总长监任师授板"
FAMILIAR = "小老阿"
_DIMINUTIVE = re.compile(rf"[{FAMILIAR}](.)")
_NOTE = re.compile(r"[(\[【].*?[)\]】]")

_SHAPES = """
未末 己已巳 王玉主 日曰目 晴睛清情 婷停亭 佳住往 杨扬场 陈阵 徐涂 李季 林淋彬 候侯 洪供 涛淘
伟纬玮 明朋 莉利 丽俪 娜那 静净 磊垒 洋样详 娟绢 刚钢纲 平干 辉晖挥 玲铃岭 桂佳挂 凤风 红江虹 斌赋
鑫金 浩洁 宇字 晨展 博搏 昊吴 轩斩 泽译择 欣欢 琪棋淇 瑶遥摇 颖颍 梓锌 萱宣 妍研 韵韶 倩情 薇微
蕾雷 菲非 刘列 赵越 周同 于干千 董重 曹曾 邓郑 许计 傅博 沈沉 曾会 彭影 吕品 蒋将 丁了 阎闫 余佘
潘播 杜社 戴截 钟种 汪江 田由甲 任仁 姜美 范苑 方万 石右 姚桃 谭潭 廖寥 邹郁 金全 郝赫 孔扎 崔催
康唐 邱丘 秦泰 史吏 顾硕
"""
"""Characters that look alike, group by group."""


@lru_cache(maxsize=1)
def _looks() -> frozenset[tuple[str, str]]:
    return frozenset((a, b) for group in _SHAPES.split() for a in group for b in group if a != b)


@lru_cache(maxsize=1024)
def look_alikes(character: str) -> str:
    """Return the characters that look like one."""
    groups = (group for group in _SHAPES.split() if character in group)
    return "".join(dict.fromkeys("".join(groups).replace(character, "")))


def is_han(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return _HAN.search(text) is not None


def sounds_like_company(text: str) -> bool:
    """Whether a Chinese name is one of a company."""
    return len(text) >= SHORTEST_COMPANY and _COMPANY.search(text) is not None


def spelled_name(text: str) -> str:
    """Return a name without blanks, dots, titles and notes; 小王 and 王总 are 王."""
    if text.isalnum() and text[-1] not in TITLE_ENDS and (len(text) > 2 or text[0] not in FAMILIAR):
        return text
    plain = "".join(c for c in _NOTE.sub("", text) if c.isalnum())
    if sounds_like_company(plain):
        return plain
    bare = _TITLE.sub("", plain) or plain
    found = _DIMINUTIVE.fullmatch(bare)
    return found[1] if found else bare


@lru_cache(maxsize=262_144)
def sound_of(name: str) -> str:
    """Return how a name is said, its first character read as a surname; Latin letters as such."""
    if not name:
        return ""
    first = own_reading(name[0]) or everyday(name[0])
    return first + "".join(map(everyday, name[1:]))


def sounds_of(names: Sequence[str]) -> list[str]:
    """Return how many names are said, as ``sound_of`` does for one."""
    whole = "\n".join(name[1:] for name in names)
    if whole.count("\n") != len(names) - 1:
        return list(map(sound_of, names))
    rest = whole.translate({ord(each): everyday(each) for each in {*whole} - {"\n"}}).split("\n")
    first = {each: own_reading(each) or everyday(each) for each in {name[:1] for name in names}}
    return [first[name[:1]] + end for name, end in zip(names, rest, strict=True)]


def blurred(sound: str) -> str:
    """Return a sound as many say it: zh as z, ng as n, l as n, h as f."""
    for clear, unclear in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n")):
        sound = sound.replace(clear, unclear)
    return sound.replace("hu", "fu")


def compare_names(one: Sequence[str], other: Sequence[str]) -> Levels:
    """Return the level of each pair of different names of which at least one is Chinese."""
    return np.fromiter(map(_names, one, other), np.int8, len(one))


def _names(one: str, other: str) -> int:
    if sound_of(one) == sound_of(other) and min(len(one), len(other)) >= 2:
        return MEANT if alike_but_traditional(one, other) else SOUND
    if not (is_han(one) and is_han(other)):
        return _latin(one, other)
    if min(len(one), len(other)) == 1:
        return PART if one[0] == other[0] else OTHER
    differ = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) == len(other):
        if len(differ) == 1 and _slip(*differ[0]):
            return NEAR
        if sorted(one) == sorted(other):
            return NEAR if len(one) > 2 or one[0] != other[0] else OTHER
        return ALIKE if len(differ) == 1 and len(one) >= 3 else OTHER
    if abs(len(one) - len(other)) == 1 and one[0] == other[0]:
        long, short = (one, other) if len(one) > len(other) else (other, one)
        rest = iter(long)
        return ALIKE if all(c in rest for c in short) else OTHER
    return OTHER


def _latin(one: str, other: str) -> int:
    """Compare a Chinese name with one in Latin letters, surname first or last."""
    han, latin = (one, other) if is_han(one) else (other, one)
    syllables = [own_reading(han[0]) or everyday(han[0]), *map(everyday, han[1:])]
    turned = "".join(syllables[1:]) + syllables[0]
    letters = "".join(c for c in latin if c.isalpha())
    return SOUND if len(han) > 1 and letters in (turned, "".join(syllables)) else OTHER


@lru_cache(maxsize=8_192)
def _mumbled(character: str) -> str:
    return blurred(everyday(character))


# Companies

_TELLING = 4
"""Fewer characters of a company's name are shared by chance."""


def compare_companies(one: Sequence[str], other: Sequence[str]) -> Levels:
    """Return the level of each pair of different names of companies."""
    return np.fromiter(map(_companies, one, other), np.int8, len(one))


def _companies(one: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    key, place, core, branch = known_by(one)
    other_key, other_place, other_core, other_branch = known_by(other)
    if key == other_key:
        return MEANT
    elsewhere = place not in other_place and other_place not in place
    if branch != other_branch or elsewhere:
        return OTHER
    if core == other_core:
        return NEAR
    if alike_but_traditional(core, other_core):
        return MEANT if place == other_place else NEAR
    if len(core) == len(other_core) and sound_of(core) == sound_of(other_core):
        return SOUND
    shorter = min(len(core), len(other_core))
    if shorter >= _TELLING and (core.startswith(other_core) or other_core.startswith(core)):
        return PART
    if shorter > _TELLING and OSA.distance(core, other_core) == 1:
        return NEAR if len(core) != len(other_core) or _slip(core, other_core) else ALIKE
    return OTHER


def _slip(one: str, other: str) -> bool:
    """Whether texts of one length differ in characters that look or sound alike only."""
    return all(
        a == b or (a, b) in _looks() or _mumbled(a) == _mumbled(b)
        for a, b in zip(one, other, strict=True)
    )


# Addresses

_LEVELS = re.compile(
    r"(?:中国)?(?:([^市区县]{2,7}?(?:省|自治区|特别行政区)))?"
    r"(?:([^区县]{2,8}?(?:市|自治州|地区|盟)))?"
    r"(?:(.{1,8}?(?:区|县|旗)))?(.*)"
)
_ROOMS = re.compile(r"\d+[a-z]?")
_HOUSE_WORDS = re.compile(r"号楼|单元|[栋幢座楼层室号弄巷房#\-—_,，\s]+")
_WRITTEN_OUT = re.compile(r"[零〇一二三四五六七八九十]+(?=号|栋|幢|座|单元|室|弄|楼)")
NUMERALS = "零〇一二三四五六七八九十"
HOUSE_SIGNS = "号栋幢座单室弄楼"
LEVEL_SIGNS = "省市区县旗州盟"
"""Numbers written out stand before these signs; regions end in those."""
_ARABIC = str.maketrans(NUMERALS[:-1], "00123456789")


@lru_cache(maxsize=262_144)
def _place(text: str) -> tuple[str, str, str, tuple[str, ...], str]:
    """Return province, city, county, the numbers and what else is written."""
    found = _LEVELS.match(text)
    province, city, county, rest = found.groups("") if found else ("", "", "", text)
    rest = _WRITTEN_OUT.sub(_arabic, rest)
    words = _HOUSE_WORDS.sub("", _ROOMS.sub("", rest))
    return province[:2], city[:2], county[:2], tuple(_ROOMS.findall(rest)), words


def _arabic(match: re.Match[str]) -> str:
    """Return 十八 as 18 and 一〇二 as 102."""
    tens, ten, ones = match[0].translate(_ARABIC).rpartition("十")
    return f"{tens or 1}{ones or 0}" if ten else ones


def compare_addresses(one: Sequence[str], other: Sequence[str]) -> Levels:
    """Return the level of each pair of different Chinese addresses."""
    return np.fromiter(map(_addresses, one, other), np.int8, len(one))


def _addresses(one: str, other: str) -> int:
    from rapidfuzz import fuzz

    *places, numbers, words = _place(one)
    *other_places, other_numbers, other_words = _place(other)
    if any(a and b and a != b for a, b in zip(places, other_places, strict=True)):
        return OTHER
    alike = fuzz.ratio(words, other_words)
    if words and words == other_words and numbers == other_numbers:
        return MEANT
    shorter = min(len(numbers), len(other_numbers))
    if alike >= 75 and numbers[:shorter] == other_numbers[:shorter] and shorter:
        if len(numbers) == len(other_numbers):
            return NEAR
        return ALIKE
    if words in other_words or other_words in words:
        return PART if not shorter else OTHER
    return OTHER


def may_be_one_home(one: str, other: str) -> bool:
    """Whether two addresses deserve a close comparison."""
    *places, numbers, _words = _place(one)
    *other_places, other_numbers, _other_words = _place(other)
    if numbers and other_numbers and numbers[0] != other_numbers[0]:
        return False
    return not (places[2] and other_places[2] and places[2] != other_places[2])
