"""Questionnaires: those shipped, those of the workspace, and which question is asked when.

A question may name the field its answer goes to. Several questions on a scale that go to the same
field are the items of one scale: their mean counts, items asked the other way round are turned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, Literal, get_args

from profiler_app.domain.errors import UserProblem
from profiler_app.domain.fields import Field, find_field, options
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import N_, _, label

QuestionType = Literal["single", "multi", "scale", "nps", "number", "text", "date"]

QUESTION_TYPES: Final[Mapping[QuestionType, str]] = {
    "single": N_("One choice"),
    "multi": N_("Several choices"),
    "scale": N_("Scale 1 to 5"),
    "nps": N_("Recommendation 0 to 10"),
    "number": N_("Numeric value"),
    "text": N_("Text"),
    "date": N_("Date"),
}
"""What each type of question is called."""

NPS_FIELD, CSAT_FIELD, TEXT_FIELD = "nps_last", "csat_last", "feedback_text"
ANSWER_FIELDS: Final = (NPS_FIELD, CSAT_FIELD, TEXT_FIELD)
"""Fields that are read from answers; they are not written into the profile."""
MOST_CHOICES: Final = 60
_CONDITION = re.compile(r"\s*(\w+)\s*(<=|>=|!=|=)\s*(\S+)\s*")


class QuestionnaireProblem(UserProblem):
    """A questionnaire that cannot be saved or answered like this; ``reason`` says why."""

    code: ClassVar[str] = "questionnaire"
    template: ClassVar[str] = N_("The questionnaire was not saved: {reason}")


class AnswersProblem(UserProblem):
    """Answers that cannot be taken; ``reason`` says why."""

    code: ClassVar[str] = "answers"
    template: ClassVar[str] = N_("The answers were not saved: {reason}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: ``id`` is stored; ``points`` count where the answers are scored."""

    id: str
    names: Mapping[str, str]
    points: float | None = None

    @property
    def label(self) -> str:
        """The name in the current language."""
        return label(self.names)


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``only`` are the options of the field's list that are offered.

    ``show_if`` is a condition on an earlier question (``sat <= 3``). ``low`` and ``high`` are the
    ends of a scale, ``ends`` what they are called; ``most`` is how many may be chosen.
    """

    code: str
    kind: QuestionType
    texts: Mapping[str, str]
    field: str = ""
    choices: tuple[Choice, ...] = ()
    only: tuple[str, ...] = ()
    required: bool = False
    show_if: str = ""
    reversed: bool = False
    low: int = 1
    high: int = 5
    ends: Mapping[str, Sequence[str]] | None = None
    most: int = 0

    @property
    def text(self) -> str:
        """The question in the current language."""
        return label(self.texts)

    @property
    def steps(self) -> range:
        """The steps of a scale; empty for other types."""
        if self.kind == "nps":
            return range(11)
        return range(self.low, self.high + 1) if self.kind == "scale" else range(0)

    def fills(self) -> Field | None:
        """Return the field the answer goes to."""
        return find_field(self.field) if self.field else None

    def offered(self) -> tuple[Choice, ...]:
        """Return the choices: its own ones, or those of the field's list."""
        field = self.fills()
        if self.choices or self.kind not in ("single", "multi"):
            return self.choices
        if field is None or not field.options:
            return ()
        known = (Choice(each.id, each.names) for each in options(field.options))
        return tuple(each for each in known if not self.only or each.id in self.only)

    def choice_label(self, key: str) -> str:
        """Return what a stored answer is called; one that is not offered stays as it is."""
        return next((each.label for each in self.offered() if each.id == key), key)

    def asked(self, answers: Mapping[str, str]) -> bool:
        """Return whether the question is asked after these answers (by code, as stored)."""
        if not self.show_if:
            return True
        code, sign, value = condition(self.show_if)
        return holds(answers.get(code, ""), sign, value)


