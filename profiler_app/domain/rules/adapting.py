"""Fitting what was written to what it is compared with: money, dates, option labels."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal as OneOf

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import Field, options
from profiler_app.domain.rules.code_names import code_names, code_of
from profiler_app.domain.rules.tree import (
    Behaviour,
    FieldRef,
    Items,
    Literal,
    Node,
    Operation,
    Today,
    Type,
)
from profiler_app.domain.text import N_, _

MoneyUnit = OneOf["major", "minor"]

LIMIT = 2**62
"""Numbers of a rule are smaller, so that they fit into the columns they are compared with."""

TYPE_NAMES: dict[Type, str] = {
    "truth": N_("a yes-or-no value"),
    "number": N_("a number"),
    "money": N_("an amount of money"),
    "text": N_("a text"),
    "date": N_("a date"),
    "list": N_("a list of values"),
    "reference": N_("a reference"),
    "items": N_("a list in brackets"),
}


def problem(position: int, reason: str) -> RuleProblem:
    """Return the problem to raise at a place of the text."""
    return RuleProblem(position=position, reason=reason)


def need(node: Node, *wanted: Type) -> None:
    """Raise RuleProblem unless the node is of one of these types."""
    if node.type in wanted:
        return
    names = " / ".join(_(TYPE_NAMES[kind]) for kind in wanted)
    found = _(TYPE_NAMES[node.type])
    raise problem(
        node.position, _("expected {wanted}, found {found}").format(wanted=names, found=found)
    )


def alike(operands: tuple[Node, ...], unit: MoneyUnit, *allowed: Type) -> tuple[Node, ...]:
    """Fit literals to the first operand that is not one; all must be of its, an allowed, type."""
    subject = next((o for o in operands if not isinstance(o, Literal)), operands[0])
    need(subject, *allowed)
    fitted = tuple(fit(operand, subject, unit) for operand in operands)
    for operand in fitted:
        need(operand, subject.type)
    return fitted


def fit(node: Node, subject: Node, unit: MoneyUnit) -> Node:
    """Return the literal(s) of ``node`` as values of the subject's type; others stay as is."""
    if isinstance(node, Items):
        return replace(node, values=tuple(_plain(value, subject, unit) for value in node.values))
    return _fit(node, subject, unit) if isinstance(node, Literal) else node


def _plain(value: Literal, subject: Node, unit: MoneyUnit) -> Literal:
    fitted = _fit(value, subject, unit)
    if not isinstance(fitted, Literal):
        raise problem(value.position, _("a list in brackets holds plain values only"))
    return fitted


def _fit(literal: Literal, subject: Node, unit: MoneyUnit) -> Node:
    field = field_of(subject)
    if field is not None and field.options and subject.type in ("text", "list"):
        return _option(literal, field)
    if field is not None and subject.type == "text" and code_names(field.id):
        return _code(literal, field)
    if subject.type == "money" and literal.type == "number":
        return _money(literal, unit)
    if subject.type == "date" and literal.type == "text":
        return _date(literal)
    if subject.type != "list":
        need(literal, subject.type)
    else:
        need(literal, "text")
    return literal


def field_of(subject: Node) -> Field | None:
    """Return the field whose values these are, None for anything computed."""
    if isinstance(subject, Operation) and subject.operator == "coalesce":
        return field_of(subject.operands[0])
    return subject.field if isinstance(subject, FieldRef | Behaviour) else None


def _money(literal: Literal, unit: MoneyUnit) -> Literal:
    amount = Decimal(str(literal.value)) * (100 if unit == "major" else 1)
    if amount != int(amount):
        raise problem(literal.position, _("an amount of money has at most two decimals"))
    if abs(amount) >= LIMIT:
        raise problem(literal.position, _("the number is too large"))
    return replace(literal, value=int(amount), type="money")


_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}))?")


def _date(literal: Literal) -> Node:
    moving = _RELATIVE.fullmatch(str(literal.value))
    if moving is not None:
        return _days_from_today(moving, literal.position)
    try:
        return replace(literal, value=date.fromisoformat(str(literal.value)), type="date")
    except ValueError:
        reason = _("{value} is not a date; write it like '2026-01-31'")
        raise problem(literal.position, reason.format(value=repr(literal.value))) from None


def _days_from_today(found: re.Match[str], position: int) -> Node:
    """Return a day that moves along: ``'today-30'`` is ``today - 30``."""
    sign, days = found.groups()
    if not days:
        return Today(position)
    amount = Literal(int(days), "number", position)
    return Operation(sign, (Today(position), amount), "date", position)


def _code(literal: Literal, field: Field) -> Literal:
    need(literal, "text", "number")
    code = code_of(field.id, str(literal.value))
    if code is None:
        reason = _("{field} has no value {value}; write its code or its full Chinese name")
        raise problem(literal.position, reason.format(field=field.label, value=repr(literal.value)))
    return replace(literal, value=code, type="text")


def _option(literal: Literal, field: Field) -> Literal:
    need(literal, "text", "number")
    written = str(literal.value)
    allowed = options(field.options or "")
    for option in allowed:
        if written == option.id or written.casefold() in map(str.casefold, option.names.values()):
            return replace(literal, value=option.id, type="text")
    reason = _("{field} has no value {value}; it knows: {allowed}")
    listed = ", ".join(f"{option.id} ({option.label})" for option in allowed)
    raise problem(
        literal.position,
        reason.format(field=field.label, value=repr(literal.value), allowed=listed),
    )
