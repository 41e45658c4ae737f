"""A field, and what its value is compared with: ``年龄 30 到 40``, ``return rate over 30%``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple, TypeVar

from profiler_app.domain.fields import Field, options
from profiler_app.domain.querying.amounts import (
    AFTER,
    BEFORE,
    NUMBER,
    SPAN,
    days,
    either,
    number,
    plain,
)
from profiler_app.domain.querying.lexicon import field_names, value_rule
from profiler_app.domain.rules.code_names import code_of
from profiler_app.domain.rules.wording import quoted

V = TypeVar("V")


class Found(NamedTuple):
    """Conditions a piece of text can mean; it ends at ``end``."""

    rules: tuple[str, ...]
    about: str
    end: int


_IS = r"\s?(?:的)?\s?(?:是|为|在|:|：|is|are|was|of)?\s?"
_BIG = rf"(?:(?P<pre>{either(BEFORE)})\s?)?"
_POST = rf"(?:\s?(?P<post>{either(AFTER)}))?"
_WORDS_AFTER = r"(?:\s?(?:元|块钱?|岁|天|次|人|个|分|种|家|倍|years?|days?|times?|yuan))?"
_NUMBERS = re.compile(
    rf"{_IS}{_BIG}(?:between\s)?(?:(?P<low>{NUMBER})(?P<lowpct>%)?{_WORDS_AFTER}\s?(?:到|至|-|~|and|to)"
    rf"\s?(?P<high>{NUMBER})(?P<highpct>%)?|(?P<n>{NUMBER})\s?(?P<pct>%)?){_WORDS_AFTER}{_POST}"
    r"(?:之间)?",
    re.IGNORECASE,
)
_SPANS = re.compile(rf"{_IS}{_BIG}(?P<span>{SPAN}){_POST}", re.IGNORECASE)
_EMPTY = re.compile(
    r"\s?(?:是|为|is|are)?\s?(?:未知|空|没填|未填|没有填|缺失|unknown|missing|empty)", re.I
)
_FILLED = re.compile(r"\s?(?:是|为|is|are)?\s?(?:已知|已填|不为空|known|filled in)", re.I)
_DATES = re.compile(
    r"\s?(?:在|是|is|was)?\s?(?P<pre>早于|晚于|不早于|before|after|since|on)?\s?"
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日)\s?(?P<post>之前|以前|之后|以后)?",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"\s?(?P<how>包含|含有|含|contains|开头是|starts with|是|为|is)\s?"
    r"[“\"'‘](?P<text>[^”\"'’]+)[”\"'’]",
    re.I,
)
_CHOICE = re.compile(
    r"\s?(?:的)?\s?(?P<is>不是|不为|不含|is not|isn't|"
    r"是|为|偏好|包括|包含|有|:|：|=|is|of|includes)?\s?",
    re.I,
)
_HAS = re.compile(r"(?P<not>没有填写?|没有|没填|缺少|缺|无|without(?: a| an)?|no|missing)\s?", re.I)
_HAS_IT = re.compile(r"(?:有填写?|填写?了|有|with(?: a| an)?|having(?: a| an)?)\s?", re.I)


def longest(known: Mapping[str, V], text: str, at: int) -> tuple[V, int] | None:
    """Return what stands for the longest known word at a place, and where the word ends."""
    lower = text.casefold()
    for size in range(min(_longest(known), len(text) - at), 0, -1):
        word = lower[at : at + size]
        if word in known and _whole(text, at, at + size):
            return known[word], at + size
    return None


def _longest(known: Mapping[str, V]) -> int:
    return max(map(len, known), default=0)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a Latin word is not cut out of a longer one."""

    def latin(place: int) -> bool:
        return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()

    return not (latin(start) and latin(start - 1)) and not (latin(end - 1) and latin(end))


def comparison(text: str, at: int) -> Found | None:
    """Return the comparison of a field that begins at a place."""
    owned = _owning(text, at) or _counting(text, at)
    if owned is not None:
        return owned
    named = longest(field_names(), text, at)
    if named is None:
        return None
    found_fields, end = named
    each = [found for field in found_fields if (found := _of(field, text, end)) is not None]
    if not each:
        return None
    furthest = max(found.end for found in each)
    rules = tuple(rule for found in each if found.end == furthest for rule in found.rules)
    return Found(rules, each[0].about, furthest)


def _owning(text: str, at: int) -> Found | None:
    """Return that a field is filled in, or is not: ``没有手机号``, ``with email``."""
    for pattern, denied in ((_HAS, True), (_HAS_IT, False)):
        begins = pattern.match(text, at)
        named = longest(field_names(), text, begins.end()) if begins else None
        if named is None or len(named[0]) != 1:
            continue
        (field,) = named[0]
        if field.kind in ("int", "num", "ratio", "money"):
            continue  # "without loans" is none, not "it is not known how much"
        rule = field.id if field.kind == "bool" else f"not isnull({field.id})"
        if denied:
            rule = f"not {field.id}" if field.kind == "bool" else f"isnull({field.id})"
        return Found((rule,), field.id, named[1])
    return None


_COUNT = re.compile(
    rf"(?:with\s|having\s)?(?P<pre>{either(BEFORE)})\s(?P<n>{NUMBER})\s", re.IGNORECASE
)


