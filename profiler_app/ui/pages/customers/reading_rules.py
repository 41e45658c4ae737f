"""From a rule back to the conditions of a filter, as far as they can say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from profiler_app.domain.fields import Field
from profiler_app.domain.money import to_decimal
from profiler_app.domain.rules.tree import FieldRef, HasTag, Items, Literal, Node, Operation
from profiler_app.domain.rules.wording import node_sentence, node_text
from profiler_app.domain.views import on_day
from profiler_app.jobs.lists import parse_filter
from profiler_app.ui.pages.customers.conditions import RULE, TAGS, Condition, Op, is_share

_TODAY = date(3000, 1, 1)
"""Stands for today while reading, so that days which move along are told from those that do not."""

_MOVES_FROM = date(2700, 1, 1)


def conditions_of(rule: str, *, currency: str) -> tuple[Condition, ...]:
    """Return conditions that mean the rule (see ``moving_rule``).

    What no condition can say becomes one that holds that part of the rule as it is. Raises
    RuleProblem for a text that is no rule.
    """
    read = parse_filter(on_day(rule, _TODAY))
    if read is None:
        return ()
    found: list[Condition] = []
    for part in _parts(read.root, "and"):
        condition = _read(part) or _as_rule(part, currency)
        if found and (joined := _joined(found[-1], condition)) is not None:
            found[-1] = joined
        else:
            found.append(condition)
    return tuple(found)


def _parts(node: Node, operator: str) -> Iterator[Node]:
    if isinstance(node, Operation) and node.operator == operator:
        for operand in node.operands:
            yield from _parts(operand, operator)
    else:
        yield node


def _as_rule(node: Node, currency: str) -> Condition:
    text, said = node_text(node), node_sentence(node, currency=currency)
    return Condition(RULE, "rule", (_moving(text), said.replace(str(_TODAY), "today")))


def _moving(text: str) -> str:
    """Write days near the stand-in for today relative to it again."""
    words = text.split("'")
    for at in range(1, len(words), 2):
        try:
            day = date.fromisoformat(words[at])
        except ValueError:
            continue
        if day >= _MOVES_FROM:
            days = (day - _TODAY).days
            words[at] = f"today{days:+d}" if days else "today"
    return "'".join(words)


def _joined(first: Condition, second: Condition) -> Condition | None:
    """Return one condition for both, None when they stay two."""
    if (first.field, first.op) != (second.field, second.op):
        return None
    if first.op == "all":
        return Condition(TAGS, "all", first.values + second.values)
    if first.op in ("range", "dates"):
        (low, open_high), (open_low, high) = first.values, second.values
        if low and high and not open_high and not open_low:
            return Condition(first.field, first.op, (low, high))
    return None


def _read(node: Node) -> Condition | None:
    if isinstance(node, HasTag):
        return Condition(TAGS, "all", (node.tag,))
    if isinstance(node, FieldRef):
        return Condition(node.id, "yes")
    if not isinstance(node, Operation):
        return None
    if node.operator == "or":
        return _tags(node, "any")
    if node.operator == "not":
        return _read_denied(node.operands[0])
    subject = node.operands[0]
    return _read_of(node, subject.field) if isinstance(subject, FieldRef) else None


def _tags(node: Node, op: Op) -> Condition | None:
    parts = list(_parts(node, "or"))
    tags = tuple(part.tag for part in parts if isinstance(part, HasTag))
    return Condition(TAGS, op, tags) if len(tags) == len(parts) else None


def _read_denied(node: Node) -> Condition | None:
    if isinstance(node, FieldRef):
        return Condition(node.id, "no")
    if isinstance(node, Operation) and node.operator == "any_of":
        found = _read(node)
        return None if found is None else Condition(found.field, "not_in", found.values)
    return _tags(node, "none")


def _read_of(node: Operation, field: Field) -> Condition | None:
    """Read what is asked of one field."""
    values = [_value(field, each) for each in node.operands[1:]]
    if any(value is None for value in values):
        return None
    match node.operator:
        case "isnull":
            return Condition(field.id, "unknown")
        case "in" | "any_of":
            return _choice(field, "in", values[0])
        case "not in":
            return _choice(field, "not_in", values[0])
        case "==" | "!=":
            return _equal(field, values[0], denied=node.operator == "!=")
        case "contains":
            return Condition(field.id, "contains", (values[0],))
        case ">=" | "<=" | "<" | "between":
            return _bounded(field, node.operator, values)
    return None


def _choice(field: Field, op: Op, values: Any) -> Condition | None:
    textual = field.kind in ("text", "enum", "code", "list")
    return Condition(field.id, op, tuple(values)) if textual else None


def _equal(field: Field, value: Any, *, denied: bool) -> Condition | None:
    if isinstance(value, bool):
        return Condition(field.id, "no" if value == denied else "yes")
    return _choice(field, "not_in" if denied else "in", [value])


def _bounded(field: Field, operator: str, values: list[Any]) -> Condition | None:
    if isinstance(values[0], date):
        return _days(field, operator, values)
    if operator == "<":
        return None
    low, high = values if operator == "between" else ("", "")
    if operator != "between":
        low, high = (values[0], "") if operator == ">=" else ("", values[0])
    return Condition(field.id, "range", (low, high))


def _days(field: Field, operator: str, days: list[date]) -> Condition | None:
    if all(day < _MOVES_FROM for day in days) and operator != "<":
        texts = [str(day) for day in days]
        bounds = {">=": (texts[0], ""), "<=": ("", texts[0]), "between": tuple(texts)}
        return Condition(field.id, "dates", bounds[operator])
    away = [(day - _TODAY).days for day in days]
    if operator == "between" and away[1] == 0 and away[0] <= 0:
        return Condition(field.id, "days", (str(-away[0]),))
    if operator == "between" and away[0] == 0 and away[1] >= 0:
        return Condition(field.id, "ahead", (str(away[1]),))
    if operator == "<" and days[0] >= _MOVES_FROM and away[0] <= 0:
        return Condition(field.id, "older", (str(-away[0]),))
    return None


def _value(field: Field, node: Node) -> Any:
    """Return a value as a condition holds it, None for anything computed."""
    if isinstance(node, Items):
        return [_value(field, each) for each in node.values]
    if not isinstance(node, Literal):
        return None
    value = node.value
    if isinstance(value, bool | date):
        return value
    if node.type == "money" and isinstance(value, int):
        return to_decimal(value).removesuffix(".00")
    if isinstance(value, int | float):
        return f"{round(value * 100, 10):g}" if is_share(field) else f"{value}"
    return str(value)
