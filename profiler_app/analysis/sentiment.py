"""Judging what customers wrote by a lexicon: explainable, offline, in Chinese and English.

A text is cut into clauses; in each the longest words of the lexicon count +1 or -1. A negator up
to four characters (two words in English) before turns a word around at 0.8 of its weight, a word
of degree multiplies it, a clause after "but" weighs 1.5. The score is the sum over the sum of
absolute weights; below 0.1 either way the text is balanced, without any word nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from profiler_app.domain.resources import catalog
from profiler_app.domain.sentiment import Judgement, Mood

_TURNED, _AFTER_BUT, _BALANCED = -0.8, 1.5, 0.1
_CLAUSE = re.compile(r"[，。！？；,.!?;\n~…\s]*[，。！？；,!?;\n~…]+[\s]*|(?<=[^\d])\.\s*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_REACH = {"zh": 4, "en": 14}


@dataclass(frozen=True, slots=True)
class _Words:
    """The lexicon of a language, ready to search."""

    language: str
    moods: Mapping[str, int]
    find_mood: re.Pattern[str]
    negator: re.Pattern[str]
    degree: Mapping[str, float]
    find_degree: re.Pattern[str]
    contrast: re.Pattern[str]
    topics: Mapping[str, re.Pattern[str]]


@cache
def _words(language: str) -> _Words:
    stored: dict[str, Any] = catalog("sentiment")[language]
    moods = dict.fromkeys(stored["positive"], 1) | dict.fromkeys(stored["negative"], -1)
    return _Words(
        language,
        moods,
        _any_of(moods, language),
        _any_of(stored["negators"], language),
        stored["degree"],
        _any_of(stored["degree"], language),
        _any_of(stored["contrast"], language),
        {topic: _any_of(words, language) for topic, words in stored["topics"].items()},
    )


def _any_of(words: Iterable[str], language: str) -> re.Pattern[str]:
    """Return what finds the longest of some words; English ones only as whole words."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    inside = "|".join(map(re.escape, ordered))
    if language == "zh":
        return re.compile(inside)
    return re.compile(rf"(?<![a-z])(?:{inside})(?![a-z])")


def judge(text: str) -> Judgement:
    """Return how a text sounds, and the words that decided."""
    plain = (text or "").casefold()
    words = _words("zh" if _CHINESE.search(plain) else "en")
    found: list[tuple[str, float]] = []
    weight = 1.0
    for clause in _CLAUSE.split(plain):
        start = 0
        for but in words.contrast.finditer(clause):
            found += _weighed(words, clause[start : but.start()], weight)
            start, weight = but.end(), _AFTER_BUT
        found += _weighed(words, clause[start:], weight)
    topics = tuple(name for name, pattern in words.topics.items() if pattern.search(plain))
    total = sum(abs(amount) for _word, amount in found)
    score = sum(amount for _word, amount in found) / total if total else None
    evidence = tuple(dict.fromkeys(word for word, _amount in found))
    return Judgement(mood_of(score), score, evidence, topics, "lexicon")


def mood_of(score: float | None) -> Mood:
    """Return the mood of a score from -1 to 1."""
    if score is None:
        return "unknown"
    if abs(score) < _BALANCED:
        return "neutral"
    return "positive" if score > 0 else "negative"


def _weighed(words: _Words, clause: str, weight: float) -> list[tuple[str, float]]:
    found = []
    last = 0
    for match in words.find_mood.finditer(clause):
        before = clause[max(last, match.start() - _REACH[words.language]) : match.start()]
        amount = words.moods[match.group()] * weight
        for degree in words.find_degree.findall(before):
            amount *= words.degree[degree]
        negated = words.negator.search(before)
        if negated:
            amount *= _TURNED
        first = match.start() - len(before) + negated.start() if negated else match.start()
        found.append((clause[first : match.end()].strip(), amount))
        last = match.end()
    return found
