"""What no field may hold: subjects that need more than a program can promise.

They are those of articles 6 (only what is necessary) and 28 (sensitive personal information) of the
Personal Information Protection Law of China (个人信息保护法, 2021); the list is
``resources/catalogs/forbidden.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from profiler_app.domain.resources import catalog
from profiler_app.domain.text import label


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A subject, and the article of the law that it falls under."""

    id: str
    names: dict[str, str]
    article: int

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


def forbidden_subject(name: str) -> Forbidden | None:
    """Return the subject a field of this name would be about; None when it may be kept.

    Chinese words count wherever they stand, others as whole words.
    """
    said = name.casefold()
    for row in catalog("forbidden")["subjects"]:
        if any(_stands_in(word, said) for word in row["words"]):
            return Forbidden(row["id"], {"zh": row["zh"], "en": row["en"]}, row["article"])
    return None


def _stands_in(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"\b{re.escape(word)}\b", text) is not None
    return word in text
