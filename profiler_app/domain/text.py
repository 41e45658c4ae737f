"""Every visible text in two languages: English in the source, Chinese from a gettext catalog.

Write ``_("{n} rows").format(n=n)`` where a text is shown and ``N_("...")`` where it is only
named (a constant that is translated later with ``_``).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

from profiler_app.domain.resources import resource_path

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_HYPHEN_OF_A_NUMBER = re.compile(r"(?<![0-9A-Za-z-])-(?=[0-9])")
_current: Language = "zh"
_override: ContextVar[Language | None] = ContextVar("language", default=None)


def set_language(language: Language) -> None:
    """Choose the language of the whole program, for all threads."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


def language() -> Language:
    """Return the language texts are shown in now."""
    return _override.get() or _current


@contextmanager
def in_language(language: Language) -> Iterator[None]:
    """Show texts of the enclosed block in another language (a report, a test)."""
    token = _override.set(language)
    try:
        yield
    finally:
        _override.reset(token)


class _English(gettext.NullTranslations):
    """The texts as they are written, with straight quotation marks.

    The font has curly ones as wide as a Chinese sign, as Chinese texts want them.
    """

    def gettext(self, message: str) -> str:
        return message.translate(_STRAIGHT)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).translate(_STRAIGHT)

    def pgettext(self, _context: str, message: str) -> str:
        return message.translate(_STRAIGHT)


_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    if language == "en":
        return _English()
    with resource_path("locale", "zh_CN", "LC_MESSAGES", "zhike.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def _(message: str) -> str:
    """Translate a text into the current language."""
    return _catalog(language()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """Translate a text with a count; the caller formats ``{n}``."""
    return _catalog(language()).ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Translate a text that means different things in different places."""
    return _catalog(language()).pgettext(context, message)


def N_(message: str) -> str:
    """Mark a text for translation without translating it yet."""
    return message


def with_minus(text: str) -> str:
    """Return a text for reading whose negative numbers have a real minus sign; days keep theirs."""
    return _HYPHEN_OF_A_NUMBER.sub("\u2212", text)


def label(names: Mapping[str, str]) -> str:
    """Return the label of a catalog entry (``{"zh": ..., "en": ...}``) in the current language."""
    return names[language()]