def _counting(text: str, at: int) -> Found | None:
    """Return a count before its field: ``with more than 100 employees``."""
    begins = _COUNT.match(text, at)
    named = longest(field_names(), text, begins.end()) if begins else None
    if begins is None or named is None or len(named[0]) != 1 or named[0][0].kind != "int":
        return None
    value = plain(number(begins["n"]))
    return _compared(named[0][0], begins["pre"], value, None, named[1])


def _of(field: Field, text: str, at: int) -> Found | None:
    """Return what is said about a field; of two readings the longer one."""
    value, known = _valued(field, text, at), _told(field, text, at)
    both = [found for found in (value, known) if found is not None]
    return max(both, key=lambda found: found.end, default=None)


def _told(field: Field, text: str, at: int) -> Found | None:
    for pattern, rule in ((_EMPTY, f"isnull({field.id})"), (_FILLED, f"not isnull({field.id})")):
        found = pattern.match(text, at)
        if found:
            return Found((rule,), field.id, found.end())
    return None


def _valued(field: Field, text: str, at: int) -> Found | None:
    if field.kind in ("enum", "list", "code") and (field.options or field.kind == "code"):
        return _choice(field, text, at)
    if field.kind == "bool" and field.origin == "declared":
        return Found((field.id,), field.id, at)
    if field.kind == "date":
        return _date(field, text, at)
    if field.kind == "text":
        return _text(field, text, at)
    if field.kind in ("int", "num", "ratio", "money"):
        return _number(field, text, at)
    return None


def _number(field: Field, text: str, at: int) -> Found | None:
    if field.unit == "days":
        span = _SPANS.match(text, at)
        if span is not None:
            value = str(days(span["span"]))
            return _compared(field, span["pre"], value, span["post"], span.end())
    found = _NUMBERS.match(text, at)
    if found is None:
        return None
    if found["low"]:
        low = _scaled(field, found["low"], found["lowpct"] or found["highpct"])
        high = _scaled(field, found["high"], found["highpct"])
        if low is None or high is None or found["pre"]:
            return None
        return Found((f"between({field.id}, {low}, {high})",), field.id, found.end())
    value_or_none = _scaled(field, found["n"], found["pct"])
    if value_or_none is None:
        return None
    return _compared(field, found["pre"], value_or_none, found["post"], found.end())


def _scaled(field: Field, written: str, percent: str | None) -> str | None:
    """Return a number as the field holds it; None where it is not told what is meant."""
    value = number(written)
    if field.kind != "ratio":
        return None if percent else plain(value)
    if percent:
        return plain(value / 100)
    return plain(value) if value <= Decimal(1) else None


def _compared(
    field: Field, pre: str | None, value: str, post: str | None, end: int
) -> Found | None:
    if pre and post:
        return None
    sign = BEFORE[pre.lower()] if pre else AFTER[post.lower()] if post else ""
    if sign:
        return Found((f"{field.id} {sign} {value}",), field.id, end)
    if field.kind == "int":
        return Found((f"{field.id} == {value}",), field.id, end)
    return Found((f"{field.id} >= {value}", f"{field.id} <= {value}"), field.id, end)


def _date(field: Field, text: str, at: int) -> Found | None:
    found = _DATES.match(text, at)
    if found is None:
        return None
    year, month, day = map(int, re.findall(r"\d+", found["day"]))
    pre, post = (found["pre"] or "").lower(), found["post"]
    sign = "=="
    if pre in ("早于", "before") or post in ("之前", "以前"):
        sign = "<"
    elif pre in ("晚于", "after"):
        sign = ">"
    elif pre in ("不早于", "since") or post in ("之后", "以后"):
        sign = ">="
    rule = f"{field.id} {sign} '{year:04}-{month:02}-{day:02}'"
    return Found((rule,), field.id, found.end())


def _text(field: Field, text: str, at: int) -> Found | None:
    found = _TEXTS.match(text, at)
    if found is None:
        return None
    value, how = quoted(found["text"]), found["how"].lower()
    if how in ("包含", "含有", "含", "contains"):
        rule = f"contains({field.id}, {value})"
    elif how in ("开头是", "starts with"):
        rule = f"startswith({field.id}, {value})"
    else:
        rule = f"{field.id} == {value}"
    return Found((rule,), field.id, found.end())


def _choice(field: Field, text: str, at: int) -> Found | None:
    begins = _CHOICE.match(text, at)
    assert begins is not None
    value = _value(field, text, begins.end())
    if value is None:
        return None
    rule = value_rule(field, value[0])
    denied = (begins["is"] or "").lower() in ("不是", "不为", "不含", "is not", "isn't")
    return Found((f"not {rule}" if denied else rule,), field.id, value[1])


def _value(field: Field, text: str, at: int) -> tuple[str, int] | None:
    if field.options:
        names = {
            word.casefold(): each.id
            for each in options(field.options)
            for word in each.names.values()
        }
        return longest(names, text, at)
    for size in range(min(12, len(text) - at), 1, -1):
        code = code_of(field.id, text[at : at + size])
        if code is not None:
            return code, at + size
    return None
