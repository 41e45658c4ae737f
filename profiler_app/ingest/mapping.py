"""Guess what a table holds and where each column goes, from its headers and a sample."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final, Literal

from profiler_app.domain.checked import EMPTY
from profiler_app.domain.errors import MappingProblem
from profiler_app.domain.fields import find_field
from profiler_app.domain.import_kinds import Rule, kind_of, kinds
from profiler_app.domain.imports import ColumnMapping, Mapped, Target
from profiler_app.domain.resources import catalog
from profiler_app.domain.text import _
from profiler_app.ingest.answers import question_of
from profiler_app.ingest.broken_text import repaired
from profiler_app.ingest.notation import Notation, notation_of
from profiler_app.ingest.targets import (
    header_unit,
    normalise_header,
    synonyms,
    target_fields,
)
from profiler_app.ingest.values import converter

Samples = Sequence[Sequence[str]]
NO_OVERRIDES: Final[Mapping[str, str]] = {}

_NEAR: Final = 0.85
_MARGIN: Final = 0.08
_CHECKED_KINDS: Final = frozenset(("money", "number", "int", "num", "ratio", "date", "moment"))
_CHECKED_FIELDS: Final = frozenset(
    ("mobile", "phone", "email", "cn_id", "uscc", "province", "city", "county")
)
_REGIONS: Final = frozenset(("province", "city", "county"))
_OFTEN_CONFUSED: Final[Mapping[str, tuple[str, ...]]] = {
    "mobile": ("phone",),
    "phone": ("mobile",),
    "cn_id": ("uscc",),
    "uscc": ("cn_id",),
}
_VALID: Final = 0.5
"""A column of which less than this share passes the field's validator does not go there."""
_LONGEST: Final = 40
_LOOKED_AT: Final = 100
_FEWEST_SCALES: Final = 5
_STILL_OF_IT: Final = frozenset(("ID_BIRTH_TOO_OLD", "ID_BIRTH_FUTURE", "ADDR_COUNTY_AMBIGUOUS"))
"""Errors of cells that are of the kind of the field all the same."""
_TODAY: Final = date(2100, 1, 1)
_REPEATED: Final = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Choice:
    """A field a column may go to, and why."""

    field: str
    confidence: float
    why: Literal["exact", "near", "content"]
    matched: str = ""
    sure: bool = True


def guess_target(headers: Sequence[str], samples: Samples) -> Target:
    """Return what the rows of a table are, by the fields its headers name.

    Orders have a time or a number and an amount (or quantity and price); what other kinds are
    recognised by is declared with them; a table that is mostly steps of scales under headers
    nobody knows holds the answers to a questionnaire; everything else is a list of customers.
    """
    notation = _notation(samples)
    given: dict[str, Mapping[int, Choice]] = {}

    def best(target: Target) -> Mapping[int, Choice]:
        if target not in given:
            given[target] = _best(headers, samples, target, notation)
        return given[target]

    def fields(target: Target) -> Mapping[str, Choice]:
        return {choice.field: choice for choice in best(target).values()}

    for kind in kinds().values():
        named = _named_exactly(headers, kind.id)
        rules = [rule for rule in kind.recognised if _could_fit(rule, named)]
        if any(_fits(rule, fields(kind.id)) for rule in rules) and not (
            "orders" in kind.unless and _are_orders(fields("orders").keys())
        ):
            return kind.id
    if _are_orders(fields("orders").keys()):
        return "orders"
    known = best("customers")
    unknown = [index for index in range(len(headers)) if index not in known]
    return "surveys" if _are_answers(unknown, len(headers), samples) else "customers"


def _are_answers(unknown: Sequence[int], width: int, samples: Samples) -> bool:
    """Whether at least five columns, and more than half of all, hold only steps of a scale.

    One column of small whole numbers may count anything (children, visits); a row of them that
    share one scale is a questionnaire.
    """
    questions = (
        question_of("", [row[index] for row in samples[:_LOOKED_AT] if index < len(row)])
        for index in unknown
    )
    scales = [each for each in questions if each.kind == "scale" and each.options["max"] > 1]
    return len(scales) >= _FEWEST_SCALES and 2 * len(scales) > width


