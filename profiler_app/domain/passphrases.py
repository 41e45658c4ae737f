"""How long a passphrase would withstand somebody who has the file and tries passphrases offline.

The estimate follows the idea of zxcvbn (Wheeler, USENIX Security 2016): a passphrase is taken apart
into the pieces an attacker would try first - well-known passwords, runs on the keyboard, series,
repetitions, years and dates, words of its surroundings - and what is left counts by its signs.
The guesses of the pieces are multiplied.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

from profiler_app.domain.text import N_

GUESSES_PER_SECOND = 1e6
"""Hundreds of graphics cards against 256,000 rounds of PBKDF2-HMAC-SHA512: a careful assumption."""

ENOUGH = 3
"""The least score of a new passphrase."""

_WELL_KNOWN = tuple(
    """
password passw0rd p@ssw0rd 123456 12345678 123456789 1234567890 111111 000000 666666 888888 88888888
112233 123123 123321 654321 5201314 1314520 woaini woaini520 woaini1314 iloveyou admin administrator
root welcome letmein monkey dragon master qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm 1qaz2wsx
qazwsx abc123 a123456 a123456789 aa123456 qq123456 abcd1234 1234qwer test guest login secret
sunshine princess football baseball superman batman zhike zhike-demo kehu mima guanliyuan gongsi
xiaoshou wodemima zhongguo beijing shanghai woshishui nihao nihaoma zaijian
口令 密码 我的密码 我爱你 你好 客户 公司 知客 管理员 中国 一二三四五六
""".split()  # noqa: SIM905
)
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
         "1qaz2wsx3edc4rfv", "零一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸")  # fmt: skip
_DATE = re.compile(r"(?:19|20)\d\d(?:[-./]?\d{1,2}){0,2}")
_SOUND = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|"
    "ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|[aeiouv]))"
)
_SYLLABLE, _PINYIN = re.compile(_SOUND), re.compile(f"{_SOUND}+")
_WORD = re.compile(r"[a-z]{3,}")
_SIGNS = (("a-z", 26), ("A-Z", 26), ("0-9", 10))
_HAN, _OTHER = 2_500, 33  # Chinese signs in daily use; punctuation on a keyboard
_LEET = str.maketrans("@0$3!", "aosei")
_BANDS = (5.0, 10.0, 12.5, 15.0)  # log10 of guesses from which the score is 2, 3, 4, 5
HINTS = (
    N_("Too easy to guess. Four unrelated words are easy to remember and hard to guess."),
    N_("Well-known passwords, names, dates and rows of keys are tried first. Add other words."),
    N_("A little longer would be safer: add another unrelated word."),
    N_("Four or more unrelated words are remembered best."),
)


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a passphrase is.

    ``score`` goes from 0 (nothing typed) to 5; ``guesses`` is the logarithm to base 10 of the
    guesses needed; ``hint`` an English text to be translated.
    """

    score: int
    guesses: float
    hint: str

    @property
    def seconds(self) -> float:
        """How long guessing takes on average, assuming GUESSES_PER_SECOND."""
        return float(10.0 ** min(self.guesses, 300) / 2 / GUESSES_PER_SECOND)


def strength(passphrase: str, surroundings: Collection[str] = ()) -> Strength:
    """Estimate a passphrase; ``surroundings`` are words an attacker knows, such as file names."""
    if not passphrase:
        return Strength(0, 0.0, HINTS[3])
    known = {word.casefold() for word in surroundings if len(word) >= 2}
    guesses, weak = _guesses(passphrase, known)
    score = 1 + sum(guesses >= band for band in _BANDS)
    if score >= ENOUGH + 1:
        hint = HINTS[3]
    elif score == ENOUGH:
        hint = HINTS[2]
    else:
        hint = HINTS[1 if weak else 0]
    return Strength(score, guesses, hint)


def _guesses(text: str, known: Collection[str]) -> tuple[float, bool]:
    """Return the logarithm of the guesses, and whether a weak piece was found."""
    total, at, pieces, weak, plain = 0.0, 0, 0, False, ""
    while at < len(text):
        length, cost, guessable = _piece(text, at, known)
        if length:
            total += cost
            weak |= guessable
            pieces += 1
            at += length
        else:
            plain += text[at]
            at += 1
    if plain:
        total += _by_signs(plain)
        pieces += 1
    return total + math.log10(math.factorial(min(pieces, 20))), weak


def _piece(text: str, at: int, known: Collection[str]) -> tuple[int, float, bool]:
    """Return length and cost of the longest piece at a place, and whether it is tried first."""
    rest = text[at:].casefold()
    straight = rest.translate(_LEET)
    best = (0, 0.0, False)
    for words, cost in ((known, 0.5), (_WELL_KNOWN, 2.0)):
        for word in words:
            if len(word) > best[0] and (rest.startswith(word) or straight.startswith(word)):
                best = (len(word), cost, True)
    for length, cost in (_repeat(rest, known), _run(rest), _date(rest)):
        if length > best[0]:
            best = (length, cost, True)
    letters = _WORD.match(rest)
    if not best[0] and letters is not None:
        return len(letters[0]), _by_letters(letters[0]), False
    return best


def _by_letters(word: str) -> float:
    """Letters in a row: pinyin by syllables, what can be spoken as words, else sign by sign."""
    if _PINYIN.fullmatch(word):
        return 2.2 * len(_SYLLABLE.findall(word))  # about 400 syllables, half of them common
    spoken = 0.2 <= len(re.findall("[aeiouy]", word)) / len(word) <= 0.7
    by_signs = len(word) * math.log10(26)
    return min(by_signs, 4.3 * math.ceil(len(word) / 9)) if spoken else by_signs


def _repeat(text: str, known: Collection[str]) -> tuple[int, float]:
    """``aaaa``, ``abcabc``: what is repeated, times how often."""
    for size in (1, 2, 3, 4):
        unit = text[:size]
        times = 1
        while text.startswith(unit, times * size):
            times += 1
        if len(unit) == size and times >= (3 if size == 1 else 2):
            return times * size, _guesses(unit, known)[0] + math.log10(times)
    return 0, 0.0


def _run(text: str) -> tuple[int, float]:
    """Four or more neighbours on a row of keys or in the alphabet, forwards or backwards."""
    for row in _ROWS:
        for line in (row, row[::-1]):
            start = line.find(text[0])
            length = 0
            while (
                start >= 0
                and start + length < len(line)
                and length < len(text)
                and line[start + length] == text[length]
            ):
                length += 1
            if length >= 4:
                return length, math.log10(len(_ROWS) * 2 * len(line) * length)
    return 0, 0.0


def _date(text: str) -> tuple[int, float]:
    found = _DATE.match(text)
    if found is None:
        return 0, 0.0
    return found.end(), 2.0 if len(found[0]) <= 4 else 4.6  # a year; a day of a century


def _by_signs(text: str) -> float:
    """Return the logarithm of trying all texts of this length from the kinds of signs in it."""
    han = sum(ord(sign) > 0x2E7F for sign in text)
    kinds = sum(n for signs, n in _SIGNS if re.search(f"[{signs}]", text))
    if re.search(r"[^A-Za-z0-9⺀-￿]", text):
        kinds += _OTHER
    return han * math.log10(_HAN) * 0.75 + (len(text) - han) * math.log10(max(kinds, 10))
