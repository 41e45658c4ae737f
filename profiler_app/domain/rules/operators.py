"""The operators of the rule language: one row each says how it reads, checks, sounds and computes.

``compute`` is written against the values of ``analysis.evaluation`` (comparisons, ``&``, ``|``,
``~``, arithmetic, and the methods used below), so it serves one customer and a million alike.
"""

from __future__ import annotations

import operator as op
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from typing import Literal as OneOf

from profiler_app.domain.rules.adapting import MoneyUnit, alike, fit, need, problem
from profiler_app.domain.rules.tree import Items, Literal, Node, Operation, Type
from profiler_app.domain.text import N_, _

Checked = tuple[tuple[Node, ...], Type]
Check = Callable[[tuple[Node, ...], MoneyUnit], Checked]


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator.

    ``symbol`` is what is typed; ``binds`` is how tightly an infix or prefix operator holds its
    operands (calls hold tightest). ``check`` fits and checks the operands and says what comes
    out. ``sentence`` and ``denial`` (its negation) are texts with the operands as ``{0}``,
    ``{1}`` ...; ``opposite`` names the operator that says the contrary instead; ``of_dates`` is the
    sentence for dates. An operator that ``scales`` leaves plain numbers without the unit of the
    field beside them.
    """

    id: str
    symbol: str
    form: OneOf["infix", "prefix", "call"]
    binds: int
    arity: int
    check: Check
    compute: Callable[..., Any]
    sentence: str
    opposite: str = ""
    denial: str = ""
    of_dates: str = ""
    scales: bool = False


def _truths(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    for operand in operands:
        need(operand, "truth")
    return operands, "truth"


def _equal(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    for operand in operands:
        _not_a_list(operand)
    return alike(operands, unit, "truth", "number", "money", "text", "date"), "truth"


def _ordered(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    return alike(operands, unit, "number", "money", "date"), "truth"


def _member(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    subject, items = operands
    _not_a_list(subject)
    need(subject, "number", "money", "text", "date")
    need(items, "items")
    return (subject, fit(items, subject, unit)), "truth"


def _choices(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    subject, items = operands
    need(subject, "list")
    if isinstance(items, Literal):
        items = Items((items,), items.position)
    need(items, "items")
    return (subject, fit(items, subject, unit)), "truth"


def _text_part(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    subject, part = operands
    need(subject, "text")
    need(part, "text")
    if not isinstance(part, Literal):
        raise problem(part.position, _("write the text to look for in quotation marks"))
    return operands, "truth"


def _anything(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    if operands[0].type == "items":
        need(operands[0], "number", "text")
    return operands, "truth"


def _either(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    fitted = alike(operands, unit, "truth", "number", "money", "text", "date")
    return fitted, fitted[0].type


def _sum(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    fitted = alike(operands, unit, "number", "money")
    return fitted, fitted[0].type


def _later(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    """Check a sum: numbers, amounts, or a date and a number of days."""
    left, right = operands
    if left.type == "date":
        need(right, "number")
        return operands, "date"
    return _sum(operands, unit)


def _earlier(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    """Check a difference: numbers, amounts, days before a date, or days between two dates."""
    left, right = operands
    if "date" not in (left.type, right.type):
        return _sum(operands, unit)
    if right.type == "number":
        return operands, "date"
    fitted = tuple(
        fit(operand, left if left.type == "date" else right, unit) for operand in operands
    )
    for operand in fitted:
        need(operand, "date")
    return fitted, "number"


def _product(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    left, right = operands
    need(left, "number", "money")
    need(right, *(("number",) if left.type == "money" else ("number", "money")))
    return operands, "money" if "money" in (left.type, right.type) else "number"


def _quotient(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    left, right = operands
    need(left, "number", "money")
    need(right, *(("number", "money") if left.type == "money" else ("number",)))
    return operands, "money" if left.type != right.type else "number"


def _negative(operands: tuple[Node, ...], unit: MoneyUnit) -> Checked:
    need(operands[0], "number", "money")
    return operands, operands[0].type


def _not_a_list(node: Node) -> None:
    if node.type == "list":
        reason = _("this field holds several values; write any_of(field, ['a', 'b'])")
        raise problem(node.position, reason)


OR, AND, NOT, COMPARE, ADD, TIMES, SIGN, CALL = range(1, 9)
"""How tightly operators bind, loosest first."""

_ROWS = (
    Operator("or", "or", "infix", OR, 2, _truths, op.or_, N_("{0} or {1}")),
    Operator("and", "and", "infix", AND, 2, _truths, op.and_, N_("{0} and {1}")),
    Operator("not", "not", "prefix", NOT, 1, _truths, op.invert, N_("it does not hold that {0}")),
    Operator("==", "==", "infix", COMPARE, 2, _equal, lambda a, b: a.equals(b),
             N_("{0} is {1}"), opposite="!="),
    Operator("!=", "!=", "infix", COMPARE, 2, _equal, lambda a, b: ~a.equals(b),
             N_("{0} is not {1}"), opposite="=="),
    Operator("<", "<", "infix", COMPARE, 2, _ordered, op.lt,
             N_("{0} is below {1}"), opposite=">=", of_dates=N_("{0} is before {1}")),
    Operator("<=", "<=", "infix", COMPARE, 2, _ordered, op.le,
             N_("{0} is at most {1}"), opposite=">", of_dates=N_("{0} is on or before {1}")),
    Operator(">", ">", "infix", COMPARE, 2, _ordered, op.gt,
             N_("{0} is above {1}"), opposite="<=", of_dates=N_("{0} is after {1}")),
    Operator(">=", ">=", "infix", COMPARE, 2, _ordered, op.ge,
             N_("{0} is at least {1}"), opposite="<", of_dates=N_("{0} is on or after {1}")),
    Operator("in", "in", "infix", COMPARE, 2, _member, lambda a, items: a.among(items),
             N_("{0} is one of {1}"), opposite="not in"),
    Operator("not in", "not in", "infix", COMPARE, 2, _member, lambda a, items: ~a.among(items),
             N_("{0} is none of {1}"), opposite="in"),
    Operator("+", "+", "infix", ADD, 2, _later, op.add, N_("{0} plus {1}")),
    Operator("-", "-", "infix", ADD, 2, _earlier, op.sub, N_("{0} minus {1}")),
    Operator("*", "*", "infix", TIMES, 2, _product, op.mul, N_("{0} times {1}"),
             scales=True),
    Operator("/", "/", "infix", TIMES, 2, _quotient, op.truediv, N_("{0} divided by {1}"),
             scales=True),
    Operator("neg", "-", "prefix", SIGN, 1, _negative, op.neg, N_("minus {0}")),
    Operator("isnull", "isnull", "call", CALL, 1, _anything, lambda a: a.is_unknown(),
             N_("{0} is unknown"), denial=N_("{0} is known")),
    Operator("any_of", "any_of", "call", CALL, 2, _choices, lambda a, items: a.any_of(items),
             N_("{0} includes one of {1}"), denial=N_("{0} includes none of {1}")),
    Operator("all_of", "all_of", "call", CALL, 2, _choices, lambda a, items: a.all_of(items),
             N_("{0} includes all of {1}"), denial=N_("{0} does not include all of {1}")),
    Operator("between", "between", "call", CALL, 3, _ordered,
             lambda a, low, high: (a >= low) & (a <= high),
             N_("{0} is between {1} and {2}"), denial=N_("{0} is outside {1} to {2}")),
    Operator("coalesce", "coalesce", "call", CALL, 2, _either, lambda a, b: a.otherwise(b),
             N_("{0} (if unknown: {1})")),
    Operator("ratio", "ratio", "call", CALL, 2, _quotient, op.truediv,
             N_("the ratio of {0} to {1}"), scales=True),
    Operator("contains", "contains", "call", CALL, 2, _text_part, lambda a, b: a.contains(b),
             N_("{0} contains {1}"), denial=N_("{0} does not contain {1}")),
    Operator("startswith", "startswith", "call", CALL, 2, _text_part,
             lambda a, b: a.starts_with(b),
             N_("{0} starts with {1}"), denial=N_("{0} does not start with {1}")),
)  # fmt: skip

OPERATORS: Mapping[str, Operator] = {row.id: row for row in _ROWS}


def operation(
    name: str, operands: tuple[Node, ...], *, money_unit: MoneyUnit = "major", position: int = 0
) -> Operation:
    """Return an operator with its operands, fitted and checked.

    Raises RuleProblem when there are too many or too few operands, or of the wrong type.
    """
    row = OPERATORS[name]
    if len(operands) != row.arity:
        reason = _("{operator} takes {n} values, not {found}")
        raise problem(
            position, reason.format(operator=row.symbol, n=row.arity, found=len(operands))
        )
    fitted, gives = row.check(operands, money_unit)
    return Operation(name, fitted, gives, position)
