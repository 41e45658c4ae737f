"""A rule as text again, and a rule as a sentence in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from profiler_app.domain.fields import Field
from profiler_app.domain.money import format_money, to_decimal
from profiler_app.domain.rules.adapting import MoneyUnit, field_of
from profiler_app.domain.rules.happenings import FUNCTIONS, SEQUENCES, SOURCES
from profiler_app.domain.rules.operators import CALL, COMPARE, OPERATORS, Operator
from profiler_app.domain.rules.showing import listed, number, show, show_date, yes_or_no
from profiler_app.domain.rules.tree import (
    Behaviour,
    Events,
    FieldRef,
    Formula,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Operation,
    Rule,
    Today,
)
from profiler_app.domain.text import _

_NOT = OPERATORS["not"]
_QUOTES = ("''", '""', "“”", "‘’")


def to_text(rule: Rule, *, money_unit: MoneyUnit = "major") -> str:
    """Return the text that parses (with the same ``money_unit``) to an equal rule."""
    return node_text(rule.root, money_unit)


def node_text(node: Node, money_unit: MoneyUnit = "major") -> str:
    """Return the text of a part of a rule."""
    if isinstance(node, FieldRef):
        return node.id
    if isinstance(node, HasTag):
        return f"has({quoted(node.tag)})"
    if isinstance(node, InSegment):
        return f"in_segment({quoted(node.segment)})"
    if isinstance(node, Today):
        return "today"
    if isinstance(node, Behaviour):
        return _behaviour_text(node, money_unit)
    if isinstance(node, Literal):
        return _literal_text(node, money_unit)
    if isinstance(node, Items):
        return f"[{', '.join(_literal_text(value, money_unit) for value in node.values)}]"
    return _operation_text(node, money_unit)


def _behaviour_text(node: Behaviour, money_unit: MoneyUnit) -> str:
    parts = [_events_text(node.events, money_unit)]
    if node.then is not None:
        parts += [_events_text(node.then, money_unit), str(node.within)]
    if node.days is not None:
        parts.append(str(node.days))
    return f"{node.function}({', '.join(parts)})"


def _events_text(events: Events, money_unit: MoneyUnit) -> str:
    name = f"{events.source}.{events.column}" if events.column else events.source
    if events.where is None:
        return name
    return f"{name} where {node_text(events.where, money_unit)}"


def _operation_text(node: Operation, money_unit: MoneyUnit) -> str:
    row = OPERATORS[node.operator]
    if row.form == "call":
        inside = ", ".join(node_text(operand, money_unit) for operand in node.operands)
        return f"{row.symbol}({inside})"
    if row.form == "prefix":
        (operand,) = node.operands
        folds = row.id == "neg" and isinstance(operand, Literal)
        inside = _held(operand, node_text(operand, money_unit), row.binds + (CALL if folds else 0))
        return f"{row.symbol} {inside}" if row.symbol.isalpha() else f"{row.symbol}{inside}"
    left, right = node.operands
    loosest = row.binds + 1 if row.binds == COMPARE else row.binds
    before = _held(left, node_text(left, money_unit), loosest)
    after = _held(right, node_text(right, money_unit), row.binds + 1)
    return f"{before} {row.symbol} {after}"


def _held(node: Node, text: str, loosest: int) -> str:
    return f"({text})" if _binds(node) < loosest else text


def _binds(node: Node) -> int:
    return OPERATORS[node.operator].binds if isinstance(node, Operation) else CALL


def _literal_text(literal: Literal, money_unit: MoneyUnit) -> str:
    value = literal.value
    if literal.type == "truth":
        return "true" if value else "false"
    if literal.type == "money" and isinstance(value, int):
        return to_decimal(value).removesuffix(".00") if money_unit == "major" else str(value)
    if isinstance(value, date):
        return quoted(value.isoformat())
    return quoted(value) if isinstance(value, str) else repr(value)


def quoted(text: str) -> str:
    """Return a text in the first pair of quotes that can hold it: the language has no escapes."""
    pair = next(pair for pair in _QUOTES if pair[1] not in text)
    return f"{pair[0]}{text}{pair[1]}"


def to_sentence(
    rule: Rule, *, currency: str = "CNY", tag_names: Mapping[str, str] | None = None
) -> str:
    """Return the rule as people say it: labels of fields, options and tags, units, money.

    ``tag_names`` are the names of tags by id; the built-in tags when omitted.
    """
    return node_sentence(rule.root, currency=currency, tag_names=tag_names)


def formula_text(formula: Formula) -> str:
    """Return the text that parses to an equal formula."""
    return node_text(formula.root)


def formula_sentence(formula: Formula, *, currency: str = "CNY") -> str:
    """Return a formula as people say it, with the labels of its fields."""
    return _Speaker(currency, {}).amount(formula.root)


def node_sentence(
    node: Node, *, currency: str = "CNY", tag_names: Mapping[str, str] | None = None
) -> str:
    """Return a part of a rule that is true or false as people say it."""
    return _Speaker(currency, tag_names or {}).condition(node)


def behaviour_sentence(node: Behaviour, *, currency: str = "CNY") -> str:
    """Return a function of events as people say it."""
    return _Speaker(currency, {}).behaviour(node)


class _Speaker:
    """Says rules with one currency and one set of tag names."""

    def __init__(self, currency: str, tag_names: Mapping[str, str]) -> None:
        self._currency = currency
        self._tag_names = tag_names

    def amount(self, node: Node) -> str:
        """Say a whole formula; only what stands inside of it needs brackets."""
        if isinstance(node, Operation) and node.type != "truth":
            return self._filled(OPERATORS[node.operator], OPERATORS[node.operator].sentence, node)
        return self.condition(node) if node.type == "truth" else self._phrase(node, None)

    def condition(self, node: Node) -> str:
        if isinstance(node, HasTag):
            return _('has the tag "{tag}"').format(tag=self._tag(node.tag))
        if isinstance(node, InSegment):
            return _('is in the segment "{segment}"').format(segment=node.segment)
        if isinstance(node, Behaviour) and node.then is not None:
            return self._sequence(node, SEQUENCES[node.function].sentence)
        if not isinstance(node, Operation):
            return _("{0} is {1}").format(self._phrase(node, None), yes_or_no(True))
        if node.operator == "not":
            return self._denial(node.operands[0])
        row = OPERATORS[node.operator]
        return self._filled(row, _template(row, node), node)

    def _denial(self, node: Node) -> str:
        if isinstance(node, HasTag):
            return _('does not have the tag "{tag}"').format(tag=self._tag(node.tag))
        if isinstance(node, InSegment):
            return _('is not in the segment "{segment}"').format(segment=node.segment)
        if isinstance(node, Behaviour) and node.then is not None:
            return _(_NOT.sentence).format(_bracketed(self.condition(node)))
        if not isinstance(node, Operation):
            return _("{0} is {1}").format(self._phrase(node, None), yes_or_no(False))
        if node.operator == "not":
            return self.condition(node.operands[0])
        row = OPERATORS[node.operator]
        if row.opposite:
            return self._filled(row, _template(OPERATORS[row.opposite], node), node)
        if row.denial:
            return self._filled(row, row.denial, node)
        return _(_NOT.sentence).format(_bracketed(self.condition(node)))

    def _filled(self, row: Operator, template: str, node: Operation) -> str:
        if node.operator in ("and", "or"):
            return _(template).format(*self._joined(row, node))
        field = None if row.scales else _measure(node)
        return _(template).format(*(self._phrase(part, field) for part in node.operands))

    def _joined(self, row: Operator, node: Operation) -> list[str]:
        left, right = node.operands
        said = []
        for part, loosest in ((left, row.binds), (right, row.binds + 1)):
            text = self.condition(part)
            said.append(_bracketed(text) if _binds(part) < loosest else text)
        return said

    def behaviour(self, node: Behaviour) -> str:
        """Say a function of events."""
        events = self._events(node.events, node.days)
        if node.then is not None:
            return self.condition(node)
        row = FUNCTIONS[node.function]
        template = row.of_column if node.events.column and row.of_column else row.sentence
        column = SOURCES[node.events.source].columns.get(node.events.column)
        return _(template).format(events=events, column=column.label if column else "")

    def _sequence(self, node: Behaviour, template: str) -> str:
        assert node.then is not None
        return _(template).format(
            first=self._events(node.events, node.days),
            then=self._events(node.then, None),
            n=node.within,
        )

    def _events(self, events: Events, days: int | None) -> str:
        said = SOURCES[events.source].label
        if events.where is not None:
            condition = _bracketed(self.condition(events.where))
            said = _("{events} where {condition}").format(events=said, condition=condition)
        if days is None:
            return said
        return _("{events} in the last {n} days").format(events=said, n=days)

    def _moved_day(self, node: Operation) -> str | None:
        """Say days before or after today."""
        left, right = node.operands
        if not isinstance(left, Today) or not isinstance(right, Literal):
            return None
        if node.operator == "-":
            return _("{n} days ago").format(n=right.value)
        return _("{n} days from today").format(n=right.value)

    def _phrase(self, node: Node, field: Field | None) -> str:
        if isinstance(node, FieldRef):
            return node.field.label
        if isinstance(node, Today):
            return _("today")
        if isinstance(node, Behaviour) and node.then is None:
            return self.behaviour(node)
        if isinstance(node, Literal):
            return self._value(node, field)
        if isinstance(node, Items):
            return listed([self._value(value, field) for value in node.values])
        if isinstance(node, HasTag | InSegment | Behaviour) or node.type == "truth":
            return _bracketed(self.condition(node))
        if node.type == "date" and (moved := self._moved_day(node)) is not None:
            return moved
        row = OPERATORS[node.operator]
        text = self._filled(row, row.sentence, node)
        return text if row.form == "call" else _bracketed(text)

    def _value(self, literal: Literal, field: Field | None) -> str:
        value = literal.value
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, date):
            return show_date(value)
        if isinstance(value, str):
            shown = value if field is None else show(field, value)
            # what has a label of its own needs no quotation marks
            return _('"{text}"').format(text=value) if shown == value else shown
        if literal.type == "money":
            return format_money(int(value), currency=self._currency)
        return (
            number(value)
            if field is None
            else show(field, value, currency=self._currency, exactly=True)
        )

    def _tag(self, tag: str) -> str:
        return self._tag_names.get(tag) or name_of_tag(tag)


def _template(row: Operator, node: Operation) -> str:
    return row.of_dates if row.of_dates and node.operands[0].type == "date" else row.sentence


def _measure(node: Operation) -> Field | None:
    """Return the field whose unit the plain values of a comparison are in."""
    return next((found for part in node.operands if (found := field_of(part))), None)


def _bracketed(text: str) -> str:
    return _("({inside})").format(inside=text)


def name_of_tag(tag: str) -> str:
    """Return the name of a tag in the current language; its id where it is not known."""
    from profiler_app.domain.tags import known_tags  # it parses its rules with this package

    found = known_tags().get(tag)
    return found.label if found else tag