def condition(text: str) -> tuple[str, str, str]:
    """Return question, sign and value of a condition. Raises QuestionnaireProblem."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        reason = _("“{text}” is no condition; write for instance: q1 <= 3")
        raise QuestionnaireProblem(reason=reason.format(text=text))
    return found[1], found[2], found[3]


def holds(answer: str, sign: str, value: str) -> bool:
    """Return whether an answer meets a condition; one that is missing never does."""
    if not answer:
        return False
    parts = [each for each in re.split(r'[、"\[\],\s]+', answer) if each]
    if sign in ("=", "!="):
        return (value in parts) == (sign == "=")
    try:
        number, bound = float(answer), float(value)
    except ValueError:
        return False
    return number <= bound if sign == "<=" else number >= bound


@dataclass(frozen=True, slots=True)
class Scoring:
    """How points become a level: ``levels`` are (least sum, level) in rising order.

    ``caps`` are (question, choice, highest level); the result holds ``valid_days``; at most
    ``most_a_day`` times a day a customer may answer.
    """

    levels: tuple[tuple[float, int], ...]
    caps: tuple[tuple[str, str, int], ...]
    valid_days: int
    most_a_day: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """``kind`` says what is done with the answers: ``nps``, ``csat``, ``needs``, ``risk``,
    ``onboarding``, ``visit``, ``scale`` or ``custom``. ``kinds`` and ``lines`` of customers may
    answer. One that ``is_built_in`` cannot be changed, but copied.
    """

    code: str
    titles: Mapping[str, str]
    items: tuple[Item, ...]
    kind: str = "custom"
    kinds: tuple[str, ...] = ("person", "company")
    lines: tuple[str, ...] = ("trade", "bank")
    scoring: Scoring | None = None
    is_built_in: bool = False
    version: int = 1

    @property
    def title(self) -> str:
        """The title in the current language."""
        return label(self.titles)

    def applies(self, kind: str, line: str) -> bool:
        """Return whether a customer of this kind and line of business may answer."""
        return kind in self.kinds and line in self.lines

    def item(self, code: str) -> Item | None:
        """Return the question of a code."""
        return next((each for each in self.items if each.code == code), None)

    def asked(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Leave out answers to questions that are not asked after the others."""
        kept: dict[str, str] = {}
        for each in self.items:
            if each.code in answers and each.asked(kept):
                kept[each.code] = answers[each.code]
        return kept


def scales(items: Sequence[Item]) -> dict[str, tuple[Item, ...]]:
    """Return the scales of two items or more: the field they go to -> the items."""
    found: dict[str, list[Item]] = {}
    for each in items:
        if each.kind == "scale" and each.field:
            found.setdefault(each.field, []).append(each)
    return {name: tuple(each) for name, each in found.items() if len(each) > 1}


def turned(item: Item, answer: float) -> float:
    """Return an answer on a scale as it counts: turned where the question is the other way."""
    return item.low + item.high - answer if item.reversed else answer


def score(scoring: Scoring, items: Sequence[Item], answers: Mapping[str, str]) -> tuple[float, int]:
    """Return the sum of the points and the level they give after all caps."""
    total = 0.0
    for each in items:
        points = {choice.id: choice.points or 0.0 for choice in each.choices}
        total += points.get(answers.get(each.code, ""), 0.0)
    level = max((level for least, level in scoring.levels if total >= least), default=1)
    caps = [level for code, choice, level in scoring.caps if answers.get(code) == choice]
    return total, min([level, *caps])


@cache
def built_in() -> Mapping[str, Questionnaire]:
    """Return the questionnaires every workspace has, by code."""
    rows = catalog("questionnaires")["questionnaires"]
    return {row["code"]: _questionnaire(row) for row in rows}


