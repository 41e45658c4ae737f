"""What a person types into the form of a field of his own, and the definition it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import Field, Option, fields
from profiler_app.domain.own_fields import Definition, OwnKind
from profiler_app.domain.rules import parse_formula
from profiler_app.domain.rules.wording import formula_sentence
from profiler_app.domain.text import _
from profiler_app.jobs.entries import LIST_MARK, Entry

BOTH = ("person", "company")
_SPLIT = re.compile(r"\s*[=＝]\s*")
_ONE_WORD = re.compile(r"[^\W\d]\w*")
_NUMERIC = frozenset({"int", "num", "ratio", "money"})


def definition_of(texts: Mapping[str, str], before: Definition | None) -> Definition:
    """Return what was typed as a definition; ``before`` is what the field was."""
    kind = cast(OwnKind, texts.get("kind") or "text")
    return Definition(
        names={"zh": texts.get("zh", ""), "en": texts.get("en", "")},
        kind=kind,
        dimension=texts.get("dimension") or "D1",
        choices=choices_of(texts.get("choices", ""), before.choices if before else ()),
        unit=texts.get("unit", ""),
        formula=texts.get("formula", ""),
        kinds=tuple((texts.get("kinds") or LIST_MARK.join(BOTH)).split(LIST_MARK)),
        id=before.id if before else "",
    )


def texts_of(definition: Definition) -> dict[str, str]:
    """Return a definition as it stands in the form."""
    zh, en = definition.names["zh"], definition.names["en"]
    return {
        "zh": zh,
        "en": "" if en == zh else en,
        "kind": definition.kind,
        "dimension": definition.dimension,
        "choices": "\n".join(map(_line, definition.choices)),
        "unit": definition.unit,
        "formula": definition.formula,
        "kinds": LIST_MARK.join(definition.kinds),
    }


def _line(option: Option) -> str:
    zh, en = option.names["zh"], option.names["en"]
    return zh if zh == en else f"{zh} = {en}"


def choices_of(text: str, before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """Read one value a line, ``金卡 = Gold`` with both names.

    As long as there are as many lines as before, a line that reads otherwise renames the value
    in its place; else a name that was there keeps its value, and any other is a new one.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = [[*_SPLIT.split(line, maxsplit=1), ""][:2] for line in lines]
    known = {name: each for each in before for name in (each.names["zh"], each.id)}
    firsts = [zh or en for zh, en in named]
    found = []
    for at, (zh, en) in enumerate(named):
        old = known.get(zh or en)
        if old is None and len(named) == len(before) and before[at].names["zh"] not in firsts:
            old = before[at]
        found.append(Option(old.id if old else "", {"zh": zh or en, "en": en or zh}))
    return tuple(found)


def read_formula(text: str) -> Entry:
    """Check a formula while it is typed."""
    if not text.strip():
        return Entry(problem=_("Write what is to be computed."))
    try:
        parse_formula(text)
    except RuleProblem as problem:
        return Entry(text, str(problem.facts["reason"]))
    return Entry(text)


def formula_in_words(text: str, currency: str) -> str:
    """Return a formula as people say it; nothing while it is none."""
    try:
        return formula_sentence(parse_formula(text), currency=currency)
    except RuleProblem:
        return ""


def fields_for_formulas(but: str = "") -> dict[str, str]:
    """Return what a formula is made of: the label of each number or amount, and how to write it."""
    found: dict[str, str] = {}
    for field in fields().values():
        if field.kind in _NUMERIC and field.sensitivity != "S3" and field.id != but:
            found.setdefault(field.label, _written(field))
    return found


def _written(field: Field) -> str:
    """Return the label where it can be written in a formula and means no other field."""
    alike = [other for other in fields().values() if field.label in other.names.values()]
    plain = _ONE_WORD.fullmatch(field.label) and len(alike) == 1 and field.label not in fields()
    return field.label if plain else field.id
