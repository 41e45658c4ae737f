"""Names of persons: surname and given name, titles and notes split off."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from profiler_app.domain.checked import (
    EMPTY,
    NULL_WORDS,
    TOO_LONG,
    Checked,
    clean_text,
    refused,
)
from profiler_app.domain.companies import LEGAL_FORMS
from profiler_app.domain.usual import Usual

COMPOUND_SURNAMES = frozenset((
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛",
    "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容",
    "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马",
    "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正", "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐",
    "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "公户", "公玉", "公仪", "梁丘", "公仲",
    "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖", "第五", "公乘", "贯丘", "公皙",
    "纳兰",
))  # fmt: skip

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN_NAME = re.compile(rf"[{_HAN}]+")
_DOTTED_NAME = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)+")
_LATIN_NAME = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'. -]*")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_DOT = re.compile(rf"(?<=[{_HAN}]) ?[•‧・.·∙⋅] ?(?=[{_HAN}])")
_BLANK_IN_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_NOTE = re.compile(r"(.+?)[(\[【](.*?)[)\]】]")
_TITLES = "先生|女士|小姐|太太|总经理|副总|经理|董事长|总监|主任|行长|老师|教授|医生|律师|老板|总"
_TITLE = re.compile(rf"(.+?)({_TITLES})")
_MASKED = re.compile(r"\*|.某{1,2}$")
_COMPANY_WORDS = (
    "公司|有限|集团|银行|合作社|事务所|商行|工作室|经营部|服务部|合伙企业|研究院|委员会|医院|学校|大学"
    "|超市"
)
_COMPANY = re.compile(_COMPANY_WORDS)
_LONGEST_HAN = 6
LONGEST = 100
"""Longer cells are no names; it also bounds the time the patterns may take."""


# A word cannot stand in a name without its last character: names without any of these are neither
# companies nor titled, masked or null words.
_TELLING = {word[-1] for word in (*_TITLES.split("|"), *_COMPANY_WORDS.split("|"), "某")}
_TELLING |= {form.rstrip(")")[-1] for form in LEGAL_FORMS} | {word[-1] for word in NULL_WORDS}


def _han_without(told: set[str]) -> str:
    """Return what stands between the brackets of a class of Han characters without some."""
    edges = sorted({0x4DFF, 0xA000, *(ord(each) for each in told if "\u4e00" <= each <= "\u9fff")})
    spans = (range(low + 1, high) for low, high in pairwise(edges))
    return "".join(f"{chr(span[0])}-{chr(span[-1])}" for span in spans if span)


ORDINARY_NAME = Usual(f"[{_han_without(_TELLING)}]{{2,4}}")
"""A person's name for certain, which every validator leaves as it is."""


def person_name(raw: object) -> Checked[str]:
    """Read the name of a person.

    ``derived`` holds surname, given, kind (han, transliterated, latin), masked, and title or note
    where one was split off. A compound surname needs at least three characters.
    """
    text = clean_text(raw)
    if text is None:
        return refused(EMPTY)
    return refused(TOO_LONG, text) if len(text) > LONGEST else _person_name(text)


@lru_cache(maxsize=16384)
def _person_name(text: str) -> Checked[str]:
    name = _BLANK_IN_HAN.sub("", _DOT.sub("·", text))
    if _COMPANY.search(name):
        return refused("NAME_IS_COMPANY", name)
    warnings: list[str] = []
    facts: dict[str, Any] = {}
    for pattern, fact in ((_NOTE, "note"), (_TITLE, "title")):
        if match := pattern.fullmatch(name):
            name, facts[fact] = match[1], match[2]
            warnings.append(f"NAME_{fact.upper()}_SPLIT")
    problem = _problem(name)
    if problem:
        return refused(problem, name)
    if _HAN_NAME.fullmatch(name):
        warnings += _length_warnings(name)
        facts |= _han(name)
    elif _LATIN_NAME.fullmatch(name):
        name = _LETTERS.sub(_capitalised, name)
        facts |= _latin(name)
    else:
        facts |= {"surname": None, "given": None, "kind": "transliterated", "masked": _stars(name)}
    return Checked(name, (), tuple(warnings), facts)


def _problem(name: str) -> str | None:
    if _MASKED.search(name):
        return "NAME_MASKED"
    if any(character.isdigit() for character in name):
        return "NAME_HAS_DIGIT"
    known = (_HAN_NAME, _DOTTED_NAME, _LATIN_NAME)
    return None if any(pattern.fullmatch(name) for pattern in known) else "NAME_CHARSET"


def _length_warnings(name: str) -> list[str]:
    if len(name) == 1:
        return ["NAME_SINGLE_CHAR"]
    return ["NAME_LONG"] if len(name) > _LONGEST_HAN else []


def _han(name: str) -> dict[str, Any]:
    length = 2 if len(name) >= 3 and name[:2] in COMPOUND_SURNAMES else 1
    facts = {"surname": name[:length], "given": name[length:], "kind": "han"}
    return {**facts, "masked": _stars(name)}


def _latin(name: str) -> dict[str, Any]:
    given, _blank, surname = name.rpartition(" ")
    return {"surname": surname, "given": given, "kind": "latin", "masked": f"{name[0]}***"}


def _capitalised(match: re.Match[str]) -> str:
    """Capitalise words written all in one case; McDonald stays."""
    word = match[0]
    return word.capitalize() if word.isupper() or word.islower() else word


def _stars(name: str) -> str:
    return name[0] + "*" * (len(name) - 1)
