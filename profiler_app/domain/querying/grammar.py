"""From a sentence to a rule: conditions from left to right, then what joins them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from profiler_app.domain.querying.comparing import Found, comparison, longest
from profiler_app.domain.querying.lexicon import Goods, meanings
from profiler_app.domain.querying.phrases import PHRASES, goods_phrase
from profiler_app.domain.querying.words import JOINS, NOTS, NOUNS, WORDS, Join
from profiler_app.domain.rules import Rule, parse
from profiler_app.domain.rules.tree import FieldRef, Operation
from profiler_app.domain.tags import known_tags

_MOST = 12
"""So many readings are offered at most."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words that were not understood, with their place in the sentence."""

    words: str
    position: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that can mean several things: the conditions, as rules."""

    words: str
    position: int
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of the whole sentence."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood.

    ``rule`` is there when there is one reading only. ``candidates`` are the readings to choose
    from; ``doubts`` say about which words. ``unknown`` are words nobody knows: then there is no
    rule at all.
    """

    rule: Rule | None
    candidates: tuple[Candidate, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition with its possible rules; ``join`` is what stands before it.

    ``apart``: what stood before was finished by a noun ("customers in Shanghai or ...").
    """

    rules: tuple[str, ...]
    about: str
    words: str
    position: int
    join: Join
    apart: bool = False


_PLACE, _TEXT = "place", re.compile(r"[A-Za-z0-9'’-]+|.", re.DOTALL)


def ask(sentence: str, goods: Goods = Goods()) -> Answer:  # noqa: B008 (immutable)
    """Read a sentence; ``goods`` are the names of what can be bought.

    What is not understood is named, never passed over; what can be read in several ways is
    offered in all of them (up to twelve).
    """
    text = _plain(sentence)
    parts, unknown = _scan(text, goods)
    if unknown or not parts:
        whole = (Unknown(sentence.strip(), 0),) if sentence.strip() else ()
        return Answer(None, unknown=tuple(unknown) or whole)
    readings = list(dict.fromkeys(_readings(parts)))
    found = [Candidate(parse(each, tags=known_tags()), each) for each in readings[:_MOST]]
    if len(found) == 1:
        return Answer(found[0].rule)
    doubts = tuple(
        Doubt(part.words, part.position, part.rules) for part in parts if len(part.rules) > 1
    )
    return Answer(None, tuple(found), doubts)


def _plain(sentence: str) -> str:
    """Return the sentence with full-width letters and digits as plain ones; as long as before."""

    def one(sign: str) -> str:
        if sign in "，、；。？":
            return sign
        narrow = unicodedata.normalize("NFKC", sign)
        return narrow if len(narrow) == 1 else sign

    return "".join(map(one, sentence))


# -- from left to right


def _scan(text: str, goods: Goods) -> tuple[list[_Part], list[Unknown]]:
    parts: list[_Part] = []
    unknown: list[Unknown] = []
    at, join, denied, noun, last = 0, "", False, False, 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _condition(text, at, goods)
        word = longest(WORDS, text, at)
        if found is not None and (word is None or found.end >= word[1]):
            part = _part(text, at, found, join, denied=denied)
            _add(parts, replace(part, apart=noun))
            at, join, denied, noun = found.end, "", False, False
            last = at
        elif word is not None:
            said, at = word
            noun = noun or said in NOUNS
            if said in NOTS:
                denied = True
            elif said in JOINS:
                join = _stronger(join, JOINS[said])
        else:
            at = _note(unknown, text, at)
    if not unknown and (denied or join == "or"):
        unknown.append(Unknown(text[last:].strip(), last))
    return parts, unknown


def _part(text: str, at: int, found: Found, join: str, *, denied: bool) -> _Part:
    rules = tuple(f"not ({rule})" for rule in found.rules) if denied else found.rules
    about = f"not {found.about}" if denied else found.about
    return _Part(rules, about, text[at : found.end], at, join)  # type: ignore[arg-type]


def _add(parts: list[_Part], part: _Part) -> None:
    """Append a part; where "not A, B" may deny both, it can mean either."""
    before = parts[-1] if parts else None
    if before is not None and part.join in ("list", "or") and before.about == f"not {part.about}":
        word = "or" if part.join == "or" else "and"
        inner = [rule.removeprefix("not ") for rule in before.rules]
        both = [f"not ({one} or {other})" for one in inner for other in part.rules]
        first = [f"({one} {word} {other})" for one in before.rules for other in part.rules]
        words = f"{before.words} … {part.words}"
        parts[-1] = replace(before, rules=(*both, *first), words=words)
        return
    if before is not None and not part.join and before.about == part.about == _PLACE:
        part = replace(part, rules=_inside(before.rules, part.rules))
    parts.append(part)


def _inside(outer: tuple[str, ...], inner: tuple[str, ...]) -> tuple[str, ...]:
    """Keep the districts that lie in the city or province named before, if there are some."""
    codes = {code[:4].removesuffix("00") for rule in outer for code in re.findall(r"\d{2,6}", rule)}
    kept = tuple(
        rule
        for rule in inner
        if any(found.startswith(code) for found in re.findall(r"\d{2,6}", rule) for code in codes)
    )
    return kept or inner


def _stronger(one: str, other: Join) -> Join:
    """Return the join that two words after each other make: "、或", ", and"."""
    order: tuple[Join, ...] = ("", "list", "and", "or")
    return max(one, other, key=order.index)  # type: ignore[arg-type]


def _note(unknown: list[Unknown], text: str, at: int) -> int:
    """Note words nobody knows, those side by side together; return where they end."""
    found = _TEXT.match(text, at)
    assert found is not None
    last = unknown[-1] if unknown else None
    if last is not None and last.position + len(last.words) == at:
        unknown[-1] = Unknown(last.words + found.group(), last.position)
    else:
        unknown.append(Unknown(found.group(), at))
    return found.end()


def _condition(text: str, at: int, goods: Goods) -> Found | None:
    """Return the longest condition at a place; the ways to say one are tried in a fixed order."""
    best: Found | None = None
    for found in _conditions(text, at, goods):
        if best is None or found.end > best.end:
            best = found
    return best


def _conditions(text: str, at: int, goods: Goods) -> Iterator[Found]:
    word = longest(meanings(), text, at)
    if word is not None:
        each, end = word
        yield Found(tuple(meaning.rule for meaning in each), each[0].about, end)
    compared = comparison(text, at)
    if compared is not None:
        yield compared
    for phrase in (*PHRASES, *goods_phrase(goods)):
        match = phrase.pattern.match(text, at)
        if match is None or not _ends_well(text, match.end()):
            continue
        made = phrase.make(match.groupdict())
        if made:
            yield Found(
                (made,) if isinstance(made, str) else tuple(made), phrase.about, match.end()
            )


def _ends_well(text: str, end: int) -> bool:
    """Whether no Latin word is cut in two."""
    if end >= len(text):
        return True
    before, after = text[end - 1], text[end]
    return not (before.isascii() and before.isalpha() and after.isascii() and after.isalpha())


# -- what joins them


def _readings(parts: Sequence[_Part]) -> Iterator[str]:
    for chosen in product(*(part.rules for part in parts)):
        groups = _grouped(parts, chosen)
        joins = [join for _rule, join in groups[1:]]
        rules = [rule for rule, _join in groups]
        if "or" not in joins or "and" not in joins:
            word = "or" if "or" in joins else "and"
            yield f" {word} ".join(_held(rule, word) for rule in rules)
            continue
        yield _split(rules, joins, outer="or", inner="and")
        yield _split(rules, joins, outer="and", inner="or")


def _grouped(parts: Sequence[_Part], chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Put values of one field beside each other together: "上海、北京" is one or the other."""
    groups: list[tuple[list[str], str, str]] = []
    for part, rule in zip(parts, chosen, strict=True):
        join = "or" if part.join == "or" else "and"
        if groups and part.join and _belongs(groups[-1], part, rule):
            groups[-1][0].append(rule)
        else:
            groups.append(([rule], part.about, join))
    return [
        (rules[0] if len(rules) == 1 else f"({' or '.join(rules)})", join)
        for rules, _about, join in groups
    ]


def _belongs(group: tuple[list[str], str, str], part: _Part, rule: str) -> bool:
    """Whether a value is another choice of the field before it."""
    rules, about, _join = group
    if part.about != about or about.startswith("not "):
        return False
    if part.join == "or":
        return not part.apart
    return part.join == "list" and (about == _PLACE or (_is_value(rules[-1]) and _is_value(rule)))


def _is_value(rule: str) -> bool:
    """Whether the rule says that a field that holds one value has this one."""
    root = parse(rule, tags=known_tags()).root
    return (
        isinstance(root, Operation)
        and root.operator == "=="
        and isinstance(root.operands[0], FieldRef)
    )


def _held(rule: str, word: str) -> str:
    root = parse(rule, tags=known_tags()).root
    loose = isinstance(root, Operation) and root.operator == "or" and word == "and"
    return f"({rule})" if loose and not rule.startswith("(") else rule


def _split(rules: Sequence[str], joins: Sequence[str], *, outer: str, inner: str) -> str:
    """Join with both words, ``inner`` binding tighter."""
    groups = [[rules[0]]]
    for rule, join in zip(rules[1:], joins, strict=True):
        if join == inner:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    texts = [f" {inner} ".join(_held(rule, inner) for rule in group) for group in groups]
    held = [f"({t})" if len(g) > 1 else t for t, g in zip(texts, groups, strict=True)]
    return f" {outer} ".join(held)
