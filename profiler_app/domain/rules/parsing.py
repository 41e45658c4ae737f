"""From the text of a rule to its tree: precedence climbing over the table of operators."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from profiler_app.domain.errors import RuleProblem
from profiler_app.domain.fields import Field, fields, find_field
from profiler_app.domain.rules.adapting import MoneyUnit, need, problem
from profiler_app.domain.rules.operators import COMPARE, OPERATORS, Operator, operation
from profiler_app.domain.rules.tokens import Token, tokenize
from profiler_app.domain.rules.tree import FieldRef, HasTag, Items, Literal, Node, Rule, Scalar
from profiler_app.domain.text import _

Parameter = Scalar | Sequence[Scalar]

_LIMIT = 2**62
_DEPTH = 40
_OPERATIONS = 200
"""Both bound the depth of the tree, which is walked by recursion."""
_WORDS = {"and", "or", "not", "in"}


def parse(
    text: str,
    *,
    known: Mapping[str, Field] | None = None,
    tags: Collection[str] = (),
    parameters: Mapping[str, Parameter] | None = None,
    money_unit: MoneyUnit = "major",
    allow_sensitive: bool = False,
) -> Rule:
    """Return the checked rule.

    ``known`` are the fields that may be named (all of the catalog when omitted), ``tags`` the
    tags ``has()`` may ask for, ``parameters`` the values of ``p.x`` (None: a person typed the
    rule, there are none). Amounts compared with money are in the ``money_unit``. Raises
    RuleProblem with the place and a reason in the current language.
    """
    parser = _Parser(
        text,
        fields() if known is None else known,
        tags,
        parameters,
        money_unit=money_unit,
        allow_sensitive=allow_sensitive,
    )
    return parser.rule()


class _Parser:
    """One pass over one text."""

    def __init__(
        self,
        text: str,
        known: Mapping[str, Field],
        tags: Collection[str],
        parameters: Mapping[str, Parameter] | None,
        *,
        money_unit: MoneyUnit,
        allow_sensitive: bool,
    ) -> None:
        self._tokens = tokenize(text)
        self._next = 0
        self._depth = 0
        self._operations = 0
        self._known = known
        self._tags = tags
        self._parameters = parameters
        self._money_unit: MoneyUnit = money_unit
        self._allow_sensitive = allow_sensitive

    def rule(self) -> Rule:
        if self._token.kind == "end":
            raise problem(0, _("the rule is empty"))
        root = self._expression(0)
        if self._token.kind != "end":
            raise self._unexpected(_("an operator such as and, or, =="))
        need(root, "truth")
        return Rule(root)

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += 1
        return token

    def _take_sign(self, sign: str) -> Token:
        if self._token.kind != "sign" or self._token.text != sign:
            raise self._unexpected(repr(sign))
        return self._take()

    def _is_sign(self, sign: str) -> bool:
        return self._token.kind == "sign" and self._token.text == sign

    def _unexpected(self, wanted: str) -> RuleProblem:
        found = repr(self._token.text) if self._token.kind != "end" else _("the end of the rule")
        reason = _("expected {wanted}, found {found}").format(wanted=wanted, found=found)
        return problem(self._token.position, reason)

    def _expression(self, loosest: int) -> Node:
        self._depth += 1
        if self._depth > _DEPTH:
            raise problem(self._token.position, _("the rule has too many parts"))
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
        if self._token.kind not in ("sign", "name"):
            return None
        word = self._token.text.casefold()
        if word == "not" and self._tokens[self._next + 1].text.casefold() == "in":
            word = "not in"
        row = OPERATORS.get(word)
        if row is None and self._token.text in ("=", "<>", "&&", "=<", "=>"):
            reason = _("{sign} is not an operator; write ==, !=, <= or >=")
            raise problem(self._token.position, reason.format(sign=repr(self._token.text)))
        return row if row is not None and row.form == "infix" else None

    def _take_operator(self, row: Operator) -> int:
        position = self._take().position
        if " " in row.symbol:
            self._take()
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
            raise problem(self._token.position, reason)

    def _operand(self) -> Node:
        token = self._token
        if token.kind == "number":
            return _number(self._take(), 1)
        if token.kind == "text":
            self._take()
            return Literal(token.text, "text", token.position)
        if token.kind == "name":
            return self._name()
        if self._is_sign("("):
            return self._group()
        if self._is_sign("["):
            return self._items()
        if self._is_sign("-"):
            return self._minus()
        raise self._unexpected(_("a field, a value or '('"))

    def _group(self) -> Node:
        self._take_sign("(")
        inside = self._expression(0)
        self._take_sign(")")
        return inside

    def _minus(self) -> Node:
        position = self._take().position
        if self._token.kind == "number":
            return _number(self._take(), -1)
        row = OPERATORS["neg"]
        return self._operation(row, (self._expression(row.binds),), position)

    def _items(self) -> Items:
        position = self._take_sign("[").position
        values = []
        while not self._is_sign("]"):
            value = self._operand()
            if not isinstance(value, Literal):
                raise problem(value.position, _("a list in brackets holds plain values only"))
            values.append(value)
            if not self._is_sign("]"):
                self._take_sign(",")
        self._take_sign("]")
        if not values:
            raise problem(position, _("the list in brackets is empty"))
        return Items(tuple(values), position)

    def _name(self) -> Node:
        token = self._take()
        word = token.text.casefold()
        if word == "not":
            row = OPERATORS["not"]
            return self._operation(row, (self._expression(row.binds),), token.position)
        if word in ("true", "false"):
            return Literal(word == "true", "truth", token.position)
        if self._is_sign("("):
            return self._call(token)
        if token.text.startswith("p."):
            return self._parameter(token)
        return self._field(token)

    def _call(self, token: Token) -> Node:
        name = token.text
        if name == "has":
            return self._has(token, self._arguments())
        calls = {row.symbol: row for row in OPERATORS.values() if row.form == "call"}
        if name not in calls:
            reason = _("there is no function {name}.").format(name=repr(name))
            raise problem(token.position, _with_guess(reason, name, ["has", *calls]))
        return self._operation(calls[name], self._arguments(), token.position)

    def _arguments(self) -> tuple[Node, ...]:
        self._take_sign("(")
        arguments = []
        while not self._is_sign(")"):
            arguments.append(self._expression(0))
            if not self._is_sign(")"):
                self._take_sign(",")
        self._take_sign(")")
        return tuple(arguments)

    def _has(self, token: Token, arguments: tuple[Node, ...]) -> HasTag:
        if len(arguments) != 1 or not isinstance(arguments[0], Literal):
            raise problem(token.position, _("has() takes one tag in quotation marks"))
        tag = str(arguments[0].value)
        if tag not in self._tags:
            reason = _("there is no tag {name}.").format(name=repr(tag))
            raise problem(arguments[0].position, _with_guess(reason, tag, self._tags))
        return HasTag(tag, token.position)

    def _parameter(self, token: Token) -> Node:
        name = token.text.removeprefix("p.")
        if self._parameters is None:
            raise problem(token.position, _("parameters (p.) exist only in the rule of a tag"))
        if name not in self._parameters:
            reason = _("the tag has no parameter {name}.").format(name=repr(name))
            raise problem(token.position, _with_guess(reason, name, self._parameters))
        value = self._parameters[name]
        if isinstance(value, Sequence) and not isinstance(value, str):
            values = tuple(_literal(item, token.position) for item in value)
            return Items(values, token.position)
        return _literal(value, token.position)

    def _field(self, token: Token) -> FieldRef:
        name = token.text.removeprefix("f.")
        if name.casefold() in _WORDS:
            self._next -= 1
            raise self._unexpected(_("a field, a value or '('"))
        field = self._find(name)
        if field is None:
            reason = _("there is no field {name}.").format(name=repr(name))
            raise problem(token.position, _with_guess(reason, name, self._known))
        if field.sensitivity == "S3" and not self._allow_sensitive:
            reason = _("{field} is sensitive and cannot be used in a rule")
            raise problem(token.position, reason.format(field=field.label))
        return FieldRef(field.id, field, token.position)

    def _find(self, name: str) -> Field | None:
        if name in self._known:
            return self._known[name]
        former = find_field(name)
        if former is not None:
            return self._known.get(former.id)
        return next((field for field in self._known.values() if name in field.names.values()), None)


def _number(token: Token, sign: int) -> Literal:
    try:
        value: int | float = sign * int(token.text)
    except ValueError:
        value = sign * float(token.text)
    if abs(value) >= _LIMIT:
        raise problem(token.position, _("the number is too large"))
    return Literal(value, "number", token.position)


def _literal(value: Scalar, position: int) -> Literal:
    if isinstance(value, bool):
        return Literal(value, "truth", position)
    if isinstance(value, int | float):
        return Literal(value, "number", position)
    return Literal(str(value), "text", position)


def _with_guess(reason: str, name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    if not near:
        return reason
    return _("{reason} Did you mean {guess}?").format(reason=reason, guess=near[0])