def _questionnaire(row: Mapping[str, Any]) -> Questionnaire:
    scoring = row.get("scoring")
    return Questionnaire(
        code=row["code"],
        titles={"zh": row["zh"], "en": row["en"]},
        items=tuple(_item(each) for each in row["questions"]),
        kind=row["kind"],
        kinds=tuple(row["for"]),
        lines=tuple(row.get("lines", ("trade", "bank"))),
        scoring=scoring
        and Scoring(
            levels=tuple((least, level) for least, level in scoring["levels"]),
            caps=tuple((c["question"], c["choice"], c["level"]) for c in scoring["caps"]),
            valid_days=scoring["valid_days"],
            most_a_day=scoring["most_a_day"],
        ),
        is_built_in=True,
    )


def _item(row: Mapping[str, Any]) -> Item:
    choices = row.get("choices", ())
    told: dict[str, Any] = {
        name: tuple(row[name]) if name == "only" else row[name]
        for name in ("only", "required", "show_if", "reversed", "low", "high", "ends", "most")
        if name in row
    }
    return Item(
        code=row["code"],
        kind=row["kind"],
        texts={"zh": row["zh"], "en": row["en"]},
        field=row.get("field", ""),
        choices=tuple(
            Choice(c["id"], {"zh": c["zh"], "en": c["en"]}, c.get("points")) for c in choices
        ),
        **told,
    )


def checked(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire as it can be stored. Raises QuestionnaireProblem."""
    if not questionnaire.titles.get("zh") or not questionnaire.titles.get("en"):
        raise QuestionnaireProblem(reason=_("give it a title."))
    if not questionnaire.items:
        raise QuestionnaireProblem(reason=_("ask at least one question."))
    before: set[str] = set()
    for number, each in enumerate(questionnaire.items, 1):
        _check_item(number, each, before)
        before.add(each.code)
    return questionnaire


def _check_item(number: int, item: Item, before: set[str]) -> None:
    if not item.texts.get("zh") or not item.texts.get("en"):
        reason = _("question {n} has no words.").format(n=number)
        raise QuestionnaireProblem(reason=reason)
    assert item.kind in get_args(QuestionType)
    if item.code in before:
        reason = _("two questions are called {code}.").format(code=item.code)
        raise QuestionnaireProblem(reason=reason)
    if item.kind in ("single", "multi") and len(item.offered()) < 2:
        reason = _("question {n} needs at least two answers to choose from.").format(n=number)
        raise QuestionnaireProblem(reason=reason)
    if len(item.choices) > MOST_CHOICES:
        reason = _("question {n} has more than {most} answers to choose from.")
        raise QuestionnaireProblem(reason=reason.format(n=number, most=MOST_CHOICES))
    if item.show_if and condition(item.show_if)[0] not in before:
        reason = _("question {n} hangs on a question that does not come before it.")
        raise QuestionnaireProblem(reason=reason.format(n=number))
    if item.field and not fitting(item):
        reason = _("the answer to question {n} does not fit the field {field}.")
        raise QuestionnaireProblem(reason=reason.format(n=number, field=item.field))


def fitting(item: Item) -> bool:
    """Return whether the answers to a question can go to its field."""
    field = item.fills()
    if field is None or field.sensitivity == "S3":
        return False
    if field.id in ANSWER_FIELDS:
        return {NPS_FIELD: "nps", CSAT_FIELD: "scale", TEXT_FIELD: "text"}[field.id] == item.kind
    if field.place not in ("column", "attribute") or field.origin in ("system", "derived"):
        return False
    wanted: Mapping[str, tuple[str, ...]] = {
        "single": ("enum", "list", "text", "bool"),
        "multi": ("list",),
        "scale": ("int", "num", "enum"),
        "nps": ("int", "num"),
        "number": ("int", "num", "money", "ratio"),
        "text": ("text", "list", "code"),
        "date": ("date",),
    }
    if item.kind == "scale" and field.kind == "enum":
        return field.options in ("level3", "level5")
    return field.kind in wanted[item.kind]
