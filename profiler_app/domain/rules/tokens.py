"""The words of a rule: names, numbers, texts and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal as OneOf

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.rules.adapting import problem
from profiler_app.domain.text import _

_FULL_WIDTH = str.maketrans("（）［］【】，＞＜＝！＋－＊／．", "()[][],><=!+-*/.")
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<text>"[^"]*" | '[^']*' | “[^”]*” | ‘[^’]*’)
      | (?P<number>\d+(?:[.．]\d+)?(?:[eE][+-]?\d+)?)
      | (?P<name>[^\W\d]\w*(?:[.．]\w+)?)
      | (?P<sign>[=!<>＝！＜＞]+ | [-+*/()\[\],（）［］【】，＋－＊／])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word; the last one is of kind ``end`` and empty."""

    kind: OneOf["text", "number", "name", "sign", "end"]
    text: str
    position: int


def tokenize(text: str) -> list[Token]:
    """Split a rule into words.

    Chinese brackets, commas and quotes count as their ASCII forms. Raises RuleProblem at a sign
    that means nothing or a quote that is never closed.
    """
    tokens = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise problem(position, _stray(text[position]))
        kind = found.lastgroup
        if kind != "space":
            tokens.append(_token(str(kind), found.group(), position))
        position = found.end()
    return [*tokens, Token("end", "", len(text))]


def _token(kind: str, written: str, position: int) -> Token:
    if kind == "text":
        return Token("text", written[1:-1], position)
    if kind == "number":
        return Token("number", written.translate(_FULL_WIDTH), position)
    if kind == "name":
        return Token("name", written.translate(_FULL_WIDTH), position)
    return Token("sign", written.translate(_FULL_WIDTH), position)


def _stray(sign: str) -> str:
    if sign in "\"'“‘":
        return _("the text that begins here has no closing quotation mark")
    return _("{sign} means nothing in a rule").format(sign=repr(sign))


class Words:
    """The words of one rule, taken one after the other."""

    def __init__(self, text: str) -> None:
        self._tokens = tokenize(text)
        self._next = 0

    @property
    def now(self) -> Token:
        """The word that is read next."""
        return self._tokens[self._next]

    @property
    def then(self) -> Token:
        """The word after that (at the end, the end again)."""
        return self._tokens[min(self._next + 1, len(self._tokens) - 1)]

    def at_end(self) -> bool:
        """Whether nothing is left to read."""
        return self.now.kind == "end"

    def take(self) -> Token:
        """Return the word that is read next and go on."""
        token = self.now
        self._next += 1
        return token

    def is_sign(self, sign: str) -> bool:
        """Whether this sign is read next."""
        return self.now.kind == "sign" and self.now.text == sign

    def take_sign(self, sign: str) -> Token:
        """Return this sign and go on; raise RuleProblem when something else stands there."""
        if not self.is_sign(sign):
            raise self.unexpected(repr(sign))
        return self.take()

    def unexpected(self, wanted: str) -> RuleProblem:
        """Return the problem that something else stands where ``wanted`` should be."""
        found = _("the end of the rule") if self.at_end() else repr(self.now.text)
        reason = _("expected {wanted}, found {found}").format(wanted=wanted, found=found)
        return problem(self.now.position, reason)