def _are_orders(fields: Collection[str]) -> bool:
    when = {"order.moment", "order.order_no"} & {*fields}
    amounts = {"order.amount", "order.gross"} & {*fields}
    return bool(when) and (bool(amounts) or {"order.quantity", "order.unit_price"} <= {*fields})


def _named_exactly(headers: Sequence[str], target: Target) -> frozenset[str]:
    known = synonyms(target)
    return frozenset(
        field for header in headers for field in known.get(normalise_header(header), ())
    )


def _could_fit(rule: Rule, named: Collection[str]) -> bool:
    """Whether it is worth looking closer: what must stand under its own header does."""
    return all(
        any(word[:-1] in named for word in either)
        for either in rule
        if all(word.endswith("!") for word in either)
    )


def _fits(rule: Rule, found: Mapping[str, Choice]) -> bool:
    """Whether a rule holds; what is marked with ``!`` needs a header that means nothing else."""
    return all(any(_is_there(word, found) for word in either) for either in rule)


def _is_there(word: str, found: Mapping[str, Choice]) -> bool:
    choice = found.get(word.removesuffix("!"))
    if choice is None or not word.endswith("!"):
        return choice is not None
    return choice.why == "exact" and choice.sure


def guess_mapping(
    headers: Sequence[str],
    samples: Samples,
    target: Target,
    *,
    overrides: Mapping[str, str] = NO_OVERRIDES,
    remembered: Mapping[str, str] = NO_OVERRIDES,
    file: str = "",
) -> Mapped:
    """Return where each column goes; ``overrides`` (column -> field, "" for none) come first.

    What is ``remembered`` (written the same way) comes next, as far as its fields still exist.
    Raises MappingProblem (about ``file``) when an override names a column or field that does not
    exist.
    """
    asked = _asked(headers, overrides, target, file)
    known = _remembered(headers, remembered, target, asked)
    sent = {**known, **asked}
    taken, leave = frozenset(sent.values()), frozenset(sent)
    best = _best(headers, samples, target, _notation(samples), taken=taken, leave=leave)
    columns = []
    for index, header in enumerate(headers):
        column = ColumnMapping(header, index, None, unit=header_unit(header))
        if index in asked:
            column = replace(column, field=asked[index] or None, confidence=1.0, why="asked")
        elif index in known:
            column = replace(column, field=known[index] or None, confidence=1.0, why="remembered")
        elif index in best:
            choice = best[index]
            column = replace(
                column,
                field=choice.field,
                confidence=choice.confidence,
                why=choice.why,
                matched=choice.matched,
            )
        elif kind_of(target).rest is not None:
            column = replace(column, field=kind_of(target).rest, confidence=0.9, why="rest")
        columns.append(column)
    return Mapped(target, tuple(columns))


def _asked(
    headers: Sequence[str], overrides: Mapping[str, str], target: Target, file: str
) -> dict[int, str]:
    by_name = {normalise_header(header): index for index, header in enumerate(headers)}
    exact = {header: index for index, header in enumerate(headers)}
    asked = {}
    for column, field in overrides.items():
        index = exact.get(column, by_name.get(normalise_header(column)))
        found = _field_id(field, target)
        if index is None:
            reason = _("there is no column {column}. It has: {columns}.")
            reason = reason.format(column=column, columns=", ".join(headers))
            raise MappingProblem(file=file, reason=reason)
        if found is None:
            reason = _("there is no field {field}.").format(field=field)
            raise MappingProblem(file=file, reason=reason)
        asked[index] = found
    return asked


def _remembered(
    headers: Sequence[str], remembered: Mapping[str, str], target: Target, asked: Mapping[int, str]
) -> dict[int, str]:
    by_name = {normalise_header(column): field for column, field in remembered.items()}
    known: dict[int, str] = {}
    for index, header in enumerate(headers):
        name = remembered.get(header, by_name.get(normalise_header(header)))
        found = None if name is None or index in asked else _field_id(name, target)
        taken = found and (found in known.values() or found in asked.values())
        if found is not None and not taken:
            known[index] = found
    return known


def _field_id(name: str, target: Target) -> str | None:
    """Return the id of a field named in full, without its prefix, or by a former name."""
    known = target_fields(target)
    former = find_field(name)
    prefixed = f"{kind_of(target).prefix}{name}"
    candidates = (name, prefixed, former.id if former else "")
    return next((each for each in candidates if each in known or not name), None)


