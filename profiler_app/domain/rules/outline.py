"""A rule as plain values: the tree that is shown before anybody relies on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from profiler_app.domain.rules.tree import (
    Behaviour,
    Events,
    FieldRef,
    HasTag,
    InSegment,
    Items,
    Literal,
    Node,
    Rule,
    Today,
)


def outline(rule: Rule) -> dict[str, Any]:
    """Return the tree of a rule as JSON values (money in major units, dates as ISO texts)."""
    return _outline(rule.root)


def _outline(node: Node) -> dict[str, Any]:
    place = {"type": node.type, "position": node.position}
    if isinstance(node, FieldRef):
        return {"field": node.id, "label": node.field.label, **place}
    if isinstance(node, HasTag):
        return {"tag": node.tag, **place}
    if isinstance(node, InSegment):
        return {"segment": node.segment, **place}
    if isinstance(node, Today):
        return {"day": "today", **place}
    if isinstance(node, Literal):
        return {"value": _value(node), **place}
    if isinstance(node, Items):
        return {"values": [_value(value) for value in node.values], **place}
    if isinstance(node, Behaviour):
        return {**_behaviour(node), **place}
    return {"operator": node.operator, "operands": [_outline(o) for o in node.operands], **place}


def _behaviour(node: Behaviour) -> dict[str, Any]:
    found: dict[str, Any] = {"function": node.function, "events": _events(node.events)}
    if node.days is not None:
        found["days"] = node.days
    if node.then is not None:
        found |= {"then": _events(node.then), "within": node.within}
    return found


def _events(events: Events) -> dict[str, Any]:
    found: dict[str, Any] = {"source": events.source}
    if events.column:
        found["column"] = events.column
    if events.where is not None:
        found["where"] = _outline(events.where)
    return found


def _value(literal: Literal) -> Any:
    if literal.type == "money" and isinstance(literal.value, int):
        return literal.value / 100
    return literal.value.isoformat() if isinstance(literal.value, date) else literal.value
