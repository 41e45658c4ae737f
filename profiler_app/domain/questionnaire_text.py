"""Questionnaires written as text: a line is a question, lines that begin with ``-`` its answers.

Marks stand at the end of a question: ``*`` it must be answered; ``[several]``, ``[1-5]``,
``[0-10]``, ``[number]``, ``[date]`` say how; ``[reversed]`` it is asked the other way round;
``-> field`` where the answer goes; ``if 1 <= 3`` when it is asked (the number of a question).
Words in brackets may be those of the current language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from profiler_app.domain.fields import fields, find_field
from profiler_app.domain.questionnaires import Choice, Item, QuestionnaireProblem, QuestionType
from profiler_app.domain.text import N_, _

_MARK: Final = re.compile(r"\s*\[([^\[\]]+)\]\s*$")
_GOES: Final = re.compile(r"\s*(?:->|→)\s*([^\[\]*]+?)\s*$")
_IF: Final = re.compile(r"\s+if\s+(\d+)\s*(<=|>=|!=|=)\s*(\S+)\s*$")
_MUST: Final = re.compile(r"\s*[*＊]\s*$")
_ANSWER: Final = re.compile(r"\s*[-–•·]\s*(.+)$")
_WORDS: Final = {
    "several": N_("several"),
    "number": N_("number"),
    "date": N_("date"),
    "reversed": N_("reversed"),
}


@dataclass(slots=True)
class _Draft:
    text: str
    required: bool = False
    kind: QuestionType | None = None
    turned: bool = False
    goes: str = ""
    show_if: str = ""
    answers: list[str] = field(default_factory=list)


def read_questions(text: str) -> tuple[Item, ...]:
    """Return the questions a text says. Raises QuestionnaireProblem naming what is wrong."""
    drafts: list[_Draft] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        answer = _ANSWER.fullmatch(line)
        if answer is None:
            drafts.append(_question(line.strip()))
        elif drafts:
            drafts[-1].answers.append(answer[1].strip())
        else:
            reason = _("the first line is an answer; write its question above it.")
            raise QuestionnaireProblem(reason=reason)
    return tuple(_item(number, each) for number, each in enumerate(drafts, 1))


def _question(line: str) -> _Draft:
    """Take the marks off the end of a question, in any order."""
    draft = _Draft(line)
    while True:
        if found := _MUST.search(draft.text):
            draft.required = True
        elif found := _MARK.search(draft.text):
            _take_word(draft, found[1].strip())
        elif found := _IF.search(draft.text):
            draft.show_if = f"q{found[1]} {found[2]} {found[3]}"
        elif found := _GOES.search(draft.text):
            draft.goes = _field(found[1])
        else:
            return draft
        draft.text = draft.text[: found.start()].rstrip()


def _take_word(draft: _Draft, word: str) -> None:
    said = {shown: key for key in _WORDS for shown in (key, _(_WORDS[key]))}
    kinds: dict[str, QuestionType] = {
        "several": "multi", "number": "number", "date": "date", "1-5": "scale", "0-10": "nps",
    }  # fmt: skip
    key = said.get(word.casefold(), word)
    if key == "reversed":
        draft.turned = True
        draft.kind = draft.kind or "scale"
    elif key in kinds:
        draft.kind = kinds[key]
    else:
        known = ", ".join(f"[{each}]" for each in (*kinds, "reversed"))
        reason = _("[{word}] means nothing here; there are: {known}.")
        raise QuestionnaireProblem(reason=reason.format(word=word, known=known))


def _field(name: str) -> str:
    found = find_field(name)
    wanted = name.casefold()
    if found is None:
        every = fields().values()
        found = next(
            (f for f in every if wanted in (text.casefold() for text in f.names.values())), None
        )
    if found is None:
        raise QuestionnaireProblem(
            reason=_("there is no field {name} an answer could go to.").format(name=name)
        )
    return found.id


def _item(number: int, draft: _Draft) -> Item:
    target = find_field(draft.goes) if draft.goes else None
    kind = draft.kind
    if kind is None:
        kind = "single" if draft.answers else "text"
        if not draft.answers and target is not None and target.options:
            kind = "multi" if target.kind == "list" else "single"
    choices = tuple(Choice(each, {"zh": each, "en": each}) for each in dict.fromkeys(draft.answers))
    if choices and target is not None and target.options:
        reason = _("question {n}: the field has answers of its own; leave yours out.")
        raise QuestionnaireProblem(reason=reason.format(n=number))
    if choices and kind not in ("single", "multi"):
        reason = _("question {n} is not one with answers to choose from.").format(n=number)
        raise QuestionnaireProblem(reason=reason)
    return Item(
        code=f"q{number}",
        kind=kind,
        texts={"zh": draft.text, "en": draft.text},
        field=draft.goes,
        choices=choices,
        required=draft.required,
        show_if=draft.show_if,
        reversed=draft.turned,
    )