def _notation(samples: Samples) -> Notation:
    return notation_of(cell for row in samples[:_LOOKED_AT] for cell in row)


def _best(
    headers: Sequence[str],
    samples: Samples,
    target: Target,
    notation: Notation,
    *,
    taken: frozenset[str] = frozenset(),
    leave: frozenset[int] = frozenset(),
) -> dict[int, Choice]:
    """Give every field to the column that suits it best, the surest choices first."""
    offers = []
    for index, header in enumerate(headers):
        if index not in leave:
            cells = [row[index] for row in samples[:_LOOKED_AT] if index < len(row)]
            choices = header_choices(header, cells, target, notation)
            offers += [(-choice.confidence, index, choice) for choice in choices]
    given: dict[int, Choice] = {}
    used = set(taken)
    for _confidence, index, choice in sorted(offers, key=lambda offer: offer[:2]):
        if index not in given and choice.field not in used:
            given[index] = choice
            used.add(choice.field)
    return given


def header_choices(
    header: str, cells: Sequence[str], target: Target, notation: Notation
) -> list[Choice]:
    """Return the fields a header names (or fields often confused with them) that the cells fit."""
    name = normalise_header(repaired(header) or _REPEATED.sub("", header))
    exact = synonyms(target).get(name, ())
    if exact:
        sure = name not in _weak_headers()
        confidence = 1.0 if sure else 0.7
        named = [Choice(field, confidence, "exact", sure=sure) for field in exact]
    else:
        near = _nearest(name, target)
        named = [near] if near else []
    confused = [
        Choice(other, 0.6, "content")
        for choice in named
        for other in _OFTEN_CONFUSED.get(choice.field, ())
    ]
    fitting = []
    for place, choice in enumerate([*named, *confused]):
        share = _share(choice.field, cells, target, notation)
        if share >= _VALID:
            told = _proven(choice) if share == 1 and any(cells) else choice
            confidence = round(told.confidence * (0.5 + 0.5 * share) - 0.02 * place, 3)
            fitting.append(replace(told, confidence=confidence))
    return fitting


def _proven(choice: Choice) -> Choice:
    """A header that may mean several things is clear where every cell is what the field holds."""
    if choice.why == "exact" and choice.field in _REGIONS:
        return replace(choice, confidence=1.0, sure=True)
    return choice


def _nearest(name: str, target: Target) -> Choice | None:
    """Return the field with the nearest synonym if it is clearly nearer than any other field."""
    found = near_fields(name, target)
    if not found or found[0][2] < _NEAR:
        return None
    (field, matched, nearness), *others = found
    if others and nearness - others[0][2] < _MARGIN:
        return None
    return Choice(field, round(0.9 * nearness, 2), "near", matched)


def near_fields(name: str, target: Target) -> list[tuple[str, str, float]]:
    """Return (field, its synonym, nearness 0.7..1) of the fields with the nearest synonyms."""
    from rapidfuzz import fuzz, process

    if not 3 <= len(name) <= _LONGEST:
        return []
    known = synonyms(target)
    nearest: dict[str, tuple[str, str, float]] = {}
    for text, score, _at in process.extract(
        name, known.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=70
    ):
        nearest.setdefault(known[text][0], (known[text][0], text, score / 100))
    return [*nearest.values()]


def _share(field: str, cells: Sequence[str], target: Target, notation: Notation) -> float:
    """Return the share of filled cells the field accepts; 1 for fields that accept any text."""
    known = target_fields(target)[field]
    if known.kind not in _CHECKED_KINDS and field not in _CHECKED_FIELDS:
        return 1.0
    convert = converter(known, notation=notation, today=_TODAY)
    told = {cell: convert(cell) for cell in {*cells}}
    answers = [told[cell] for cell in cells]
    filled = [answer for answer in answers if answer.errors != (EMPTY,)]
    good = sum(not set(answer.errors) - _STILL_OF_IT for answer in filled)
    return good / len(filled) if filled else 1.0


@cache
def _weak_headers() -> frozenset[str]:
    """Return headers that claim a field only when no clearer header does."""
    return frozenset(normalise_header(name) for name in catalog("import_targets")["weak_headers"])
