"""What kind of question a column of answers belongs to, told from the answers themselves."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from profiler_app.domain.checked import clean_text
from profiler_app.domain.resources import catalog
from profiler_app.domain.surveys import Question, QuestionKind

_SEPARATORS: Final = re.compile(r"[┋;；|、]|,\s?|，")
_WHOLE: Final = re.compile(r"-?\d{1,3}(?:\.0+)?")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_SEVERAL: Final = (
    re.compile(r"(.+)[:：]\s*([^:：]+)"),
    re.compile(r"(.+?)\s*[(（\[_—-]+\s*(.+?)[)）\]]?"),
)
_YES: Final = frozenset(("1", "1.0", "true", "yes", "y", "√", "✓", "☑", "是", "选中"))
_NO: Final = frozenset(("", "0", "0.0", "false", "no", "n", "否", "未选中"))
_MOST_OPTIONS: Final = 30
_LONGEST_OPTION: Final = 30
_SCALE_ENDS: Final = (-5, 11)


def one_hot_groups(headers: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[int, str]:
    """Return the columns that are each one option of a question: place -> header of the question.

    The headers begin alike (``Q3: price``, ``Q3: quality``) and all cells say yes or no.
    """
    stems: dict[str, list[int]] = {}
    ticked: set[str] = set()
    for place, (header, cells) in enumerate(zip(headers, columns, strict=True)):
        stem, _option = _cut(header)
        said = {(clean_text(cell) or "").lower() for cell in cells}
        if stem and said <= _YES | _NO:
            stems.setdefault(stem, []).append(place)
            ticked |= {stem} if said & _YES else set()
    groups = {stem: places for stem, places in stems.items() if len(places) > 1 and stem in ticked}
    return {place: stem for stem, places in groups.items() for place in places}


def option_of(header: str) -> str:
    """Return the option a one-hot column stands for."""
    return _cut(header)[1]


def _cut(header: str) -> tuple[str, str]:
    """Return question and option of a header; no question where it names no option."""
    found = next((match for each in _SEVERAL if (match := each.fullmatch(header))), None)
    return (found[1].strip(), found[2].strip()) if found else ("", header)


def is_ticked(cell: str) -> bool:
    """Whether a one-hot cell says yes."""
    return (clean_text(cell) or "").lower() in _YES


def question_of(header: str, cells: Iterable[str]) -> Question:
    """Tell the kind of a question from the answers to it."""
    said = Counter(text for cell in cells if (text := clean_text(cell)))
    if not said:
        return Question(header, "text")
    numbers = [scale_number(text) for text in said]
    ends = [number for number in numbers if number is not None]
    if len(ends) == len(said):
        low, high = min(ends), max(ends)
        if _SCALE_ENDS[0] <= low <= high < _SCALE_ENDS[1]:
            return Question(header, "scale", options={"min": low, "max": high})
        return Question(header, "number")
    if all(_NUMBER.fullmatch(text) for text in said):
        return Question(header, "number")
    parts = Counter(part for text in said for part in parts_of(text))
    if _are_options(parts) and sum(len(parts_of(text)) > 1 for text in said) * 4 >= len(said) > 1:
        return Question(header, "multi", options={"choices": sorted(parts)})
    if _are_options(said) and said.total() >= 2 * len(said):
        return Question(header, "single", options={"choices": sorted(said)})
    return Question(header, "text")


def answer(kind: QuestionKind, cell: str) -> str | None:
    """Return an answer as it is kept, None where nothing was answered."""
    text = clean_text(cell)
    if text is None:
        return None
    if kind in ("scale", "nps"):
        number = scale_number(text)
        return text if number is None else str(number)
    if kind == "multi":
        return chosen(parts_of(text))
    return text


def chosen(options: Iterable[str]) -> str:
    """Return several choices as they are kept, whatever their order was."""
    return json.dumps(sorted({*options}), ensure_ascii=False)


def parts_of(text: str) -> list[str]:
    """Return the choices of an answer that names several."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def scale_number(text: str) -> int | None:
    """Return the number a step of a scale stands for, also when it is written in words."""
    if _WHOLE.fullmatch(text):
        return int(float(text))
    return _words().get(text.lower())


def _are_options(said: Counter[str]) -> bool:
    return len(said) <= _MOST_OPTIONS and max(map(len, said), default=0) <= _LONGEST_OPTION


@cache
def _words() -> dict[str, int]:
    steps: list[list[Any]] = catalog("import_targets")["steps_of_a_scale"]
    return {str(word): number for number, words in enumerate(steps, 1) for word in words}
