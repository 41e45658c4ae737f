"""The manual inside the program: topics as Markdown in both languages, and searching in them.

A topic is ``resources/help/<language>/<key>.md``; its first line is its title (``# ...``), its
sections begin with ``## ...``. A topic with the key of a page is the help of that page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from profiler_app.domain.resources import resource_path
from profiler_app.domain.text import Language, language

TOPICS = (
    "start",
    "today",
    "customers",
    "profile",
    "segments",
    "tags",
    "rules",
    "insights",
    "campaigns",
    "import",
    "data",
    "settings",
    "command_line",
    "glossary",
    "news",
)
"""In the order of the list."""

_PARTS = {
    "review": "today",
    "maturities": "today",
    "segment": "rules",
    "relations": "profile",
    "timeline": "profile",
    "visit": "profile",
    "likeness": "profile",
}
_AROUND = 28
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`|#]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """``text`` is Markdown with the title as its first line."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A section in which all words stand; ``heading`` is empty before the first section."""

    topic: str
    title: str
    heading: str
    excerpt: str


def topics() -> tuple[Topic, ...]:
    """Return every topic in the current language."""
    return _topics(language())


def topic_of_page(page: str) -> str:
    """Return the topic that explains a page of the window; the first one where none does."""
    key = _PARTS.get(page, page)
    return key if key in TOPICS else TOPICS[0]


def find_in_manual(words: str) -> tuple[Found, ...]:
    """Return the sections that hold every word, those that name it in their heading first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    found = []
    for place, topic in enumerate(topics()):
        for heading, text in _sections(topic.text):
            plain = _MARKS.sub(r"\1", text)
            named = f"{topic.title} {heading}".casefold()
            if all(word in named or word in plain.casefold() for word in wanted):
                hits = sum(word in named for word in wanted)
                excerpt = _excerpt(plain, wanted)
                found.append((-hits, place, Found(topic.key, topic.title, heading, excerpt)))
    return tuple(each for _hits, _place, each in sorted(found, key=lambda row: row[:2]))


@cache
def _topics(tongue: Language) -> tuple[Topic, ...]:
    found = []
    for key in TOPICS:
        text = resource_path("help", tongue, f"{key}.md").read_text(encoding="utf-8")
        found.append(Topic(key, text.partition("\n")[0].removeprefix("# ").strip(), text))
    return tuple(found)


def _sections(text: str) -> list[tuple[str, str]]:
    """Split a topic at its second-level headings."""
    body = text.partition("\n")[2]
    first, *others = re.split(r"^## +", body, flags=re.MULTILINE)
    split = [each.partition("\n") for each in others]
    return [("", first), *((heading.strip(), rest) for heading, _line, rest in split)]


def _excerpt(text: str, wanted: list[str]) -> str:
    """Return the words around the first hit, on one line."""
    line = " ".join(text.split())
    at = min((place for word in wanted if (place := line.casefold().find(word)) >= 0), default=0)
    start, end = max(0, at - _AROUND), at + 3 * _AROUND
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
