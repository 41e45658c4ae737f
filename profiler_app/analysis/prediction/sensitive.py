"""Fields no model may learn from (DOMAIN chapter 6), told by their names in any file."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_ALWAYS = frozenset((
    "gender", "sex", "marital", "married", "marriage", "spouse", "nationality", "nation",
    "ethnicity", "ethnic", "ethnics", "race", "racial", "religion", "religious", "faith",
    "foreign", "foreigner", "native", "birthplace", "health", "illness", "disease",
    "disability", "disabled", "pregnancy", "pregnant", "political", "party_member",
))  # fmt: skip
_AGE = frozenset((
    "age", "ages", "birth", "birthday", "birthdate", "dob", "senior", "yob",
))  # fmt: skip
_CHINESE = re.compile(
    "性别|婚姻|婚否|配偶|国籍|民族|种族|宗教|信仰|籍贯|签发地|外籍|健康|疾病|病史|残疾|怀孕|政治面貌"
)
_CHINESE_AGE = re.compile("年龄|出生|生日|周岁|老年")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a header in small letters (``SeniorCitizen``, ``age_in_years``)."""
    return tuple(word.lower() for word in _WORDS.findall(name))


def is_sensitive(name: str) -> bool:
    """Whether a header names a field no model may learn from; age counts among them."""
    words = words_of(name)
    if _ALWAYS & {*words} or _CHINESE.search(name) or _CHINESE_AGE.search(name):
        return True
    return bool(_AGE & {*words}) and "account" not in words and "company" not in words
