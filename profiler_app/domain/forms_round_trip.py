"""The table a questionnaire travels in: its headers name the questionnaire and the questions.

The first header ends with ``[zhike:CODE]``, every other one of ours with the code of its question
in brackets. Whatever program saves the table, it can be told on return.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from profiler_app.domain.questionnaires import Item, Questionnaire
from profiler_app.domain.text import LANGUAGES, _

MARK: Final = re.compile(r"\[zhike:([^\]]{1,80})\]\s*$")
_CODE: Final = re.compile(r"\[([^\[\]]{1,80})\]\s*$")
NAME, DAY = "name", "day"
SEPARATOR: Final = "、"
_PARTS: Final = re.compile(r"[、;；|\n]|,\s?|，")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which questionnaire a table belongs to, and what each of its columns holds.

    ``columns`` is place -> code of the question; ``customer`` and ``day`` are places.
    """

    code: str
    customer: int
    day: int | None
    columns: dict[int, str]


def headers(questionnaire: Questionnaire) -> list[str]:
    """Return the headers of the table in the current language."""
    return [
        f"{_('Customer number')} [zhike:{questionnaire.code}]",
        f"{_('Name')} [{NAME}]",
        f"{_('Answered on')} [{DAY}]",
        *(f"{_asked(item)} [{item.code}]" for item in questionnaire.items),
    ]


def _asked(item: Item) -> str:
    return f"{item.text} *" if item.required else item.text


def layout_of(found: Sequence[str]) -> Layout | None:
    """Return how a table of ours is laid out; None for any other table."""
    places = [(place, match[1]) for place, head in enumerate(found) if (match := MARK.search(head))]
    if len(places) != 1:
        return None
    customer, code = places[0]
    columns: dict[int, str] = {}
    day = None
    for place, head in enumerate(found):
        match = _CODE.search(head)
        if place == customer or match is None or match[1] == NAME:
            continue
        if match[1] == DAY:
            day = place
        else:
            columns[place] = match[1]
    return Layout(code, customer, day, columns)


def answer_in(item: Item, cell: str) -> str:
    """Return what a cell says, as a form has it; what is no choice stays and will be refused."""
    text = cell.strip()
    if item.kind in ("single", "multi"):
        if item.kind == "single":
            return _choice(item, text)
        return SEPARATOR.join(_choice(item, part) for part in _PARTS.split(text) if part.strip())
    if item.steps:
        first = text.split(" ")[0]
        return first.removesuffix(".0")
    return text


def _choice(item: Item, text: str) -> str:
    wanted = text.strip().casefold()
    for each in item.offered():
        names = (each.id, *(each.names[language] for language in LANGUAGES))
        if wanted in (name.casefold() for name in names):
            return each.id
    return text.strip()
