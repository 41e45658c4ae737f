"""Fields that the people of a workspace define themselves, beside those of the catalog.

A definition becomes a ``Field`` like any other: its values are attributes, or, with a formula,
features computed by the refresh.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Literal, get_args

from profiler_app.domain.errors import FieldProblem, RuleProblem
from profiler_app.domain.fields import Field, Kind, Option, fields, of_catalog
from profiler_app.domain.forbidden import forbidden_subject
from profiler_app.domain.rules import Formula, parse_formula
from profiler_app.domain.rules.wording import formula_text
from profiler_app.domain.text import N_, _

OwnKind = Literal["text", "number", "money", "date", "choice", "choices", "formula"]

OWN_KINDS: Mapping[OwnKind, str] = {
    "text": N_("Text"),
    "number": N_("Numeric value"),
    "money": N_("Amount of money"),
    "date": N_("Date"),
    "choice": N_("One of a list"),
    "choices": N_("Several of a list"),
    "formula": N_("Formula"),
}
"""What each kind is called."""

MOST_CHOICES = 60
_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "number": "num",
    "money": "money",
    "date": "date",
    "choice": "enum",
    "choices": "list",
}
_RESULTS: Mapping[str, Kind] = {"number": "num", "money": "money", "truth": "bool"}
_SPLITS = re.compile(r"[,;、，；|/'\"“”‘’]")
"""Signs that part the values of a list in a file or in a form, or the texts of a rule."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What was decided about a field.

    ``names`` in both languages; ``choices`` are the allowed values of ``choice`` and ``choices``;
    ``formula`` is the text in the rule language and ``gives`` the kind of what comes out of it;
    ``kinds`` of customers have the field. ``id`` is empty until it is defined.
    """

    names: Mapping[str, str]
    kind: OwnKind
    dimension: str = "D1"
    choices: tuple[Option, ...] = ()
    unit: str = ""
    formula: str = ""
    gives: Kind = "num"
    kinds: tuple[str, ...] = ("person", "company")
    id: str = ""

    @property
    def field(self) -> Field:
        """The field of the catalog it becomes."""
        computed = self.kind == "formula"
        return Field(
            id=self.id,
            names=self.names,
            kind=self.gives if computed else _KINDS[self.kind],
            place="feature" if computed else "attribute",
            applies_to=frozenset(f"{k}:{line}" for k in self.kinds for line in ("trade", "bank")),
            dimension=self.dimension,
            options=self.id if self.choices else None,
            unit=self.unit or None,
            origin="derived" if computed else "declared",
            formula=self.formula,
            null_means="none" if computed else "missing",
        )


def checked(definition: Definition, others: Iterable[Definition] = ()) -> Definition:
    """Return a definition as it can be stored, or raise FieldProblem saying what to change.

    ``others`` are the workspace's other definitions. A name in one language serves for both.
    """
    names = {language: text.strip() for language, text in definition.names.items()}
    given = names.get("zh") or names.get("en") or ""
    if not given:
        raise FieldProblem(reason=_("give the field a name."))
    names = {language: names.get(language) or given for language in ("zh", "en")}
    assert definition.kind in get_args(OwnKind)
    whole = replace(definition, names=names, unit=definition.unit.strip())
    _refuse_forbidden(whole)
    _refuse_taken(whole)
    if definition.kind in ("choice", "choices"):
        return replace(whole, choices=_choices(definition.choices), formula="", unit="")
    if definition.kind == "formula":
        return _with_formula(whole, tuple(others))
    unit = whole.unit if definition.kind == "number" else ""
    return replace(whole, choices=(), formula="", unit=unit)


def _refuse_forbidden(definition: Definition) -> None:
    for name in definition.names.values():
        subject = forbidden_subject(name)
        if subject is not None:
            reason = _(
                "“{name}” is about {subject}. Article {n} of the Personal Information Protection "
                "Law of China asks for a separate consent and a strict need; Zhike keeps no field "
                "for it."
            )
            said = reason.format(name=name, subject=subject.label, n=subject.article)
            raise FieldProblem(reason=said)


def _refuse_taken(definition: Definition) -> None:
    wanted = {text.casefold() for text in definition.names.values()}
    for field in fields().values():
        if field.id != definition.id and wanted & {n.casefold() for n in field.names.values()}:
            reason = _("there is a field “{name}” already.")
            raise FieldProblem(reason=reason.format(name=field.label))


def _choices(given: Sequence[Option]) -> tuple[Option, ...]:
    """Return the allowed values; the first name of one is its id for good."""
    found: dict[str, Option] = {}
    for choice in given:
        names = {language: text.strip() for language, text in choice.names.items()}
        first = names.get("zh") or names.get("en") or ""
        if not first:
            continue
        for text in names.values():
            if _SPLITS.search(text):
                reason = _("“{name}” holds a sign that parts the values of a list.")
                raise FieldProblem(reason=reason.format(name=text))
        option = Option(choice.id or first, {k: names.get(k) or first for k in ("zh", "en")})
        if option.id in found:
            raise FieldProblem(reason=_("“{name}” is there twice.").format(name=first))
        found[option.id] = option
    if not found:
        raise FieldProblem(reason=_("name at least one value to choose from."))
    if len(found) > MOST_CHOICES:
        reason = _("at most {n} values can be chosen from.")
        raise FieldProblem(reason=reason.format(n=MOST_CHOICES))
    return tuple(found.values())


def _with_formula(definition: Definition, others: Sequence[Definition]) -> Definition:
    formula = parse_formula(definition.formula)
    by_id = {other.id: other for other in others}
    waiting, seen = list(formula.fields), set[str]()
    while waiting:
        name = waiting.pop()
        if name == definition.id:
            raise FieldProblem(reason=_("the formula would need its own result."))
        other = by_id.get(name)
        if other is not None and other.formula and name not in seen:
            seen.add(name)
            waiting += parse_formula(other.formula).fields
    gives = _RESULTS[formula.root.type]
    return replace(
        definition,
        formula=formula_text(formula),
        gives=gives,
        choices=(),
        unit=definition.unit if gives == "num" else "",
    )


@of_catalog
def own_formulas() -> Mapping[str, Formula]:
    """Return the formulas of the workspace by field, each after those it needs.

    A formula that names a field that is gone is left out: its result is unknown.
    """
    found = {}
    for field in fields().values():
        if field.is_own and field.formula:
            try:
                found[field.id] = parse_formula(field.formula)
            except RuleProblem:
                continue
    asked = {name: sorted(formula.fields & found.keys()) for name, formula in found.items()}
    try:
        order = tuple(TopologicalSorter(asked).static_order())
    except CycleError:  # an undo brought a circle back
        return {}
    return {name: found[name] for name in order}


def facts_of_formulas() -> frozenset[str]:
    """Return the ids of the facts (no features) that the workspace's formulas read."""
    known = fields()
    wanted = frozenset(name for each in own_formulas().values() for name in each.fields)
    return frozenset(name for name in wanted if known[name].place in ("column", "attribute"))
