"""From the text of a rule to its tree: precedence climbing over the table of operators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from profiler_app.domain.fields import Field, fields
from profiler_app.domain.rules.adapting import LIMIT, MoneyUnit, need, problem
from profiler_app.domain.rules.happenings import (
    FUNCTIONS,
    MOST_DAYS,
    SEQUENCES,
    SOURCES,
    behaviour,
    columns_of,
)
from profiler_app.domain.rules.operators import COMPARE, OPERATORS, Operator, operation
from profiler_app.domain.rules.tokens import Token, Words
from profiler_app.domain.rules.tree import (
    Behaviour,
    Events,
    Formula,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Rule,
    Today,
    walk,
)
from profiler_app.domain.rules.vocabulary import Parameter, Vocabulary, with_guess
from profiler_app.domain.text import _

_DEPTH = 40
_OPERATIONS = 200
"""Both bound the depth of the tree, which is walked by recursion."""


def parse(
    text: str,
    *,
    known: Mapping[str, Field] | None = None,
    tags: Collection[str] = (),
    parameters: Mapping[str, Parameter] | None = None,
    money_unit: MoneyUnit = "major",
    allow_sensitive: bool = False,
    segments: Mapping[str, str] | None = None,
) -> Rule:
    """Return the checked rule.

    ``known`` are the fields that may be named (all of the catalog when omitted), ``tags`` the
    tags ``has()`` may ask for, ``parameters`` the values of ``p.x`` (None: a person typed the
    rule, there are none), ``segments`` the names of saved segments by key (None: not checked).
    Amounts compared with money are in the ``money_unit``. Raises RuleProblem with the place and a
    reason in the current language.
    """
    named = fields() if known is None else known
    names = Vocabulary(named, tags, parameters, allow_sensitive, segments)
    root = _Parser(text, names, money_unit).whole()
    need(root, "truth")
    return Rule(root)


def parse_formula(text: str, *, known: Mapping[str, Field] | None = None) -> Formula:
    """Return the checked formula: a number, an amount (in major units) or a yes-or-no value.

    Raises RuleProblem with the place and a reason in the current language.
    """
    names = Vocabulary(fields() if known is None else known, (), None, allow_sensitive=False)
    root = _Parser(text, names, "major").whole()
    need(root, "number", "money", "truth")
    formula = Formula(root)
    if any(isinstance(node, Behaviour | InSegment | Today) for node in walk(root)):
        reason = _("a formula reads fields only: no events, segments or today")
        raise problem(0, reason)
    if not formula.fields:
        raise problem(0, _("the formula names no field"))
    return formula


class _Parser:
    """One pass over one text."""

    def __init__(self, text: str, names: Vocabulary, money_unit: MoneyUnit) -> None:
        self._words = Words(text)
        self._names = names
        self._money_unit = money_unit
        self._depth = 0
        self._operations = 0
        self._inside: Collection[str] = ()

    def whole(self) -> Node:
        if self._words.at_end():
            raise problem(0, _("the rule is empty"))
        root = self._expression(0)
        if not self._words.at_end():
            raise self._words.unexpected(_("an operator such as and, or, =="))
        return root

    def _expression(self, loosest: int) -> Node:
        self._depth += 1
        if self._depth > _DEPTH:
            raise problem(self._words.now.position, _("the rule has too many parts"))
        left = self._operand()
        while (row := self._infix()) is not None and row.binds >= loosest:
            position = self._take_operator(row)
            right = self._expression(row.binds + 1)
            left = self._operation(row, (left, right), position)
            if row.binds == COMPARE:
                self._refuse_chain()
        self._depth -= 1
        return left

    def _infix(self) -> Operator | None:
        token = self._words.now
        if token.kind not in ("sign", "name"):
            return None
        word = token.text.casefold()
        if word == "not" and self._words.then.text.casefold() == "in":
            word = "not in"
        row = OPERATORS.get(word)
        if row is None and token.kind == "sign" and token.text[0] in "=!<>":
            reason = _("{sign} is not an operator; write ==, !=, <= or >=")
            raise problem(token.position, reason.format(sign=repr(token.text)))
        return row if row is not None and row.form == "infix" else None

    def _take_operator(self, row: Operator) -> int:
        position = self._words.take().position
        if " " in row.symbol:
            self._words.take()
        return position

    def _operation(self, row: Operator, operands: tuple[Node, ...], position: int) -> Node:
        self._operations += 1
        if self._operations > _OPERATIONS:
            raise problem(position, _("the rule has too many parts"))
        return operation(row.id, operands, money_unit=self._money_unit, position=position)

    def _refuse_chain(self) -> None:
        row = self._infix()
        if row is not None and row.binds == COMPARE:
            reason = _(
                "comparisons cannot be chained; write 'a < b and b < c' or between(b, low, high)"
            )
            raise problem(self._words.now.position, reason)

    def _operand(self) -> Node:
        token = self._words.now
        if token.kind == "number":
            return _number(self._words.take(), 1)
        if token.kind == "text":
            self._words.take()
            return Literal(token.text, "text", token.position)
        if token.kind == "name" and token.text.casefold() not in ("and", "or", "in"):
            return self._name()
        if self._words.is_sign("("):
            return self._group()
        if self._words.is_sign("["):
            return self._items()
        if self._words.is_sign("-"):
            return self._minus()
        raise self._words.unexpected(_("a field, a value or '('"))

    def _group(self) -> Node:
        self._words.take_sign("(")
        inside = self._expression(0)
        self._words.take_sign(")")
        return inside

    def _minus(self) -> Node:
        position = self._words.take().position
        if self._words.now.kind == "number":
            return _number(self._words.take(), -1)
        row = OPERATORS["neg"]
        return self._operation(row, (self._expression(row.binds),), position)

    def _items(self) -> Items:
        position = self._words.take_sign("[").position
        values = []
        while not self._words.is_sign("]"):
            value = self._operand()
            if not isinstance(value, Literal):
                raise problem(value.position, _("a list in brackets holds plain values only"))
            values.append(value)
            if not self._words.is_sign("]"):
                self._words.take_sign(",")
        self._words.take_sign("]")
        if not values:
            raise problem(position, _("the list in brackets is empty"))
        return Items(tuple(values), position)

    def _name(self) -> Node:
        token = self._words.take()
        word = token.text.casefold()
        if word == "not":
            row = OPERATORS["not"]
            return self._operation(row, (self._expression(row.binds),), token.position)
        if word in ("true", "false"):
            return Literal(word == "true", "truth", token.position)
        if self._words.is_sign("("):
            return self._call(token)
        if word == "today":
            return Today(token.position)
        if token.text.startswith("p."):
            return self._names.parameter(token.text.removeprefix("p."), token.position)
        return self._names.field(token.text.removeprefix("f."), token.position)

    def _call(self, token: Token) -> Node:
        name = token.text
        if name == "has":
            return self._has(token)
        if name == "in_segment":
            return self._in_segment(token)
        if name in FUNCTIONS:
            return self._behaviour(token)
        calls = {row.symbol: row for row in OPERATORS.values() if row.form == "call"}
        if name not in calls:
            reason = _("there is no function {name}.").format(name=repr(name))
            raise problem(
                token.position, with_guess(reason, name, ["has", "in_segment", *FUNCTIONS, *calls])
            )
        return self._operation(calls[name], self._arguments(), token.position)

    def _arguments(self) -> tuple[Node, ...]:
        self._words.take_sign("(")
        arguments = []
        while not self._words.is_sign(")"):
            arguments.append(self._expression(0))
            if not self._words.is_sign(")"):
                self._words.take_sign(",")
        self._words.take_sign(")")
        return tuple(arguments)

    def _has(self, token: Token) -> HasTag:
        arguments = self._arguments()
        if len(arguments) != 1 or not isinstance(arguments[0], Literal):
            raise problem(token.position, _("has() takes one tag in quotation marks"))
        return self._names.tag(str(arguments[0].value), arguments[0].position)

    def _in_segment(self, token: Token) -> InSegment:
        arguments = self._arguments()
        if len(arguments) != 1 or not isinstance(arguments[0], Literal):
            raise problem(token.position, _("in_segment() takes one segment in quotation marks"))
        return self._names.segment(str(arguments[0].value), arguments[0].position)

    # -- what happened to a customer

    def _behaviour(self, token: Token) -> Behaviour:
        """Read ``count(purchases where category == '茶', 90)`` and the like."""
        if token.text in self._inside:
            raise problem(token.position, _("events cannot be counted inside of events"))
        self._words.take_sign("(")
        events, then, within, days = self._events(), None, None, None
        if token.text in SEQUENCES:
            self._words.take_sign(",")
            then = self._events()
            self._words.take_sign(",")
            within = self._days()
        if not self._words.is_sign(")"):
            self._words.take_sign(",")
            days = self._days()
        self._words.take_sign(")")
        self._operations += 1
        return behaviour(
            token.text, events, days=days, then=then, within=within, position=token.position
        )

    def _events(self) -> Events:
        token = self._words.take()
        source, _dot, column = token.text.partition(".")
        columns = columns_of(source, token.position)
        if column and column not in columns:
            reason = _("{events} have no column {name}.")
            known = reason.format(events=SOURCES[source].label, name=repr(column))
            raise problem(token.position, with_guess(known, column, list(columns)))
        where = None
        if self._words.now.kind == "name" and self._words.now.text.casefold() == "where":
            self._words.take()
            where = self._where(columns)
        return Events(source, column, where, token.position)

    def _where(self, columns: Mapping[str, Field]) -> Node:
        """Read a condition on the columns of one event."""
        names, inside = self._names, self._inside
        self._names = replace(names, fields=columns, tags=(), segments={})
        self._inside = FUNCTIONS
        try:
            found = self._expression(0)
        finally:
            self._names, self._inside = names, inside
        need(found, "truth")
        return found

    def _days(self) -> int:
        token = self._words.now
        found = self._operand()
        value = found.value if isinstance(found, Literal) else None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
            reason = _("a number of days from 1 to {most} stands here")
            raise problem(token.position, reason.format(most=MOST_DAYS))
        return value


def _number(token: Token, sign: int) -> Literal:
    try:
        value: int | float = sign * int(token.text)
    except ValueError:
        value = sign * float(token.text)
    if abs(value) >= LIMIT:
        raise problem(token.position, _("the number is too large"))
    return Literal(value, "number", token.position)
